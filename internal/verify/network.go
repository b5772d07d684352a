package verify

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

var networkRules = []Rule{
	{"verify-subnet", "subnets other than declared", "Every service, balancer, database and cache stands in subnets of its own VPC that lead where it may go, in as many zones as declared: public services to the internet gateway, others to a NAT gateway or nowhere, databases and caches nowhere."},
}

func (o *output) vpc() map[string]arguments {
	if o.declared.Network.VPC != "own" {
		return nil
	}
	return map[string]arguments{"main": {"cidr_block": o.declared.Network.CIDR, "enable_dns_support": true, "enable_dns_hostnames": true}}
}

func (o *output) flowLog() map[string]arguments {
	if o.declared.Network.VPC != "own" || !o.declared.Network.FlowLogs {
		return nil
	}
	return map[string]arguments{"main": {
		"vpc_id": "aws_vpc.main.id", "traffic_type": "ALL",
		"log_destination": "aws_cloudwatch_log_group.flow_logs.arn", "iam_role_arn": "aws_iam_role.flow_logs.arn", "log_destination_type": "cloud-watch-logs",
	}}
}

// endpointKinds are the endpoints that there must be, by label.
func (o *output) endpointKinds() map[string]arguments {
	out := map[string]arguments{}
	for _, name := range o.endpointNames() {
		want := arguments{
			"vpc_id": "aws_vpc.main.id", "service_name": o.facts.EndpointService(o.declared.Region, name),
			"vpc_endpoint_type": "Interface", "private_dns_enabled": true,
			"subnet_ids": something, "security_group_ids": o.endpointGroups(),
		}
		if kind, _ := o.facts.Endpoint(name); kind.Gateway() {
			want = arguments{"vpc_id": want["vpc_id"], "service_name": want["service_name"], "vpc_endpoint_type": "Gateway", "route_table_ids": o.tierTables()}
		}
		out[strings.NewReplacer(".", "_", "-", "_").Replace(name)] = want
	}
	return out
}

// endpointGroups are the groups that one endpoint is in, and so each of them.
func (o *output) endpointGroups() (said string) {
	o.config.each("resource", "aws_vpc_endpoint", func(m *module, b *block) {
		if groups, ok := b.body.get("security_group_ids"); ok && said == "" {
			said = o.config.spelled(value{m.folder, groups})
		}
	})
	return said
}

// Where a subnet's packets to the rest of the world go.
const (
	toInternet = "the internet gateway"
	toNAT      = "a NAT gateway in "
	ownZone    = "its own zone"
	nowhere    = "nowhere"
	toDefault  = "the default VPC" // a subnet that is looked up
)

// routing is what the emitted route tables say, by subnet.
type routing struct {
	o        *output
	tables   map[target][]target // of a subnet
	routes   map[target][]string // of a route table: where each leads
	gateways map[target][]string // of a route table: the gateway endpoints in it
}

func (o *output) routing() routing {
	r := routing{o, map[target][]target{}, map[target][]string{}, map[target][]string{}}
	c := o.config
	c.each("resource", "aws_route_table_association", func(m *module, b *block) {
		subnet, table := c.whole(b.of(m, "subnet_id")), c.whole(b.of(m, "route_table_id"))
		r.tables[subnet] = append(r.tables[subnet], table)
	})
	c.each("resource", "aws_vpc_endpoint", func(m *module, b *block) {
		for _, t := range c.elements(b.of(m, "route_table_ids")) {
			r.gateways[c.whole(t)] = append(r.gateways[c.whole(t)], b.label)
		}
	})
	c.each("resource", "aws_route", func(m *module, b *block) {
		table := c.whole(b.of(m, "route_table_id"))
		r.routes[table] = append(r.routes[table], r.leads(m, b))
	})
	return r
}

// leads says where a route leads: one for all addresses, to a gateway of the VPC.
func (r routing) leads(m *module, b *block) string {
	var aims []string
	for _, a := range b.body.attributes {
		switch a.name {
		case "route_table_id":
		case "destination_cidr_block":
			if a.value.text != world {
				aims = append(aims, a.value.text)
			}
		default:
			switch to := r.o.config.spelled(value{m.folder, a.value}); {
			case to == "aws_internet_gateway.main.id":
				aims = append(aims, toInternet)
			case a.name == "nat_gateway_id" && strings.HasPrefix(to, "aws_nat_gateway."):
				aims = append(aims, toNAT+r.natZone(value{m.folder, a.value}))
			default:
				aims = append(aims, to)
			}
		}
	}
	return strings.Join(aims, " for ")
}

// natZone is the zone of a NAT gateway, or that there is only one.
func (r routing) natZone(gateway value) string {
	c := r.o.config
	if r.o.declared.Network.NAT == "single" {
		return "any zone"
	}
	t := c.whole(gateway)
	if b := c.block(t); b != nil {
		if subnet := c.block(c.whole(b.of(c.modules[t.folder], "subnet_id"))); subnet != nil {
			return subnet.body.text("availability_zone")
		}
	}
	return "no zone"
}

// out says where a subnet leads.
func (r routing) out(subnet target) string {
	if strings.HasPrefix(subnet.address, "data.aws_subnet.") {
		return toDefault
	}
	tables := r.tables[subnet]
	if len(tables) != 1 {
		return fmt.Sprintf("%d route tables", len(tables))
	}
	if routes := r.routes[tables[0]]; len(routes) > 0 {
		return strings.Join(routes, " and ")
	}
	return nowhere
}

