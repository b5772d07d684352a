package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// scaling follows load between two counts.
func (e *emitter) scaling(s infra.Service) []*tf.Block {
	target := tf.Resource("aws_appautoscaling_target", s.Label,
		tf.Set("service_namespace", tf.String("ecs")),
		tf.Set("resource_id", tf.Template{
			tf.String("service/"), tf.RefTo("aws_ecs_cluster", clusterLabel, "name"),
			tf.String("/"), tf.RefTo("aws_ecs_service", s.Label, "name"),
		}),
		tf.Set("scalable_dimension", tf.String("ecs:service:DesiredCount")),
		tf.Gap{},
		tf.Set("min_capacity", e.whileParked(tf.Int(0), tf.Int(s.Scaling.Min))),
		tf.Set("max_capacity", e.whileParked(tf.Int(0), tf.Int(s.Scaling.Max))))
	if e.p.Park != nil {
		target.Comment = "Application Auto Scaling brings the service within these bounds at once."
	}
	blocks := []*tf.Block{target}
	for _, follow := range []struct {
		name, metric string
		percent      int
	}{
		{"cpu", "ECSServiceAverageCPUUtilization", s.Scaling.CPU},
		{"memory", "ECSServiceAverageMemoryUtilization", s.Scaling.Memory},
	} {
		if follow.percent > 0 {
			blocks = append(blocks, follows(s, target, follow.name, follow.percent, predefined(follow.metric)))
		}
	}
	if s.Scaling.Requests > 0 && len(s.TargetGroups) > 0 {
		blocks = append(blocks, follows(s, target, "requests", s.Scaling.Requests, predefined("ALBRequestCountPerTarget", requestSource(s.TargetGroups[0]))))
	}
	if s.Queue != nil {
		blocks = append(blocks, follows(s, target, "queue", s.Queue.Target, e.reckoned(s)))
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
func follows(s infra.Service, target *tf.Block, name string, value int, metric *tf.Block) *tf.Block {
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
			metric))
}

// predefined is a metric that Application Auto Scaling knows by itself.
func predefined(metric string, of ...tf.Item) *tf.Block {
	return tf.Nested("predefined_metric_specification",
		append([]tf.Item{tf.Set("predefined_metric_type", tf.String(metric))}, of...)...)
}

// reckoned is what Application Auto Scaling has to compute: messages by tasks.
func (e *emitter) reckoned(s infra.Service) *tf.Block {
	q := s.Queue
	b := tf.Nested("customized_metric_specification", tf.Nested("metrics",
		tf.Set("id", tf.String("each")),
		tf.Set("expression", tf.String(q.Expression)),
		tf.Set("label", tf.String("messages for each task")),
		tf.Set("return_data", tf.Bool(true))))
	b.Comment = q.Note
	for _, series := range q.Series {
		metric := tf.Nested("metric",
			tf.Set("namespace", tf.String(series.Namespace)),
			tf.Set("metric_name", tf.String(series.Metric)))
		for _, d := range series.Dimensions {
			metric.Add(tf.Nested("dimensions", tf.Set("name", tf.String(d.Name)), tf.Set("value", e.value(s.Stack, d.Value))))
		}
		b.Add(tf.Nested("metrics",
			tf.Set("id", tf.String(series.ID)),
			tf.Set("return_data", tf.Bool(false)),
			tf.Nested("metric_stat", tf.Set("stat", tf.String(series.Stat)), metric)))
	}
	return b
}
