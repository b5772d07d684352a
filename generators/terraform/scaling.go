package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// scaling follows load between two counts.
func scaling(s infra.Service) []*tf.Block {
	target := tf.Resource("aws_appautoscaling_target", s.Label,
		tf.Set("service_namespace", tf.String("ecs")),
		tf.Set("resource_id", tf.Template{
			tf.String("service/"), tf.RefTo("aws_ecs_cluster", clusterLabel, "name"),
			tf.String("/"), tf.RefTo("aws_ecs_service", s.Label, "name"),
		}),
		tf.Set("scalable_dimension", tf.String("ecs:service:DesiredCount")),
		tf.Gap{},
		tf.Set("min_capacity", tf.Int(s.Scaling.Min)),
		tf.Set("max_capacity", tf.Int(s.Scaling.Max)))
	blocks := []*tf.Block{target}
	for _, follow := range []struct {
		name, metric string
		percent      int
	}{
		{"cpu", "ECSServiceAverageCPUUtilization", s.Scaling.CPU},
		{"memory", "ECSServiceAverageMemoryUtilization", s.Scaling.Memory},
	} {
		if follow.percent > 0 {
			blocks = append(blocks, follows(s, target, follow.name, follow.metric, follow.percent))
		}
	}
	if s.Scaling.Requests > 0 && len(s.TargetGroups) > 0 {
		blocks = append(blocks, follows(s, target, "requests", "ALBRequestCountPerTarget", s.Scaling.Requests, requestSource(s.TargetGroups[0])))
	}
	return blocks
}

// requestSource says of which balancer and target group requests are counted.
func requestSource(g infra.TargetGroup) tf.Item {
	return tf.Set("resource_label", tf.Template{
		tf.RefTo("aws_lb", g.BalancerLabel, "arn_suffix"), tf.String("/"), tf.RefTo("aws_lb_target_group", g.Label, "arn_suffix"),
	})
}

// follows keeps the average of a metric at a value.
func follows(s infra.Service, target *tf.Block, name, metric string, value int, of ...tf.Item) *tf.Block {
	return tf.Resource("aws_appautoscaling_policy", s.Label+"_"+name,
		tf.Set("name", tf.String(name)),
		tf.Set("policy_type", tf.String("TargetTrackingScaling")),
		tf.Gap{},
		tf.Set("service_namespace", target.Ref("service_namespace")),
		tf.Set("resource_id", target.Ref("resource_id")),
		tf.Set("scalable_dimension", target.Ref("scalable_dimension")),
		tf.Nested("target_tracking_scaling_policy_configuration",
			tf.Set("target_value", tf.Int(value)),
			tf.Set("scale_in_cooldown", tf.Int(s.Scaling.Cooldown.In)),
			tf.Set("scale_out_cooldown", tf.Int(s.Scaling.Cooldown.Out)),
			tf.Nested("predefined_metric_specification",
				append([]tf.Item{tf.Set("predefined_metric_type", tf.String(metric))}, of...)...)))
}
