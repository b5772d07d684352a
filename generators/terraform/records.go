package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// records writes the names of what the platform answers for.
func (e *emitter) records() {
	if e.p.ExternalDNS {
		e.recordsByHand()
		return
	}
	for _, a := range e.p.Aliases {
		e.add(a.Stack, "dns.tf", e.record(a, a.Label, "A"))
		if target := aliasTarget(a.Target); target.ipv6 {
			e.add(a.Stack, "dns.tf", e.record(a, a.Label+"_ipv6", "AAAA"))
		}
	}
}

func (e *emitter) record(a infra.Alias, label, typ string) *tf.Block {
	target := aliasTarget(a.Target)
	return tf.Resource("aws_route53_record", label,
		tf.Set("zone_id", e.zoneID(a.Stack)),
		tf.Set("name", tf.String(a.Name)),
		tf.Set("type", tf.String(typ)),
		tf.Nested("alias",
			tf.Set("name", target.name),
			tf.Set("zone_id", target.zone),
			tf.Set("evaluate_target_health", tf.Bool(target.health))))
}

// addressed is what an alias leads to: its name and zone at AWS, whether it has IPv6
// addresses, and whether Route 53 can tell if it works.
type addressed struct {
	name, zone   tf.Ref
	ipv6, health bool
}

func aliasTarget(t infra.AliasTarget) addressed {
	switch t.Kind {
	case "balancers":
		return addressed{tf.RefTo("aws_lb", t.Label, "dns_name"), tf.RefTo("aws_lb", t.Label, "zone_id"), false, true}
	case "distributions":
		return addressed{tf.RefTo("aws_cloudfront_distribution", t.Label, "domain_name"), tf.RefTo("aws_cloudfront_distribution", t.Label, "hosted_zone_id"), true, false}
	case "userPools":
		return addressed{tf.RefTo("aws_cognito_user_pool_domain", t.Label, "cloudfront_distribution"), tf.RefTo("aws_cognito_user_pool_domain", t.Label, "cloudfront_distribution_zone_id"), false, false}
	}
	panic("terraform: no alias leads to " + t.Kind)
}

// recordsByHand are the records of each stack as an output, where somebody else keeps the
// domain: what proves certificates, and what leads hosts here.
func (e *emitter) recordsByHand() {
	for _, stack := range e.p.Stacks {
		var parts []tf.Expr
		for _, c := range e.p.Certificates {
			if c.Stack == stack {
				parts = append(parts, proofs(c))
			}
		}
		var hosts tf.List
		for _, a := range e.p.Aliases {
			if a.Stack == stack {
				hosts = append(hosts, handRecord(tf.String(a.Name), tf.String("CNAME"), aliasTarget(a.Target).name))
			}
		}
		if len(hosts) > 0 {
			parts = append(parts, hosts)
		}
		if len(parts) > 0 {
			e.exports = append(e.exports, tf.Export{
				Stack: string(stack), Name: "dns_records", Public: true, Joined: true,
				Description: "Records that DNS must have: those that validate certificates, and those that lead hosts here.",
				Value:       tf.Fn("distinct", joinedLists(parts)),
			})
		}
	}
}

// joinedLists is one list of several.
func joinedLists(lists []tf.Expr) tf.Expr {
	if len(lists) == 1 {
		return lists[0]
	}
	return tf.Fn("concat", lists...)
}

// proofs are what ACM wants to read in DNS for the names of a certificate.
func proofs(c infra.Certificate) tf.For {
	return tf.For{
		Each: "option", In: tf.RefTo("aws_acm_certificate", c.Label, "domain_validation_options"),
		Value: handRecord(tf.Ident("option.resource_record_name"), tf.Ident("option.resource_record_type"), tf.Ident("option.resource_record_value")),
	}
}

func handRecord(name, typ, value tf.Expr) tf.Object {
	return tf.Object{{Key: "name", Value: name}, {Key: "type", Value: typ}, {Key: "value", Value: value}}
}
