package verify

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/diag"
)

var reachabilityRules = []Rule{
	{"verify-reach-missing", "declared edge that is not let through", "Every declared edge is let through by the security groups of both sides."},
	{"verify-reach-extra", "traffic let through that nobody declared", "The security groups let nothing through, in either direction, that is not a declared edge or what every task needs."},
	{"verify-reach-group", "security groups other than declared", "Every service, database, proxy, cache and balancer is in exactly the security group that it was given, and shares it only with those that were given the same."},
}

// world is every IPv4 address.
const world = "0.0.0.0/0"

// endpoints stands for the VPC's interface endpoints among the nodes.
const endpoints = "VPC endpoints"

// permit is one rule of a security group, as AWS tells rules apart. Groups are
// named by the nodes in them, so that both sides speak of the same thing.
type permit struct {
	group    string
	egress   bool
	peer     string // a group, a CIDR, the gateway endpoint of a prefix list, or a CDN
	protocol string
	from, to int
}

// String says what a rule lets through.
func (p permit) String() string {
	from, to := p.peer, p.group
	if p.egress {
		from, to = p.group, p.peer
	}
	if p.protocol == "-1" {
		return fmt.Sprintf("everything from %s to %s", from, to)
	}
	return fmt.Sprintf("%s %s from %s to %s", p.protocol, portRange(p.from, p.to), from, to)
}

func portRange(from, to int) string {
	if from == to {
		return strconv.Itoa(from)
	}
	return fmt.Sprintf("%d-%d", from, to)
}

// reachability compares what the security groups allow with the declared edges.
func (o *output) reachability() diag.List {
	if o.declared.Environment.Local {
		return nil
	}
	names, found := o.groups()
	if found.HasErrors() {
		return found
	}
	have := o.permits(names)
	want, needed := o.wanted()
	for _, p := range slices.SortedFunc(maps.Keys(want), comparePermits) {
		if _, ok := have[p]; !ok {
			found = append(found, finding(reachabilityRules, "verify-reach-missing", diag.Pos{File: o.declared.File}, want[p],
				fmt.Sprintf("No %s rule of %s lets through %s.", direction(p.egress), p.group, p)))
		}
	}
	for _, p := range slices.SortedFunc(maps.Keys(needed), comparePermits) {
		if _, exactly := want[p]; !exactly && !o.anyLets(have, p) {
			found = append(found, finding(reachabilityRules, "verify-reach-missing", diag.Pos{File: o.declared.File}, needed[p],
				fmt.Sprintf("No %s rule of %s lets through %s.", direction(p.egress), p.group, p)))
		}
	}
	for _, p := range slices.SortedFunc(maps.Keys(have), comparePermits) {
		if _, ok := want[p]; !ok {
			found = append(found, finding(reachabilityRules, "verify-reach-extra", have[p], nil,
				fmt.Sprintf("An %s rule of %s lets through %s.", direction(p.egress), p.group, p)))
		}
	}
	return found
}

// anyLets reports whether some rule lets through what another would.
func (o *output) anyLets(rules map[permit]diag.Pos, p permit) bool {
	for rule := range rules {
		if o.lets(rule, p) {
			return true
		}
	}
	return false
}

func direction(egress bool) string {
	if egress {
		return "egress"
	}
	return "ingress"
}

func comparePermits(a, b permit) int {
	return cmp.Or(strings.Compare(a.group, b.group), strings.Compare(a.peer, b.peer), strings.Compare(a.protocol, b.protocol),
		cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), strings.Compare(direction(a.egress), direction(b.egress)))
}

// groups names each emitted security group after its members, and compares the
// members with the declaration.
func (o *output) groups() (map[target]string, diag.List) {
	members := map[target][]string{}
	o.members(func(node string, groups value) {
		for _, g := range o.config.elements(groups) {
			if t, ok := o.config.target(g); ok {
				t.attribute = ""
				members[t] = append(members[t], node)
			}
		}
	})
	names := map[target]string{}
	have := map[string]bool{} // by all members
	for t, nodes := range members {
		slices.Sort(nodes)
		nodes = slices.Compact(nodes)
		names[t] = crowd(nodes)
		have[strings.Join(nodes, "+")] = true
	}
	var found diag.List
	expected := map[string]bool{}
	for _, nodes := range o.declaredGroups() {
		expected[strings.Join(nodes, "+")] = true
	}
	for _, name := range slices.Sorted(maps.Keys(expected)) {
		if !have[name] {
			found = append(found, finding(reachabilityRules, "verify-reach-group", diag.Pos{File: o.declared.File}, nil,
				fmt.Sprintf("There is no security group of exactly %s.", name)))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(have)) {
		if !expected[name] {
			found = append(found, finding(reachabilityRules, "verify-reach-group", diag.Pos{File: o.declared.File}, nil,
				fmt.Sprintf("There is a security group of %s, which is not declared so.", name)))
		}
	}
	return names, found
}

// label is a node's name as a Terraform label.
func label(node string) string { return strings.ReplaceAll(node, "-", "_") }

// endpoints says which kinds of VPC endpoints are declared: interfaces, and
// gateways by name.
func (o *output) endpoints() (interfaces bool, gateways []string) {
	for _, name := range o.endpointNames() {
		if e, _ := o.facts.Endpoint(name); e.Gateway() {
			gateways = append(gateways, name)
		} else {
			interfaces = true
		}
	}
	return interfaces, gateways
}

// gatewayPrefix marks the prefix list of a gateway endpoint among the peers.
const gatewayPrefix = "the prefix list of "

// permits is what the emitted rules let through, and where they stand.
func (o *output) permits(names map[target]string) map[permit]diag.Pos {
	have := map[permit]diag.Pos{}
	for _, kind := range []struct {
		typ    string
		egress bool
	}{{"aws_vpc_security_group_ingress_rule", false}, {"aws_vpc_security_group_egress_rule", true}} {
		o.config.each("resource", kind.typ, func(m *module, b *block) {
			p := permit{group: o.groupName(names, b.of(m, "security_group_id")), egress: kind.egress, protocol: b.body.text("ip_protocol")}
			p.from, _ = strconv.Atoi(b.body.text("from_port"))
			p.to, _ = strconv.Atoi(b.body.text("to_port"))
			p.peer = o.peer(names, m, b)
			have[p] = b.pos
		})
	}
	return have
}

// peer is the other side of an emitted rule.
func (o *output) peer(names map[target]string, m *module, b *block) string {
	if e, ok := b.body.get("referenced_security_group_id"); ok {
		return o.groupName(names, value{m.folder, e})
	}
	if e, ok := b.body.get("prefix_list_id"); ok {
		t, _ := o.config.target(value{m.folder, e})
		if cdn := o.cdn(t); cdn != "" {
			return senderPrefix + cdn
		}
		if endpoint := o.config.modules[t.folder].at[t.address]; endpoint != nil {
			service := endpoint.body.text("service_name")
			return gatewayPrefix + service[strings.LastIndex(service, ".")+1:]
		}
	}
	return cmp.Or(b.body.text("cidr_ipv4"), b.body.text("cidr_ipv6"))
}

// groupName is the members' names of the group that a value refers to; a group of
// nobody is named by its address, which is never expected.
func (o *output) groupName(names map[target]string, v value) string {
	t, ok := o.config.target(v)
	if !ok {
		return "an unknown group"
	}
	t.attribute = ""
	if name := names[t]; name != "" {
		return name
	}
	return t.address
}
