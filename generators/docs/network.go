package docs

import (
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

// networkChart draws every subnet, the tiers one below the other.
func (v *view) networkChart() chart {
	c := chart{}
	c.nodes = []node{v.nodes[infra.Internet]}
	vpc := group{name: v.vpcTitle() + " in " + v.Region, border: borderNetwork}
	tiers := map[infra.Tier]int{}
	for _, s := range v.Network.Subnets {
		i, ok := tiers[s.Tier]
		if !ok {
			i = len(vpc.groups)
			tiers[s.Tier] = i
			vpc.groups = append(vpc.groups, group{name: v.plainTier(s.Tier), border: borderSubnet})
		}
		vpc.groups[i].nodes = append(vpc.groups[i].nodes, subnetBox(s))
	}
	gateway := node{"internet gateway", kindNetwork, "Internet gateway", nil}
	vpc.nodes = append(vpc.nodes, gateway)
	c.arrows = append(c.arrows, arrow{from: gateway.key, to: infra.Internet})
	for _, s := range v.Network.Subnets {
		switch {
		case s.Tier == infra.Public:
			c.arrows = append(c.arrows, arrow{from: subnetKey(s), to: gateway.key})
		case s.Tier == infra.Private && v.Network.NAT != "none":
			nat := node{"NAT gateway", kindNetwork, "NAT gateway", []string{"one for all zones"}}
			if v.Network.NAT == "perZone" {
				nat = node{"NAT gateway " + s.Zone, kindNetwork, "NAT gateway", []string{s.Zone}}
			}
			if !hasNode(vpc.nodes, nat.key) {
				vpc.nodes = append(vpc.nodes, nat)
				c.arrows = append(c.arrows, arrow{from: nat.key, to: gateway.key})
			}
			c.arrows = append(c.arrows, arrow{from: subnetKey(s), to: nat.key})
		}
	}
	c.groups = []group{vpc}
	return c
}

func (v *view) plainTier(t infra.Tier) string {
	if v.Network.Default {
		return "Subnets"
	}
	return tierTitle(t)
}

func subnetKey(s infra.Subnet) string { return "subnet " + s.Label }

func subnetBox(s infra.Subnet) node {
	lines := []string{s.Zone}
	if s.CIDR != "" {
		lines = append(lines, s.CIDR)
	}
	return node{subnetKey(s), kindNetwork, strings.ReplaceAll(s.Label, "_", " "), lines}
}

func hasNode(nodes []node, key string) bool {
	for _, n := range nodes {
		if n.key == key {
			return true
		}
	}
	return false
}
