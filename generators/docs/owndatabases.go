package docs

import (
	"slices"

	"groundplan.internal/internal/infra"
)

// ownDatabaseTable lists what services have to themselves in servers.
func ownDatabaseTable(databases []infra.Database) table {
	t := table{head: []md{"Server", "Database", "User", "Belongs to"}}
	for _, d := range databases {
		for _, own := range d.Own {
			t.row(text(d.Name), code(own.Name), code(own.User), text(own.Owner))
		}
	}
	return t
}

// ownDatabaseSection says how the databases of services come about, what to do when one
// is not there, and how passwords are drawn anew.
func (v *view) ownDatabaseSection(pg *page) {
	makers := map[string]infra.Database{} // by the job that makes their provisioner
	for _, d := range v.Databases {
		if d.Provisioner != nil {
			makers[d.ProvisionerJob()] = d
		}
	}
	if len(makers) == 0 {
		return
	}
	pg.section("Databases of services")
	pg.para("Before the service's own container starts, another container of each task makes the database and the user that the service has to itself (see %s), unless both exist. It works as the user %s, which a job makes with the master's secret, every hour and as soon as the schedule exists. The program knows only its own password.", link("data stores", "data.md#databases-of-services"), code(v.provisionerName()))
	pg.para("After a first apply, each task waits for that job for two and a half minutes, then starts again. A first deployment has nothing to go back to: if the job keeps failing for three times as long, ECS gives up. Then start the job by hand, and %s:", link("start new tasks", "#start-new-tasks"))
	for _, j := range v.Jobs {
		if _, ok := makers[j.Name]; ok {
			pg.shell(v.startJob(j)...)
		}
	}
	pg.para("To draw a new password, replace the version of its secret. For a service, this makes a new revision of its task, whose container sets the password on the server; tasks of the old revision get no new connections from then on. For the provisioner, start the job afterwards.")
	t := table{head: []md{"Password of", "In the root that has it"}}
	replace := func(stack infra.Stack, l infra.Login) md {
		return code("terraform apply -replace=" + v.address(stack, "aws_secretsmanager_secret_version."+l.Label))
	}
	for _, d := range v.Databases {
		if d.Provisioner != nil {
			t.row(sentence("%s in %s", code(d.Provisioner.User), text(d.Name)), replace(d.Stack, *d.Provisioner))
		}
	}
	shown := 0
	for _, s := range v.Tasks() {
		for _, l := range s.Logins {
			if shown++; shown <= mostRows {
				t.row(text(s.Name), replace(s.Stack, l))
			}
		}
	}
	pg.table(t)
	lent := md("")
	for _, s := range v.Tasks() {
		if s.Deploys != nil {
			lent = sentence(", and whatever %s runs with their roles", text(s.Name))
		}
	}
	pg.para("A service that is removed leaves its database and its user on the server until somebody drops them: the next service with that database finds all that is in it. Whoever has the provisioner's password can change the others: only these containers read it%s.", lent)
}

// provisionerName is the user that makes others, the same in every server.
func (v *view) provisionerName() string {
	i := slices.IndexFunc(v.Databases, func(d infra.Database) bool { return d.Provisioner != nil })
	return v.Databases[i].Provisioner.User
}

// logins are the rows of the passwords that Terraform draws and does not keep.
func (v *view) logins() (out []kept) {
	readers := v.passwordReaders()
	row := func(l infra.Login, name, purpose md) {
		out = append(out, kept{
			name, code(l.Secret), "Secrets Manager", "drawn by Terraform, which does not keep it", sentence("a JSON object with %s and %s", code("username"), code("password")),
			purpose, readers[l.Label],
		})
	}
	for _, d := range v.Databases {
		if d.Provisioner != nil {
			row(*d.Provisioner, sentence("%s provisioner", text(d.Name)), sentence("user %s of %s", code(d.Provisioner.User), text(d.Name)))
		}
	}
	for _, s := range v.Tasks() {
		for _, l := range s.Logins {
			row(l, sentence("%s in %s", text(s.Name), text(l.Server)), sentence("user %s of %s", code(l.User), text(l.Server)))
		}
	}
	return out
}
