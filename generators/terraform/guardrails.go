package terraform

import (
	"strings"

	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// guardrails writes each guardrail, and the version of it that services call.
func (e *emitter) guardrails() {
	for _, g := range e.p.Guardrails {
		e.add(g.Stack, "guardrail-"+g.Name+".tf", guardrail(g), guardrailVersion(g))
	}
}

// guardrailVersion is what a guardrail holds back when it is applied. The provider
// knows of no change in a guardrail that would make another version of it.
func guardrailVersion(g infra.Guardrail) *tf.Block {
	b := tf.Resource("aws_bedrock_guardrail_version", g.Label,
		tf.Set("guardrail_arn", tf.RefTo("aws_bedrock_guardrail", g.Label, "guardrail_arn")),
		tf.Set("description", tf.String("What services call")),
		tf.Set("skip_destroy", tf.Bool(true)),
		tf.Nested("lifecycle", tf.Set("replace_triggered_by", tf.List{tf.RefTo("aws_bedrock_guardrail", g.Label, "")})))
	b.Comment = "Versions never change: each change of the guardrail makes a new one, and tasks that still run call the old one."
	return b
}

func guardrail(g infra.Guardrail) *tf.Block {
	b := tf.Resource("aws_bedrock_guardrail", g.Label,
		tf.Set("name", tf.String(g.AWSName)),
		tf.Set("description", tf.String("Guardrail "+g.Name)),
		tf.Set("blocked_input_messaging", tf.String(g.BlockedInput)),
		tf.Set("blocked_outputs_messaging", tf.String(g.BlockedOutput)))
	b.Comment = g.Purpose
	if len(g.Filters) > 0 {
		b.Add(contentPolicy(g))
	}
	if len(g.Topics) > 0 {
		policy := tf.Nested("topic_policy_config")
		for _, t := range g.Topics {
			topic := tf.Nested("topics_config",
				tf.Set("name", tf.String(t.Name)),
				tf.Set("type", tf.String("DENY")),
				tf.Set("definition", tf.String(t.Definition)))
			if len(t.Examples) > 0 {
				topic.Add(tf.Set("examples", tf.Strings(t.Examples...)))
			}
			policy.Add(topic)
		}
		b.Add(policy)
	}
	if len(g.Words) > 0 || g.Profanity {
		policy := tf.Nested("word_policy_config")
		if g.Profanity {
			policy.Add(tf.Nested("managed_word_lists_config", tf.Set("type", tf.String("PROFANITY"))))
		}
		for _, w := range g.Words {
			policy.Add(tf.Nested("words_config", tf.Set("text", tf.String(w))))
		}
		b.Add(policy)
	}
	if len(g.PII) > 0 {
		policy := tf.Nested("sensitive_information_policy_config")
		for _, p := range g.PII {
			policy.Add(tf.Nested("pii_entities_config",
				tf.Set("type", tf.String(p.Key)),
				tf.Set("action", tf.String(strings.ToUpper(p.Value)))))
		}
		b.Add(policy)
	}
	return b
}

// contentPolicy holds back kinds of content. Attacks on the instructions are in
// questions alone, so that their strength for answers is none.
func contentPolicy(g infra.Guardrail) *tf.Block {
	policy := tf.Nested("content_policy_config")
	for _, f := range g.Filters {
		policy.Add(tf.Nested("filters_config",
			tf.Set("type", tf.String(f.Type)),
			tf.Set("input_strength", tf.String(f.Input)),
			tf.Set("output_strength", tf.String(f.Output))))
	}
	return policy
}
