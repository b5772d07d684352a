package terraform

import (
	"slices"
	"strconv"

	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// queues writes each queue, with the one for its dead messages and who may speak to them,
// into a file of its own.
func (e *emitter) queues() {
	for _, q := range e.p.Queues {
		dead := deadQueue(q.Dead)
		dead.Comment = "Messages that were received " + strconv.Itoa(q.MaxReceives) + " times without being deleted."
		redrive, closed := allowRedrive(q), queuePolicy(q.Dead.Label)
		closed[0].Add(
			tf.Gap{},
			tf.Comment("Both set attributes of the same queue, one after the other."),
			tf.Set("depends_on", tf.List{redrive.Ref("")}))
		e.add(q.Stack, "queue-"+q.Name+".tf", slices.Concat(
			[]*tf.Block{queue(q)}, queuePolicy(q.Label, deliveries(q)...), []*tf.Block{dead, redrive}, closed)...)
		e.export(tf.Export{
			Stack: string(q.Stack), Name: q.Label + "_queue_url", Public: true,
			Description: "URL of the queue " + q.Name + ".",
			Value:       queueRef(q.Label, "url"),
		})
		for _, x := range []struct{ label, attribute, description string }{
			{q.Label, "arn", "ARN of the queue " + q.Name + "."},
			{q.Label, "name", "Name of the queue " + q.Name + "."},
			{q.Dead.Label, "name", "Name of the queue for dead messages of " + q.Name + "."},
		} {
			e.export(tf.Export{
				Stack: string(q.Stack), Name: x.label + "_queue_" + x.attribute,
				Description: x.description, Value: queueRef(x.label, x.attribute),
			})
		}
	}
}

func queueRef(label, attribute string) tf.Ref { return tf.RefTo("aws_sqs_queue", label, attribute) }

func queue(q infra.Queue) *tf.Block {
	b := named(q.Label, q.Queue, q.FIFO)
	b.Comment = q.Purpose
	b.Add(
		tf.Set("visibility_timeout_seconds", tf.Int(q.Visibility)),
		tf.Set("message_retention_seconds", tf.Int(q.Kept)))
	if q.Delay > 0 {
		b.Add(tf.Set("delay_seconds", tf.Int(q.Delay)))
	}
	b.Add(
		tf.Comment("Long polling: a receive call waits for a message, so that an empty queue is asked less often."),
		tf.Set("receive_wait_time_seconds", tf.Int(q.Wait)),
		tf.Set("sqs_managed_sse_enabled", tf.Bool(true)),
		tf.Gap{},
		tf.Set("redrive_policy", tf.Fn("jsonencode", tf.Object{
			{Key: "deadLetterTargetArn", Value: queueRef(q.Dead.Label, "arn")},
			{Key: "maxReceiveCount", Value: tf.Int(q.MaxReceives)},
		})))
	return b
}

// deadQueue keeps what nobody could do anything with, until somebody has looked.
func deadQueue(q infra.DeadQueue) *tf.Block {
	b := named(q.Label, q.Queue, q.FIFO)
	b.Add(
		tf.Comment("14 days, the longest that SQS keeps a message."),
		tf.Set("message_retention_seconds", tf.Int(q.Kept)),
		tf.Set("sqs_managed_sse_enabled", tf.Bool(true)))
	return b
}

func named(label, name string, fifo bool) *tf.Block {
	b := tf.Resource("aws_sqs_queue", label, tf.Set("name", tf.String(name)))
	if fifo {
		b.Add(tf.Set("fifo_queue", tf.Bool(true)))
	}
	return b
}

// allowRedrive lets no other queue put its dead messages there.
func allowRedrive(q infra.Queue) *tf.Block {
	return tf.Resource("aws_sqs_queue_redrive_allow_policy", q.Dead.Label,
		tf.Set("queue_url", queueRef(q.Dead.Label, "url")),
		tf.Gap{},
		tf.Set("redrive_allow_policy", tf.Fn("jsonencode", tf.Object{
			{Key: "redrivePermission", Value: tf.String("byQueue")},
			{Key: "sourceQueueArns", Value: tf.List{queueRef(q.Label, "arn")}},
		})))
}

// queuePolicy refuses whoever speaks to a queue in the clear, and says what else is given.
func queuePolicy(label string, more ...*tf.Block) []*tf.Block {
	document := tf.Data("aws_iam_policy_document", label+"_queue",
		inTheClear("sqs:*", queueRef(label, "arn")))
	for _, statement := range more {
		document.Add(statement)
	}
	return []*tf.Block{
		tf.Resource("aws_sqs_queue_policy", label,
			tf.Set("queue_url", queueRef(label, "url")),
			tf.Set("policy", document.Ref("json"))),
		document,
	}
}

// deliveries let topics send to a queue, each for itself alone.
func deliveries(q infra.Queue) (out []*tf.Block) {
	for _, t := range q.Topics {
		out = append(out, visit(t.Sid, t.May, tf.List{queueRef(q.Label, "arn")},
			condition("ArnEquals", "aws:SourceArn", tf.List{tf.RefTo("aws_sns_topic", t.Topic, "arn")})))
	}
	return out
}
