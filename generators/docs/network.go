package docs

import (
	"slices"
	"strings"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// networkPage shows the VPC, its subnets and their ways out.
func networkPage(v *view) []artifact.File {
	n := v.Network
	if len(n.Subnets) == 0 {
		return nil
	}
	pg := v.page(sentence("Network of %s: %s", text(v.Title), text(v.Environment)))
	if n.Default {
		pg.para("The default VPC of the account in %s. It is looked up and never changed.", code(v.Region))
	} else {
		pg.para("%s with the range %s in %s, over %s.", or(code(n.Name), "A VPC of its own"), code(n.CIDR), code(v.Region), count(len(n.Zones), "zone", "zones"))
	}
	pg.chart(v.networkChart())
	pg.section("Subnets")
	t := table{head: []md{"Subnet", "Tier", "Zone", "CIDR", "Way out"}}
	for _, s := range n.Subnets {
		t.row(or(code(s.Name), text(s.Label)), md(s.Tier), code(s.Zone), or(code(s.CIDR), "looked up"), v.wayOut(s))
	}
	pg.table(t)
	v.endpoints(pg)
	if n.FlowLogs != nil {
		pg.section("Flow logs")
		pg.para("The traffic of the VPC is logged to %s and kept for %s.", code(n.FlowLogs.LogGroup.Name), count(n.FlowLogs.LogGroup.RetentionDays, "day", "days"))
	}
	return []artifact.File{pg.file("docs/network.md")}
}

// wayOut says how a subnet reaches the internet.
func (v *view) wayOut(s infra.Subnet) md {
	switch {
	case s.Tier == infra.Public:
		return "internet gateway"
	case s.Tier == infra.DatabaseNet || v.Network.NAT == "none":
		return "none"
	case v.Network.NAT == "perZone":
		return "NAT gateway in its zone"
	}
	return "NAT gateway, shared by all zones"
}

func (v *view) endpoints(pg *page) {
	if len(v.Network.Endpoints) == 0 {
		return
	}
	pg.section("VPC endpoints")
	t := table{head: []md{"Endpoint", "Service", "Kind"}}
	for _, e := range v.Network.Endpoints {
		kind := md("interface, in a security group of its own")
		if e.Gateway {
			kind = "gateway, in the route tables"
		}
		t.row(code(e.Name), code(e.Service), kind)
	}
	pg.table(t)
}

// networkChart draws every subnet in its tier, the gateways and the endpoints where they
// stand, and the ways out.
func (v *view) networkChart() chart {
	gateway := node{"internet gateway", kindNetwork, "Internet gateway", nil}
	vpc := group{name: v.vpcTitle() + " in " + v.Region, border: borderNetwork, nodes: []node{gateway}}
	c := chart{inOrder: true, arrows: []arrow{{from: gateway.key, to: infra.Internet}}}
	tiers := map[infra.Tier]int{}
	for _, s := range v.Network.Subnets {
		i, ok := tiers[s.Tier]
		if !ok {
			i = len(vpc.groups)
			tiers[s.Tier] = i
			vpc.groups = append(vpc.groups, group{name: v.plainTier(s.Tier), border: borderSubnet})
		}
		vpc.groups[i].nodes = append(vpc.groups[i].nodes, subnetBox(s))
		nat, stands := v.nat(s)
		if stands {
			vpc.groups[i].nodes = append(vpc.groups[i].nodes, nat)
			c.arrows = append(c.arrows, arrow{from: nat.key, to: gateway.key})
		}
		switch {
		case s.Tier == infra.Public:
			c.arrows = append(c.arrows, arrow{from: subnetKey(s), to: gateway.key})
		case s.Tier == infra.Private && v.Network.NAT != "none":
			c.arrows = append(c.arrows, arrow{from: subnetKey(s), to: nat.key})
		}
	}
	interfaces, routed := v.endpointBoxes()
	if i, ok := tiers[infra.Private]; ok {
		vpc.groups[i].nodes = append(vpc.groups[i].nodes, interfaces...)
	}
	vpc.nodes = append(vpc.nodes, routed...)
	for _, g := range vpc.groups {
		c.arrows = append(c.arrows, inLine(g.nodes, c.arrows, gateway)...)
	}
	c.nodes, c.groups = []node{v.nodes[infra.Internet]}, []group{vpc}
	return c
}

// inLine ties boxes that no arrow leads from to another, unseen: boxes that nothing ties
// are laid out in any order.
func inLine(boxes []node, arrows []arrow, to node) (ties []arrow) {
	for _, n := range boxes {
		if !slices.ContainsFunc(arrows, func(a arrow) bool { return a.from == n.key }) {
			ties = append(ties, arrow{from: n.key, to: to.key, unseen: true})
		}
	}
	return ties
}

// nat is the NAT gateway of a subnet's zone, and whether it stands in that subnet: one
// for all zones stands in the first public subnet.
func (v *view) nat(s infra.Subnet) (box node, stands bool) {
	public := slices.IndexFunc(v.Network.Subnets, func(p infra.Subnet) bool {
		return p.Tier == infra.Public && (v.Network.NAT == "single" || p.Zone == s.Zone)
	})
	if v.Network.NAT == "none" || public < 0 {
		return node{}, false
	}
	in := v.Network.Subnets[public]
	lines := []string{"in " + subnetName(in)}
	if v.Network.NAT == "single" {
		lines = append(lines, "for all zones")
	}
	return node{"NAT gateway " + in.Label, kindNetwork, "NAT gateway", lines}, in.Label == s.Label
}

// endpointBoxes are the endpoints that stand in the private subnets, and those that are
// entries in route tables; one box for each, or none.
func (v *view) endpointBoxes() (interfaces, routed []node) {
	var standing, entered []string
	for _, e := range v.Network.Endpoints {
		if e.Gateway {
			entered = append(entered, e.Name)
		} else {
			standing = append(standing, e.Name)
		}
	}
	if len(standing) > 0 {
		interfaces = []node{{"interface endpoints", kindNetwork, "Interface endpoints", threes(standing)}}
	}
	if len(entered) > 0 {
		routed = []node{{"gateway endpoints", kindNetwork, "Gateway endpoints", append(threes(entered), "for public and private subnets")}}
	}
	return interfaces, routed
}

// threes joins names, three to a line.
func threes(names []string) (lines []string) {
	for some := range slices.Chunk(names, 3) {
		lines = append(lines, strings.Join(some, ", "))
	}
	return lines
}

func (v *view) plainTier(t infra.Tier) string {
	if v.Network.Default {
		return "Subnets"
	}
	return tierTitle(t)
}

func subnetKey(s infra.Subnet) string { return "subnet " + s.Label }

func subnetName(s infra.Subnet) string { return strings.ReplaceAll(s.Label, "_", " ") }

func subnetBox(s infra.Subnet) node {
	lines := []string{s.Zone}
	if s.CIDR != "" {
		lines = append(lines, s.CIDR)
	}
	return node{subnetKey(s), kindNetwork, subnetName(s), lines}
}
