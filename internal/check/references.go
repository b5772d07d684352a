package check

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// reference is a place where the author names a node.
type reference struct {
	at   model.Path
	name string
	by   string   // who names it, for the detail
	in   []string // the families that it must be of; empty: any, or judged by a rule of its own
}

// secret reports whether the place is for a secret.
func (r reference) secret() bool {
	n := len(r.at)
	return r.at[n-1] == "clientSecret" || r.at[n-2] == "secrets" && n > 2
}

// eachReference calls f with every place that names a node, but for accept, which
// may speak of a node of another environment. Flows name actors too, which are no
// nodes; those are left out.
func (c *checker) eachReference(f func(reference)) {
	c.eachUse(func(by user, u model.Use, at model.Path) {
		f(reference{at: at, name: u.Name, by: by.what})
	})
	for _, t := range c.tasks {
		for _, one := range t.containers {
			for _, s := range one.Secrets {
				name, _, _ := strings.Cut(s.Value, ":")
				f(reference{at: one.path.Then("secrets", s.Key), name: name, by: "the variable " + s.Key + " of " + one.Name})
			}
		}
	}
	for _, flow := range c.Flows {
		flow.EachArrow(func(at model.Path, arrow model.Arrow) {
			for _, end := range []struct{ field, name string }{{"from", arrow.From}, {"to", arrow.To}} {
				if _, actor := flow.Actors.Get(end.name); !actor && end.name != "" {
					f(reference{at: at.Then(end.field), name: end.name, by: "the flow " + flow.Name})
				}
			}
		})
	}
	for _, d := range c.Diagrams {
		for i, name := range d.Nodes {
			f(reference{at: model.At("diagrams", d.Name, "nodes", strconv.Itoa(i)), name: name, by: "the diagram " + d.Name})
		}
		for i, name := range d.Without {
			f(reference{at: model.At("diagrams", d.Name, "without", strconv.Itoa(i)), name: name, by: "the diagram " + d.Name})
		}
	}
	c.eachDiagramReference(f)
	for _, n := range c.Environment.Compose {
		f(reference{at: c.composePath(n.Name), name: n.Name, by: "the environment " + c.Environment.Name})
	}
	c.eachFieldReference(f)
}

func (c *checker) composePath(node string) model.Path {
	return model.At("environments", c.Environment.Name, "compose", node)
}

// suggestions is how many unknown names are compared with all known ones. A file
// with more of them has another problem, and comparing them takes quadratic time.
const suggestions = 50

// unknownNodes is ref-unknown-node.
func (c *checker) unknownNodes() {
	unknown := 0
	c.eachReference(func(r reference) {
		if _, ok := c.family[r.name]; ok {
			return
		}
		if family, ok := c.removed(r.name); ok {
			c.removedNode(r, family)
			return
		}
		hint := ""
		if unknown++; unknown <= suggestions {
			hint = meant(r.name, c.fitting(r))
		}
		c.report(r.at, hint, "There is no node %q, which %s names.", r.name, r.by)
	})
}

// fitting are the names of the nodes that could stand in a place.
func (c *checker) fitting(r reference) (names []string) {
	in := r.in
	if r.secret() {
		in = []string{"secrets"}
	}
	for _, name := range c.names {
		if len(in) == 0 || slices.Contains(in, c.family[name]) {
			names = append(names, name)
		}
	}
	return names
}

// removed finds the family of a node that the environment took away.
func (c *checker) removed(name string) (family string, ok bool) {
	for _, family := range slices.Sorted(maps.Keys(kinds)) {
		if _, ok := c.Origins.Removed(model.At(family, name)); ok {
			return family, true
		}
	}
	return "", false
}

// removedNode reports a reference to a node that the environment took away.
func (c *checker) removedNode(r reference, family string) {
	hint, at := "", r.at
	switch at[0] {
	case "flows", "diagrams", "identityProviders": // which say nothing without it
		at = at[:2]
	}
	if !slices.ContainsFunc(at, isIndex) { // an entry of a list cannot be taken away
		hint = model.At("environments", c.Environment.Name).Typed() + ": " + at.Typed() + ": null"
	}
	c.report(r.at, hint, "%s has no node %q, which %s names.", c.Environment.Name, r.name, r.by)
	pos, _ := c.Origins.Removed(model.At(family, r.name))
	last := &c.found[len(c.found)-1]
	last.Related = append(last.Related, diag.Related{Pos: pos, Message: "taken away here"})
}

