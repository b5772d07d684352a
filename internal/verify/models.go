package verify

import (
	"cmp"
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// calledModel is the model that a service uses, if the node is one.
func (o *output) calledModel(node string) (model.Model, bool) {
	for _, m := range o.declared.Models {
		if m.Name == node {
			return m, true
		}
	}
	return model.Model{}, false
}

// modelMay adds what calling a model needs.
func (o *output) modelMay(may map[permission]bool, m model.Model) {
	called := cmp.Or(m.Region, o.declared.Region)
	region, _ := o.facts.Region(o.declared.Region)
	arn := "arn:" + region.Partition + ":bedrock:"
	guarded := ""
	if m.Guardrail != "" {
		guardrail := "aws_bedrock_guardrail." + label(m.Guardrail) + ".guardrail_arn"
		o.permit(may, "guardrail-apply", guardrail)
		guarded = "StringLike " + o.facts.Bedrock.GuardrailKey + " " + guardrail + ":*"
	}
	if name, profile := o.facts.Bedrock.Model(m.ID); profile {
		o.permitIf(may, "model-invoke", arn+called+":"+accountID+":inference-profile/"+m.ID, guarded)
		o.permitIf(may, "model-invoke", arn+"*::foundation-model/"+name, guarded)
	} else {
		o.permitIf(may, "model-invoke", arn+called+"::foundation-model/"+name, guarded)
	}
}

// externalMay adds the actions of a service of AWS that a service uses.
func (o *output) externalMay(may map[permission]bool, node string) {
	for _, e := range o.declared.Externals {
		if e.Name != node || e.AWS == "" {
			continue
		}
		on := "*"
		if resource := o.facts.Services.Services[e.AWS].Resource; resource != "" {
			on = o.arn(e.AWS, accountID) + resource
		}
		for _, action := range e.Actions {
			may[permission{e.AWS + ":" + action, on, ""}] = true
		}
	}
}

// guardrails are what each guardrail must hold back, and no more.
func (o *output) guardrails() map[string]arguments {
	return per(o.declared.Guardrails, func(g model.Guardrail) string { return g.Name }, func(g model.Guardrail) arguments {
		var types, in, out []string
		if f := g.Filters; f != nil {
			for _, filter := range []struct{ word, strength string }{
				{"hate", f.Hate}, {"insults", f.Insults}, {"sexual", f.Sexual}, {"violence", f.Violence}, {"misconduct", f.Misconduct}, {"promptAttack", f.PromptAttack},
			} {
				if filter.strength == "" {
					continue
				}
				known := o.facts.Bedrock.Filters[filter.word]
				strength := strings.ToUpper(filter.strength)
				types, in = append(types, known.Type), append(in, strength)
				if known.QuestionsOnly {
					strength = "NONE"
				}
				out = append(out, strength)
			}
		}
		var topics, definitions, examples, kinds, actions []string
		for _, t := range g.DeniedTopics {
			topics, definitions = append(topics, t.Name), append(definitions, t.Definition)
			examples = append(examples, t.Examples...)
		}
		for _, p := range g.PII {
			kinds, actions = append(kinds, p.Key), append(actions, strings.ToUpper(p.Value))
		}
		lists := ""
		if g.Profanity {
			lists = "PROFANITY"
		}
		return arguments{
			"blocked_input_messaging": g.BlockedInput, "blocked_outputs_messaging": g.BlockedOutput,
			"content_policy_config.filters_config.type":                      strings.Join(types, ","),
			"content_policy_config.filters_config.input_strength":            strings.Join(in, ","),
			"content_policy_config.filters_config.output_strength":           strings.Join(out, ","),
			"topic_policy_config.topics_config.name":                         strings.Join(topics, ","),
			"topic_policy_config.topics_config.type":                         strings.Join(slices.Repeat([]string{"DENY"}, len(topics)), ","),
			"topic_policy_config.topics_config.definition":                   strings.Join(definitions, ","),
			"topic_policy_config.topics_config.examples":                     strings.Join(examples, ","),
			"word_policy_config.words_config.text":                           strings.Join(g.Words, ","),
			"word_policy_config.managed_word_lists_config.type":              lists,
			"sensitive_information_policy_config.pii_entities_config.type":   strings.Join(kinds, ","),
			"sensitive_information_policy_config.pii_entities_config.action": strings.Join(actions, ","),
		}
	})
}

// guardrailVersions are the versions that services call.
func (o *output) guardrailVersions() map[string]arguments {
	return per(o.declared.Guardrails, func(g model.Guardrail) string { return g.Name }, func(g model.Guardrail) arguments {
		guardrail := "aws_bedrock_guardrail." + label(g.Name)
		return arguments{"guardrail_arn": guardrail + ".guardrail_arn", "skip_destroy": true, "lifecycle.replace_triggered_by": guardrail}
	})
}

// collector is the container that takes the traces of a service.
func (o *output) collector(s model.Service) (fields, bool) {
	c := o.facts.Tracing.Collector
	if !s.Tracing {
		return nil, false
	}
	out := o.container(s, c.Container, model.Image{URI: c.Image}, model.Pairs{{Key: c.ConfigVariable, Value: c.Config}}, nil)
	out["essential"] = true
	return out.health(&model.HealthCheck{Command: c.Probe, Interval: 30, Timeout: 5, Retries: 3, StartPeriod: 10}), true
}
