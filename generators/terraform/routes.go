package terraform

import (
	"strings"

	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

const anywhere = "0.0.0.0/0"

// nat is the way out of private subnets: a gateway in the first public subnet, or
// one in each.
func (e *emitter) nat() {
	n := e.p.Network
	if n.Default || n.NAT == "none" {
		return
	}
	var ips tf.List
	for _, s := range ofTier(n, infra.Public) {
		label := e.natLabel(s)
		name := n.Name + "-nat-" + hyphenated(label)
		eip := tf.Resource("aws_eip", "nat_"+label, tf.Set("domain", tf.String("vpc")), tf.Gap{}, nameTag(name))
		ips = append(ips, eip.Ref("public_ip"))
		gateway := natGateway(label, name, s)
		if e.p.ParksNAT() {
			eip.Comment = "Kept while the platform is parked: others may have allow-listed the address."
			e.goesWhileParked(gateway)
		}
		e.add(infra.StackNetwork, "nat.tf", eip, gateway)
		if n.NAT == "single" {
			break
		}
	}
	e.export(tf.Export{
		Stack: string(infra.StackNetwork), Name: "nat_public_ips", Value: ips, Public: true,
		Description: "Addresses that private subnets connect from, for the allow-lists of others.",
	})
}

func natGateway(label, name string, in infra.Subnet) *tf.Block {
	return tf.Resource("aws_nat_gateway", label,
		tf.Set("allocation_id", tf.RefTo("aws_eip", "nat_"+label, "allocation_id")),
		tf.Set("subnet_id", tf.RefTo("aws_subnet", in.Label, "id")),
		tf.Gap{},
		nameTag(name),
		tf.Gap{},
		tf.Comment("The NAT gateway needs the internet gateway to be attached."),
		tf.Set("depends_on", tf.List{tf.RefTo("aws_internet_gateway", "main", "")}))
}

// natLabel names the gateway that a subnet's zone goes out by, after the zone that it
// stands in.
func (e *emitter) natLabel(s infra.Subnet) string {
	if e.p.Network.NAT == "single" {
		s = ofTier(e.p.Network, infra.Public)[0]
	}
	return zoneLabel(s)
}

// zoneLabel is the zone in a subnet's label: "a" of public_a.
func zoneLabel(s infra.Subnet) string { return strings.TrimPrefix(s.Label, string(s.Tier)+"_") }

// routes are the route tables of an own VPC, and which subnet goes by which.
func (e *emitter) routes() {
	n := e.p.Network
	if n.Default {
		return
	}
	for _, tier := range []infra.Tier{infra.Public, infra.Private, infra.DatabaseNet} {
		made := map[string]bool{}
		for _, s := range ofTier(n, tier) {
			label := e.tableLabel(s)
			if !made[label] {
				made[label] = true
				e.routeTable(s, label)
			}
			e.add(infra.StackNetwork, "routes.tf", tf.Resource("aws_route_table_association", s.Label,
				tf.Set("route_table_id", tf.RefTo("aws_route_table", label, "id")),
				tf.Set("subnet_id", tf.RefTo("aws_subnet", s.Label, "id"))))
		}
	}
}

// routeTable is a table with its way out, if there is one.
func (e *emitter) routeTable(s infra.Subnet, label string) {
	n := e.p.Network
	table := tf.Resource("aws_route_table", label,
		tf.Set("vpc_id", e.vpcID()),
		tf.Gap{},
		nameTag(n.Name+"-"+hyphenated(label)))
	route := tf.Resource("aws_route", label,
		tf.Set("route_table_id", table.Ref("id")),
		tf.Set("destination_cidr_block", tf.String(anywhere)))
	switch {
	case s.Tier == infra.Public:
		route.Add(tf.Set("gateway_id", tf.RefTo("aws_internet_gateway", "main", "id")))
	case s.Tier == infra.Private && n.NAT != "none":
		e.throughNAT(route, e.natLabel(s))
	default:
		table.Comment = "No route out of the VPC."
		route = nil
	}
	e.add(infra.StackNetwork, "routes.tf", table)
	if route != nil {
		e.add(infra.StackNetwork, "routes.tf", route)
	}
}

// throughNAT has a route lead to a NAT gateway, and go with it.
func (e *emitter) throughNAT(route *tf.Block, gateway string) {
	id := "id"
	if e.p.ParksNAT() {
		id = "[0].id"
		e.goesWhileParked(route)
	}
	route.Add(tf.Set("nat_gateway_id", tf.RefTo("aws_nat_gateway", gateway, id)))
}

// waysOut are what tasks in a tier cannot start without: a NAT gateway takes minutes,
// and a deployment whose tasks find no image for so long has failed.
func (e *emitter) waysOut(t infra.Tier) (refs []tf.Ref) {
	n := e.p.Network
	if n.Default || t == infra.DatabaseNet {
		return nil
	}
	made := map[string]bool{}
	for _, s := range ofTier(n, t) {
		if label := e.tableLabel(s); !made[label] && (t == infra.Public || n.NAT != "none") {
			made[label] = true
			refs = append(refs, tf.RefTo("aws_route", label, ""))
		}
		refs = append(refs, tf.RefTo("aws_route_table_association", s.Label, ""))
	}
	for _, p := range n.Endpoints {
		refs = append(refs, tf.RefTo("aws_vpc_endpoint", endpointLabel(p.Name), ""))
	}
	return refs
}

// tableLabel names the route table of a subnet: one for each tier, and one for each
// zone where there is a NAT gateway, so that a zone gets or loses one of its own by a
// change of its route alone.
func (e *emitter) tableLabel(s infra.Subnet) string {
	if s.Tier == infra.Private && e.p.Network.NAT != "none" {
		return s.Label
	}
	return string(s.Tier)
}

func ofTier(n infra.Network, t infra.Tier) (out []infra.Subnet) {
	for _, s := range n.Subnets {
		if s.Tier == t {
			out = append(out, s)
		}
	}
	return out
}
