package verify_test

import "testing"

var domainMutations = []mutation{
	{"a literal in place of the variable", "*.tf", `\$\{var\.domain_name\}`, `press.example`, ""},
	{"a literal alone", "*.tf", `(= )var\.domain_name\n`, "${1}\"press.example\"\n", ""},
	{"a literal in a list", "service-web.tf", `\[var\.domain_name\]`, `["staging.press.example"]`, ""},
	{"a literal in a task definition", "ecs/*.json", `\$\{DOMAIN_NAME\}`, `press.example`, ""},
	{"another default", "terraform/variables.tf", `default( +)= "press.example"`, `default$1= "evil.example"`, "verify-domain"},
	{"another default of one root", "[0-9]-*/variables.tf", `default( +)= "staging.press.example"`, `default$1= "press.example"`, "verify-domain"},
	{"another domain for a module", "terraform/main.tf", `domain_name( +)= var.domain_name`, `domain_name$1= "evil.example"`, "verify-domain"},
	{"a literal for a module", "terraform/main.tf", `domain_name( +)= var.domain_name`, `domain_name$1= "press.example"`, "verify-domain"},
	{"any text for a domain", "variables.tf", `(?s)\n  validation \{.*?\n  \}\n`, ``, "verify-domain"},
	{"nearly any text for a domain", "variables.tf", `regex\("\^`, `regex("`, "verify-domain"},
	{"another name below the domain", "*.tf", `"www\.\$\{var\.domain_name\}"`, `"admin.$${var.domain_name}"`, ""},
	{"the domain where a name below it belongs", "dns.tf", `(name +)= "media\.\$\{var\.domain_name\}"`, `$1= var.domain_name`, ""},
	{"a zone of another name", "dns.tf", `(data "aws_route53_zone" "main" \{\n  name = )var.domain_name`, `$1"sub.$${var.domain_name}"`, ""},
	{"the host of a gateway", "gateway-api.tf", `(server_name_to_verify = |"overwrite:header.Host" = )var.domain_name`, `$1"www.$${var.domain_name}"`, "verify-setting"},
}

// TestDomainMutations tries them on a domain that a variable holds.
func TestDomainMutations(t *testing.T) {
	mutate(t, "../../golden/edge/platform.cue", domainMutations)
}
