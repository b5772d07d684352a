package check

import (
	"cmp"
	"strings"

	"groundplan.internal/internal/model"
)

// variable is a name that a container's variable gets, and from where.
type variable struct {
	name   string
	secret bool
	at     model.Path
	from   string // in words, for the detail
}

// brings are the variables that a use brings, behind the prefix, and whether the last
// of them is a secret. A test holds it to what infra derives.
func (c *checker) brings(u model.Use) (suffixes []string, secret bool) {
	switch c.family[u.Name] {
	case "functions":
		return []string{"_FUNCTION"}, false
	case "buckets":
		return []string{"_BUCKET"}, false
	case "volumes":
		return []string{"_PATH"}, false
	case "queues":
		return []string{"_QUEUE_URL"}, false
	case "topics":
		return []string{"_TOPIC_ARN"}, false
	case "models":
		m := c.Models[c.place[u.Name]]
		suffixes = []string{"_MODEL_ID"}
		if m.Guardrail != "" {
			suffixes = append(suffixes, "_GUARDRAIL_ID", "_GUARDRAIL_VERSION")
		}
		if m.Region != "" {
			suffixes = append(suffixes, "_REGION")
		}
		return suffixes, false
	case "services":
		if c.Discovery != nil && c.Services[c.place[u.Name]].Discoverable {
			return []string{"_HOST", "_PORT"}, false
		}
	case "caches":
		if c.Caches[c.place[u.Name]].Replicas > 0 {
			return []string{"_HOST", "_PORT", "_READ_HOST", "_URL"}, true
		}
		return []string{"_HOST", "_PORT", "_URL"}, true
	case "databases":
		return connection(c.Databases[c.place[u.Name]], u)
	}
	return nil, false
}

// connection is what brings says of a database. Who logs in with a role has no password.
func connection(d model.Database, u model.Use) (suffixes []string, secret bool) {
	suffixes = []string{"_HOST", "_PORT", "_USERNAME"}
	if d.Database != "" || u.Database != "" {
		suffixes = append(suffixes, "_NAME")
	}
	if u.Via == "proxy" && d.Proxy != nil {
		if d.Proxy.ReadEndpoint {
			suffixes = append(suffixes, "_READ_HOST")
		}
		if d.Proxy.IAM {
			return suffixes, false
		}
	}
	return append(suffixes, "_PASSWORD"), true
}

// usedVariables are those that a use brings to the user's own program. A function gets the
// ARN of a secret, which is none.
func (c *checker) usedVariables(by user, u model.Use) (out []variable) {
	prefix := cmp.Or(u.As, model.VariableOf(u.Name))
	suffixes, secret := c.brings(u)
	for i, suffix := range suffixes {
		last := secret && i == len(suffixes)-1
		if last && by.function {
			last, suffix = false, "_SECRET"
		}
		out = append(out, variable{prefix + suffix, last, by.path.Then("uses", u.Name), "the use of " + u.Name})
	}
	if u.Provisions {
		out = append(out, variable{"PROVISIONER_PASSWORD", true, by.path, "the provisioner"})
	}
	return out
}

// brought are the variables that a user's own program gets: those of each use, and those of
// what it deploys.
func (c *checker) brought(by user) (groups [][]variable) {
	for _, u := range by.uses {
		if used := c.usedVariables(by, u); len(used) > 0 {
			groups = append(groups, used)
		}
	}
	if by.deploys == nil {
		return groups
	}
	var told []variable
	for _, name := range []string{"ASSIGN_PUBLIC_IP", "CLUSTER", "FAMILY_PREFIX", "ROLE_PREFIX", "SECURITY_GROUPS", "SUBNETS", "TAGS", "VPC_ID"} {
		told = append(told, variable{"DEPLOYS_" + name, false, by.path.Then("deploys"), "what it deploys"})
	}
	for _, balancer := range by.deploys.Balancers {
		told = append(told, variable{model.VariableOf(balancer) + "_LISTENER_ARN", false, by.path.Then("deploys", "balancers"), "what it deploys"})
	}
	return append(groups, told)
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
	for _, f := range c.Functions {
		for _, s := range f.Secrets {
			if _, both := f.Environment.Get(s.Key); both {
				c.report(model.At("functions", f.Name, "environment", s.Key), "", "%s has %s in environment and in secrets: a variable has one value.", f.Name, s.Key)
				c.also(model.At("functions", f.Name, "secrets", s.Key), "the secret")
			}
		}
	}
}

// derivedClashes is env-derived-clash: variables that two uses bring, or a secret
// one that the author also gives in plain. What the author gives otherwise stands in
// place of what a use would bring. What two sides share is one finding.
func (c *checker) derivedClashes() {
	for _, by := range c.users() {
		taken := map[string]variable{}
		for _, group := range c.brought(by) {
			var others []variable
			shared := map[string][]string{} // by where else
			for _, v := range group {
				other, clash := taken[v.name]
				if !clash {
					taken[v.name] = v
				}
				if _, plain := by.environment.Get(v.name); plain && v.secret {
					other, clash = variable{v.name, false, by.path.Then("environment", v.name), "environment"}, true
				} else if by.given(v.name) {
					clash = false
				}
				if !clash {
					continue
				}
				if shared[other.from] == nil {
					others = append(others, other)
				}
				shared[other.from] = append(shared[other.from], v.name)
			}
			at, hint := group[0].at, ""
			if use := at[len(at)-1]; at[len(at)-2] == "uses" {
				hint = model.Label(use) + `: as: "OTHER"`
			}
			for _, other := range others {
				c.report(at, hint, "%s gets %s from %s and from %s.", by.name, list(shared[other.from]), other.from, group[0].from)
				c.also(other.at, "the other one")
			}
		}
	}
}

// replacedVariables is env-derived-replaced. That the author gives a secret one in
// plain is env-derived-clash.
func (c *checker) replacedVariables() {
	for _, by := range c.users() {
		said := map[string]bool{}
		for _, group := range c.brought(by) {
			for _, v := range group {
				if _, plain := by.environment.Get(v.name); !plain || v.secret || said[v.name] {
					continue
				}
				said[v.name] = true
				c.report(by.path.Then("environment", v.name), "take this line out", "%s sets %s itself, in place of what %s would bring: it stays as it is when that changes.", by.name, v.name, v.from)
				c.also(v.at, "what brings it")
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
