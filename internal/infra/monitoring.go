package infra

// Topic is an SNS topic that alarms speak to.
type Topic struct {
	Name, Label, Title, Purpose string
	Stack                       Stack
}

// Alarm is one alarm of CloudWatch.
type Alarm struct {
	Label string
	Name  string // in AWS
	Stack Stack
}

// Dashboard is a dashboard of CloudWatch.
type Dashboard struct {
	Label string
	Name  string // in AWS
	Stack Stack
}

func (b *builder) topics() {}

// monitoring watches what all families have made.
func (b *builder) monitoring() {}
