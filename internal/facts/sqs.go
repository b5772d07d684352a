package facts

// SQS is what queues, and topics before them, do with messages.
type SQS struct {
	Table
	KeptSeconds int    // the most for which one is kept
	WaitSeconds int    // the most that who receives waits for one
	TopicKey    string // AWS's own, for topics that programs speak to
	AlarmWindow int    // seconds that a queue's own alarms look at
}
