package docs

import (
	"strings"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// modelAccess is what an account needs before its first call of a model.
// https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html
const modelAccess = md("Amazon's own models can be called at once. The first call of a model that is sold through AWS Marketplace, such as those of Anthropic and Stability AI, subscribes the account to it, if the caller may do that, which no role here may: somebody who may calls each model once in the playground of the Bedrock console, in its region. Before that, Anthropic asks each account for its use case.")

// modelsPage tells which models are called, by whom, and what guardrails hold back.
func modelsPage(v *view) []artifact.File {
	if len(v.Models) == 0 {
		return nil
	}
	pg := v.page(sentence("Models of %s: %s", text(v.Title), text(v.Environment)))
	pg.para("%s", modelAccess)
	t := table{head: []md{"Model", "ID", "Region", "Guardrail", "Called by", "Purpose"}}
	for _, m := range v.Models {
		var callers []md
		for _, e := range v.Edges {
			if e.To == m.Name {
				callers = append(callers, text(e.From))
			}
		}
		t.row(called(m.Name, m.Title), code(m.ID), text(m.Region), or(text(m.Guardrail), "none"), or(join(callers), "nobody"), text(m.Purpose))
	}
	pg.table(t)
	if len(v.Guardrails) > 0 {
		pg.para("Every change of a guardrail makes a new version, which tasks call from their next deployment on. Older versions stay, for tasks that still run. Bedrock limits their number: delete old ones by hand from time to time.")
	}
	for _, g := range v.Guardrails {
		pg.section(sentence("Guardrail %s", called(g.Name, g.Title)))
		held := table{head: []md{"Holds back", "In questions", "In answers"}}
		for _, f := range g.Filters {
			held.row(code(f.Type), text(strings.ToLower(f.Input)), text(strings.ToLower(f.Output)))
		}
		for _, topic := range g.Topics {
			held.row(sentence("%s: %s", text(topic.Name), text(topic.Definition)), "blocked", "blocked")
		}
		for _, p := range g.PII {
			held.row(code(p.Key), text(p.Value), text(p.Value))
		}
		if words := guardrailWords(g); words != "" {
			held.row(words, "blocked", "blocked")
		}
		pg.table(held)
	}
	return []artifact.File{pg.file("docs/models.md")}
}

// guardrailWords are the words that a guardrail does not let through.
func guardrailWords(g infra.Guardrail) md {
	words := each(g.Words, code)
	if g.Profanity {
		words = append(words, "swear words")
	}
	return join(words)
}
