package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// routes are the target groups of a service, and the rules that lead to them.
func (e *emitter) serviceRoutes(s infra.Service) (blocks []*tf.Block) {
	for _, g := range s.TargetGroups {
		blocks = append(blocks, e.targetGroup(g))
	}
	for _, r := range e.listenerRules[s.Name] {
		blocks = append(blocks, e.listenerRule(r.balancer, r.rule))
	}
	return blocks
}

func (e *emitter) targetGroup(g infra.TargetGroup) *tf.Block {
	check := tf.Nested("health_check")
	if g.Protocol != "HTTP" {
		check.Add(tf.Set("protocol", tf.String(g.Protocol)))
	}
	check.Add(
		tf.Set("path", tf.String(g.Health.Path)),
		tf.Set("matcher", tf.String(g.Health.Codes)),
		tf.Set("interval", tf.Int(g.Health.Interval)),
		tf.Set("timeout", tf.Int(g.Health.Timeout)),
		tf.Set("healthy_threshold", tf.Int(g.Health.Healthy)),
		tf.Set("unhealthy_threshold", tf.Int(g.Health.Unhealthy)))
	return tf.Resource("aws_lb_target_group", g.Label,
		tf.Set("name", tf.String(g.Name)),
		tf.Set("vpc_id", e.vpcID()),
		tf.Set("target_type", tf.String("ip")),
		tf.Set("protocol", tf.String(g.Protocol)),
		tf.Set("port", tf.Int(g.Port)),
		tf.Set("deregistration_delay", tf.Int(g.Drain)),
		check,
		tf.Gap{},
		tf.Comment("The name contains the port: another port is a new group, which takes over before this one is deleted."),
		tf.Nested("lifecycle", tf.Set("create_before_destroy", tf.Bool(true))))
}

// attach registers the tasks of a service with its target groups.
func attach(b *tf.Block, s infra.Service) {
	for _, g := range s.TargetGroups {
		b.Add(tf.Nested("load_balancer",
			tf.Set("target_group_arn", tf.RefTo("aws_lb_target_group", g.Label, "arn")),
			tf.Set("container_name", tf.String(g.Container)),
			tf.Set("container_port", tf.Int(g.Port))))
	}
	b.Add(tf.Gap{})
}
