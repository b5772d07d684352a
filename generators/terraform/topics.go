package terraform

import (
	"strings"

	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// topics writes each topic with who may speak to it and who hears of it.
func (e *emitter) topics() {
	const file = "topics.tf"
	told := map[bool]bool{}
	for _, t := range e.p.Topics {
		topic := tf.Resource("aws_sns_topic", t.Label, tf.Set("name", tf.String(t.Topic)))
		topic.Comment = t.Purpose
		if t.Region != "" {
			topic.Comment = "The same topic for alarms in " + t.Region + ", which speak to no other region."
		}
		if !told[t.Programs()] {
			told[t.Programs()] = true
			topic.Comment = strings.TrimSpace(topic.Comment + "\n" + aboutKey(t))
		}
		document := tf.Data("aws_iam_policy_document", t.Label+"_topic")
		if t.Programs() {
			topic.Add(tf.Set("kms_master_key_id", tf.String(t.Key)))
			document.Add(inTheClear("sns:Publish", topic.Ref("arn")))
		} else {
			document.Add(e.alarmsMay(t))
		}
		policy := tf.Resource("aws_sns_topic_policy", t.Label,
			tf.Set("arn", topic.Ref("arn")),
			tf.Set("policy", document.Ref("json")))
		topic.Region, policy.Region = t.Region, t.Region
		e.add(t.Stack, file, topic, policy, document)
		for i, address := range t.Email {
			subscription := tf.Resource("aws_sns_topic_subscription", t.Label+"_"+infra.AddressLabel(address),
				tf.Set("topic_arn", topic.Ref("arn")),
				tf.Set("protocol", tf.String("email")),
				tf.Set("endpoint", tf.String(address)))
			subscription.Region = t.Region
			if i == 0 {
				subscription.Comment = "Pending until somebody follows the link in the mail that AWS sends."
			}
			e.add(t.Stack, file, subscription)
		}
		for _, s := range t.Queues {
			e.add(t.Stack, file, tf.Resource("aws_sns_topic_subscription", s.Label,
				tf.Set("topic_arn", topic.Ref("arn")),
				tf.Set("protocol", tf.String("sqs")),
				tf.Set("endpoint", queueRef(s.Queue, "arn")),
				tf.Set("raw_message_delivery", tf.Bool(true))))
		}
		e.export(tf.Export{
			Stack: string(t.Stack), Name: t.Label + "_topic_arn", Public: true,
			Description: "ARN of the topic " + t.Name + ".",
			Value:       topic.Ref("arn"),
		})
	}
}

// aboutKey says why a topic is encrypted, or is not.
func aboutKey(t infra.Topic) string {
	if t.Programs() {
		return "Whoever may publish may use this key, but CloudWatch may not: alarms have topics of their own."
	}
	return "Not encrypted: CloudWatch may not use the key alias/aws/sns. Messages hold only names and numbers."
}

// alarmsMay is the statement that lets the alarms of this account speak to a topic.
func (e *emitter) alarmsMay(t infra.Topic) *tf.Block {
	region := t.Region
	if region == "" {
		region = e.p.Region
	}
	account := e.accountID(t.Stack)
	return visit("PublishAlarms", t.Alarms, tf.List{tf.RefTo("aws_sns_topic", t.Label, "arn")},
		condition("StringEquals", "aws:SourceAccount", tf.List{account}),
		condition("ArnLike", "aws:SourceArn", tf.List{tf.Template{
			tf.String("arn:" + e.p.Partition + ":" + t.Alarms.Source.Service + ":" + region + ":"), account, tf.String(":" + t.Alarms.Source.Things),
		}}))
}
