package verify

import (
	"cmp"
	"maps"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// wanted is what the rules must be, with the declaration that asks for each, and
// needed what they must let through: they differ for groups whose rules an author has
// written out, which may let through more than is needed.
func (o *output) wanted() (wanted, needed map[permit]model.Path) {
	needed = o.needed()
	wanted = map[permit]model.Path{}
	written := o.written()
	for p, at := range needed {
		if _, ok := written[p.group]; !ok {
			wanted[p] = at
		}
	}
	for _, permits := range written {
		maps.Copy(wanted, permits)
	}
	return wanted, needed
}

// needed is what declared edges need, and every task.
func (o *output) needed() map[permit]model.Path {
	want := map[permit]model.Path{}
	group := o.groupOf()
	flow := func(from, to, protocol string, port int, declared model.Path) {
		from, to = cmp.Or(group[from], from), cmp.Or(group[to], to)
		if !outside(from) {
			want[permit{from, true, to, protocol, port, port}] = declared
		}
		if !outside(to) {
			want[permit{to, false, from, protocol, port, port}] = declared
		}
	}
	for _, s := range o.declared.Tasks() {
		o.serviceFlows(s, flow)
	}
	for _, f := range o.declared.Functions {
		o.functionFlows(f, flow)
	}
	for _, d := range o.declared.Databases {
		if d.Proxy != nil {
			flow(proxyOf(d.Name), d.Name, "tcp", o.listens[d.Name].port, model.At("databases", d.Name, "proxy"))
		}
	}
	for _, b := range o.declared.Balancers {
		o.balancerFlows(b, flow)
	}
	for _, b := range o.gatewayBalancers() {
		flow(vpcLink, b, "tcp", 443, model.At("balancers", b))
	}
	return want
}

// outside reports whether a side of a flow has no security group.
func outside(side string) bool {
	_, err := netip.ParsePrefix(side)
	return err == nil || strings.HasPrefix(side, gatewayPrefix) || strings.HasPrefix(side, senderPrefix)
}

// serviceFlows calls flow with all that a service needs.
func (o *output) serviceFlows(s model.Service, flow func(from, to, protocol string, port int, declared model.Path)) {
	at := s.Path()
	interfaces, gateways := o.endpoints()
	if s.Public && s.Port != 0 {
		flow(world, s.Name, "tcp", s.Port, at.Then("public"))
	}
	switch {
	case s.Egress == "all":
		flow(s.Name, world, "-1", 0, at.Then("egress"))
	case s.Public || o.declared.Network.VPC == "default" || o.declared.Network.NAT != "none":
		flow(s.Name, world, "tcp", 443, at)
	default:
		for _, g := range gateways {
			flow(s.Name, gatewayPrefix+g, "tcp", 443, model.At("network", "endpoints"))
		}
	}
	if interfaces {
		flow(s.Name, endpoints, "tcp", 443, model.At("network", "endpoints"))
	}
	for i, r := range s.Routes {
		if r.Balancer != "" {
			flow(r.Balancer, s.Name, "tcp", r.PortOn(s), at.Then("routes", strconv.Itoa(i)))
		}
		if r.SignIn != "" { // for tokens
			flow(r.Balancer, world, "tcp", 443, at.Then("routes", strconv.Itoa(i), "signIn"))
		}
	}
	uses := s.Uses
	if s.Egress == "all" { // to the world, it is let out already
		uses = slices.DeleteFunc(slices.Clone(uses), func(u model.Use) bool { return o.listens[u.Name].node == world })
	}
	o.useFlows(s.Name, uses, at, flow)
}

// useFlows calls flow with what uses need that are reached over the network.
func (o *output) useFlows(user string, uses []model.Use, at model.Path, flow func(from, to, protocol string, port int, declared model.Path)) {
	for _, u := range uses {
		to, ok := o.listens[u.Name]
		if !ok {
			continue
		}
		path := at.Then("uses", u.Name)
		if u.Via == "proxy" {
			engine, _ := o.facts.RDS.Engine(o.databases[u.Name].Engine)
			flow(user, proxyOf(to.node), "tcp", engine.Port, path) // whichever port the database has
			continue
		}
		flow(user, to.node, "tcp", to.port, path)
	}
}

// written is what the rules say that an author has written out, by group.
func (o *output) written() map[string]map[permit]model.Path {
	byName, group := map[string]string{}, o.groupOf()
	for _, n := range o.guardedNodes() {
		if n.given != nil {
			byName[n.given.Name] = group[n.node]
		}
	}
	peer := func(text string) string {
		if from, ok := o.sender(text); ok {
			return from
		}
		return cmp.Or(byName[text], group[text], text)
	}
	out := map[string]map[permit]model.Path{}
	for _, list := range o.declared.SecurityGroups {
		own, at := byName[list.Name], model.At("securityGroups", list.Name)
		rules := map[permit]model.Path{}
		for i, r := range list.Ingress {
			rules[writtenPermit(own, false, peer(r.From), r.Protocol, r.Port)] = at.Then("ingress", strconv.Itoa(i))
		}
		for i, r := range list.Egress {
			rules[writtenPermit(own, true, peer(r.To), r.Protocol, r.Port)] = at.Then("egress", strconv.Itoa(i))
		}
		out[own] = rules
	}
	return out
}

// writtenPermit is a rule as an author writes it: with neither a port nor a protocol it
// is for everything.
func writtenPermit(group string, egress bool, peer, protocol string, port int) permit {
	switch {
	case port == 0 && protocol == "":
		return permit{group, egress, peer, "-1", 0, 0}
	case port == 0:
		return permit{group, egress, peer, protocol, 0, 65535}
	}
	return permit{group, egress, peer, cmp.Or(protocol, "tcp"), port, port}
}

// lets reports whether a rule lets through what another would. Whoever is in a group
// has an address of the VPC.
func (o *output) lets(rule, other permit) bool {
	if rule.group != other.group || rule.egress != other.egress {
		return false
	}
	if rule.protocol != "-1" && (rule.protocol != other.protocol || other.from < rule.from || other.to > rule.to) {
		return false
	}
	return rule.peer == other.peer || rule.peer == world || rule.peer == o.declared.Network.CIDR && !outside(other.peer)
}

// listener is who answers for a used node, and on which port.
type listener struct {
	node string // or world
	port int
}

// listeners are the nodes that are reached over the network of the platform.
func listeners(p model.Platform, f facts.Set) map[string]listener {
	out := map[string]listener{}
	for _, d := range p.Databases {
		out[d.Name] = listener{d.Name, databasePort(f, d)}
	}
	for _, c := range p.Caches {
		out[c.Name] = listener{c.Name, cachePort(f, c)}
	}
	for _, v := range p.Volumes {
		out[v.Name] = listener{v.Name, f.EFS.Port}
	}
	for _, s := range p.Services {
		if s.Port != 0 {
			out[s.Name] = listener{s.Name, s.Port}
		}
	}
	for _, e := range p.Externals {
		if e.AWS != "" {
			continue // over HTTPS, which every task may speak
		}
		out[e.Name] = listener{world, e.Port}
	}
	return out
}
