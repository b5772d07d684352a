package infra

import (
	"slices"

	"groundplan.internal/internal/model"
)

// Topic is an SNS topic that alarms speak to, or programs. An alarm speaks to topics of its own
// region only, so that one that must be elsewhere has a copy of each there.
type Topic struct {
	Name, Label, Title, Purpose string
	Stack                       Stack
	Topic                       string // name in AWS
	Region                      string // empty: the platform's
	Email                       []string
	Alarms                      Visit // by which they speak to it

	Key    string         // KMS key, by its alias; empty: none, since alarms speak to it
	Queues []Subscription // that get every message
}

// Subscription is a queue that gets every message of a topic.
type Subscription struct {
	Label string
	Queue string // its label
}

// topics decides those that alarms speak to, and those of programs: these stand with the
// queues, before whoever publishes, and are encrypted.
func (b *builder) topics() {
	for _, t := range b.in.Topics {
		at := model.At("topics", t.Name)
		b.document(at, t.Name, "topic")
		out := Topic{
			Name: t.Name, Label: b.names.label("sns-topic", at, t.Name), Title: t.Title, Purpose: t.Purpose,
			Topic: b.names.derived("sns-topic", at, t.Name), Email: t.Email,
		}
		if b.in.Programs(t) {
			out.Stack, out.Key = b.stack(partMessages, ""), b.facts.SQS.TopicKey
		} else {
			out.Stack, out.Alarms = b.stack(partMonitoring, ""), b.visit("alarm-publish")
		}
		for _, q := range t.Queues {
			out.Queues = append(out.Queues, Subscription{b.names.label("sns-subscription", at, t.Name, q), labelOf(q)})
		}
		b.out.Topics = append(b.out.Topics, out)
	}
}

// Programs reports whether programs speak to the topic, and no alarms.
func (t Topic) Programs() bool { return t.Key != "" }

// topicCopies makes the copies of topics that alarms of other regions speak to.
func (b *builder) topicCopies() {
	for _, a := range b.out.Alarms {
		for _, label := range a.Topics {
			if !slices.ContainsFunc(b.out.Topics, func(t Topic) bool { return t.Label == label && t.Region == a.Region }) {
				b.out.Topics = append(b.out.Topics, b.topicCopy(label, a.Region))
			}
		}
	}
}

func (b *builder) topicCopy(label, region string) Topic {
	i := slices.IndexFunc(b.out.Topics, func(t Topic) bool { return topicLabel(t.Name, region) == label })
	t := b.out.Topics[i]
	at := model.At("topics", t.Name)
	t.Label, t.Region = b.names.label("sns-topic", at, t.Name, region), region
	b.document(at, t.Name, region, "topic")
	return t
}

// topicLabel is the label of a topic in a region; empty: the platform's.
func topicLabel(topic, region string) string {
	if region == "" {
		return labelOf(topic)
	}
	return labelOf(topic, region)
}

// AddressLabel is the part of a label that tells an address from others.
func AddressLabel(address string) string { return freeLabel(address) }
