package check

import (
	"fmt"
	"strings"

	"groundplan.internal/internal/budget"
	"groundplan.internal/internal/model"
)

// near is from how many percent of a database's connections on its services come near
// to the last one.
const near = 80

// exceededConnections is db-connections-exceeded.
func (c *checker) exceededConnections() {
	c.eachBudget(func(b budget.Budget, d model.Database) {
		if b.Held() > b.Usable() {
			c.connections(b, d, "who comes last is refused")
		}
	})
}

// nearConnections is db-connections-near.
func (c *checker) nearConnections() {
	c.eachBudget(func(b budget.Budget, d model.Database) {
		if b.Held() <= b.Usable() && b.Held()*100 >= b.Usable()*near {
			c.connections(b, d, fmt.Sprintf("%d%% of them, and who looks into the database needs some too", b.Held()*100/b.Usable()))
		}
	})
}

// eachBudget calls f with each database of which all is known. Services behind a proxy
// alone wait for each other, and are refused nothing.
func (c *checker) eachBudget(f func(budget.Budget, model.Database)) {
	for i, b := range budget.Of(c.Platform, c.facts) {
		if b.Max > 0 && b.Direct() > 0 {
			f(b, c.Databases[i])
		}
	}
}

// connections reports a sum, term by term.
func (c *checker) connections(b budget.Budget, d model.Database, so string) {
	at, by := model.At("databases", d.Name, "class"), "the memory of "+d.Class+", some of which RDS keeps"
	if parameter := model.At("databases", d.Name, "parameters", "max_connections"); c.written(parameter) {
		at, by = parameter, "max_connections"
	}
	detail, args := "%s has %d connections for its services (%d by %s; %d of them are for administrators), which may hold %d (tasks × processes × connections): ", []any{d.Name, b.Usable(), b.Max, by, b.Reserved, b.Held()}
	var terms []string
	for _, t := range b.Terms {
		if !t.Proxied {
			terms, args = append(terms, "%s %d × %d × %d = %d"), append(args, t.Service, t.Running, t.Workers, t.Connections, t.Sum())
		}
	}
	if b.Proxy != nil {
		terms, args = append(terms, "its proxy %d"), append(args, b.Proxy.Held)
	}
	c.report(at, c.fewerConnections(b, d), detail+strings.Join(terms, ", ")+"; %s.", append(args, so)...)
	for _, t := range b.Terms {
		if !t.Proxied && t.Function {
			c.also(model.At("functions", t.Service, "concurrency"), fmt.Sprintf("%s: a connection for each of %s at once", t.Service, count(t.Tasks, "call")))
		} else if !t.Proxied {
			c.also(c.taskPath(t.Service).Then("pool"), fmt.Sprintf("%s: %s, %d while a deployment replaces them", t.Service, count(t.Tasks, "task"), t.Running))
		}
	}
}

// fewerConnections is what to type against a sum that is too large: a smaller pool for
// who holds most, a larger class, a proxy.
func (c *checker) fewerConnections(b budget.Budget, d model.Database) string {
	var ways []string
	var most budget.Term
	for _, t := range b.Terms {
		if !t.Proxied && t.Sum() > most.Sum() {
			most = t
		}
	}
	room := (b.Usable()*near - 1) / 100
	switch fits := (room - b.Held() + most.Sum()) / (most.Running * most.Workers); {
	case most.Function && room > b.Held()-most.Sum():
		ways = append(ways, fmt.Sprintf("functions: %s: concurrency: %d", model.Label(most.Service), room-b.Held()+most.Sum()))
	case !most.Function && fits > 0:
		ways = append(ways, fmt.Sprintf("%s: pool: connections: %d", c.taskPath(most.Service).Typed(), fits))
	}
	full := b.Proxy != nil && b.Proxy.Held == b.Proxy.Most // and would take its share of any class
	if class := c.roomierClass(b, d); class != "" && !full {
		ways = append(ways, fmt.Sprintf("databases: %s: class: %q", model.Label(d.Name), class))
	}
	if d.Proxy == nil && len(c.OwnDatabases()[d.Name]) > 0 {
		return strings.Join(ways, ", or ") // which proxies do not know
	}
	if d.Proxy == nil {
		ways = append(ways, fmt.Sprintf("databases: %s: proxy: {} and via: \"proxy\"", model.Label(d.Name)))
	} else if share := (room - b.Direct()) * 100 / b.Max; full && share > 0 {
		ways = append(ways, fmt.Sprintf("databases: %s: proxy: maxConnections: %d", model.Label(d.Name), share))
	}
	return strings.Join(ways, ", or ")
}

// roomierClass is the smallest class of the same family that is not nearly full either;
// empty where a parameter decides, or none is.
func (c *checker) roomierClass(b budget.Budget, d model.Database) string {
	if _, given := d.Parameters.Get("max_connections"); given {
		return ""
	}
	family, _, _ := strings.Cut(strings.TrimPrefix(d.Class, "db."), ".")
	for _, class := range c.facts.Classes.For(d.Engine) {
		n, known := c.facts.MaxConnections(d.Engine, class, "")
		if known && strings.HasPrefix(class, "db."+family+".") && b.Held()*100 < (n-b.Reserved)*near {
			return class
		}
	}
	return ""
}

// unboundedCalls is function-connections.
func (c *checker) unboundedCalls() {
	for _, f := range c.Functions {
		for _, u := range f.Uses {
			if f.Concurrency == nil && c.family[u.Name] == "databases" && u.Via != "proxy" {
				c.report(model.At("functions", f.Name, "uses", u.Name), "functions: "+model.Label(f.Name)+": concurrency: 10",
					"%s may hold a connection to %s for each call at once, and nothing says how many there may be: a burst of events takes those of everybody else.", f.Name, u.Name)
			}
		}
	}
}

// taskPath is where a service or a job is declared.
func (c *checker) taskPath(name string) model.Path { return model.At(c.family[name], name) }
