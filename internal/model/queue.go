package model

import (
	"slices"
	"strings"
)

// Queue is a queue of SQS, with another beside it for dead messages.
type Queue struct {
	Name    string `json:"-"`
	Was     string `json:"was"`
	Title   string `json:"title"`
	Purpose string `json:"purpose"`
	App     string `json:"app"`

	FIFO              bool `json:"fifo"`
	VisibilityTimeout int  `json:"visibilityTimeout"` // seconds
	RetentionDays     int  `json:"retentionDays"`
	Delay             int  `json:"delay"`       // seconds
	MaxReceives       int  `json:"maxReceives"` // before a message is dead
	MaxAge            int  `json:"maxAge"`      // seconds that a message may wait
}

// The alarms that queues have by themselves, unless an author's own has the name.
const (
	AlarmQueueAge  = "queue-age"
	AlarmQueueDead = "queue-dead"
)

// WithQueueAlarms is the platform with the alarms of its queues: one for messages that wait
// too long, and one for each that is dead. They look at windows of so many seconds. p is
// not changed.
func (p Platform) WithQueueAlarms(window int) Platform {
	own := slices.Clone(p.Alarms)
	for _, made := range []struct {
		name, metric string
		above        func(Queue) int
	}{
		{AlarmQueueAge, "queue-age-seconds", func(q Queue) int { return q.MaxAge }},
		{AlarmQueueDead, "queue-dead-messages", func(Queue) int { return 0 }},
	} {
		if slices.ContainsFunc(p.Alarms, func(a Alarm) bool { return a.Name == made.name }) {
			continue
		}
		for _, q := range p.Queues {
			above := made.above(q)
			own = append(own, Alarm{Name: made.name, Metric: made.metric, On: []string{q.Name}, Above: &above, Window: window, Periods: 1})
		}
	}
	slices.SortStableFunc(own, func(a, b Alarm) int { return strings.Compare(a.Name, b.Name) })
	p.Alarms = own
	return p
}

// Programs reports whether programs speak to a topic, or their queues listen: then alarms
// do not.
func (p Platform) Programs(t Topic) bool {
	if len(t.Queues) > 0 {
		return true
	}
	uses := func(uses Nodes[Use]) bool {
		return slices.ContainsFunc(uses, func(u Use) bool { return u.Name == t.Name })
	}
	return slices.ContainsFunc(p.Services, func(s Service) bool { return uses(s.Uses) }) ||
		slices.ContainsFunc(p.Jobs, func(j Job) bool { return uses(j.Uses) }) ||
		slices.ContainsFunc(p.Functions, func(f Function) bool { return uses(f.Uses) })
}