// isIndex reports whether a part of a path is the place of an entry in a list.
func isIndex(segment string) bool {
	_, err := strconv.Atoi(segment)
	return err == nil
}

// kinds says what a node of each family is called.
var kinds = map[string]string{
	"services": "service", "jobs": "job", "functions": "function", "databases": "database", "caches": "cache", "buckets": "bucket", "volumes": "volume", "queues": "queue", "secrets": "secret", "externals": "external",
	"balancers": "balancer", "gateways": "gateway", "frontends": "frontend", "distributions": "distribution",
	"firewalls": "firewall", "userPools": "user pool", "identityProviders": "identity provider", "models": "model", "guardrails": "guardrail",
	"pipelines": "pipeline", "topics": "topic",
}

// aKind is what a node of a family is called, with its article.
func aKind(family string) string {
	if strings.ContainsRune("aeio", rune(kinds[family][0])) {
		return "an " + kinds[family]
	}
	return "a " + kinds[family]
}

// usable are the families that edges of programs lead to.
var usable = []string{"services", "functions", "databases", "caches", "buckets", "volumes", "queues", "topics", "externals", "models"}

// wrongKinds is ref-wrong-kind: a node where one of another family belongs.
func (c *checker) wrongKinds() {
	c.eachReference(func(r reference) {
		family, known := c.family[r.name]
		if !known || c.shared[r.name] || len(r.in) == 0 || slices.Contains(r.in, family) {
			return
		}
		var wanted []string
		for _, f := range r.in {
			wanted = append(wanted, aKind(f))
		}
		c.report(r.at, meant(r.name, c.fitting(r)), "%s names %q, which is %s; here stands %s.", sentenceCase(r.by), r.name, aKind(family), strings.Join(wanted, " or "))
	})
	c.eachContainer(func(t task, one container) {
		for _, s := range one.Secrets {
			name, _, _ := strings.Cut(s.Value, ":")
			family, known := c.family[name]
			if !known || c.shared[name] || family == "secrets" {
				continue
			}
			hint := ""
			if family == "databases" || family == "caches" {
				hint = "uses: " + model.Label(name) + ": {}"
			}
			c.report(one.path.Then("secrets", s.Key), hint,
				"%s takes %s from %q, which is %s and not a secret.%s", one.Name, s.Key, name, aKind(family), passwordNote(family))
		}
	})
	c.eachUse(func(by user, u model.Use, at model.Path) {
		if c.shared[u.Name] {
			return
		}
		switch family := c.family[u.Name]; {
		case family == "" || slices.Contains(usable, family):
		case family == "secrets":
			c.report(at, "secrets: "+model.VariableOf(u.Name)+`: "`+u.Name+`"`, "%s uses %q, which is a secret: no connection leads to one. What reads a secret is a variable%s, and it gets the permission.", by.name, u.Name, by.ofContainer())
		default:
			c.report(at, "", "%s uses %q, which is %s: what can be used are %s.", by.name, u.Name, aKind(family), list(usable))
		}
	})
	for _, n := range c.Environment.Compose {
		if family := c.family[n.Name]; family != "" && !slices.Contains([]string{"services", "databases", "caches", "buckets"}, family) {
			c.report(c.composePath(n.Name), "", "%q is %s: nothing of it runs with docker compose.", n.Name, aKind(family))
		}
	}
}

func passwordNote(family string) string {
	switch family {
	case "databases":
		return " RDS keeps the password of a database, and a service that uses the database gets it as a variable."
	case "caches":
		return " Terraform makes the password of a cache, and a service that uses the cache gets its URL, with the password in it, as a variable."
	}
	return ""
}

// selfUses is ref-self.
func (c *checker) selfUses() {
	c.eachUse(func(by user, u model.Use, at model.Path) {
		if u.Name == by.name {
			c.report(at, "", "%s uses itself: an edge goes from one node to another.", by.name)
		}
	})
}

// usesNoPort is use-no-port: a service that listens on no port cannot be used.
func (c *checker) usesNoPort() {
	c.eachUse(func(by user, u model.Use, at model.Path) {
		if other, ok := c.service(u.Name); ok && other.Port == 0 && u.Name != by.name {
			c.report(at, "services: "+model.Label(u.Name)+": port: 8080",
				"%s uses %s, which listens on no port: there is nothing to connect to.", by.name, u.Name)
		}
	})
}

// sentenceCase is a text with a capital in front.
func sentenceCase(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
