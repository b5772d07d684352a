package verify

import (
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

var firewallRules = []Rule{
	{"verify-firewall", "a firewall says other than declared", "A web ACL has the declared rules in their order, each with its action and nothing that narrows it, counts what they find, and says nothing else."},
}

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
			out = append(out, scoped{f, label(f.Name) + "_cloudfront", "CLOUDFRONT", o.edgeRegion()})
		}
	}
	return out
}

// webACLSettings are where each web ACL stands, and that it lets pass what no rule finds.
func (o *output) webACLSettings() map[string]arguments {
	return per(o.webACLs(), func(s scoped) string { return s.label }, func(s scoped) arguments {
		return arguments{"scope": s.scope, "provider": o.providerIn(s.region), "default_action.allow": "a block"}
	})
}

// firewalls compares what web ACLs say with what is declared, to the last word.
func (o *output) firewalls() (found diag.List) {
	if o.declared.Environment.Local {
		return nil
	}
	o.config.each("resource", "aws_wafv2_web_acl", func(m *module, b *block) {
		for _, s := range o.webACLs() {
			if s.label != b.label {
				continue
			}
			have, want := o.ruling(m, b), o.declaredRuling(s)
			for _, line := range lacking(have, want) {
				found = append(found, finding(firewallRules, "verify-firewall", b.pos, model.At("firewalls", s.Name), fmt.Sprintf("%s does not say %s.", b.address, line)))
			}
			for _, line := range lacking(want, have) {
				found = append(found, finding(firewallRules, "verify-firewall", b.pos, model.At("firewalls", s.Name), fmt.Sprintf("%s says %s, for which nothing asks.", b.address, line)))
			}
		}
	})
	return found
}

// lacking are those of want that have lacks.
func lacking(have, want []string) []string {
	return slices.DeleteFunc(slices.Clone(want), func(line string) bool { return slices.Contains(have, line) })
}

// ruling is all that a web ACL says but how it is called and where it stands, an
// argument a line; rules are numbered in their order.
func (o *output) ruling(m *module, b *block) (lines []string) {
	for _, line := range o.flat(m, b.body, "") {
		name, _, _ := strings.Cut(line, " ")
		switch name {
		case "name", "scope", "provider", "visibility_config.metric_name":
		default:
			lines = append(lines, line)
		}
	}
	return lines
}

// flat is what a body says, as "block.argument = value"; blocks are numbered where
// their order tells.
func (o *output) flat(m *module, in body, at string) (lines []string) {
	for _, a := range in.attributes {
		lines = append(lines, at+a.name+" = "+o.config.spelled(value{m.folder, a.value}))
	}
	count := map[string]int{}
	for _, n := range in.blocks {
		name := at + n.name
		if count[n.name]++; n.name == "rule" || count[n.name] > 1 {
			name = fmt.Sprintf("%s %d", name, count[n.name])
		}
		lines = append(lines, name)
		lines = append(lines, o.flat(m, n.body, name+".")...)
	}
	return lines
}

// declaredRuling is what a web ACL must say.
func (o *output) declaredRuling(s scoped) (lines []string) {
	add := func(block string, said ...string) {
		lines = append(lines, block)
		for _, a := range said {
			lines = append(lines, block+"."+a)
		}
	}
	counted := []string{"cloudwatch_metrics_enabled = true", "sampled_requests_enabled = true"}
	add("default_action", "allow")
	add("visibility_config", counted...)
	rules := 0
	rule := func(name, action, statement string, said ...string) {
		rules++
		r := fmt.Sprintf("rule %d", rules)
		add(r, "name = "+name, fmt.Sprintf("priority = %d", rules), action, "statement")
		add(r+"."+action, map[string]string{"action": "block", "override_action": "none"}[action])
		add(r+".statement."+statement, said...)
		add(r+".visibility_config", append(counted, "metric_name = "+name)...)
	}
	for _, word := range s.Managed {
		rule(word, "override_action", "managed_rule_group_statement", "vendor_name = AWS", "name = "+o.facts.WAF.Managed[word].Name)
	}
	if r := s.RatePerIP; r != nil {
		said := []string{"aggregate_key_type = IP", fmt.Sprintf("limit = %d", r.Limit), fmt.Sprintf("evaluation_window_sec = %d", r.Window)}
		if o.countsLinks(s) {
			down := "scope_down_statement"
			for _, inner := range []string{"not_statement", "statement", "ip_set_reference_statement"} {
				said, down = append(said, down), down+"."+inner
			}
			said = append(said, down, down+".arn = aws_wafv2_ip_set."+s.label+"_vpc.arn")
		}
		rule("rate-per-ip", "action", "rate_based_statement", said...)
	}
	if len(s.BlockCountries) > 0 {
		rule("blocked-countries", "action", "geo_match_statement", "country_codes = "+strings.Join(s.BlockCountries, ","))
	}
	return lines
}

// countsLinks reports whether a web ACL with a rate stands before a balancer by which a
// gateway reaches services: it must leave out the VPC, from whose addresses they come.
func (o *output) countsLinks(s scoped) bool {
	linked := o.gatewayBalancers()
	return s.scope == "REGIONAL" && s.RatePerIP != nil && slices.ContainsFunc(o.declared.Balancers, func(b model.Balancer) bool {
		return b.Firewall == s.Name && slices.Contains(linked, b.Name)
	})
}

// addressSets are the VPC's own range, for the web ACLs that leave it out.
func (o *output) addressSets() map[string]arguments {
	vpc := "aws_vpc.main"
	if o.declared.Network.VPC == "default" {
		vpc = "data.aws_vpc.default"
	}
	return per(o.webACLs(), func(s scoped) string { return s.label + "_vpc" }, func(s scoped) arguments {
		if !o.countsLinks(s) {
			return nil
		}
		return arguments{"scope": s.scope, "ip_address_version": "IPV4", "addresses": vpc + ".cidr_block", "provider": o.providerIn(s.region)}
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
			"provider": o.providerIn(s.region), "redacted_fields.single_header.name": "authorization,cookie",
		}
	})
}

// firewallLogGroups are kept as long as all other logs.
func (o *output) firewallLogGroups() map[string]arguments {
	out := map[string]arguments{}
	for _, s := range o.webACLs() {
		if s.Logs {
			out["waf_"+s.label] = arguments{"retention_in_days": o.declared.Logs.RetentionDays, "provider": o.providerIn(s.region)}
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
