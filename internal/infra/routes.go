package infra

import (
	"cmp"
	"slices"
	"strconv"

	"groundplan.internal/internal/model"
)

func routePath(s model.Service, i int) model.Path {
	return model.At("services", s.Name, "routes", strconv.Itoa(i))
}

// listenerRules are the routes and redirects of a balancer, by priority.
func (b *builder) listenerRules(in model.Balancer) (out []ListenerRule) {
	for i, r := range in.Redirects {
		at := model.At("balancers", in.Name, "redirects", strconv.Itoa(i))
		out = append(out, ListenerRule{
			Label:    b.names.label("listener-rule", at, append([]string{in.Name, "redirect"}, b.askedWords(r.Host, r.Path)...)...),
			Priority: r.Priority, Host: b.fullName(r.Host), Path: r.Path, Redirect: b.firstHost(r.To),
			Stack: b.stack(partEdge, ""), Declared: at,
		})
	}
	for _, s := range b.behind[in.Name] {
		for i, r := range s.Routes {
			if r.Balancer != in.Name {
				continue
			}
			rule := ListenerRule{
				Label: b.names.label("listener-rule", routePath(s, i), b.ruleWords(s, r)...), Priority: r.Priority, Path: r.Path, Service: s.Name, Stack: b.stack(partServices, s.App),
				Target: b.targetGroup(s, r, i), SignIn: b.signIn(r, routePath(s, i)), Declared: routePath(s, i),
			}
			if r.Host != "" {
				rule.Host = b.fullName(r.Host)
			}
			out = append(out, rule)
		}
	}
	b.prioritize(in.Name, out)
	slices.SortStableFunc(out, func(x, y ListenerRule) int { return cmp.Compare(x.Priority, y.Priority) })
	b.neverAsked(out)
	for _, r := range out {
		b.leadTo(r)
	}
	return out
}

// ruleWords name a rule after its service and what it asks for, so that no other rule
// renames it.
func (b *builder) ruleWords(s model.Service, r model.Route) []string {
	words := []string{s.Name}
	if len(balancersOf(s)) > 1 {
		words = append(words, r.Balancer)
	}
	return append(words, b.askedWords(r.Host, r.Path)...)
}

// askedWords are a host and a path as words of a label.
func (b *builder) askedWords(host, path string) (words []string) {
	if host != "" {
		words = append(words, b.hostLabel(b.fullName(host)))
	}
	if word := routeWords(path); word != "" && path != "/*" {
		words = append(words, word)
	}
	return words
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
	port := r.PortOn(s)
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
	container := b.names.known(s.Name)
	for _, c := range s.Sidecars {
		if c.Port == port && port != s.Port {
			container = c.Name
		}
	}
	path, name := routePath(s, i), []string{s.Name}
	if len(balancersOf(s)) > 1 {
		name = append(name, b.names.known(r.Balancer))
	}
	if port != s.Port {
		name = append(name, strconv.Itoa(port))
	}
	name = append(name, strconv.Itoa(port))
	if protocol(s, port) == "HTTPS" {
		name = append(name, "tls")
	}
	g := TargetGroup{
		Label: b.names.label("target-group", path, words...), Balancer: r.Balancer, BalancerLabel: labelOf(r.Balancer), Container: container, Port: port, Protocol: protocol(s, port), Drain: s.Deployment.Drain,
		Name: b.names.derived("target-group", path, name...),
	}
	g.Health = b.health(s, r.Balancer, port)
	b.targetGroups[s.Name] = append(b.targetGroups[s.Name], g)
	b.allow(traffic{b.groupSide(r.Balancer), b.groupSide(s.Name), "tcp", port, b.spoken(r.Balancer) + " to " + b.spoken(s.Name) + ": " + spokenOn(s, port), path})
	return g.Label
}

// health is how a balancer tries the tasks of a service on a port: as a route of it
// says, or else as the balancer does.
func (b *builder) health(s model.Service, balancer string, port int) model.RouteHealth {
	for _, r := range s.Routes {
		if r.Health != nil && r.Balancer == balancer && r.PortOn(s) == port {
			return *r.Health
		}
	}
	i := slices.IndexFunc(b.in.Balancers, func(x model.Balancer) bool { return x.Name == balancer })
	return b.in.Balancers[i].Health
}

// leadTo notes that a rule leads to its target group.
func (b *builder) leadTo(r ListenerRule) {
	for i, g := range b.targetGroups[r.Service] {
		if g.Label == r.Target {
			b.targetGroups[r.Service][i].Rules = append(g.Rules, r.Label)
		}
	}
}
