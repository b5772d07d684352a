package verify

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

var writeOnlyRules = []Rule{
	{"verify-write-only", "password that is not kept out of the state", "Passwords that Terraform draws for databases of services' own are write-only, and a Terraform that would not know what that is refuses its root."},
}

// withProvisioners is a platform with the jobs that make the provisioners: one for each
// server in which somebody has a database. They run as its master, who is nowhere else.
func withProvisioners(p model.Platform, f facts.Set) model.Platform {
	if p.Environment.Local {
		return p
	}
	words := map[string][]string{} // of the names of databases, by server
	for _, t := range p.Tasks() {
		for _, u := range t.Uses {
			if u.Database != "" {
				word, _, several := strings.Cut(u.Database, "_")
				if several {
					word += `\_%`
				}
				words[u.Name] = append(words[u.Name], word)
			}
		}
	}
	p.Jobs = slices.Clone(p.Jobs)
	for _, d := range p.Databases {
		client, _ := f.Client(d.Engine)
		if len(words[d.Name]) == 0 {
			continue
		}
		environment := model.Pairs{{Key: "PROVISIONER", Value: "provisioner"}, {Key: "TLS", Value: client.TLS}}
		if client.Patterns {
			slices.Sort(words[d.Name])
			environment = slices.Insert(environment, 0, model.Pair{Key: "PATTERNS", Value: strings.Join(slices.Compact(words[d.Name]), " ")})
		}
		was := ""
		if d.Was != "" {
			was = d.Was + "-provisioner"
		}
		p.Jobs = append(p.Jobs, model.Job{
			Name: d.Name + "-provisioner", Was: was, App: d.App, Schedule: "rate(1 hour)", Timezone: "UTC", Retries: 2,
			Image: model.Image{URI: client.Image}, CPU: 256, Memory: 512, Architecture: "X86_64", Egress: "declared", Capacity: "FARGATE",
			EntryPoint: []string{"sh", "-c"}, Command: []string{client.Provision}, ReadonlyRootFilesystem: true, Environment: environment,
			Uses: model.Nodes[model.Use]{{Name: d.Name, As: "MASTER", Provisions: true}},
			Pool: &model.Pool{Workers: 1, Connections: 1},
		})
	}
	slices.SortFunc(p.Jobs, func(a, b model.Job) int { return strings.Compare(a.Name, b.Name) })
	return p
}

// own are the databases that a task has to itself, by their uses.
func own(uses []model.Use) (out []model.Use) {
	for _, u := range uses {
		if u.Database != "" {
			out = append(out, u)
		}
	}
	return out
}

// owner is the user of a database of a task's own.
func (o *output) owner(u model.Use) string {
	client, _ := o.facts.Client(o.databases[u.Name].Engine)
	if len(u.Database) <= client.UserLength {
		return u.Database
	}
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte(u.Database)))
	return u.Database[:client.UserLength-9] + "_" + sum[:8]
}

// login is the ARN of the secret of a user that a task makes, once it has a value.
func login(words ...string) string {
	return "aws_secretsmanager_secret_version." + label(strings.Join(words, "_")) + ".arn"
}

// creators are the containers that make the databases of a task: each knows one, and
// besides its password that of the provisioner, which no other container does.
func (o *output) creators(s model.Service) (out []fields) {
	for _, u := range own(s.Uses) {
		d := o.databases[u.Name]
		client, _ := o.facts.Client(d.Engine)
		var environment model.Pairs
		add := func(name, value string) { environment = append(environment, model.Pair{Key: name, Value: value}) }
		add("DATABASE", u.Database)
		o.connection(d, model.Use{Name: u.Name}, func(suffix, value string) {
			if suffix == "HOST" || suffix == "PORT" {
				add(suffix, value)
			}
		})
		if client.Patterns {
			add("PATTERN", strings.ReplaceAll(u.Database, "_", `\_`))
		}
		add("PROVISIONER", "provisioner")
		add("TLS", client.TLS)
		add("USERNAME", o.owner(u))
		slices.SortFunc(environment, func(a, b model.Pair) int { return cmp.Compare(a.Key, b.Key) })
		c := o.container(s, u.Name+"-init", model.Image{URI: client.Image}, environment, model.Pairs{
			{Key: "PASSWORD", Value: login(s.Name, u.Name) + ":password::"},
			{Key: "PROVISIONER_PASSWORD", Value: login(u.Name, "provisioner") + ":password::"},
		}).with("entryPoint", []string{"sh", "-c"}).with("command", []string{client.Create}).with("readonlyRootFilesystem", !s.Exec)
		c["essential"] = false
		out = append(out, c)
	}
	return out
}

// startsAfterCreators is what the service's own container waits for: its databases too.
func startsAfterCreators(s model.Service) model.Pairs {
	out := slices.Clone(s.DependsOn)
	for _, u := range own(s.Uses) {
		out = append(out, model.Pair{Key: u.Name + "-init", Value: "SUCCESS"})
	}
	return out
}

// eachLogin calls f with the label and the user of every secret that Terraform draws.
func (o *output) eachLogin(f func(label, user string)) {
	for _, t := range o.declared.Tasks() {
		for _, u := range t.Uses {
			switch {
			case u.Provisions:
				f(label(u.Name)+"_provisioner", "provisioner")
			case u.Database != "":
				f(label(t.Name+"_"+u.Name), o.owner(u))
			}
		}
	}
}

func (o *output) loginSecrets() map[string]arguments {
	out := map[string]arguments{}
	o.eachLogin(func(label, _ string) { out[label] = arguments{"recovery_window_in_days": 0} })
	return out
}

func (o *output) loginVersions() map[string]arguments {
	out := map[string]arguments{}
	o.eachLogin(func(label, user string) {
		out[label] = arguments{
			"secret_id":                "aws_secretsmanager_secret." + label + ".id",
			"secret_string_wo":         "password=uuid()uuid()-,username=" + user,
			"secret_string_wo_version": 1,
		}
	})
	return out
}

// writeOnly makes sure that a root with a write-only argument asks for a Terraform that
// knows them.
func (o *output) writeOnly() (found diag.List) {
	o.config.each("resource", "aws_secretsmanager_secret_version", func(m *module, b *block) {
		if _, drawn := b.body.get("secret_string_wo"); !drawn {
			return
		}
		root := m
		if call, ok := o.config.calls[m.folder]; ok {
			root = o.config.modules[call.root]
		}
		if settings := root.at["terraform"]; settings == nil || settings.body.text("required_version") != ">= 1.11" {
			found = append(found, finding(writeOnlyRules, "verify-write-only", b.pos, nil, fmt.Sprintf("%s is write-only, and %s takes a Terraform before 1.11.", b.address, root.folder)))
		}
	})
	return found
}
