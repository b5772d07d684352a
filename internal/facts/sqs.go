package facts

// SQS is what queues do with messages.
type SQS struct {
	Table
	KeptSeconds int // the most for which one is kept
}
