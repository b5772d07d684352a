package verify_test

import "testing"

var identityMutations = []mutation{
	{"nobody signs in", "service-*.tf", `(?s)  action \{\n    type  = "authenticate-oidc".*?\n  \}\n\n  action`, "  action", "verify-route"},
	{"everybody let through", "service-*.tf", `on_unauthenticated_request = "(authenticate|deny)"`, `on_unauthenticated_request = "allow"`, "verify-route"},
	{"another provider", "service-*.tf", `"https://studio.kinde.com/oauth2/token"`, `"https://evil.example.com/token"`, "verify-route"},
	{"another issuer", "service-*.tf", `issuer( +)= "[^"]*"`, `issuer$1= "https://evil.example.com"`, "verify-route"},
	{"another client", "service-*.tf", `client_id( +)= "[^"]*"`, `client_id$1= "x"`, "verify-route"},
	{"the secret of a client in a file", "service-*.tf", `client_secret = [^\n]*`, `client_secret = "x"`, "verify-route"},
	{"another key of a secret", "service-*.tf", `\["client_secret"\]`, `["other"]`, "verify-route"},
	{"another secret", "sign-in.tf", `secret_id = [^\n]*`, `secret_id = "other"`, "verify-setting"},
	{"an old value", "sign-in.tf", `(secret_id = [^\n]*\n)`, "${1}  version_stage = \"AWSPREVIOUS\"\n", "verify-setting"},
	{"less asked of a person", "service-*.tf", `scope( +)= "[^"]*"`, `scope$1= "openid"`, "verify-route"},
	{"a longer session", "service-*.tf", `session_timeout( +)= \d+`, `session_timeout$1= 604800`, "verify-route"},
	{"forwarding first", "service-*.tf", `(type +)= "forward"\n( +order +)= 2`, "$1= \"forward\"\n$2= 1", "verify-route"},
	{"no way to the provider", "security-group-main.tf", `(?s)resource "aws_vpc_security_group_egress_rule" "main_to_internet_443" .*?\n}\n`, ``, "verify-reach-missing"},

	{"a guard that is told", "outputs.tf", `(?s)(output "main_guard" .*?)  sensitive   = true\n`, `$1`, "verify-output-secret"},
	{"a guard that is told anew", "outputs.tf", `\z`, "\noutput \"more\" {\n  value = nonsensitive(\"x\")\n}\n", "verify-output-secret"},
	{"a rule without a guard", "*.tf", `(?s)  condition \{\n    http_header \{.*?\n    \}\n  \}\n`, ``, "verify-route"},
	{"another header", "*.tf", `http_header_name = "X-Origin-Verify"`, `http_header_name = "X-Forwarded-Proto"`, "verify-route"},
	{"any value", "*.tf", `(http_header_name [^\n]*\n +values +=) [^\n]*`, `$1 ["*"]`, "verify-route"},
	{"let through by default", "balancer-main.tf", `(status_code +)= "403"`, `$1= "200"`, "verify-setting"},
	{"a value that one can guess", "balancer-main.tf", `value( +)= replace[^\n]*`, `value$1= "secret"`, "verify-setting"},
	{"a value that anybody reads", "balancer-main.tf", `"SecureString"`, `"String"`, "verify-setting"},
	{"a value drawn at each apply", "balancer-main.tf", `(?s)\n  lifecycle \{\n    ignore_changes = \[value\]\n  \}\n`, ``, "verify-setting"},
	{"a distribution without the header", "*.tf", `(?s)    custom_header \{.*?\n    \}\n`, ``, "verify-distribution"},
	{"a header of another name", "*.tf", `name  = "X-Origin-Verify"`, `name  = "X-Other"`, "verify-distribution"},
	{"a header of another value", "*.tf", `(name  = "X-Origin-Verify"\n +value = )[^\n]*`, `${1}"x"`, "verify-distribution"},

	{"a record less", "*/outputs.tf", `(?s)      \{\n        name  = "[^\n]*\n        type  = "CNAME".*?\n      \},\n`, ``, "verify-alias"},
	{"a record that leads elsewhere", "*/outputs.tf", `(type  = "CNAME"\n +value = )[^\n]*`, `${1}"evil.example.com"`, "verify-alias"},
	{"a record of another name", "*/outputs.tf", `name  = "(www|portal|hooks)\.`, `name  = "x$1.`, "verify-alias"},
	{"a proof less", "*/outputs.tf", `(?s)    \[\n      for option in .*?\n    \],\n`, ``, "verify-alias"},
	{"another part of a proof", "*/outputs.tf", `option\.resource_record_value`, `option.resource_record_name`, "verify-alias"},
	{"a stack's records forgotten", "terraform/outputs.tf", `concat\(module\.edge\.dns_records, `, `concat(`, "verify-alias"},
	{"a validation that waits for other records", "certificates.tf", `(certificate_arn = [^\n]*\n)`, "${1}  validation_record_fqdns = [\"x\"]\n", "verify-setting"},
	{"a listener that nobody is sent to", "balancer-main.tf", `(?s)(resource "aws_lb_listener" )"main_https"(.*?\n\}\n)`, "${0}\n${1}\"main_http\"${2}", "verify-resource"},
	{"a record after all", "certificates.tf", `(?s)\z`, "\nresource \"aws_route53_record\" \"x\" {\n  zone_id = \"Z1\"\n  name = \"www.example.com\"\n  type = \"CNAME\"\n  ttl = 300\n  records = [\"x\"]\n}\n", "verify-resource"},
	{"a zone after all", "certificates.tf", `(?s)\z`, "\ndata \"aws_route53_zone\" \"main\" {\n  name = \"example.com\"\n}\n", "verify-resource"},
}

// TestIdentityMutations tries them on sign-in, guards and records that others keep.
func TestIdentityMutations(t *testing.T) {
	mutate(t, "../../golden/identity/platform.cue", identityMutations)
}
