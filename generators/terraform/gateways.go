package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// vpcLinkLabel is the label of the one VPC link.
const vpcLinkLabel = "main"

// gateways writes the way into the VPC, and each HTTP API with its routes.
func (e *emitter) gateways() {
	if l := e.p.VPCLink; l != nil {
		link := tf.Resource("aws_apigatewayv2_vpc_link", vpcLinkLabel,
			tf.Set("name", tf.String(l.Name)),
			tf.Set("subnet_ids", e.subnetIDs[l.Tier]),
			tf.Set("security_group_ids", tf.List{tf.RefTo("aws_security_group", l.SecurityGroup, "id")}))
		link.Comment = "The gateways' way into the VPC."
		e.add(l.Stack, "vpc-link.tf", link)
	}
	for _, g := range e.p.Gateways {
		file := "gateway-" + g.Name + ".tf"
		e.add(g.Stack, file, api(g))
		if g.Logs != nil {
			e.add(g.Stack, file, logGroup(*g.Logs))
		}
		e.add(g.Stack, file, httpStage(g))
		if g.Authorizer != nil {
			e.add(g.Stack, file, authorizer(g))
		}
		for _, x := range g.Integrations {
			e.add(g.Stack, file, integration(g, x))
		}
		for _, r := range g.Routes {
			e.add(g.Stack, file, gatewayRoute(g, r))
		}
		e.export(tf.Export{
			Stack: string(g.Stack), Name: g.Label + "_api_endpoint", Public: true,
			Description: "Where the gateway " + g.Name + " is reached without CloudFront.",
			Value:       tf.RefTo("aws_apigatewayv2_api", g.Label, "api_endpoint"),
		})
	}
}

func apiID(g infra.Gateway) *tf.Attr {
	return tf.Set("api_id", tf.RefTo("aws_apigatewayv2_api", g.Label, "id"))
}

func api(g infra.Gateway) *tf.Block {
	b := tf.Resource("aws_apigatewayv2_api", g.Label,
		tf.Set("name", tf.String(g.AWSName)),
		tf.Set("protocol_type", tf.String("HTTP")))
	b.Comment = g.Purpose
	if c := g.CORS; c != nil {
		cors := tf.Nested("cors_configuration", tf.Set("allow_origins", tf.Strings(c.Origins...)))
		if len(c.Methods) > 0 {
			cors.Add(tf.Set("allow_methods", tf.Strings(c.Methods...)))
		}
		if len(c.Headers) > 0 {
			cors.Add(tf.Set("allow_headers", tf.Strings(c.Headers...)))
		}
		if c.Credentials {
			cors.Add(tf.Set("allow_credentials", tf.Bool(true)))
		}
		if c.MaxAge > 0 {
			cors.Add(tf.Set("max_age", tf.Int(c.MaxAge)))
		}
		b.Add(cors)
	}
	return b
}

// httpStage is the one stage, which has no name in paths.
func httpStage(g infra.Gateway) *tf.Block {
	b := tf.Resource("aws_apigatewayv2_stage", g.Label,
		apiID(g),
		tf.Set("name", tf.String("$default")),
		tf.Set("auto_deploy", tf.Bool(true)))
	if t := g.Throttle; t != nil {
		b.Add(tf.Nested("default_route_settings",
			tf.Set("throttling_rate_limit", tf.Int(t.Rate)),
			tf.Set("throttling_burst_limit", tf.Int(t.Burst))))
	}
	if g.Logs != nil {
		b.Add(tf.Nested("access_log_settings",
			tf.Set("destination_arn", tf.RefTo("aws_cloudwatch_log_group", g.Logs.Label, "arn")),
			tf.Set("format", tf.Fn("jsonencode", accessLine()))))
	}
	return b
}

// accessLine is what is kept of a request.
func accessLine() tf.Object {
	var line tf.Object
	for _, field := range []struct{ key, variable string }{
		{"requestId", "$context.requestId"},
		{"time", "$context.requestTime"},
		{"ip", "$context.identity.sourceIp"},
		{"method", "$context.httpMethod"},
		{"path", "$context.path"},
		{"status", "$context.status"},
		{"latency", "$context.responseLatency"},
		{"error", "$context.integrationErrorMessage"},
	} {
		line = append(line, tf.Entry{Key: field.key, Value: tf.String(field.variable)})
	}
	return line
}

// authorizer lets through what carries a token of the user pool's clients.
func authorizer(g infra.Gateway) *tf.Block {
	var clients tf.List
	for _, c := range g.Authorizer.Clients {
		clients = append(clients, tf.RefTo("aws_cognito_user_pool_client", c, "id"))
	}
	return tf.Resource("aws_apigatewayv2_authorizer", g.Label,
		apiID(g),
		tf.Set("name", tf.String("user-pool")),
		tf.Set("authorizer_type", tf.String("JWT")),
		tf.Set("identity_sources", tf.Strings("$request.header.Authorization")),
		tf.Nested("jwt_configuration",
			tf.Set("issuer", tf.Template{
				tf.String(g.Authorizer.Issuer), tf.RefTo("aws_cognito_user_pool", g.Authorizer.Pool, "id"),
			}),
			tf.Set("audience", clients)))
}

func integration(g infra.Gateway, x infra.Integration) *tf.Block {
	return tf.Resource("aws_apigatewayv2_integration", x.Label,
		apiID(g),
		tf.Set("description", tf.String("To the service "+x.Service+", by the load balancer")),
		tf.Set("integration_type", tf.String("HTTP_PROXY")),
		tf.Set("integration_method", tf.String("ANY")),
		tf.Set("integration_uri", tf.RefTo("aws_lb_listener", x.Balancer+"_https", "arn")),
		tf.Set("connection_type", tf.String("VPC_LINK")),
		tf.Set("connection_id", tf.RefTo("aws_apigatewayv2_vpc_link", vpcLinkLabel, "id")),
		tf.Gap{},
		tf.Comment("The load balancer routes by host name."),
		tf.Set("request_parameters", tf.Object{{Key: "overwrite:header.Host", Value: tf.String(x.Host)}}),
		tf.Nested("tls_config", tf.Set("server_name_to_verify", tf.String(x.Host))))
}

func gatewayRoute(g infra.Gateway, r infra.GatewayRoute) *tf.Block {
	b := tf.Resource("aws_apigatewayv2_route", r.Label,
		apiID(g),
		tf.Set("route_key", tf.String(r.Key)),
		tf.Set("target", tf.Template{tf.String("integrations/"), tf.RefTo("aws_apigatewayv2_integration", r.Integration, "id")}))
	if r.Preflight {
		b.Comment = "A browser's preflight request carries no token."
	} else if g.Authorizer != nil {
		b.Add(
			tf.Set("authorization_type", tf.String("JWT")),
			tf.Set("authorizer_id", tf.RefTo("aws_apigatewayv2_authorizer", g.Label, "id")))
	}
	return b
}
