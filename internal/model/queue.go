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

// Kept is the seconds for which a message is kept.
func (q Queue) Kept() int { return q.RetentionDays * 24 * 60 * 60 }

// WithQueueAlarms is the platform with the alarms that its queues have: one for messages that
// wait too long, and one for each that is dead. They look at windows of so many seconds. An
// author's alarm of the same name about queues is in the place of those for its queues. p is
// not changed.
func (p Platform) WithQueueAlarms(window int) Platform {
	all := slices.Clone(p.Alarms)
	for _, made := range []struct {
		name, metric string
		above        func(Queue) int
	}{
		{"queue-age", "queue-age-seconds", func(q Queue) int { return q.MaxAge }},
		{"queue-dead", "queue-dead-messages", func(Queue) int { return 0 }},
	} {
		for _, q := range p.Queues {
			declared := func(a Alarm) bool {
				return a.Name == made.name && strings.HasPrefix(a.Metric, "queue-") && (len(a.On) == 0 || slices.Contains(a.On, q.Name))
			}
			if above := made.above(q); !slices.ContainsFunc(p.Alarms, declared) {
				all = append(all, Alarm{Name: made.name, Metric: made.metric, On: []string{q.Name}, Above: &above, Window: window, Periods: 1})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Alarm) int { return strings.Compare(a.Name, b.Name) })
	p.Alarms = all
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
