package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// records writes the names of what the platform answers for.
func (e *emitter) records() {
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
