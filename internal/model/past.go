package model

import "slices"

// Past is what earlier compilations of an environment decided, and later ones must keep. The
// zero Past is that of an environment that nobody has compiled.
type Past struct {
	Known  bool                           // there is one
	Former map[string]map[string][]string // names that nodes had, the oldest first, by family and node
	Places map[string]map[string]int      // of listener rules, by balancer and by what they ask for
}

// Place is the priority that a rule of a balancer had.
func (p Past) Place(balancer, asked string) (int, bool) {
	place, known := p.Places[balancer][asked]
	return place, known
}

// Named is a node that AWS knows by its name, or by the first that it had.
type Named struct {
	Family, Name string
	Was          string   // as the author says; empty: it has always had its name
	Former       []string // all names that it had before, the oldest first
}

// First is the name that AWS knows the node by.
func (n Named) First() string {
	if len(n.Former) > 0 {
		return n.Former[0]
	}
	return n.Name
}

// Path is where the node is declared.
func (n Named) Path() Path { return At(n.Family, n.Name) }

// Named are all nodes that AWS knows by their names, by family.
func (p Platform) Named() (out []Named) {
	add := func(family, name, was string) {
		out = append(out, Named{Family: family, Name: name, Was: was, Former: p.Past.former(family, name, was)})
	}
	each(p.Balancers, "balancers", add, func(n Balancer) (string, string) { return n.Name, n.Was })
	each(p.Buckets, "buckets", add, func(n Bucket) (string, string) { return n.Name, n.Was })
	each(p.Caches, "caches", add, func(n Cache) (string, string) { return n.Name, n.Was })
	each(p.Databases, "databases", add, func(n Database) (string, string) { return n.Name, n.Was })
	each(p.Distributions, "distributions", add, func(n Distribution) (string, string) { return n.Name, n.Was })
	each(p.Firewalls, "firewalls", add, func(n Firewall) (string, string) { return n.Name, n.Was })
	each(p.Frontends, "frontends", add, func(n Frontend) (string, string) { return n.Name, n.Was })
	each(p.Functions, "functions", add, func(n Function) (string, string) { return n.Name, n.Was })
	each(p.Gateways, "gateways", add, func(n Gateway) (string, string) { return n.Name, n.Was })
	each(p.Guardrails, "guardrails", add, func(n Guardrail) (string, string) { return n.Name, n.Was })
	each(p.Jobs, "jobs", add, func(n Job) (string, string) { return n.Name, n.Was })
	each(p.Pipelines, "pipelines", add, func(n Pipeline) (string, string) { return n.Name, n.Was })
	each(p.Secrets, "secrets", add, func(n Secret) (string, string) { return n.Name, n.Was })
	each(p.Services, "services", add, func(n Service) (string, string) { return n.Name, n.Was })
	each(p.Topics, "topics", add, func(n Topic) (string, string) { return n.Name, n.Was })
	each(p.UserPools, "userPools", add, func(n UserPool) (string, string) { return n.Name, n.Was })
	each(p.Volumes, "volumes", add, func(n Volume) (string, string) { return n.Name, n.Was })
	return out
}

func each[T any](nodes Nodes[T], family string, add func(family, name, was string), of func(T) (name, was string)) {
	for _, n := range nodes {
		name, was := of(n)
		add(family, name, was)
	}
}

// former are the names that a node had: those that the past knows of it, or else of the node
// that it was.
func (p Past) former(family, name, was string) []string {
	known, there := p.Former[family][name]
	switch {
	case there || was == "":
		return known
	case name == was:
		return nil // reported where names are checked
	}
	before := p.Former[family][was]
	if slices.Contains(before, was) {
		return before
	}
	return append(before[:len(before):len(before)], was)
}