// network compares the subnets of everything that stands in some with the declaration.
func (o *output) network() (found diag.List) {
	if o.declared.Environment.Local {
		return nil
	}
	r := o.routing()
	_, gateways := o.endpoints()
	check := func(b *block, subnets value, want string, gateways []string) {
		for _, problem := range r.problems(subnets, want, gateways) {
			found = append(found, finding(networkRules, "verify-subnet", b.pos, nil, b.address+" "+problem+"."))
		}
	}
	services := map[string]model.Service{}
	for _, s := range o.declared.Services {
		services[s.Name] = s
	}
	o.config.each("resource", "aws_ecs_service", func(m *module, b *block) {
		s := services[o.called(b.body.text("name"))]
		for _, n := range b.body.all("network_configuration") {
			e, _ := n.get("subnets")
			check(b, value{m.folder, e}, o.leadsTo(s), gateways)
		}
	})
	o.config.each("resource", "aws_scheduler_schedule", func(m *module, b *block) {
		for _, n := range placements(b) {
			e, _ := n.get("subnets")
			check(b, value{m.folder, e}, o.leadsTo(model.Service{}), gateways)
		}
	})
	o.config.each("resource", "aws_lambda_function", func(m *module, b *block) {
		for _, n := range b.body.all("vpc_config") {
			e, _ := n.get("subnet_ids")
			check(b, value{m.folder, e}, o.leadsTo(model.Service{}), gateways)
		}
	})
	for _, store := range []struct{ typ, subnets string }{{"aws_db_subnet_group", "subnet_ids"}, {"aws_elasticache_subnet_group", "subnet_ids"}, {"aws_db_proxy", "vpc_subnet_ids"}} {
		o.config.each("resource", store.typ, func(m *module, b *block) {
			check(b, b.of(m, store.subnets), o.own(nowhere), nil)
		})
	}
	o.config.each("resource", "aws_vpc_endpoint", func(m *module, b *block) {
		if _, ok := b.body.get("subnet_ids"); ok {
			check(b, b.of(m, "subnet_ids"), o.leadsTo(model.Service{}), nil)
		}
	})
	for _, lb := range o.declared.Balancers {
		o.config.each("resource", "aws_lb", func(m *module, b *block) {
			if b.label == label(lb.Name) {
				check(b, b.of(m, "subnets"), o.leadsTo(model.Service{Public: !lb.Internal}), nil)
			}
		})
	}
	o.config.each("resource", "aws_apigatewayv2_vpc_link", func(m *module, b *block) {
		check(b, b.of(m, "subnet_ids"), o.leadsTo(model.Service{}), nil)
	})
	o.config.each("resource", "aws_nat_gateway", func(m *module, b *block) {
		if o.nat() == "none" {
			found = append(found, finding(networkRules, "verify-subnet", b.pos, nil, b.address+" is there, and nothing is to lead to it."))
		}
		subnet := o.config.whole(b.of(m, "subnet_id"))
		if to := r.out(subnet); to != toInternet {
			found = append(found, finding(networkRules, "verify-subnet", b.pos, nil, fmt.Sprintf("%s stands in %s, which leads to %s.", b.address, subnet.address, to)))
		}
	})
	return found
}

// own is where subnets of an own VPC lead; of those of the default VPC nothing is known.
func (o *output) own(to string) string {
	if o.declared.Network.VPC == "default" {
		return toDefault
	}
	return to
}

// leadsTo is where the subnets of a service must lead.
func (o *output) leadsTo(s model.Service) string {
	switch {
	case s.Public:
		return o.own(toInternet)
	case o.nat() == "none":
		return o.own(nowhere)
	case o.nat() == "single":
		return o.own(toNAT + "any zone")
	}
	return o.own(toNAT + ownZone)
}

// problems says what is wrong with a list of subnets: where they lead, in which zones
// they are, and which gateway endpoints cannot be reached from them.
func (r routing) problems(subnets value, want string, gateways []string) (problems []string) {
	c := r.o.config
	zones := map[string]bool{}
	for _, v := range c.elements(subnets) {
		subnet := c.whole(v)
		b := c.block(subnet)
		if b == nil || b.typ != "aws_subnet" {
			return []string{"stands in what is no subnet of the platform"}
		}
		zone := b.body.text("availability_zone")
		zones[zone] = true
		if to := r.out(subnet); to != strings.ReplaceAll(want, ownZone, zone) {
			problems = append(problems, fmt.Sprintf("stands in %s, which leads to %s, and must lead to %s", b.address, to, want))
			continue
		}
		for _, g := range gateways {
			if !slices.Contains(r.gateways[r.tables[subnet][0]], g) {
				problems = append(problems, fmt.Sprintf("stands in %s, from where the endpoint %s cannot be reached", b.address, g))
			}
		}
	}
	if declared := r.o.zones(); !slices.Equal(slices.Sorted(maps.Keys(zones)), declared) {
		problems = append(problems, fmt.Sprintf("stands in the zones %v, and must stand in %v", slices.Sorted(maps.Keys(zones)), declared))
	}
	return problems
}

// zones are the declared ones, sorted.
func (o *output) zones() []string {
	declared := slices.Clone(o.declared.Network.AvailabilityZones)
	if len(declared) == 0 {
		region, _ := o.facts.Region(o.declared.Region)
		declared = slices.Clone(region.Zones[:min(len(region.Zones), o.declared.Network.Zones)])
	}
	slices.Sort(declared)
	return declared
}
