package infra

import (
	"slices"
	"strconv"
)

// NetworkACL is what may enter and leave the subnets of a tier, whatever the security
// groups say. It knows no connections, so that answers have rules of their own.
type NetworkACL struct {
	Label string // Terraform label
	Name  string // Name tag
	Tier  Tier
	Rules []ACLRule // by direction, ingress first, then number
}

// ACLRule lets something through.
type ACLRule struct {
	Label    string // Terraform label: public_in_100
	Egress   bool
	Number   int    // the lowest is asked first
	Protocol string // tcp, or -1 for everything; then there are no ports
	From, To int
	CIDR     string
	Why      string // a sentence
}

// networkACLs decides an ACL for each tier of an own VPC.
func (b *builder) networkACLs() {
	if !b.in.Network.ACLs || b.out.Network.Default {
		return
	}
	for _, t := range []Tier{Public, Private, DatabaseNet} {
		if !slices.ContainsFunc(b.out.Network.Subnets, func(s Subnet) bool { return s.Tier == t }) {
			continue
		}
		b.out.Network.ACLs = append(b.out.Network.ACLs, NetworkACL{
			Label: string(t), Name: b.names.tag(string(t)), Tier: t, Rules: numbered(string(t), b.aclRules(t), b.facts.Network.ACLRuleStep),
		})
	}
}

// aclRules are what a tier needs: the public one is open on the ports that something
// public listens on, the private one gets answers, and the database one speaks with the VPC alone.
func (b *builder) aclRules(t Tier) []ACLRule {
	vpc, answers := b.out.Network.CIDR, b.facts.Network.AnswerPorts
	answer := func(egress bool, cidr, why string) ACLRule {
		return ACLRule{Egress: egress, Protocol: "tcp", From: answers.Min, To: answers.Max, CIDR: cidr, Why: why}
	}
	switch t {
	case Public:
		rules := []ACLRule{{CIDR: vpc, Protocol: "-1", Why: "Traffic within the VPC."}}
		for _, port := range b.publicPorts() {
			rules = append(rules, ACLRule{Protocol: "tcp", From: port, To: port, CIDR: world, Why: "Clients to public listeners."})
		}
		return append(rules, answer(false, world, "Return traffic from outside, on ephemeral ports."),
			ACLRule{Egress: true, Protocol: "-1", CIDR: world, Why: "Any traffic out; security groups are narrower."})
	case Private:
		rules := []ACLRule{{CIDR: vpc, Protocol: "-1", Why: "Traffic within the VPC."}, answer(false, world, "Return traffic from outside, on ephemeral ports.")}
		return append(rules, ACLRule{Egress: true, Protocol: "-1", CIDR: world, Why: "Any traffic out; security groups are narrower."})
	}
	var rules []ACLRule
	for _, port := range b.databasePorts() {
		rules = append(rules, ACLRule{Protocol: "tcp", From: port, To: port, CIDR: vpc, Why: "Clients to databases."})
	}
	for _, port := range b.cachePorts() {
		rules = append(rules, ACLRule{Protocol: "tcp", From: port, To: port, CIDR: vpc, Why: "Clients to caches."})
	}
	for _, port := range b.databasePorts() {
		rules = append(rules, ACLRule{Egress: true, Protocol: "tcp", From: port, To: port, CIDR: vpc, Why: "Proxies to their databases."})
	}
	for _, port := range b.cachePorts() {
		rules = append(rules, ACLRule{Egress: true, Protocol: "tcp", From: port, To: port, CIDR: vpc, Why: "Replicas to their primary."})
	}
	return append(rules, answer(false, vpc, "Return traffic to proxies, on ephemeral ports."), answer(true, vpc, "Return traffic within the VPC, on ephemeral ports."))
}

// publicPorts are the ports that something in public subnets listens on for the world.
func (b *builder) publicPorts() (ports []int) {
	for _, lb := range b.in.Balancers {
		if !lb.Internal {
			ports = append(ports, 80, 443)
		}
	}
	for _, s := range b.in.Services {
		if s.Public && s.Port != 0 {
			ports = append(ports, s.Port)
		}
	}
	slices.Sort(ports)
	return slices.Compact(ports)
}

// databasePorts are the ports that databases listen on.
func (b *builder) databasePorts() (ports []int) {
	for _, d := range b.in.Databases {
		ports = append(ports, b.databasePort(d))
	}
	slices.Sort(ports)
	return slices.Compact(ports)
}

// cachePorts are the ports that caches listen on.
func (b *builder) cachePorts() (ports []int) {
	for _, c := range b.in.Caches {
		ports = append(ports, b.cachePort(c))
	}
	slices.Sort(ports)
	return slices.Compact(ports)
}

// numbered gives rules their places, with room between them, and sorts them by
// direction.
func numbered(tier string, rules []ACLRule, step int) []ACLRule {
	slices.SortStableFunc(rules, func(x, y ACLRule) int {
		switch {
		case x.Egress == y.Egress:
			return 0
		case y.Egress:
			return -1
		}
		return 1
	})
	next := map[bool]int{}
	for i := range rules {
		next[rules[i].Egress] += step
		rules[i].Number = next[rules[i].Egress]
		way := "in"
		if rules[i].Egress {
			way = "out"
		}
		rules[i].Label = tier + "_" + way + "_" + strconv.Itoa(rules[i].Number)
	}
	return rules
}
