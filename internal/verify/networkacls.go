package verify

import (
	"fmt"
	"slices"
	"strings"
)

// aclRule is one rule of a network ACL.
type aclRule struct {
	egress         bool
	cidr, protocol string
	from, to       int
}

// aclRules are what the network ACL of each tier must let through, in order: no more
// than the tier is for.
func (o *output) aclRules() map[string][]aclRule {
	n := o.declared.Network
	if !n.ACLs || n.VPC != "own" {
		return nil
	}
	first, last := o.facts.Network.AnswerPorts.Min, o.facts.Network.AnswerPorts.Max
	within := aclRule{false, n.CIDR, "-1", 0, 0}
	out := aclRule{true, world, "-1", 0, 0}
	answers := aclRule{false, world, "tcp", first, last}
	public, stores := []aclRule{within}, []aclRule(nil)
	for _, port := range o.publicPorts() {
		public = append(public, aclRule{false, world, "tcp", port, port})
	}
	for _, egress := range []bool{false, true} {
		for _, port := range o.databasePorts() {
			stores = append(stores, aclRule{egress, n.CIDR, "tcp", port, port})
		}
		for _, port := range o.cachePorts() {
			stores = append(stores, aclRule{egress, n.CIDR, "tcp", port, port})
		}
		stores = append(stores, aclRule{egress, n.CIDR, "tcp", first, last})
	}
	all := map[string][]aclRule{"public": append(public, answers, out), "private": {within, answers, out}}
	if len(o.declared.Databases)+len(o.declared.Caches) > 0 || len(n.Subnets.Database) > 0 {
		all["database"] = stores
	}
	return all
}

// networkACLs are the ACLs, each for all subnets of its tier.
func (o *output) networkACLs() map[string]arguments {
	out := map[string]arguments{}
	for tier := range o.aclRules() {
		out[tier] = arguments{"vpc_id": "aws_vpc.main.id", "subnet_ids": strings.Join(o.tierSubnets(tier), ",")}
	}
	return out
}

// networkACLRules are their rules, numbered by direction.
func (o *output) networkACLRules() map[string]arguments {
	out := map[string]arguments{}
	for tier, rules := range o.aclRules() {
		number := map[bool]int{}
		for _, r := range rules {
			number[r.egress] += o.facts.Network.ACLRuleStep
			label := fmt.Sprintf("%s_%s_%d", tier, map[bool]string{false: "in", true: "out"}[r.egress], number[r.egress])
			out[label] = arguments{
				"network_acl_id": "aws_network_acl." + tier + ".id", "egress": r.egress, "rule_number": number[r.egress], "rule_action": "allow",
				"cidr_block": r.cidr, "protocol": r.protocol, "from_port": positive(r.from), "to_port": positive(r.to),
			}
		}
	}
	return out
}

// publicPorts are the ports of what the world reaches in public subnets, ascending.
func (o *output) publicPorts() (ports []int) {
	for _, b := range o.declared.Balancers {
		if !b.Internal {
			ports = append(ports, 80, 443)
		}
	}
	for _, s := range o.declared.Services {
		if s.Public && s.Port != 0 {
			ports = append(ports, s.Port)
		}
	}
	slices.Sort(ports)
	return slices.Compact(ports)
}

// databasePorts are the ports of all databases, ascending.
func (o *output) databasePorts() (ports []int) {
	for _, d := range o.declared.Databases {
		ports = append(ports, databasePort(o.facts, d))
	}
	slices.Sort(ports)
	return slices.Compact(ports)
}

// cachePorts are the ports of all caches, ascending.
func (o *output) cachePorts() (ports []int) {
	for _, c := range o.declared.Caches {
		ports = append(ports, cachePort(o.facts, c))
	}
	slices.Sort(ports)
	return slices.Compact(ports)
}

// tierTables are the route tables of all tiers that speak to AWS, as they are spelled.
func (o *output) tierTables() string {
	var out []string
	o.config.each("resource", "aws_route_table", func(_ *module, b *block) {
		if b.label != "database" {
			out = append(out, b.address+".id")
		}
	})
	return strings.Join(out, ",")
}

// tierSubnets are the subnets of a tier as they are spelled, in the order of the zones.
func (o *output) tierSubnets(tier string) (out []string) {
	o.config.each("resource", "aws_subnet", func(_ *module, b *block) {
		if strings.HasPrefix(b.label, tier+"_") {
			out = append(out, b.address+".id")
		}
	})
	return out
}
