package check

import (
	"cmp"
	"fmt"

	"groundplan.internal/internal/model"
)

// balancerLoad is how much of what ELB counts one balancer has.
type balancerLoad struct {
	routes, redirects int
	groups            int // target groups: one for each port of a service
	targets           int // at most: every task in each of its groups
}

func (l balancerLoad) rules() int { return l.routes + l.redirects }

// loads are those of all balancers, by name, in one pass over the routes.
func (c *checker) loads() map[string]*balancerLoad {
	out := map[string]*balancerLoad{}
	for _, b := range c.Balancers {
		out[b.Name] = &balancerLoad{redirects: len(b.Redirects)}
	}
	type group struct {
		service, balancer string
		port              int
	}
	seen := map[group]bool{}
	for _, s := range c.Services {
		tasks := s.DesiredCount
		if s.Scaling != nil {
			tasks = max(tasks, s.Scaling.Max)
		}
		for _, r := range s.Routes {
			l := out[r.Balancer]
			if l == nil {
				continue // of a gateway, or reported where references are checked
			}
			l.routes++
			if g := (group{s.Name, r.Balancer, r.PortOn(s)}); !seen[g] {
				seen[g] = true
				l.groups++
				l.targets += tasks
			}
		}
	}
	return out
}

// ruleQuotas is balancer-rule-quota. Where the target groups are too many as well, which AWS
// does not raise, balancer-target-groups says so.
func (c *checker) ruleQuotas() {
	rules, groups := c.facts.Quota("rulesPerBalancer"), c.facts.Quota("targetGroupsPerBalancer")
	quota := cmp.Or(c.Quotas.RulesPerBalancer, rules.Value)
	loads := c.loads()
	for _, b := range c.Balancers {
		l := loads[b.Name]
		if l.rules() <= quota || l.groups > groups.Value {
			continue
		}
		what := "for " + count(l.routes, "route")
		if l.redirects > 0 {
			what += " and " + count(l.redirects, "redirect")
		}
		c.report(model.At("balancers", b.Name), fmt.Sprintf("quotas: rulesPerBalancer: %d", l.rules()),
			"%s has %s, %s. Its quota is %d (%s of %s), which AWS raises on request; or a second balancer takes some of the routes.",
			b.Name, count(l.rules(), "rule"), what, quota, rules.Code, rules.Service)
	}
}

// groupQuotas is balancer-target-groups.
func (c *checker) groupQuotas() {
	quota := c.facts.Quota("targetGroupsPerBalancer").Value
	loads := c.loads()
	for _, b := range c.Balancers {
		if l := loads[b.Name]; l.groups > quota {
			c.report(model.At("balancers", b.Name), "", "The %s of %s lead to %s, one for each port of a service. A load balancer takes %d, and AWS does not raise that: so many routes take %s.",
				count(l.routes, "route"), b.Name, count(l.groups, "target group"), quota, count((l.groups+quota-1)/quota, "balancer"))
		}
	}
}
