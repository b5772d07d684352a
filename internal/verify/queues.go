package verify

import (
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

var queueRules = []Rule{
	{"verify-queue-policy", "queue that others may send to", "The policy of every queue, and of every queue for dead messages, forbids whatever comes without TLS, and says nothing else but that the topics which are declared for it may send."},
}

// withQueueAlarms is a platform with the alarms that queues bring: one for messages that
// wait, one for dead ones. Of a queue for which the author has one of the same name, that
// one is in its place.
func withQueueAlarms(p model.Platform, f facts.Set) model.Platform {
	taken := map[string]bool{} // by name and queue
	for _, a := range p.Alarms {
		on := a.On
		if len(on) == 0 {
			on = names(p.Queues, func(q model.Queue) string { return q.Name })
		}
		for _, q := range on {
			taken[a.Name+" "+q] = taken[a.Name+" "+q] || strings.HasPrefix(a.Metric, "queue-")
		}
	}
	p.Alarms = slices.Clone(p.Alarms)
	for _, q := range p.Queues {
		for _, a := range []model.Alarm{{Name: "queue-age", Metric: "queue-age-seconds", Above: &q.MaxAge}, {Name: "queue-dead", Metric: "queue-dead-messages", Above: new(int)}} {
			if !taken[a.Name+" "+q.Name] {
				a.On, a.Window, a.Periods = []string{q.Name}, f.SQS.AlarmWindow, 1
				p.Alarms = append(p.Alarms, a)
			}
		}
	}
	return p
}

func (o *output) queue(name string) (model.Queue, bool) {
	i := slices.IndexFunc(o.declared.Queues, func(q model.Queue) bool { return q.Name == name })
	if i < 0 {
		return model.Queue{}, false
	}
	return o.declared.Queues[i], true
}

// programsTopic reports whether the name is of a topic that something uses, or that queues
// listen to.
func (o *output) programsTopic(name string) bool {
	uses := func(all []model.Use) bool {
		return slices.ContainsFunc(all, func(u model.Use) bool { return u.Name == name })
	}
	return slices.ContainsFunc(o.declared.Topics, func(t model.Topic) bool {
		return t.Name == name && (len(t.Queues) > 0 ||
			slices.ContainsFunc(o.declared.Tasks(), func(s model.Service) bool { return uses(s.Uses) }) ||
			slices.ContainsFunc(o.declared.Functions, func(f model.Function) bool { return uses(f.Uses) }))
	})
}

// messageMay adds what a use of a queue or of a topic needs.
func (o *output) messageMay(may map[permission]bool, u model.Use) {
	if _, ok := o.queue(u.Name); ok {
		o.permit(may, "sqs-"+u.Access, "aws_sqs_queue."+label(u.Name)+".arn")
	}
	if o.programsTopic(u.Name) {
		o.permit(may, "topic-publish", "aws_sns_topic."+label(u.Name)+".arn")
	}
}

// messageQueues are the queues, and those for their dead messages.
func (o *output) messageQueues() map[string]arguments {
	out := map[string]arguments{}
	for _, q := range o.declared.Queues {
		out[label(q.Name)] = arguments{
			"fifo_queue": on(q.FIFO), "visibility_timeout_seconds": q.VisibilityTimeout, "message_retention_seconds": q.RetentionDays * 86400,
			"delay_seconds": positive(q.Delay), "receive_wait_time_seconds": o.facts.SQS.WaitSeconds, "sqs_managed_sse_enabled": true,
			"redrive_policy": fmt.Sprintf("deadLetterTargetArn=aws_sqs_queue.%s_dead.arn,maxReceiveCount=%d", label(q.Name), q.MaxReceives),
		}
		out[label(q.Name)+"_dead"] = arguments{"fifo_queue": on(q.FIFO), "message_retention_seconds": o.facts.SQS.KeptSeconds, "sqs_managed_sse_enabled": true}
	}
	return out
}

// redrives let each queue, and no other, put its dead messages into its own.
func (o *output) redrives() map[string]arguments {
	out := map[string]arguments{}
	for _, q := range o.declared.Queues {
		dead := label(q.Name) + "_dead"
		out[dead] = arguments{
			"queue_url":            "aws_sqs_queue." + dead + ".url",
			"redrive_allow_policy": "redrivePermission=byQueue,sourceQueueArns=aws_sqs_queue." + label(q.Name) + ".arn",
		}
	}
	return out
}

func (o *output) queueTrusts() map[string]arguments {
	out := map[string]arguments{}
	for name := range o.messageQueues() {
		out[name] = arguments{"queue_url": "aws_sqs_queue." + name + ".url"}
	}
	for dead := range o.redrives() {
		out[dead]["depends_on"] = "aws_sqs_queue_redrive_allow_policy." + dead
	}
	return out
}

// inTheClear is the statement that refuses whoever comes without TLS.
func inTheClear(actions string, on ...string) statement {
	return statement{
		effect: "Deny", actions: []string{actions}, resources: on,
		principals: []string{"* *"}, conditions: []string{"Bool aws:SecureTransport false"},
	}
}

// queuesClosed makes sure that nobody but the declared topics sends by the policy of a queue.
func (o *output) queuesClosed() (found diag.List) {
	o.config.each("resource", "aws_sqs_queue_policy", func(m *module, b *block) {
		arn := "aws_sqs_queue." + b.label + ".arn"
		want := []statement{inTheClear("sqs:*", arn)}
		for _, t := range o.declared.Topics {
			if slices.ContainsFunc(t.Queues, func(q string) bool { return label(q) == b.label }) {
				want = append(want, o.visit("topic-deliver", []string{arn}, "ArnEquals aws:SourceArn aws_sns_topic."+label(t.Name)+".arn"))
			}
		}
		if problem := o.unsaid(m, b, "policy", want...); problem != "" {
			found = append(found, finding(queueRules, "verify-queue-policy", b.pos, nil, problem))
		}
	})
	return found
}

// watchesQueues are queues, with those for their dead messages.
func (o *output) watchesQueues() (out []watched) {
	for _, q := range o.declared.Queues {
		name := "aws_sqs_queue." + label(q.Name)
		out = append(out, watched{label: q.Name, spells: map[string]string{"queue-name": name + ".name", "dead-queue-name": name + "_dead.name"}})
	}
	return out
}

// hearers are who must hear of each topic, as "topic endpoint", and how.
func (o *output) hearers(topics map[string]string) map[string]string {
	out := map[string]string{}
	for who := range o.addresses(topics) {
		out[who] = "email"
	}
	for _, t := range o.declared.Topics {
		for _, q := range t.Queues {
			out["aws_sns_topic."+label(t.Name)+".arn aws_sqs_queue."+label(q)+".arn"] = "sqs raw"
		}
	}
	return out
}

// telling is how a subscription tells: by which protocol, and whether as it was published.
func (o *output) telling(m *module, b *block) string {
	raw := map[string]string{"true": " raw", "": ""}
	said := o.config.spelled(b.of(m, "raw_message_delivery"))
	if word, ok := raw[said]; ok {
		said = word
	}
	return o.config.spelled(b.of(m, "protocol")) + said
}

// topicTrust is what the policy of a topic says: alarms speak to it, or programs over TLS,
// whom their roles let.
func (o *output) topicTrust(name, region string) statement {
	arn := "aws_sns_topic." + name + ".arn"
	if slices.ContainsFunc(o.declared.Topics, func(t model.Topic) bool { return label(t.Name) == name && o.programsTopic(t.Name) }) {
		return inTheClear("sns:Publish", arn)
	}
	alarms := o.facts.IAM.Visit("alarm-publish").Source
	return o.visit("alarm-publish", []string{arn},
		"StringEquals aws:SourceAccount "+accountID,
		"ArnLike aws:SourceArn "+o.arnIn(region, alarms.Service, accountID)+alarms.Things)
}
