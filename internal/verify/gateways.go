package verify

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// linked is a declared route of a gateway, with the balancer's route that it goes by.
type linked struct {
	model.Service
	gateway, path, balancer, under, host string // under: the path of the balancer's route
}

// leadsTo reports whether a rule of a balancer for one path takes all of another.
func leadsTo(rule, path string) bool {
	return rule == "" || rule == path || strings.HasSuffix(rule, "*") && strings.HasPrefix(path, strings.TrimSuffix(rule, "*"))
}

// linkedRoutes are the routes of all gateways, in order.
func (o *output) linkedRoutes() (out []linked) {
	for _, s := range o.declared.Services {
		for _, r := range s.Routes {
			if r.Gateway == "" {
				continue
			}
			for _, by := range s.Routes {
				if by.Balancer != "" && by.Host != "" && !strings.Contains(by.Host, "*") && leadsTo(by.Path, r.Path) {
					out = append(out, linked{s, r.Gateway, r.Path, by.Balancer, by.Path, o.fullName(by.Host)})
					break
				}
			}
		}
	}
	return out
}

// gatewayBalancers are the balancers by which gateways reach services.
func (o *output) gatewayBalancers() (out []string) {
	for _, l := range o.linkedRoutes() {
		if !slices.Contains(out, l.balancer) {
			out = append(out, l.balancer)
		}
	}
	return out
}

func perGateway(want func(*output, model.Gateway) arguments) func(*output) map[string]arguments {
	return func(o *output) map[string]arguments {
		return per(o.declared.Gateways, func(g model.Gateway) string { return g.Name }, func(g model.Gateway) arguments { return want(o, g) })
	}
}

func (o *output) httpAPI(g model.Gateway) arguments {
	c := model.CORS{}
	if g.CORS != nil {
		c = *g.CORS
	}
	const cors = "cors_configuration."
	return arguments{
		"protocol_type": "HTTP", cors + "allow_origins": strings.Join(c.Origins, ","), cors + "allow_methods": strings.Join(c.Methods, ","),
		cors + "allow_headers": strings.Join(c.Headers, ","), cors + "allow_credentials": on(c.Credentials), cors + "max_age": positive(c.MaxAge),
	}
}

func (o *output) httpStage(g model.Gateway) arguments {
	a := arguments{
		"api_id": "aws_apigatewayv2_api." + label(g.Name) + ".id", "name": "$default", "auto_deploy": true,
	}
	if t := g.Throttle; t != nil {
		a["default_route_settings.throttling_rate_limit"], a["default_route_settings.throttling_burst_limit"] = t.Rate, t.Burst
	}
	if g.AccessLogs {
		a["access_log_settings.destination_arn"] = "aws_cloudwatch_log_group." + label(g.Name) + "_api.arn"
		a["access_log_settings.format"] = "error=$context.integrationErrorMessage,ip=$context.identity.sourceIp,latency=$context.responseLatency," +
			"method=$context.httpMethod,path=$context.path,requestId=$context.requestId,status=$context.status,time=$context.requestTime"
	}
	return a
}

func (o *output) gatewayLogs() map[string]arguments {
	out := map[string]arguments{}
	for _, g := range o.declared.Gateways {
		if g.AccessLogs {
			out[label(g.Name)+"_api"] = arguments{"retention_in_days": o.declared.Logs.RetentionDays}
		}
	}
	return out
}

func (o *output) httpAuthorizer(g model.Gateway) arguments {
	a := g.Authorizer
	if a == nil {
		return nil
	}
	var clients []string
	for _, p := range o.declared.UserPools {
		for _, c := range p.Clients {
			if p.Name == a.UserPool && (len(a.Clients) == 0 || slices.Contains(a.Clients, c.Name)) {
				clients = append(clients, "aws_cognito_user_pool_client."+label(p.Name+"-"+c.Name)+".id")
			}
		}
	}
	region, _ := o.facts.Region(o.declared.Region)
	return arguments{
		"api_id": "aws_apigatewayv2_api." + label(g.Name) + ".id", "authorizer_type": "JWT", "identity_sources": "$request.header.Authorization",
		"jwt_configuration.issuer":   "https://cognito-idp." + o.declared.Region + "." + region.Suffix + "/aws_cognito_user_pool." + label(a.UserPool) + ".id",
		"jwt_configuration.audience": strings.Join(clients, ","),
	}
}

