package infra

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

func routePath(s model.Service, i int) model.Path {
	return model.At("services", s.Name, "routes", strconv.Itoa(i))
}

// listenerRules are the routes and redirects of a balancer, by priority.
func (b *builder) listenerRules(in model.Balancer) (out []ListenerRule) {
	for i, r := range in.Redirects {
		out = append(out, ListenerRule{
			Label:    labelOf(in.Name, "redirect", strconv.Itoa(i+1)),
			Priority: r.Priority, Host: b.fullName(r.Host), Path: r.Path, Redirect: b.firstHost(r.To),
			Stack: b.stack(partEdge, ""), Declared: model.At("balancers", in.Name, "redirects", strconv.Itoa(i)),
		})
	}
	for _, s := range b.in.Services {
		for i, r := range s.Routes {
			if r.Balancer != in.Name {
				continue
			}
			rule := ListenerRule{
				Label: ruleName(s, r, i), Priority: r.Priority, Path: r.Path, Service: s.Name, Stack: b.stack(partServices, s.App),
				Target: b.targetGroup(s, r, i), Declared: routePath(s, i),
			}
			if r.Host != "" {
				rule.Host = b.fullName(r.Host)
			}
			out = append(out, rule)
		}
	}
	b.prioritize(out)
	slices.SortStableFunc(out, func(x, y ListenerRule) int { return cmp.Compare(x.Priority, y.Priority) })
	for _, r := range out {
		b.leadTo(r)
	}
	return out
}

// ruleName labels a rule after its service; further ones are counted.
func ruleName(s model.Service, r model.Route, i int) string {
	n := 1
	for _, other := range s.Routes[:i] {
		if other.Balancer == r.Balancer {
			n++
		}
	}
	words := []string{s.Name}
	if len(balancersOf(s)) > 1 {
		words = append(words, r.Balancer)
	}
	if n > 1 {
		words = append(words, strconv.Itoa(n))
	}
	return labelOf(words...)
}

// balancersOf are the balancers that lead to a service, each once.
func balancersOf(s model.Service) (names []string) {
	for _, r := range s.Routes {
		if r.Balancer != "" && !slices.Contains(names, r.Balancer) {
			names = append(names, r.Balancer)
		}
	}
	return names
}

// firstHost is the name that a frontend or distribution answers to first.
func (b *builder) firstHost(node string) string {
	for _, x := range b.in.Frontends {
		if x.Name == node {
			return b.fullName(x.Hosts[0])
		}
	}
	for _, d := range b.in.Distributions {
		if d.Name == node {
			return b.fullName(d.Hosts[0])
		}
	}
	return "" // reported where references are checked
}

// targetGroup is the label of the group that a route leads to: one for each port of a
// service at each balancer. It opens the way to the tasks.
func (b *builder) targetGroup(s model.Service, r model.Route, i int) string {
	port := cmp.Or(r.Port, s.Port)
	for _, g := range b.targetGroups[s.Name] {
		if g.Balancer == r.Balancer && g.Port == port {
			return g.Label
		}
	}
	words := []string{s.Name}
	if len(balancersOf(s)) > 1 {
		words = append(words, r.Balancer)
	}
	if port != s.Port {
		words = append(words, strconv.Itoa(port))
	}
	container := s.Name
	for _, c := range s.Sidecars {
		if c.Port == port && port != s.Port {
			container = c.Name
		}
	}
	path := routePath(s, i)
	g := TargetGroup{
		Label: labelOf(words...), Balancer: r.Balancer, BalancerLabel: labelOf(r.Balancer), Container: container, Port: port, Drain: s.Deployment.Drain,
		Name: b.names.derived("target-group", path, append(words[:len(words):len(words)], strconv.Itoa(port))...),
	}
	g.Health = model.RouteHealth{Path: "/", Interval: 30, Timeout: 5, Healthy: 2, Unhealthy: 3, Codes: "200"}
	if r.Health != nil {
		g.Health = *r.Health
	}
	b.targetGroups[s.Name] = append(b.targetGroups[s.Name], g)
	b.allow(traffic{b.groupSide(r.Balancer), b.groupSide(s.Name), "tcp", port, r.Balancer + " to " + s.Name + ": HTTP " + strconv.Itoa(port), path})
	return g.Label
}

// leadTo notes that a rule leads to its target group.
func (b *builder) leadTo(r ListenerRule) {
	for i, g := range b.targetGroups[r.Service] {
		if g.Label == r.Target {
			b.targetGroups[r.Service][i].Rules = append(g.Rules, r.Label)
		}
	}
}

// The places of rules that an author gives none: rules that ask for more come before
// rules that ask for less, each at a place that only itself decides, so that no other
// rule moves it.
const (
	firstChosen  = 1000  // below are the author's
	hostAndPath  = 30000 // places of rules with host and path, longer paths first
	hostAlone    = 10000
	pathAlone    = 8000
	longestRoute = 128 // characters of a path
)

// prioritize gives a place to the rules that have none.
func (b *builder) prioritize(rules []ListenerRule) {
	taken := map[int]int{} // by priority, the place in rules
	for i, r := range rules {
		if r.Priority != 0 {
			taken[r.Priority] = i
		}
	}
	for i, r := range rules {
		if r.Priority != 0 {
			continue
		}
		place := chosenPlace(r)
		if j, clash := taken[place]; clash {
			for free := place; ; free++ {
				if _, used := taken[free]; !used {
					b.errorf("route-priority-chosen", r.Declared, "two rules would have the same place",
						"%s and %s would both have the priority %d, which is made of host and path.", r.Declared, rules[j].Declared, place)
					b.diags[len(b.diags)-1].Hint = fmt.Sprintf("priority: %d", free)
					break
				}
			}
		}
		taken[place] = i
		rules[i].Priority = place
	}
}

// chosenPlace is the place of a rule, by what it asks for.
func chosenPlace(r ListenerRule) int {
	within := func(n int) int {
		sum, _ := strconv.ParseUint(hash(r.Host + " " + r.Path)[:12], 16, 64)
		return int(sum % uint64(n))
	}
	byLength := func(size int) int {
		step := size / longestRoute
		return (longestRoute-min(len(strings.TrimRight(r.Path, "*")), longestRoute-1)-1)*step + within(step)
	}
	switch {
	case r.Host != "" && r.Path != "" && r.Path != "/*":
		return firstChosen + byLength(hostAndPath)
	case r.Host != "":
		return firstChosen + hostAndPath + within(hostAlone)
	}
	return firstChosen + hostAndPath + hostAlone + byLength(pathAlone)
}
