package check

import (
	"cmp"
	"strings"

	"groundplan.internal/internal/model"
)

// derived are the variables that using a node of a family brings, behind the prefix.
// Which of them are plain and which are secrets does not matter here: each name can
// be given once.
var derived = map[string][]string{
	"services":  {"_HOST", "_PORT"},
	"databases": {"_HOST", "_PORT", "_NAME", "_USERNAME", "_PASSWORD"},
	"buckets":   {"_BUCKET"},
}

// variable is a name that a container's variable gets, and from where.
type variable struct {
	name string
	at   model.Path
	from string // in words, for the detail
}

// usedVariables are those that a use brings to the service's own container.
func (c *checker) usedVariables(t task, u model.Use) (out []variable) {
	prefix := cmp.Or(u.As, strings.ToUpper(strings.ReplaceAll(u.Name, "-", "_")))
	for _, suffix := range derived[c.family[u.Name]] {
		out = append(out, variable{prefix + suffix, t.path.Then("uses", u.Name), "the use of " + u.Name})
	}
	return out
}

// variableClashes is env-secret-clash: one variable from both environment and secrets.
func (c *checker) variableClashes() {
	c.eachContainer(func(_ task, one container) {
		for _, s := range one.Secrets {
			if _, both := one.Environment.Get(s.Key); both {
				c.report(one.path.Then("environment", s.Key), "", "%s has %s in environment and in secrets: ECS refuses a task with both.", one.Name, s.Key)
				c.also(one.path.Then("secrets", s.Key), "the secret")
			}
		}
	})
}

// derivedClashes is env-derived-clash: variables that a use brings, given otherwise
// too. What two sides share is one finding.
func (c *checker) derivedClashes() {
	for _, t := range c.tasks {
		if len(t.Uses) == 0 {
			continue
		}
		taken := map[string]variable{}
		for _, v := range t.Environment {
			taken[v.Key] = variable{v.Key, t.path.Then("environment"), "environment"}
		}
		for _, v := range t.Secrets {
			taken[v.Key] = variable{v.Key, t.path.Then("secrets"), "secrets"}
		}
		for _, u := range t.Uses {
			var others []variable
			shared := map[string][]string{} // by where else
			for _, v := range c.usedVariables(t, u) {
				other, clash := taken[v.name]
				if !clash {
					taken[v.name] = v
					continue
				}
				if shared[other.from] == nil {
					others = append(others, other)
				}
				shared[other.from] = append(shared[other.from], v.name)
			}
			for _, other := range others {
				c.report(t.path.Then("uses", u.Name), `as: "OTHER"`, "%s gets %s from %s and from the use of %s.", t.Name, list(shared[other.from]), other.from, u.Name)
				c.also(other.at, "the other one")
			}
		}
	}
}

// reservedVariables is env-reserved.
func (c *checker) reservedVariables() {
	c.eachContainer(func(_ task, one container) {
		for _, from := range []struct {
			field string
			pairs model.Pairs
		}{{"environment", one.Environment}, {"secrets", one.Secrets}} {
			for _, v := range from.pairs {
				if c.agentSets(v.Key) {
					c.report(one.path.Then(from.field, v.Key), "", "%s sets %s, which the ECS agent sets itself: the program would lose what AWS tells it.", one.Name, v.Key)
				}
			}
		}
	})
}

// agentSets reports whether the ECS agent or Fargate gives the variable a value. Of
// what begins with AWS_, an author may well choose the region or a profile.
func (c *checker) agentSets(name string) bool {
	switch c.facts.ECS.ReservedVariable(name) {
	case "":
		return false
	case "AWS_":
		return strings.HasPrefix(name, "AWS_CONTAINER_") || strings.HasPrefix(name, "AWS_EXECUTION_")
	}
	return true
}
