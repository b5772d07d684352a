package docs

import (
	"slices"
	"strings"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// secretsPage is the inventory of secret values. It knows their names alone.
func secretsPage(v *view) []artifact.File {
	rows := v.inventory()
	if len(rows) == 0 {
		return nil
	}
	pg := v.page(sentence("Secrets of %s: %s", text(v.Title), text(v.Environment)))
	state := md(", nor in Terraform's state")
	if held := v.heldInState(); len(held) > 0 {
		state = sentence(". Terraform's state has %s, and no other value", join(held))
	}
	pg.para("No value stands in any generated file%s. ECS reads secrets only when a task starts: after a change, %s.", state, link("start new tasks", "operations.md#start-new-tasks"))
	if len(v.Functions) > 0 {
		pg.para("A function gets no value: its variables have the ARNs of the secrets that it may read, and it reads them itself.")
	}
	if len(v.Databases) > 0 {
		pg.para("RDS rotates the master passwords by itself, every %s unless it is told otherwise. Running tasks keep the old one, with which every new connection is refused until they are replaced.", count(v.Databases[0].RotationDays, "day", "days"))
	}
	t := table{head: []md{"Secret", "Name in AWS", "Kept in", "Value comes from", "Must hold", "Purpose"}}
	readers := table{head: []md{"Secret", "Read by", "As variable", "Key"}}
	for _, r := range rows {
		t.row(r.name, r.inAWS, r.store, r.source, r.holds, r.purpose)
		for _, reader := range r.readers {
			readers.row(r.name, text(strings.TrimSuffix(reader.Service+"/"+reader.Container, "/")), code(reader.Variable), or(code(reader.Key), wholeOf(reader)))
		}
	}
	for _, p := range v.IdentityProviders {
		readers.row(text(p.Secret), sentence("Terraform, for sign-in with %s", text(p.Name)), "none", or(code(p.SecretKey), "the whole value"))
	}
	pg.table(t)
	pg.section("Readers")
	if len(readers.rows) > 0 {
		pg.table(readers)
	} else {
		pg.para("Nobody reads them.")
	}
	return []artifact.File{pg.file("docs/secrets.md")}
}

// wholeOf is what a variable has that takes no single key: a function reads the secret
// itself.
func wholeOf(r infra.SecretReader) md {
	if r.Container == "" {
		return "the ARN of the secret"
	}
	return "the whole value"
}

// kept is a row of the inventory.
type kept struct {
	name, inAWS, store, source, holds, purpose md
	readers                                    []infra.SecretReader
}

// inventory are the declared secrets, then those that are made.
func (v *view) inventory() (out []kept) {
	for _, s := range v.Secrets {
		source := sentence("%s", link("set by hand", "operations.md#secret-values"))
		if s.Existing {
			source = "exists already, looked up"
		}
		out = append(out, kept{text(s.Name), code(s.Secret), text(storeTitle(s.Store)), source, mustHold(s), text(s.Purpose), s.Readers})
	}
	return append(out, v.madeSecrets()...)
}

// madeSecrets are the passwords that RDS keeps, and what Terraform draws.
func (v *view) madeSecrets() (out []kept) {
	passwords := v.passwordReaders()
	for _, d := range v.Databases {
		out = append(out, kept{
			sentence("%s master password", text(d.Name)), "named by RDS", "Secrets Manager", "made and rotated by RDS", "what RDS puts in",
			sentence("user %s of %s", code(d.Username), text(d.Name)), passwords[d.Name],
		})
	}
	out = append(out, v.logins()...)
	for _, c := range v.Caches {
		out = append(out, kept{
			sentence("%s URL", text(c.Name)), code(c.Secret), "Secrets Manager", "made by Terraform, which keeps it in its state", sentence("a JSON object with %s and %s", code("password"), code("url")),
			sentence("connects to %s", text(c.Name)), passwords[c.Name],
		})
	}
	for _, b := range v.Balancers {
		if b.Guard != nil {
			out = append(out, kept{
				sentence("%s header", text(b.Name)), code(b.Guard.Parameter), "Parameter Store", "made by Terraform, which keeps it in its state", "what Terraform puts in",
				sentence("lets the platform's distributions through to %s", text(b.Name)), nil,
			})
		}
	}
	return out
}

// heldInState are the kinds of values that Terraform cannot do its work without.
func (v *view) heldInState() (out []md) {
	if len(v.Caches) > 0 {
		out = append(out, "the passwords of caches")
	}
	if len(v.IdentityProviders) > 0 {
		out = append(out, "the secrets of the clients of identity providers")
	}
	if slices.ContainsFunc(v.Balancers, func(b infra.Balancer) bool { return b.Guard != nil }) {
		out = append(out, "the secret headers of guarded balancers")
	}
	return out
}

// passwords are the attributes whose values nobody declares as a secret.
var passwords = []infra.Attribute{infra.DatabaseSecret, infra.CacheSecret, infra.LoginARN}

// passwordReaders are the variables that take their value from the master password
// of a database, from what connects to a cache, or from a login, by that.
func (v *view) passwordReaders() map[string][]infra.SecretReader {
	out := map[string][]infra.SecretReader{}
	for _, s := range v.Tasks() {
		for _, c := range s.Task.Containers {
			for _, variable := range c.Secrets {
				for _, p := range variable.Source {
					if slices.Contains(passwords, p.Attribute) {
						out[p.Node] = append(out[p.Node], infra.SecretReader{Service: s.Name, Container: c.Name, Variable: variable.Name, Key: variable.Key})
					}
				}
			}
		}
	}
	for _, f := range v.Functions {
		for _, variable := range f.Environment {
			for _, p := range variable.Value {
				if slices.Contains(passwords, p.Attribute) {
					out[p.Node] = append(out[p.Node], infra.SecretReader{Service: f.Name, Variable: variable.Name})
				}
			}
		}
	}
	return out
}
