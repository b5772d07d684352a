package docs

import (
	"slices"
	"strings"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// keptFor is who has a queue for what it failed at, by the label of the queue.
func (v *view) keptFor(label string) (owner string, q infra.DeadQueue, ok bool) {
	for _, j := range v.Jobs {
		if j.Failed.Label == label {
			return j.Label, j.Failed, true
		}
	}
	for _, f := range v.Functions {
		if f.Failed.Label == label {
			return f.Label, f.Failed, true
		}
	}
	return "", q, false
}

// queueTitle is what kind of queue has a label, and whose it is.
func (v *view) queueTitle(label string) (kind, name string) {
	if owner, _, ok := v.keptFor(label); ok {
		return "queue for failures of", owner
	}
	return "queue", v.queueName(label)
}

// queueName is the node whose queue has a label.
func (v *view) queueName(label string) string {
	for _, q := range v.Queues {
		if q.Label == label {
			return q.Name
		}
	}
	panic("docs: no queue is called " + label)
}

// queueBox is how a queue is drawn beside who may reach it.
func (v *view) queueBox(label string) node {
	if _, q, ok := v.keptFor(label); ok {
		return node{"queue " + label, kindNetwork, q.Queue, []string{"SQS queue"}}
	}
	return node{"queue " + label, kindQueue, v.queueName(label), []string{"SQS queue"}}
}

// queueDetails are the lines below a queue's name in a chart.
func queueDetails(q infra.Queue) []string {
	what := "SQS queue"
	if q.FIFO {
		what = "SQS queue, in order"
	}
	return titled(q.Title, q.Name, what)
}

// ageBound is how old a message of a queue may be before an alarm goes off.
func (v *view) ageBound(q infra.Queue) md {
	var bounds []md
	for _, a := range v.Alarms {
		if a.Node == q.Name && a.Bound == "above" && a.Declared == "queue-age" {
			bounds = append(bounds, count(a.Threshold, "second", "seconds"))
		}
	}
	return or(join(bounds), "none")
}

// queuesPage tells what waits for whom, what topics tell, and what becomes of messages that
// nobody could do anything with.
func queuesPage(v *view) []artifact.File {
	topics := v.programsTopics()
	if len(v.Queues)+len(topics) == 0 {
		return nil
	}
	pg := v.page(sentence("Queues of %s: %s", text(v.Title), text(v.Environment)))
	if len(v.Queues) > 0 {
		pg.section("Queues")
		pg.para("Every queue is encrypted, and refuses requests without TLS. Messages may come more than once and out of order, and whoever consumes them must be able to live with that. In a first-in, first-out queue the messages of a group come in order; the sender gives each a group ID and a deduplication ID.")
		t := table{head: []md{"Queue", "Name in AWS", "Order", "Sent by", "Consumed by", "Purpose"}}
		times := table{head: []md{"Queue", "Visibility timeout", "Delay", "Kept", "Dead after", "Alarm above an age of"}}
		for _, q := range v.Queues {
			t.row(called(q.Name, q.Title), code(q.Queue), order(q), or(join(v.others(q.Name, "send", "deliver")), "nobody"), or(join(v.others(q.Name, "consume")), "nobody"), text(q.Purpose))
			times.row(text(q.Name), count(q.Visibility, "second", "seconds"), count(q.Delay, "second", "seconds"), count(q.Kept/secondsOfDay, "day", "days"),
				count(q.MaxReceives, "receive", "receives"), v.ageBound(q))
		}
		pg.table(t)
		pg.subsection("Times")
		pg.table(times)
		pg.para("A message that is received so often without being deleted is dead, and moves to a queue of its own: see %s.", link("dead messages", "operations.md#dead-messages"))
	}
	if len(topics) > 0 {
		pg.section("Topics")
		pg.para("Every message of a topic goes to each of its queues, as it was published. SNS keeps none for queues that are added later. Topics are encrypted with the account's key for SNS, which CloudWatch may not use, so that alarms have topics of their own.")
		t := table{head: []md{"Topic", "Name in AWS", "Published by", "Queues", "Mail to", "Purpose"}}
		for _, x := range topics {
			var to []md
			for _, e := range v.Edges {
				if e.From == x.Name {
					to = append(to, text(e.To))
				}
			}
			t.row(called(x.Name, x.Title), code(x.Topic), or(join(v.others(x.Name, "publish")), "nobody"), or(join(to), "none"), or(join(each(x.Email, text)), "nobody"), text(x.Purpose))
		}
		pg.table(t)
	}
	return []artifact.File{pg.file("docs/queues.md")}
}

func order(q infra.Queue) md {
	if q.FIFO {
		return "first in, first out"
	}
	return "none"
}

// programsTopics are those that alarms do not speak to.
func (v *view) programsTopics() (out []infra.Topic) {
	for _, t := range v.Topics {
		if t.Programs() {
			out = append(out, t)
		}
	}
	return out
}

// others are who has one of the accesses to a node.
func (v *view) others(node string, accesses ...string) (out []md) {
	for _, e := range v.Edges {
		if e.To == node && slices.ContainsFunc(accesses, func(a string) bool { return strings.Contains(e.Access, a) }) {
			out = append(out, text(e.From))
		}
	}
	return out
}

// deadSection tells what to do with dead messages.
func (v *view) deadSection(pg *page) {
	if len(v.Queues) == 0 {
		return
	}
	pg.section("Dead messages")
	pg.para("A message that was received too often without being deleted moves to the queue for dead messages. It stays there for up to %s from when it was sent, and an alarm tells of it.", count(v.Queues[0].Dead.Kept/secondsOfDay, "day", "days"))
	t := table{head: []md{"Queue", "Queue for dead messages", "Consumed by"}}
	for _, q := range v.Queues[:min(len(v.Queues), mostRows)] {
		t.row(text(q.Name), code(q.Dead.Queue), or(join(v.others(q.Name, "consume")), "nobody"))
	}
	pg.table(t)
	first := v.Queues[0]
	region := " --region " + word(v.Region)
	pg.para("This shows dead messages, here those of %s, and leaves them there. The log of whoever consumes the queue says why they failed.", text(first.Name))
	pg.shell(v.showQueue(first.Dead.Queue)...)
	pg.para("Once the cause is fixed, move all of them back to their queue:")
	pg.shell(
		`arn=$(aws sqs get-queue-attributes --queue-url "$queue" --attribute-names QueueArn --query Attributes.QueueArn --output text`+region+")",
		`aws sqs start-message-move-task --source-arn "$arn"`+region,
		`aws sqs list-message-move-tasks --source-arn "$arn"`+region)
	pg.para("If nobody needs them any more, delete all of them for good:")
	pg.shell(`aws sqs purge-queue --queue-url "$queue"` + region)
}

// consumers are who consumes a queue, by name.
func (v *view) consumers(queue string) (names []string) {
	for _, e := range v.Edges {
		if e.Family == "queues" && e.To == queue && strings.Contains(e.Access, "consume") {
			names = append(names, e.From)
		}
	}
	return names
}
