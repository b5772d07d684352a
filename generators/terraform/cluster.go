package terraform

import (
	"groundplan.internal/generators/terraform/tf"
)

// clusterLabel is the label of the one cluster.
const clusterLabel = "main"

// cluster is what all services run in.
func (e *emitter) cluster() {
	c := e.p.Cluster
	if c == nil {
		return
	}
	cluster := tf.Resource("aws_ecs_cluster", clusterLabel,
		tf.Set("name", tf.String(c.Name)),
		tf.Nested("setting",
			tf.Set("name", tf.String("containerInsights")),
			tf.Set("value", tf.String("enabled"))))
	e.add(c.Stack, "cluster.tf", cluster,
		tf.Resource("aws_ecs_cluster_capacity_providers", clusterLabel,
			tf.Set("cluster_name", cluster.Ref("name")),
			tf.Set("capacity_providers", tf.Strings("FARGATE", "FARGATE_SPOT")),
			tf.Nested("default_capacity_provider_strategy",
				tf.Set("capacity_provider", tf.String("FARGATE")),
				tf.Set("weight", tf.Int(1)))))
	e.export(tf.Export{
		Stack: string(c.Stack), Name: "cluster_name", Public: true,
		Description: "Name of the ECS cluster.",
		Value:       cluster.Ref("name"),
		After:       []tf.Ref{tf.RefTo("aws_ecs_cluster_capacity_providers", clusterLabel, "")},
	})
}