// integrationLabels are the integrations of linked routes, in their order: one for each
// service and host.
func (o *output) integrationLabels() (labels []string) {
	seen, count := map[string]string{}, map[string]int{}
	for _, l := range o.linkedRoutes() {
		name := label(l.gateway + "-" + l.Name)
		way := name + " " + l.balancer + " " + l.host
		if seen[way] == "" {
			count[name]++
			seen[way] = name
			if n := count[name]; n > 1 {
				seen[way] = fmt.Sprintf("%s_%d", name, n)
			}
		}
		labels = append(labels, seen[way])
	}
	return labels
}

// integrations are the services behind gateways, each by the listener and the host
// whose rule leads to it.
func (o *output) integrations() map[string]arguments {
	out, labels := map[string]arguments{}, o.integrationLabels()
	for i, l := range o.linkedRoutes() {
		out[labels[i]] = arguments{
			"api_id": "aws_apigatewayv2_api." + label(l.gateway) + ".id", "integration_type": "HTTP_PROXY", "integration_method": "ANY",
			"integration_uri": httpsListener(l.balancer), "connection_type": "VPC_LINK", "connection_id": "aws_apigatewayv2_vpc_link.main.id",
			"request_parameters": "overwrite:header.Host=" + l.host, "tls_config.server_name_to_verify": l.host,
		}
	}
	return out
}

// gatewayRoutes are the routes of all gateways, by what API Gateway calls them. Where
// tokens are asked for and browsers of other sites let in, what those ask first is let
// through without one.
func (o *output) gatewayRoutes() map[string]arguments {
	out, labels := map[string]arguments{}, o.integrationLabels()
	for i, l := range o.linkedRoutes() {
		g := o.gateway(l.gateway)
		for _, key := range o.routeKeys(l) {
			a := arguments{
				"api_id": "aws_apigatewayv2_api." + label(g.Name) + ".id", "route_key": "ANY " + key,
				"target": "integrations/aws_apigatewayv2_integration." + labels[i] + ".id",
			}
			first := maps.Clone(a)
			first["route_key"] = "OPTIONS " + key
			if key == "" {
				a["route_key"], first["route_key"] = "$default", "OPTIONS /{proxy+}"
			}
			if g.Authorizer != nil {
				a["authorization_type"], a["authorizer_id"] = "JWT", "aws_apigatewayv2_authorizer."+label(g.Name)+".id"
			}
			name := label(g.Name) + "_" + keyLabel(key)
			out[name] = a
			if g.Authorizer != nil && g.CORS != nil {
				out[name+"_preflight"] = first
			}
		}
	}
	return out
}

func (o *output) gateway(name string) model.Gateway {
	for _, g := range o.declared.Gateways {
		if g.Name == name {
			return g
		}
	}
	return model.Gateway{}
}

// routeKeys are the paths of a linked route as API Gateway writes them; empty is every
// path. "/api" belongs to "/api/*" where the balancer has it so, too, and no other route
// is for it.
func (o *output) routeKeys(l linked) []string {
	base, open := strings.CutSuffix(l.path, "/*")
	switch {
	case base == "":
		return []string{""}
	case !open:
		return []string{l.path}
	}
	all := base + "/{proxy+}"
	if !leadsTo(l.under, base) {
		return []string{all}
	}
	for _, other := range o.linkedRoutes() {
		if other.gateway == l.gateway && other.path == base {
			return []string{all}
		}
	}
	return []string{base, all}
}

// keyLabel is a path of API Gateway's as part of a Terraform label.
func keyLabel(key string) string {
	if key == "" {
		return "default"
	}
	return notOfLabels.ReplaceAllString(strings.Trim(strings.Replace(key, "{proxy+}", "all", 1), "/"), "_")
}

var notOfLabels = regexp.MustCompile(`[^A-Za-z0-9]`)

// vpcLinks is the way of gateways into the VPC, if any.
func (o *output) vpcLinks() map[string]arguments {
	if len(o.gatewayBalancers()) == 0 {
		return nil
	}
	return map[string]arguments{"main": {}}
}
