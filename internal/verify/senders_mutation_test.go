package verify_test

import "testing"

var senderMutations = []mutation{
	{"a range more", "prefix-lists.tf", `(max_entries = 15\n)`, "$1\n  entry {\n    cidr = \"0.0.0.0/1\"\n  }\n", "verify-setting"},
	{"a range fewer", "prefix-lists.tf", `(?s)  entry \{\n.*?\n  \}\n`, ``, "verify-setting"},
	{"a wider range", "prefix-lists.tf", `cidr = "104.16.0.0/13"`, `cidr = "104.0.0.0/5"`, "verify-setting"},
	{"room for more ranges", "prefix-lists.tf", `max_entries = 15`, `max_entries = 60`, "verify-setting"},
	{"another of AWS's lists", "prefix-lists.tf", `com.amazonaws.global.cloudfront.origin-facing`, `com.amazonaws.global.groundstation`, "verify-setting"},
	{"the list of another", "security-group-public.tf", `aws_ec2_managed_prefix_list.cloudflare`, `data.aws_ec2_managed_prefix_list.cloudfront`, "verify-reach-missing"},
	{"everybody in place of a list", "security-group-*.tf", `prefix_list_id = [^\n]*`, `cidr_ipv4 = "0.0.0.0/0"`, "verify-reach-missing"},
	{"a list on another port", "security-group-behind.tf", `(from|to)_port( +)= 443`, `${1}_port$2= 80`, "verify-reach-missing"},
	{"a way in left out", "security-group-public.tf", `(?s)resource "aws_vpc_security_group_ingress_rule" .*?\n}\n`, ``, "verify-reach-missing"},
	{"kept for less", "distribution-library.tf", `(default|max)_ttl( +)= \d+`, `${1}_ttl$2= 60`, "verify-setting"},
	{"kept by who asks", "distribution-library.tf", `cookie_behavior = "none"`, `cookie_behavior = "all"`, "verify-setting"},
	{"another policy", "distribution-library.tf", `aws_cloudfront_cache_policy.library.id`, `"658327ea-f89d-4fab-a63d-7e88639e58f6"`, "verify-distribution"},
	{"a list that nobody asked for", "prefix-lists.tf", `\z`, "\nresource \"aws_ec2_managed_prefix_list\" \"more\" {\n  name = \"more\"\n  address_family = \"IPv4\"\n  max_entries = 1\n}\n", "verify-resource"},
}

// TestSenderMutations tries them on who may reach balancers.
func TestSenderMutations(t *testing.T) {
	mutate(t, "../../golden/edge/platform.cue", senderMutations)
}
