package verify_test

import "testing"

var gatewayMutations = []mutation{
	{"pages of every site", "gateway-*.tf", `allow_origins( +)= \[[^\]]*\]`, `allow_origins$1= ["*"]`, "verify-setting"},
	{"more methods", "gateway-*.tf", `allow_methods( +)= \["GET"`, `allow_methods$1= ["DELETE", "GET"`, "verify-setting"},
	{"no cookies", "gateway-*.tf", `allow_credentials = true`, `allow_credentials = false`, "verify-setting"},
	{"more requests", "gateway-*.tf", `(throttling_\w+_limit +)= \d+`, `$1= 10000`, "verify-setting"},
	{"nothing deployed", "gateway-*.tf", `auto_deploy = true`, `auto_deploy = false`, "verify-setting"},
	{"another stage", "gateway-*.tf", `name( +)= "\$default"`, `name$1= "v1"`, "verify-setting"},
	{"no access logs", "gateway-*.tf", `(?s)  access_log_settings \{.*?\n  \}\n`, ``, "verify-setting"},
	{"anybody's tokens", "gateway-*.tf", `issuer( +)= "https://[^"]*"`, `issuer$1= "https://evil.example.com"`, "verify-setting"},
	{"a client more", "gateway-*.tf", `audience = \[`, `audience = ["evil", `, "verify-setting"},
	{"no tokens", "gateway-*.tf", `authorization_type = "JWT"`, `authorization_type = "NONE"`, "verify-setting"},
	{"nobody looks at tokens", "gateway-*.tf", `  authorizer_id +=[^\n]*\n`, ``, "verify-setting"},
	{"another path", "gateway-*.tf", `"ANY /v1/\{proxy\+\}"`, `"ANY /{proxy+}"`, "verify-setting"},
	{"more than preflight", "gateway-*.tf", `"OPTIONS /`, `"ANY /`, "verify-setting"},
	{"a route less", "gateway-*.tf", `(?s)resource "aws_apigatewayv2_route" .*?\n}\n`, ``, "verify-resource"},
	{"a route more", "gateway-public.tf", `(?s)\z`, "\nresource \"aws_apigatewayv2_route\" \"x\" {\n  api_id    = aws_apigatewayv2_api.public.id\n  route_key = \"ANY /admin\"\n  target    = \"integrations/${aws_apigatewayv2_integration.public_orders.id}\"\n}\n", ""},
	{"another service", "gateway-*.tf", `integration\.public_orders_2\.id`, `integration.public_orders.id`, "verify-setting"},
	{"another host", "gateway-*.tf", `("overwrite:header.Host" = )"orders\.`, `$1"catalog.`, "verify-setting"},
	{"another header", "gateway-*.tf", `"overwrite:header.Host"`, `"append:header.Host"`, "verify-setting"},
	{"any certificate", "gateway-*.tf", `(?s)  tls_config \{.*?\n  \}\n`, ``, "verify-setting"},
	{"by the internet", "gateway-*.tf", `"VPC_LINK"`, `"INTERNET"`, "verify-setting"},
	{"elsewhere", "gateway-*.tf", `integration_uri( +)= [^\n]*`, `integration_uri$1= "https://evil.example.com"`, "verify-setting"},
	{"another group of the link", "vpc-link.tf", `security_group_ids = \[[^\]]*\]`, `security_group_ids = []`, ""},
	{"the link in the open", "vpc-link.tf", `private_subnet_ids`, `public_subnet_ids`, ""},
	{"a managed group less", "firewall-*.tf", `(?s)  rule \{\n    name     = "sql-injection".*?\n  \}\n`, ``, "verify-firewall"},
	{"another managed group", "firewall-*.tf", `"AWSManagedRulesSQLiRuleSet"`, `"AWSManagedRulesPHPRuleSet"`, "verify-firewall"},
	{"of another vendor", "firewall-*.tf", `vendor_name = "AWS"`, `vendor_name = "Evil"`, "verify-firewall"},
	{"managed groups that only count", "firewall-*.tf", `none \{\}`, `count {}`, "verify-firewall"},
	{"rules that only count", "firewall-*.tf", `block \{\}`, `count {}`, "verify-firewall"},
	{"blocks by default", "firewall-*.tf", `allow \{\}`, `block {}`, "verify-setting"},
	{"a higher rate", "firewall-*.tf", `limit( +)= 500`, `limit$1= 50000`, "verify-firewall"},
	{"a shorter window", "firewall-*.tf", `evaluation_window_sec = 60`, `evaluation_window_sec = 600`, "verify-firewall"},
	{"a rate of all together", "firewall-*.tf", `aggregate_key_type( +)= "IP"`, `aggregate_key_type$1= "CONSTANT"`, "verify-firewall"},
	{"a country less", "firewall-*.tf", `"KP", `, ``, "verify-firewall"},
	{"another order", "firewall-*.tf", `priority = 1\b`, `priority = 9`, "verify-firewall"},
	{"nothing counted", "firewall-*.tf", `cloudwatch_metrics_enabled = true`, `cloudwatch_metrics_enabled = false`, "verify-firewall"},
	{"parts of a group that only count", "firewall-*.tf", `( +)(name += "AWSManagedRules\w+"\n)`, "${1}${2}${1}rule_action_override {\n  name = \"x\"\n  action_to_use {\n    count {}\n  }\n}\n", "verify-firewall"},
	{"some requests only", "firewall-*.tf", `(?s)ip_set_reference_statement \{.*?\}`, "geo_match_statement {\n  country_codes = [\"KP\"]\n}", "verify-firewall"},
	{"gateways counted as one", "firewall-*.tf", `(?s)\n        +# Requests by API Gateway.*?\n        +\}\n(      +\}\n    \})`, "\n$1", "verify-firewall"},
	{"only gateways counted", "firewall-*.tf", `(?s)not_statement \{\s+statement \{(.*?\}\s+)\}\s+\}\n`, "$1", "verify-firewall"},
	{"another set of addresses", "firewall-*.tf", `arn = aws_wafv2_ip_set\.wall_vpc\.arn`, `arn = "arn:aws:wafv2:eu-west-1:123456789012:regional/ipset/x/1"`, "verify-firewall"},
	{"nobody's rate", "firewall-*.tf", `addresses( +)= \[[^\]]*\]`, `addresses$1= ["0.0.0.0/1", "128.0.0.0/1"]`, "verify-setting"},
	{"a set of others", "firewall-*.tf", `ip_address_version = "IPV4"`, `ip_address_version = "IPV6"`, "verify-setting"},
	{"before nothing", "firewall-*.tf", `(?s)resource "aws_wafv2_web_acl_association" .*?\n}\n`, ``, "verify-resource"},
	{"no logs of a firewall", "firewall-*.tf", `(?s)resource "aws_wafv2_web_acl_logging_configuration" .*?\n}\n`, ``, "verify-resource"},
	{"logs elsewhere", "firewall-*.tf", `log_destination_configs = \[[^\]]*\]`, `log_destination_configs = ["arn:aws:logs:eu-west-1:123456789012:log-group:aws-waf-logs-x"]`, "verify-setting"},
	{"logs not kept", "firewall-*.tf", `retention_in_days = \d+`, `retention_in_days = 1`, "verify-setting"},
}

// TestGatewayMutations tries them on gateways and a firewall.
func TestGatewayMutations(t *testing.T) {
	mutate(t, "../../golden/gateways/platform.cue", gatewayMutations)
}
