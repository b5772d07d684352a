package infra

import (
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// Gateway is an HTTP API of API Gateway. It reaches services over a VPC link, by the
// HTTPS listener of a load balancer.
type Gateway struct {
	Name, Label, Title, Purpose string
	App                         string // empty: of none
	Stack                       Stack

	AWSName      string
	CORS         *model.CORS
	Throttle     *model.Throttle
	Authorizer   *Authorizer // nil: everybody may ask
	Logs         *LogGroup   // nil: none are kept
	Integrations []Integration
	Routes       []GatewayRoute
}

// Authorizer lets through what carries a token of a user pool's clients.
type Authorizer struct {
	Pool    string   // label
	Clients []string // labels
}

// Integration is a service as a gateway reaches it: by a balancer, under a host that one
// of the balancer's rules leads to the service.
type Integration struct {
	Label    string // Terraform label
	Service  string // node
	Balancer string // label
	Host     string
}

// GatewayRoute leads requests to an integration, by the key that API Gateway knows:
// "ANY /api/{proxy+}".
type GatewayRoute struct {
	Label       string // Terraform label
	Key         string
	Integration string // label
	Declared    model.Path
}

// VPCLinkNode stands for the VPC link as a member of a security group. No node can have
// this name.
const VPCLinkNode = "vpc-link*"

// VPCLink is the way of all gateways into the VPC.
type VPCLink struct {
	Name          string
	SecurityGroup string // label
	Tier          Tier
	Stack         Stack
}

// gatewayGroups makes the group of the VPC link, if a service is reached through one.
func (b *builder) gatewayGroups() {
	if len(b.linkedBalancers()) > 0 {
		b.addGroup(model.At("gateways"), VPCLinkNode, "VPC link", "vpc", "link")
	}
}

// linkedBalancers are those by which gateways reach services, each once.
func (b *builder) linkedBalancers() (names []string) {
	for _, s := range b.in.Services {
		for _, r := range s.Routes {
			if by, ok := balancerRoute(s, r); ok && !slices.Contains(names, by.Balancer) {
				names = append(names, by.Balancer)
			}
		}
	}
	return names
}

// balancerRoute is the route of a balancer by which a gateway's route reaches its
// service: one that asks for a host, and for no narrower path.
func balancerRoute(s model.Service, r model.Route) (model.Route, bool) {
	if r.Gateway == "" {
		return model.Route{}, false
	}
	for _, by := range s.Routes {
		wide, open := strings.CutSuffix(by.Path, "*")
		if by.Balancer != "" && by.Host != "" && !strings.Contains(by.Host, "*") &&
			(by.Path == "" || by.Path == r.Path || open && strings.HasPrefix(r.Path, wide)) {
			return by, true
		}
	}
	return model.Route{}, false
}

func (b *builder) gatewayEdges() (out []Edge) {
	for _, s := range b.in.Services {
		for i, r := range s.Routes {
			if r.Gateway != "" {
				out = append(out, Edge{From: r.Gateway, To: s.Name, Family: "services", Port: s.Port, Label: "HTTP " + strconv.Itoa(s.Port), Path: routePath(s, i)})
			}
		}
	}
	return out
}

func (b *builder) gateways() {
	if linked := b.linkedBalancers(); len(linked) > 0 {
		at := model.At("gateways")
		b.out.VPCLink = &VPCLink{Name: b.names.derived("vpc-link", at, "gateways"), SecurityGroup: b.group[VPCLinkNode], Tier: Private, Stack: b.stack(partEdge, "")}
		if b.out.Network.Default {
			b.out.VPCLink.Tier = Public
		}
		for _, name := range linked {
			b.allow(traffic{b.groupSide(VPCLinkNode), b.groupSide(name), "tcp", 443, "Gateways to " + name, at})
		}
	}
	for _, in := range b.in.Gateways {
		b.out.Gateways = append(b.out.Gateways, b.gateway(in))
	}
}

func (b *builder) gateway(in model.Gateway) Gateway {
	at, stack := model.At("gateways", in.Name), b.stack(partServices, in.App)
	g := Gateway{
		Name: in.Name, Label: labelOf(in.Name), Title: in.Title, Purpose: in.Purpose, App: in.App, Stack: stack,
		AWSName: b.names.derived("api-gateway", at, in.Name), CORS: in.CORS, Throttle: in.Throttle,
	}
	if in.AccessLogs {
		g.Logs = &LogGroup{
			Label:         b.names.label("log-group", at, in.Name, "api"),
			Name:          b.names.from("log-group", at, "/apigateway/"+b.names.platform, b.names.environment+"/"+in.Name),
			RetentionDays: b.in.Logs.RetentionDays, Stack: stack,
		}
	}
	if a := in.Authorizer; a != nil {
		g.Authorizer = b.authorizer(*a)
	}
	for _, s := range b.in.Services {
		for i, r := range s.Routes {
			by, ok := balancerRoute(s, r)
			if r.Gateway != in.Name || !ok {
				continue
			}
			x := Integration{Label: labelOf(in.Name, s.Name), Service: s.Name, Balancer: labelOf(by.Balancer), Host: b.fullName(by.Host)}
			if !slices.Contains(g.Integrations, x) {
				g.Integrations = append(g.Integrations, x)
			}
			for _, key := range routeKeys(r.Path) {
				g.Routes = append(g.Routes, GatewayRoute{
					Label: labelOf(in.Name, s.Name) + "_" + strconv.Itoa(len(g.Routes)+1), Key: key, Integration: x.Label, Declared: routePath(s, i),
				})
			}
		}
	}
	return g
}

// authorizer names the clients whose tokens count: all unless the author names some.
func (b *builder) authorizer(a model.Authorizer) *Authorizer {
	out := &Authorizer{Pool: labelOf(a.UserPool)}
	for _, p := range b.in.UserPools {
		for _, c := range p.Clients {
			if p.Name == a.UserPool && (len(a.Clients) == 0 || slices.Contains(a.Clients, c.Name)) {
				out.Clients = append(out.Clients, labelOf(p.Name, c.Name))
			}
		}
	}
	return out
}

// routeKeys are a path as API Gateway writes it: a star at the end is all that follows,
// of which the path before it is no part.
func routeKeys(path string) []string {
	switch base, open := strings.CutSuffix(path, "/*"); {
	case path == "" || path == "/*":
		return []string{"$default"}
	case open:
		return []string{"ANY " + base, "ANY " + base + "/{proxy+}"}
	}
	return []string{"ANY " + path}
}
