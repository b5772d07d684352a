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
	Issuer  string   // of tokens, up to the pool's id
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
	Preflight   bool   // what browsers ask before they ask: it never carries a token
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
		if by.Balancer != "" && by.Host != "" && !strings.Contains(by.Host, "*") && covers(by.Path, r.Path) {
			return by, true
		}
	}
	return model.Route{}, false
}

// covers reports whether all that a path of a route asks for is among what another does.
func covers(wide, path string) bool {
	prefix, open := strings.CutSuffix(wide, "*")
	return wide == "" || wide == path || open && strings.HasPrefix(path, prefix)
}

// gatewayEdges lead to the balancers by which gateways reach services, and to the user
// pools whose tokens they ask for.
func (b *builder) gatewayEdges() (out []Edge) {
	for _, s := range b.in.Services {
		for i, r := range s.Routes {
			if by, ok := balancerRoute(s, r); ok {
				out = append(out, Edge{From: r.Gateway, To: by.Balancer, Family: "balancers", Port: 443, Label: "HTTPS 443", Purpose: "on to " + s.Name, Path: routePath(s, i)})
			}
		}
	}
	for _, g := range b.in.Gateways {
		if g.Authorizer != nil {
			out = append(out, Edge{From: g.Name, To: g.Authorizer.UserPool, Family: "userPools", Label: "tokens", Path: model.At("gateways", g.Name, "authorizer")})
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
		Name: in.Name, Label: labelOf(in.Name), Title: in.Title, Purpose: in.Purpose, Stack: stack,
		AWSName: b.names.derived("api-gateway", at, in.Name), CORS: in.CORS, Throttle: in.Throttle,
	}
	if in.AccessLogs {
		g.Logs = &LogGroup{
			Label:         b.names.label("log-group", at, in.Name, "api"),
			Name:          b.names.from("log-group", at, "/apigateway/"+b.names.platform, b.names.environment+"/"+b.names.known(in.Name)),
			RetentionDays: b.in.Logs.RetentionDays, Stack: stack,
		}
	}
	if a := in.Authorizer; a != nil {
		g.Authorizer = b.authorizer(*a)
	}
	for _, s := range b.in.Services {
		for i, r := range s.Routes {
			if by, ok := balancerRoute(s, r); ok && r.Gateway == in.Name {
				to := b.integration(&g, s, by, routePath(s, i))
				for _, path := range b.answered(s, r, by) {
					b.gatewayRoutes(&g, path, to, routePath(s, i))
				}
			}
		}
	}
	return g
}

// integration is the way of a gateway to a service by a route of a balancer; a service
// has one for each host that leads to it.
func (b *builder) integration(g *Gateway, s model.Service, by model.Route, at model.Path) string {
	x, words := Integration{Service: s.Name, Balancer: labelOf(by.Balancer), Host: b.fullName(by.Host)}, []string{g.Name, s.Name}
	others := 0
	for _, o := range g.Integrations {
		switch {
		case o.Service == x.Service && o.Balancer == x.Balancer && o.Host == x.Host:
			return o.Label
		case o.Service == x.Service:
			others++
		}
	}
	if others > 0 {
		words = append(words, strconv.Itoa(others+1))
	}
	x.Label = b.names.label("integration", at, words...)
	g.Integrations = append(g.Integrations, x)
	return x.Label
}

// answered are the paths of a route of a gateway. API Gateway takes "/api" for no part
// of "/api/*": it is one where the balancer too leads it to the service, and nobody
// declares it otherwise.
func (b *builder) answered(s model.Service, r, by model.Route) []string {
	base, open := strings.CutSuffix(r.Path, "/*")
	if !open || base == "" || !covers(by.Path, base) {
		return []string{r.Path}
	}
	for _, other := range b.in.Services {
		for _, o := range other.Routes {
			if o.Gateway == r.Gateway && o.Path == base {
				return []string{r.Path}
			}
		}
	}
	return []string{base, r.Path}
}

// gatewayRoutes are the routes for one path. What a browser asks of another site before
// it asks carries no token; a route of every method would turn it away for that, so
// that it has one of its own:
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
func (b *builder) gatewayRoutes(g *Gateway, path, to string, at model.Path) {
	key, words := "ANY "+path, []string{g.Name, routeWords(path)}
	switch base, open := strings.CutSuffix(path, "/*"); {
	case path == "" || path == "/*":
		key, words[1] = "$default", "default"
	case open:
		key = "ANY " + base + "/{proxy+}"
	}
	g.Routes = append(g.Routes, GatewayRoute{Label: b.names.label("gateway-route", at, words...), Key: key, Integration: to})
	if g.CORS == nil || g.Authorizer == nil {
		return
	}
	asked := "OPTIONS /{proxy+}"
	if rest, named := strings.CutPrefix(key, "ANY "); named {
		asked = "OPTIONS " + rest
	}
	g.Routes = append(g.Routes, GatewayRoute{
		Label: b.names.label("gateway-route", at, append(words, "preflight")...), Key: asked, Integration: to, Preflight: true,
	})
}

// routeWords is a path as part of a label: "/v1/items/*" is v1_items_all.
func routeWords(path string) string {
	base, open := strings.CutSuffix(path, "/*")
	if open {
		base += "/all"
	}
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, strings.Trim(base, "/"))
}

// authorizer names the clients whose tokens count: all unless the author names some.
func (b *builder) authorizer(a model.Authorizer) *Authorizer {
	out := &Authorizer{Pool: labelOf(a.UserPool), Issuer: "https://cognito-idp." + b.in.Region + "." + b.region().Suffix + "/"}
	for _, p := range b.in.UserPools {
		for _, c := range p.Clients {
			if p.Name == a.UserPool && (len(a.Clients) == 0 || slices.Contains(a.Clients, c.Name)) {
				out.Clients = append(out.Clients, labelOf(p.Name, c.Name))
			}
		}
	}
	return out
}
