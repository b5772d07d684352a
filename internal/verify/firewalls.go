package verify

import (
	"fmt"
	"strings"

	"groundplan.internal/internal/model"
)

// scoped is a firewall in a scope that something needs it in.
type scoped struct {
	model.Firewall
	label, scope, region string
}

// webACLs are the declared firewalls, by scope.
func (o *output) webACLs() (out []scoped) {
	for _, f := range o.declared.Firewalls {
		regional, edge := false, false
		for _, b := range o.declared.Balancers {
			regional = regional || b.Firewall == f.Name
		}
		for _, x := range o.declared.Frontends {
			edge = edge || x.Firewall == f.Name
		}
		for _, x := range o.declared.Distributions {
			edge = edge || x.Firewall == f.Name
		}
		if regional {
			out = append(out, scoped{f, label(f.Name), "REGIONAL", o.declared.Region})
		}
		if edge {
			out = append(out, scoped{f, label(f.Name) + "_cloudfront", "CLOUDFRONT", edgeRegion})
		}
	}
	return out
}

// firewalls are what each web ACL must say: every declared rule, in order, and no other.
func (o *output) firewalls() map[string]arguments {
	return per(o.webACLs(), func(s scoped) string { return s.label }, func(s scoped) arguments {
		var names, priorities, metrics, managed []string
		add := func(name string) {
			names, priorities = append(names, name), append(priorities, fmt.Sprint(len(names)+1))
			metrics = append(metrics, "true")
		}
		for _, word := range s.Managed {
			add(word)
			managed = append(managed, o.facts.WAF.Managed[word].Name)
		}
		limit, window := "", ""
		if r := s.RatePerIP; r != nil {
			add("rate-per-ip")
			limit, window = fmt.Sprint(r.Limit), fmt.Sprint(r.Window)
		}
		if len(s.BlockCountries) > 0 {
			add("blocked-countries")
		}
		blocks := strings.TrimSuffix(strings.Repeat("a block,", len(names)-len(managed)), ",")
		kept := strings.TrimSuffix(strings.Repeat("a block,", len(managed)), ",")
		const rule = "rule.statement."
		return arguments{
			"scope": s.scope, "provider": o.providerIn(s.region), "default_action.allow": "a block", "default_action.block": "",
			"rule.name": strings.Join(names, ","), "rule.priority": strings.Join(priorities, ","),
			"rule.action.block": blocks, "rule.action.allow": "", "rule.action.count": "",
			"rule.override_action.none": kept, "rule.override_action.count": "",
			rule + "managed_rule_group_statement.name":          strings.Join(managed, ","),
			rule + "rate_based_statement.limit":                 limit,
			rule + "rate_based_statement.evaluation_window_sec": window,
			rule + "geo_match_statement.country_codes":          strings.Join(s.BlockCountries, ","),
			"visibility_config.cloudwatch_metrics_enabled":      true,
			"rule.visibility_config.cloudwatch_metrics_enabled": strings.Join(metrics, ","),
		}
	})
}

// firewallLogging is where web ACLs log to.
func (o *output) firewallLogging() map[string]arguments {
	return per(o.webACLs(), func(s scoped) string { return s.label }, func(s scoped) arguments {
		if !s.Logs {
			return nil
		}
		return arguments{
			"resource_arn": "aws_wafv2_web_acl." + s.label + ".arn", "log_destination_configs": "aws_cloudwatch_log_group.waf_" + s.label + ".arn",
			"provider": o.providerIn(s.region), "redacted_fields": "", "logging_filter": "",
		}
	})
}

// firewallLogGroups are kept as long as all other logs.
func (o *output) firewallLogGroups() map[string]arguments {
	out := map[string]arguments{}
	for _, s := range o.webACLs() {
		if s.Logs {
			out["waf_"+s.label] = arguments{"retention_in_days": o.declared.Logs.RetentionDays, "skip_destroy": "", "provider": o.providerIn(s.region)}
		}
	}
	return out
}

// firewallPlaces are the balancers that firewalls stand before.
func (o *output) firewallPlaces() map[string]arguments {
	out := map[string]arguments{}
	for _, b := range o.declared.Balancers {
		if b.Firewall != "" {
			out[label(b.Name)] = arguments{"resource_arn": "aws_lb." + label(b.Name) + ".arn", "web_acl_arn": "aws_wafv2_web_acl." + label(b.Firewall) + ".arn"}
		}
	}
	return out
}
