package terraform

import (
	"slices"
	"strings"

	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// endpoints are the ways to AWS services that do not leave the VPC.
func (e *emitter) endpoints() {
	for _, p := range e.p.Network.Endpoints {
		b := tf.Resource("aws_vpc_endpoint", endpointLabel(p.Name),
			tf.Set("vpc_id", e.vpcID()),
			tf.Set("service_name", tf.String(p.Service)))
		if p.Gateway {
			b.Add(tf.Set("vpc_endpoint_type", tf.String("Gateway")), tf.Gap{},
				tf.Set("route_table_ids", e.endpointTables()))
		} else {
			b.Add(tf.Set("vpc_endpoint_type", tf.String("Interface")), tf.Gap{},
				tf.Set("subnet_ids", e.subnetRefs()),
				tf.Set("security_group_ids", e.endpointGroups()),
				tf.Comment("The service's public host name resolves to the endpoint."),
				tf.Set("private_dns_enabled", tf.Bool(true)))
		}
		b.Add(tf.Gap{}, nameTag(e.p.Network.Name+"-"+hyphenated(endpointLabel(p.Name))))
		e.add(infra.StackNetwork, "endpoints.tf", b)
	}
}

func endpointLabel(name string) string { return strings.NewReplacer(".", "_", "-", "_").Replace(name) }

// endpointTables are the route tables of all subnets that tasks may run in.
func (e *emitter) endpointTables() (tables tf.List) {
	var labels []string
	for _, s := range e.p.Network.Subnets {
		if label := e.tableLabel(s); s.Tier != infra.DatabaseNet && !slices.Contains(labels, label) {
			labels = append(labels, label)
			tables = append(tables, tf.RefTo("aws_route_table", label, "id"))
		}
	}
	return tables
}

// subnetRefs are the subnets that interfaces of endpoints stand in: one in each zone.
func (e *emitter) subnetRefs() (ids tf.List) {
	subnets := ofTier(e.p.Network, infra.Private)
	if len(subnets) == 0 {
		subnets = ofTier(e.p.Network, infra.Public)
	}
	for _, s := range subnets {
		ids = append(ids, tf.RefTo("aws_subnet", s.Label, "id"))
	}
	return ids
}

// endpointGroups is the group that tasks may reach the interfaces through.
func (e *emitter) endpointGroups() (ids tf.List) {
	for _, g := range e.p.SecurityGroups {
		if slices.Contains(g.Nodes, infra.EndpointsNode) {
			ids = append(ids, tf.RefTo("aws_security_group", g.Label, "id"))
		}
	}
	return ids
}
