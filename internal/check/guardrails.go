package check

import (
	"slices"

	"groundplan.internal/internal/model"
)

// looseGuardrails is guardrail-unused, emptyGuardrails guardrail-empty.
func (c *checker) looseGuardrails() {
	used := map[string]bool{}
	for _, m := range c.Models {
		used[m.Guardrail] = true
	}
	for _, g := range c.Guardrails {
		if !used[g.Name] {
			c.report(model.At("guardrails", g.Name), "", "No model goes through the guardrail %s: it holds nothing back.", g.Name)
		}
	}
}

func (c *checker) emptyGuardrails() {
	for _, g := range c.Guardrails {
		filters := g.Filters != nil && *g.Filters != (model.GuardrailFilters{})
		if !filters && len(g.DeniedTopics)+len(g.Words)+len(g.PII) == 0 && !g.Profanity {
			c.report(model.At("guardrails", g.Name), "", "The guardrail %s holds nothing back: it has no filter, subject, word or kind of data, and Bedrock refuses it.", g.Name)
		}
	}
}

// unknownPersonalData is guardrail-pii-unknown.
func (c *checker) unknownPersonalData() {
	for _, g := range c.Guardrails {
		for _, p := range g.PII {
			if !slices.Contains(c.facts.Bedrock.PII, p.Key) {
				c.report(model.At("guardrails", g.Name, "pii", p.Key), meant(p.Key, c.facts.Bedrock.PII), "Bedrock knows no personal data of the kind %q.", p.Key)
			}
		}
	}
}

// largeGuardrails is guardrail-too-large.
func (c *checker) largeGuardrails() {
	most := c.facts.Bedrock.Most
	for _, g := range c.Guardrails {
		at := model.At("guardrails", g.Name)
		c.atMost(at.Then("words"), "words", len(g.Words), most.Words)
		c.atMost(at.Then("deniedTopics"), "subjects", len(g.DeniedTopics), most.Topics)
		for _, t := range g.DeniedTopics {
			c.atMost(at.Then("deniedTopics", t.Name, "examples"), "examples of a subject", len(t.Examples), most.ExamplesPerTopic)
		}
	}
}

// atMost reports more of something in a guardrail than it takes.
func (c *checker) atMost(at model.Path, what string, n, most int) {
	if n > most {
		c.report(at, "", "These are %d %s, and a guardrail takes at most %d.", n, what, most)
	}
}
