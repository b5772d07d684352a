package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// firewalls writes each web ACL with what it stands before and where it logs to.
func (e *emitter) firewalls() {
	for _, f := range e.p.Firewalls {
		file := "firewall-" + f.Name + ".tf"
		for _, acl := range f.ACLs {
			if acl.Inside != nil {
				e.add(f.Stack, file, e.addressSet(*acl.Inside, acl.Scope))
			}
			e.add(f.Stack, file, webACL(f, acl))
			if acl.Logs != nil {
				e.add(f.Stack, file, firewallLogs(acl)...)
			}
			if acl.Scope != infra.ScopeRegional {
				continue
			}
			for _, balancer := range f.Balancers {
				e.add(f.Stack, file, tf.Resource("aws_wafv2_web_acl_association", balancer,
					tf.Set("resource_arn", tf.RefTo("aws_lb", balancer, "arn")),
					tf.Set("web_acl_arn", tf.RefTo("aws_wafv2_web_acl", acl.Label, "arn"))))
			}
		}
	}
}

func webACL(f infra.Firewall, acl infra.WebACL) *tf.Block {
	b := tf.Resource("aws_wafv2_web_acl", acl.Label,
		tf.Set("name", tf.String(acl.Name)),
		tf.Set("scope", tf.String(acl.Scope)),
		tf.Nested("default_action", tf.Nested("allow")))
	b.Comment, b.Region = f.Purpose, acl.Region
	for _, r := range f.Rules {
		b.Add(firewallRule(r, acl))
	}
	b.Add(visibility(acl.Name))
	return b
}

// firewallRule blocks what it finds; a group of AWS's own says by itself what it does.
func firewallRule(r infra.FirewallRule, acl infra.WebACL) *tf.Block {
	b := tf.Nested("rule",
		tf.Set("name", tf.String(r.Name)),
		tf.Set("priority", tf.Int(r.Priority)))
	action, statement := tf.Nested("action", tf.Nested("block")), tf.Nested("statement")
	switch {
	case r.Managed != "":
		action = tf.Nested("override_action", tf.Nested("none"))
		statement.Add(tf.Nested("managed_rule_group_statement",
			tf.Set("vendor_name", tf.String("AWS")),
			tf.Set("name", tf.String(r.Managed))))
	case r.Limit > 0:
		rate := tf.Nested("rate_based_statement",
			tf.Set("aggregate_key_type", tf.String("IP")),
			tf.Set("limit", tf.Int(r.Limit)),
			tf.Set("evaluation_window_sec", tf.Int(r.Window)))
		if acl.Inside != nil {
			rate.Add(outside(*acl.Inside))
		}
		statement.Add(rate)
	default:
		statement.Add(tf.Nested("geo_match_statement", tf.Set("country_codes", tf.Strings(r.Countries...))))
	}
	b.Add(action, statement, visibility(r.Name))
	return b
}

// outside narrows a rule to the requests that come from none of some addresses.
func outside(s infra.AddressSet) *tf.Block {
	b := tf.Nested("scope_down_statement",
		tf.Nested("not_statement",
			tf.Nested("statement",
				tf.Nested("ip_set_reference_statement", tf.Set("arn", tf.RefTo("aws_wafv2_ip_set", s.Label, "arn"))))))
	b.Comment = "Requests through API Gateway come from the addresses of its VPC link, each of which stands for many clients."
	return b
}

// addressSet is the range of the VPC.
func (e *emitter) addressSet(s infra.AddressSet, scope string) *tf.Block {
	return tf.Resource("aws_wafv2_ip_set", s.Label,
		tf.Set("name", tf.String(s.Name)),
		tf.Set("scope", tf.String(scope)),
		tf.Set("ip_address_version", tf.String("IPV4")),
		tf.Set("addresses", tf.List{e.ofVPC("cidr_block")}))
}

func visibility(metric string) *tf.Block {
	return tf.Nested("visibility_config",
		tf.Set("metric_name", tf.String(metric)),
		tf.Set("cloudwatch_metrics_enabled", tf.Bool(true)),
		tf.Set("sampled_requests_enabled", tf.Bool(true)))
}

// firewallLogs keep a line for every request that a rule looked at. The policy by which
// WAF may write into the group is AWS's doing, on PutLoggingConfiguration: one of ours
// would count against the ten of an account and a region, and be there twice.
func firewallLogs(acl infra.WebACL) []*tf.Block {
	group := logGroup(*acl.Logs)
	group.Comment = "WAF requires the prefix aws-waf-logs- in the name."
	logging := tf.Resource("aws_wafv2_web_acl_logging_configuration", acl.Label,
		tf.Set("resource_arn", tf.RefTo("aws_wafv2_web_acl", acl.Label, "arn")),
		tf.Set("log_destination_configs", tf.List{group.Ref("arn")}),
		tf.Gap{},
		tf.Comment("Credentials stay out of the log."),
		tf.Nested("redacted_fields", tf.Nested("single_header", tf.Set("name", tf.String("authorization")))),
		tf.Nested("redacted_fields", tf.Nested("single_header", tf.Set("name", tf.String("cookie")))))
	group.Region, logging.Region = acl.Region, acl.Region
	return []*tf.Block{group, logging}
}
