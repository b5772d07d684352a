package infra

import (
	"slices"
	"strconv"

	"groundplan.internal/internal/model"
)

// Queue is a queue of SQS, and the one for its dead messages.
type Queue struct {
	Name    string // the node
	Label   string // Terraform label
	Title   string
	Purpose string
	Stack   Stack

	Queue       string // name in AWS
	FIFO        bool
	Visibility  int // seconds
	Kept        int // seconds
	Delay       int // seconds; 0: none
	Wait        int // seconds that who receives waits for a message
	MaxReceives int // before a message is dead
	Dead        DeadQueue
	Topics      []Feed
}

// Feed is a topic whose messages a queue gets.
type Feed struct {
	Topic string // its label
	Sid   string // of the statement that lets it
	May   Visit  // what it does there
}

// DeadQueue keeps what nobody could do anything with: messages of a queue, and what a
// function or a job failed at.
type DeadQueue struct {
	Label string // Terraform label
	Queue string // name in AWS
	FIFO  bool
	Kept  int // seconds
}

// queueKind is what AWS's rules for names call a queue.
var queueKind = map[bool]string{false: "sqs-queue", true: "sqs-fifo-queue"}

// queues decides every queue, and which topics it listens to.
func (b *builder) queues() {
	for _, in := range b.in.Queues {
		at := model.At("queues", in.Name)
		out := Queue{
			Name: in.Name, Label: b.queueLabel(at, in.Name), Title: in.Title, Purpose: in.Purpose, Stack: b.stack(partMessages, in.App),
			Queue: b.names.derived(queueKind[in.FIFO], at, in.Name), FIFO: in.FIFO,
			Visibility: in.VisibilityTimeout, Kept: in.Kept(), Delay: in.Delay, Wait: b.facts.SQS.WaitSeconds,
			MaxReceives: in.MaxReceives, Dead: b.deadQueue(at, in.FIFO, in.Name, "dead"),
		}
		b.document(at, in.Name, "dead", "queue")
		for _, t := range b.in.Topics {
			if slices.Contains(t.Queues, in.Name) {
				out.Topics = append(out.Topics, Feed{labelOf(t.Name), "Deliver" + studly(t.Name), b.visit("topic-deliver")})
			}
		}
		b.out.Queues = append(b.out.Queues, out)
	}
}

// queueLabel is the label of a queue, whose policy has a document.
func (b *builder) queueLabel(at model.Path, name string) string {
	b.document(at, name, "queue")
	return b.names.label("sqs-queue", at, name)
}

// deadQueue keeps what comes into it for as long as SQS keeps anything. The first of the
// words is the node.
func (b *builder) deadQueue(at model.Path, fifo bool, words ...string) DeadQueue {
	return DeadQueue{
		Label: b.names.label("sqs-queue", at, words...), Queue: b.names.derived(queueKind[fifo], at, words...), FIFO: fifo,
		Kept: b.facts.SQS.KeptSeconds,
	}
}

// queueEdge says what a user does with a queue.
func (b *builder) queueEdge(u use) Edge {
	label := u.Access
	if label == "sendconsume" {
		label = "send, consume"
	}
	return Edge{Access: u.Access, Label: label}
}

// useQueue permits what was declared, and tells the program where the queue is.
func (b *builder) useQueue(u use) grant {
	label := labelOf(u.Name)
	return grant{
		environment: []EnvVar{{u.prefix() + "_QUEUE_URL", Of(label, QueueURL)}},
		task:        b.permit("sqs-"+u.Access, "Queue"+studly(u.Name), u.path, Of(label, QueueARN)),
	}
}

// localUseQueue says nothing of a queue that is on AWS alone: whoever has one of another
// environment gives its URL.
func (b *builder) localUseQueue(u use) ([]LocalVariable, []string) {
	return []LocalVariable{{Name: u.prefix() + "_QUEUE_URL", Asked: capitals(u.Name) + "_QUEUE_URL"}}, nil
}

// topicEdges lead from topics to the queues that get their messages. On the author's
// machine there are neither.
func (b *builder) topicEdges() (out []Edge) {
	if b.in.Environment.Local {
		return nil
	}
	for _, t := range b.in.Topics {
		for i, q := range t.Queues {
			out = append(out, Edge{From: t.Name, To: q, Family: "queues", Access: "deliver", Label: "every message", Path: model.At("topics", t.Name, "queues", strconv.Itoa(i))})
		}
	}
	return out
}

func (b *builder) topicEdge(use) Edge { return Edge{Access: "publish", Label: "publish"} }

// useTopic permits to publish, and tells the program the topic's ARN.
func (b *builder) useTopic(u use) grant {
	arn := Of(labelOf(u.Name), TopicARN)
	return grant{
		environment: []EnvVar{{u.prefix() + "_TOPIC_ARN", arn}},
		task:        b.permit("topic-publish", "PublishTo"+studly(u.Name), u.path, arn),
	}
}

func (b *builder) localUseTopic(u use) ([]LocalVariable, []string) {
	return []LocalVariable{{Name: u.prefix() + "_TOPIC_ARN", Asked: capitals(u.Name) + "_TOPIC_ARN"}}, nil
}
