package check

import (
	"cmp"
	"fmt"
	"strings"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// strayOwnDatabases is db-own-use.
func (c *checker) strayOwnDatabases() {
	c.eachUse(func(by user, u model.Use, at model.Path) {
		family, known := c.family[u.Name]
		if u.Database == "" || !known || c.shared[u.Name] {
			return
		}
		switch at = at.Then("database"); {
		case family != "databases":
			c.report(at, "take this line out", "%s is %s, and databases are made within a server of RDS, which stands in databases.", u.Name, aKind(family))
		case by.function:
			c.report(at, "take this line out", "%s is a function, beside which no container stands that could make the database %s.", by.name, u.Database)
		case u.Via == "proxy":
			c.report(at, "take via out", "%s goes to %s through a proxy, which logs in with the master's secret alone: it would know no user of %s.", by.name, u.Name, u.Database)
			c.also(at[:len(at)-1].Then("via"), "the proxy")
		}
	})
}

// ownDatabaseNames is db-own-name.
func (c *checker) ownDatabaseNames() {
	owned := c.OwnDatabases()
	for _, d := range c.Databases {
		engine, _ := c.facts.RDS.Engine(d.Engine)
		if made := c.facts.Clients.Provisioner; len(owned[d.Name]) > 0 && strings.EqualFold(d.Username, made) {
			c.report(model.At("databases", d.Name, "username"), "", "%s is the name of the user that makes the databases of services, and the job that makes it would give the master another password.", made)
		}
		for _, own := range owned[d.Name] {
			if why := c.ownDatabaseFault(own.Database, d, engine); why != "" {
				c.report(own.Path, "", "The database %q of %s in %s %s.", own.Database, own.Owner, d.Name, why)
			}
		}
	}
}

func (c *checker) ownDatabaseFault(name string, d model.Database, engine facts.Engine) string {
	if why := wordFault(name, engine.Database, engine.ReservedDatabases); why != "" {
		return fmt.Sprintf(why, engine.Title)
	}
	// Whoever it belongs to has its name.
	if why := wordFault(name, facts.Word{Max: len(name), Pattern: engine.Username.Pattern}, engine.ReservedUsernames); why != "" {
		return fmt.Sprintf(why, engine.Title)
	}
	client, _ := c.facts.Client(d.Engine)
	switch {
	case client.Reserved != "" && strings.HasPrefix(name, client.Reserved):
		return "would have a user whose name begins with " + client.Reserved + ", as those of " + engine.Title + "'s own"
	case strings.EqualFold(name, d.Database):
		return "is the one that is created with the server, and belongs to its master user"
	case strings.EqualFold(name, cmp.Or(d.Username, engine.DefaultUsername)):
		return "would have a user of the master's name"
	case name == c.facts.Clients.Provisioner:
		return "would have a user of the name of the one that makes the others"
	}
	return ""
}

// contestedDatabases is db-own-twice.
func (c *checker) contestedDatabases() {
	owned := c.OwnDatabases()
	for _, d := range c.Databases {
		first := map[string]model.OwnDatabase{}
		for _, own := range owned[d.Name] {
			other, taken := first[own.Database]
			if !taken {
				first[own.Database] = own
				continue
			}
			c.report(own.Path, "", "%s and %s both have the database %s in %s.", other.Owner, own.Owner, own.Database, d.Name)
			c.also(other.Path, "the other one")
		}
	}
}
