package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// keepingQueue keeps what comes into it until somebody has looked.
func keepingQueue(q infra.Queue) *tf.Block {
	return tf.Resource("aws_sqs_queue", q.Label,
		tf.Set("name", tf.String(q.Queue)),
		tf.Comment("14 days, the longest that SQS keeps a message."),
		tf.Set("message_retention_seconds", tf.Int(q.Kept)),
		tf.Set("sqs_managed_sse_enabled", tf.Bool(true)))
}
