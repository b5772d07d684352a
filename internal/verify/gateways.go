package verify

import (
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// linked is a declared route of a gateway, with the balancer's route that it goes by.
type linked struct {
	model.Service
	gateway, path, balancer, host string
}

// linkedRoutes are the routes of all gateways, in order.
func (o *output) linkedRoutes() (out []linked) {
	for _, s := range o.declared.Services {
		for _, r := range s.Routes {
			if r.Gateway == "" {
				continue
			}
			for _, by := range s.Routes {
				reaches := by.Path == "" || by.Path == r.Path || strings.HasSuffix(by.Path, "*") && strings.HasPrefix(r.Path, strings.TrimSuffix(by.Path, "*"))
				if by.Balancer != "" && by.Host != "" && !strings.Contains(by.Host, "*") && reaches {
					out = append(out, linked{s, r.Gateway, r.Path, by.Balancer, o.fullName(by.Host)})
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
		"route_key": "", "target": "", "body": "",
	}
}

func (o *output) httpStage(g model.Gateway) arguments {
	a := arguments{
		"api_id": "aws_apigatewayv2_api." + label(g.Name) + ".id", "name": "$default", "auto_deploy": true,
		"default_route_settings.throttling_rate_limit": "", "default_route_settings.throttling_burst_limit": "", "access_log_settings.destination_arn": "",
	}
	if t := g.Throttle; t != nil {
		a["default_route_settings.throttling_rate_limit"], a["default_route_settings.throttling_burst_limit"] = t.Rate, t.Burst
	}
	if g.AccessLogs {
		a["access_log_settings.destination_arn"] = "aws_cloudwatch_log_group." + label(g.Name) + "_api.arn"
	}
	return a
}

func (o *output) gatewayLogs() map[string]arguments {
	out := map[string]arguments{}
	for _, g := range o.declared.Gateways {
		if g.AccessLogs {
			out[label(g.Name)+"_api"] = arguments{"retention_in_days": o.declared.Logs.RetentionDays, "skip_destroy": ""}
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
	return arguments{
		"api_id": "aws_apigatewayv2_api." + label(g.Name) + ".id", "authorizer_type": "JWT", "identity_sources": "$request.header.Authorization",
		"jwt_configuration.issuer":   "https://cognito-idp." + o.declared.Region + ".amazonaws.com/aws_cognito_user_pool." + label(a.UserPool) + ".id",
		"jwt_configuration.audience": strings.Join(clients, ","),
	}
}

// integrations are the services behind gateways, each by the listener and the host
// whose rule leads to it.
func (o *output) integrations() map[string]arguments {
	out := map[string]arguments{}
	for _, l := range o.linkedRoutes() {
		out[label(l.gateway+"-"+l.Name)] = arguments{
			"api_id": "aws_apigatewayv2_api." + label(l.gateway) + ".id", "integration_type": "HTTP_PROXY", "integration_method": "ANY",
			"integration_uri": httpsListener(l.balancer), "connection_type": "VPC_LINK", "connection_id": "aws_apigatewayv2_vpc_link.main.id",
			"request_parameters": "overwrite:header.Host=" + l.host, "tls_config.server_name_to_verify": l.host,
		}
	}
	return out
}

// gatewayRoutes are the routes of all gateways, by what API Gateway calls them.
func (o *output) gatewayRoutes() map[string]arguments {
	out := map[string]arguments{}
	count := map[string]int{}
	for _, l := range o.linkedRoutes() {
		keys := []string{"ANY " + l.path}
		switch base, open := strings.CutSuffix(l.path, "/*"); {
		case l.path == "" || l.path == "/*":
			keys = []string{"$default"}
		case open:
			keys = []string{"ANY " + base, "ANY " + base + "/{proxy+}"}
		}
		for _, key := range keys {
			count[l.gateway]++
			a := arguments{
				"api_id": "aws_apigatewayv2_api." + label(l.gateway) + ".id", "route_key": key,
				"target": "integrations/aws_apigatewayv2_integration." + label(l.gateway+"-"+l.Name) + ".id", "authorization_type": "", "authorizer_id": "",
			}
			for _, g := range o.declared.Gateways {
				if g.Name == l.gateway && g.Authorizer != nil {
					a["authorization_type"], a["authorizer_id"] = "JWT", "aws_apigatewayv2_authorizer."+label(g.Name)+".id"
				}
			}
			out[fmt.Sprintf("%s_%d", label(l.gateway+"-"+l.Name), count[l.gateway])] = a
		}
	}
	return out
}

// vpcLinks is the way of gateways into the VPC, if any.
func (o *output) vpcLinks() map[string]arguments {
	if len(o.gatewayBalancers()) == 0 {
		return nil
	}
	return map[string]arguments{"main": {}}
}
