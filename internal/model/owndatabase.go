package model

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// Clients are the programs that make databases and users within servers.
type Clients struct {
	Provisioner string // the user that makes the others
	Schedule    string // when it is made itself
	Of          func(engine string) (Client, bool)
}

// Client is the program for an engine.
type Client struct {
	Image             string
	UserLength        int
	Reserved          string
	TLS, Plain        string
	Patterns          bool
	Provision, Create string // scripts for sh
}

// OwnDatabase is a database that a service or a job has to itself in a server.
type OwnDatabase struct {
	Owner    string
	Path     Path // of the use
	Database string
}

// OwnDatabases are those in each server, by its node, in the order of services and jobs.
func (p Platform) OwnDatabases() map[string][]OwnDatabase {
	out := map[string][]OwnDatabase{}
	each := func(owner Path, uses []Use) {
		for _, u := range uses {
			if u.Database != "" {
				out[u.Name] = append(out[u.Name], OwnDatabase{owner[1], owner.Then("uses", u.Name, "database"), u.Database})
			}
		}
	}
	for _, s := range p.Services {
		each(s.Path(), s.Uses)
	}
	for _, j := range p.Jobs {
		each(At("jobs", j.Name), j.Uses)
	}
	return out
}

// WithOwnDatabases is the platform with what makes databases of services' own: a job for
// each server that has some, which makes the provisioner there, and in each task a
// container that makes its database as the provisioner, before the service's own starts.
// p is not changed.
func (p Platform) WithOwnDatabases(c Clients) Platform {
	owned := p.OwnDatabases()
	if len(owned) == 0 {
		return p
	}
	engines := map[string]string{}
	for _, d := range p.Databases {
		engines[d.Name] = d.Engine
	}
	p.Services, p.Jobs = slices.Clone(p.Services), slices.Clone(p.Jobs)
	for i, s := range p.Services {
		s.Sidecars, s.DependsOn = c.creators(s.Sidecars, s.DependsOn, s.Uses, engines, s.Exec)
		p.Services[i] = s
	}
	for i, j := range p.Jobs {
		p.Jobs[i].creators, p.Jobs[i].waits = c.creators(nil, nil, j.Uses, engines, false)
	}
	for _, d := range p.Databases {
		if client, known := c.Of(d.Engine); known && len(owned[d.Name]) > 0 {
			p.Jobs = append(p.Jobs, c.provisioning(d, client, owned[d.Name]))
		}
	}
	slices.SortStableFunc(p.Jobs, func(a, b Job) int { return strings.Compare(a.Name, b.Name) })
	return p
}

// Creator is the name of the container that makes a database in a server, ProvisionerJob
// that of the job that makes the provisioner there.
func Creator(server string) string        { return server + "-init" }
func ProvisionerJob(server string) string { return server + "-provisioner" }

// creators are sidecars, and what a container waits for, with those that make databases.
func (c Clients) creators(sidecars []Sidecar, waits Pairs, uses []Use, engines map[string]string, exec bool) ([]Sidecar, Pairs) {
	for _, u := range uses {
		client, known := c.Of(engines[u.Name])
		if u.Database == "" || !known {
			continue
		}
		environment := Pairs{{"DATABASE", u.Database}}
		if client.Patterns {
			environment = append(environment, Pair{"PATTERN", escaped(u.Database)})
		}
		environment = append(environment, Pair{"PROVISIONER", c.Provisioner}, Pair{"TLS", client.TLS}, Pair{"USERNAME", client.User(u.Database)})
		sidecars = append(sidecars[:len(sidecars):len(sidecars)], Sidecar{
			Name: Creator(u.Name), Image: Image{URI: client.Image},
			EntryPoint: []string{"sh", "-c"}, Command: []string{client.Create}, Environment: environment,
			ReadonlyRootFilesystem: !exec, Creates: u.Name,
		})
		waits = append(waits[:len(waits):len(waits)], Pair{Creator(u.Name), "SUCCESS"})
	}
	slices.SortStableFunc(sidecars, func(a, b Sidecar) int { return strings.Compare(a.Name, b.Name) })
	slices.SortStableFunc(waits, func(a, b Pair) int { return strings.Compare(a.Key, b.Key) })
	return sidecars, waits
}

// provisioning is the job that makes the provisioner of a server, as the master.
func (c Clients) provisioning(d Database, client Client, owned []OwnDatabase) Job {
	environment := Pairs{}
	if client.Patterns {
		environment = append(environment, Pair{"PATTERNS", strings.Join(patterns(owned), " ")})
	}
	was := ""
	if d.Was != "" {
		was = ProvisionerJob(d.Was)
	}
	return Job{
		Name: ProvisionerJob(d.Name), Was: was, Purpose: "Makes the user of " + d.Name + " that makes the databases of services there.", App: d.App,
		Schedule: c.Schedule, Timezone: "UTC", Retries: 2,
		Image: Image{URI: client.Image}, CPU: 256, Memory: 512, Architecture: "X86_64", Capacity: "FARGATE", Egress: "declared",
		EntryPoint: []string{"sh", "-c"}, Command: []string{client.Provision}, ReadonlyRootFilesystem: true,
		Environment: append(environment, Pair{"PROVISIONER", c.Provisioner}, Pair{"TLS", client.TLS}),
		Uses:        Nodes[Use]{{Name: d.Name, As: "MASTER", Provisions: true, Purpose: "as the master"}},
		Pool:        &Pool{Workers: 1, Connections: 1},
	}
}

// User is whom a database belongs to: it has the database's name, unless that is too long.
func (c Client) User(database string) string {
	const hashed = 8
	if len(database) <= c.UserLength {
		return database
	}
	sum := sha256.Sum256([]byte(database))
	return database[:c.UserLength-hashed-1] + "_" + hex.EncodeToString(sum[:])[:hashed]
}

// patterns are which databases a provisioner may make: those with the same first word
// are one, so that another of them changes nothing.
func patterns(owned []OwnDatabase) (out []string) {
	for _, own := range owned {
		pattern := own.Database
		if word, _, several := strings.Cut(pattern, "_"); several {
			pattern = escaped(word+"_") + "%"
		}
		out = append(out, pattern)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// escaped is a name as a pattern of MySQL, in which _ stands for any character.
func escaped(name string) string { return strings.ReplaceAll(name, "_", `\_`) }
