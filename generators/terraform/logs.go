package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

func logGroup(g infra.LogGroup) *tf.Block {
	return tf.Resource("aws_cloudwatch_log_group", g.Label,
		tf.Set("name", tf.String(g.Name)),
		tf.Set("retention_in_days", tf.Int(g.RetentionDays)))
}

// sharedLogGroups writes the groups that belong to no single service or database;
// the others stand with theirs.
func (e *emitter) sharedLogGroups() {
	owned := make(map[string]bool, len(e.p.Services))
	for _, s := range e.p.Services {
		owned[s.Label] = true
	}
	for _, g := range e.p.LogGroups {
		switch {
		case g.Stack == infra.StackCompute && owned[g.Label]:
			e.logGroups[g.Label] = g
		case g.Stack == infra.StackData:
			e.add(g.Stack, "logs.tf", logGroup(g))
		default:
			e.add(g.Stack, "logs.tf", logGroup(g))
		}
	}
}
