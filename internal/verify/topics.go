package verify

import (
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// topicLabels are the labels of all topics, with the region of each.
func (o *output) topicLabels() map[string]string {
	out := map[string]string{}
	for _, t := range o.declared.Topics {
		out[label(t.Name)] = o.declared.Region
	}
	o.alarmed(func(a model.Alarm, row facts.Watched, _ watched) {
		for _, arn := range strings.Split(o.hearing(a, row), ",") {
			if name, _ := strings.CutSuffix(strings.TrimPrefix(arn, "aws_sns_topic."), ".arn"); name != "" && out[name] == "" {
				out[name] = row.Region
			}
		}
	})
	return out
}

func (o *output) snsTopics() map[string]arguments {
	out := map[string]arguments{}
	for name, region := range o.topicLabels() {
		key := ""
		if slices.ContainsFunc(o.declared.Topics, func(t model.Topic) bool { return label(t.Name) == name && o.programsTopic(t.Name) }) {
			key = o.facts.SQS.TopicKey
		}
		out[name] = arguments{"provider": o.providerIn(region), "kms_master_key_id": key}
	}
	return out
}

func (o *output) snsTopicPolicies() map[string]arguments {
	out := map[string]arguments{}
	for name, region := range o.topicLabels() {
		out[name] = arguments{"arn": "aws_sns_topic." + name + ".arn", "provider": o.providerIn(region)}
	}
	return out
}

// addresses are who must hear of each topic, as "topic address".
func (o *output) addresses(topics map[string]string) map[string]bool {
	out := map[string]bool{}
	for _, t := range o.declared.Topics {
		for name, region := range topics {
			if name != label(t.Name) && name != label(t.Name+"-"+region) {
				continue
			}
			for _, address := range t.Email {
				out["aws_sns_topic."+name+".arn "+address] = true
			}
		}
	}
	return out
}

// subscription is one that is declared.
func (o *output) subscription(m *module, b *block, topics map[string]string) diag.List {
	topic, _ := strings.CutSuffix(strings.TrimPrefix(o.config.spelled(b.of(m, "topic_arn")), "aws_sns_topic."), ".arn")
	if have, want := o.config.spelled(b.of(m, "provider")), o.providerIn(topics[topic]); have != want {
		return diag.List{finding(monitoringRules, "verify-alarm", b.pos, nil, fmt.Sprintf("%s is made by %q, and its topic by %q.", b.address, have, want))}
	}
	who := o.config.spelled(b.of(m, "topic_arn")) + " " + o.config.spelled(b.of(m, "endpoint"))
	how := o.telling(m, b)
	if want, declared := o.hearers(topics)[who]; !declared || how != want {
		return diag.List{finding(monitoringRules, "verify-alarm", b.pos, nil, fmt.Sprintf("%s tells %s by %s, which nobody declared.", b.address, who, how))}
	}
	return nil
}

// unheard are addresses and queues that no topic tells.
func (o *output) unheard(topics map[string]string) (found diag.List) {
	missing := o.hearers(topics)
	o.config.each("resource", "aws_sns_topic_subscription", func(m *module, b *block) {
		delete(missing, o.config.spelled(b.of(m, "topic_arn"))+" "+o.config.spelled(b.of(m, "endpoint")))
	})
	if len(missing) > 0 {
		found = append(found, finding(monitoringRules, "verify-alarm", diag.Pos{File: o.declared.File}, nil, fmt.Sprintf("%d declared addresses and queues hear of no topic.", len(missing))))
	}
	return found
}

// arnIn is the beginning of an ARN of another region.
func (o *output) arnIn(region, service, account string) string {
	return strings.Replace(o.arn(service, account), ":"+o.declared.Region+":", ":"+region+":", 1)
}
