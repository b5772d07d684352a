package infra

import "groundplan.internal/internal/model"

// Queue is a queue of SQS.
type Queue struct {
	Label string // Terraform label
	Queue string // name in AWS
	Kept  int    // seconds
}

// failedQueue keeps what a node failed at, for as long as SQS keeps anything.
func (b *builder) failedQueue(at model.Path, node string) Queue {
	return Queue{
		Label: b.names.label("sqs-queue", at, node, "failed"), Queue: b.names.derived("sqs-queue", at, node, "failed"),
		Kept: b.facts.SQS.KeptSeconds,
	}
}
