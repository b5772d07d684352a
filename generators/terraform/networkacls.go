package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// networkACLs writes what may enter and leave the subnets of each tier.
func (e *emitter) networkACLs() {
	n := e.p.Network
	for _, acl := range n.ACLs {
		var subnets tf.List
		for _, s := range ofTier(n, acl.Tier) {
			subnets = append(subnets, tf.RefTo("aws_subnet", s.Label, "id"))
		}
		b := tf.Resource("aws_network_acl", acl.Label,
			tf.Set("vpc_id", e.vpcID()),
			tf.Set("subnet_ids", subnets))
		b.Add(tf.Gap{}, nameTag(acl.Name))
		e.add(infra.StackNetwork, "network-acls.tf", b)
		for _, r := range acl.Rules {
			e.add(infra.StackNetwork, "network-acls.tf", aclRule(acl, r))
		}
	}
}

func aclRule(acl infra.NetworkACL, r infra.ACLRule) *tf.Block {
	b := tf.Resource("aws_network_acl_rule", r.Label,
		tf.Set("network_acl_id", tf.RefTo("aws_network_acl", acl.Label, "id")),
		tf.Set("egress", tf.Bool(r.Egress)),
		tf.Set("rule_number", tf.Int(r.Number)),
		tf.Set("rule_action", tf.String("allow")),
		tf.Gap{},
		tf.Set("cidr_block", tf.String(r.CIDR)),
		tf.Set("protocol", tf.String(r.Protocol)))
	if r.Protocol != "-1" {
		b.Add(tf.Set("from_port", tf.Int(r.From)), tf.Set("to_port", tf.Int(r.To)))
	}
	b.Comment = r.Why
	return b
}
