package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// flowLogs is the record of who talked to whom.
func (e *emitter) flowLogs() {
	f := e.p.Network.FlowLogs
	if f == nil {
		return
	}
	const file = "flow-logs.tf"
	e.add(infra.StackNetwork, file, logGroup(f.LogGroup))
	e.add(infra.StackNetwork, file, e.role(infra.StackNetwork, f.Role)...)
	e.add(infra.StackNetwork, file,
		e.trust(infra.StackNetwork, f.Role),
		tf.Resource("aws_flow_log", "main",
			tf.Set("vpc_id", e.vpcID()),
			tf.Set("traffic_type", tf.String("ALL")),
			tf.Gap{},
			tf.Set("log_destination_type", tf.String("cloud-watch-logs")),
			tf.Set("log_destination", tf.RefTo("aws_cloudwatch_log_group", f.LogGroup.Label, "arn")),
			tf.Set("iam_role_arn", tf.RefTo("aws_iam_role", f.Role.Label, "arn")),
			tf.Gap{},
			nameTag(e.p.Network.Name)))
}
