package infra

import (
	"cmp"

	"groundplan.internal/internal/model"
)

// Model is a model of Bedrock that services may call.
type Model struct {
	Name, Title, Purpose string
	ID                   string
	Region               string // that it is called in
	Guardrail            string // node; empty: none
}

// Guardrail is a guardrail of Bedrock.
type Guardrail struct {
	Name, Label, Title, Purpose string
	Stack                       Stack
	AWSName                     string
	Filters                     []GuardrailFilter
	Topics                      []model.DeniedTopic
	Words                       []string
	Profanity                   bool
	PII                         model.Pairs // kind to block or anonymize
	BlockedInput, BlockedOutput string
}

// GuardrailFilter is how strictly a kind of content is held back, in AWS's words.
type GuardrailFilter struct{ Type, Input, Output string }

func (b *builder) guardrails() {
	for _, in := range b.in.Guardrails {
		b.out.Guardrails = append(b.out.Guardrails, Guardrail{
			Name: in.Name, Label: labelOf(in.Name), Title: in.Title, Purpose: in.Purpose, Stack: b.stack(partCluster, ""),
			AWSName: b.names.derived("guardrail", model.At("guardrails", in.Name), in.Name),
			Filters: b.guardrailFilters(in), Topics: in.DeniedTopics, Words: in.Words, Profanity: in.Profanity, PII: in.PII,
			BlockedInput: in.BlockedInput, BlockedOutput: in.BlockedOutput,
		})
	}
}

// guardrailFilters are the filters that the author names, in the schema's order.
func (b *builder) guardrailFilters(in model.Guardrail) (out []GuardrailFilter) {
	if in.Filters == nil {
		return nil
	}
	for _, f := range []struct{ word, strength string }{
		{"hate", in.Filters.Hate}, {"insults", in.Filters.Insults}, {"sexual", in.Filters.Sexual},
		{"violence", in.Filters.Violence}, {"misconduct", in.Filters.Misconduct}, {"promptAttack", in.Filters.PromptAttack},
	} {
		if f.strength == "" {
			continue
		}
		known := b.facts.Bedrock.Filters[f.word]
		filter := GuardrailFilter{Type: known.Type, Input: capitals(f.strength), Output: capitals(f.strength)}
		if known.QuestionsOnly {
			filter.Output = "NONE"
		}
		out = append(out, filter)
	}
	return out
}

func (b *builder) models() {
	for _, in := range b.in.Models {
		b.out.Models = append(b.out.Models, Model{Name: in.Name, Title: in.Title, Purpose: in.Purpose, ID: in.ID, Region: b.modelRegion(in), Guardrail: in.Guardrail})
	}
}

func (b *builder) modelEdge(use) Edge { return Edge{Access: "invoke", Label: "invokes"} }

// useModel permits to call the model, through its guardrail if it has one, and tells
// the program both ids.
func (b *builder) useModel(u use) grant {
	in, prefix := b.in.Models[u.at], u.prefix()
	g := grant{
		environment: []EnvVar{{prefix + "_MODEL_ID", Text(in.ID)}},
		task:        b.permit("model-invoke", "Invoke"+studly(u.Name), u.path, b.modelARNs(in)...),
	}
	if in.Region != "" {
		g.environment = append(g.environment, EnvVar{prefix + "_REGION", Text(in.Region)})
	}
	if in.Guardrail != "" {
		label := labelOf(in.Guardrail)
		g.environment = append(g.environment,
			EnvVar{prefix + "_GUARDRAIL_ID", Of(label, GuardrailID)},
			EnvVar{prefix + "_GUARDRAIL_VERSION", Of(label, GuardrailVersion)})
		g.task = because("Calls that bypass the guardrail, in any of its versions, are refused.",
			under(g.task, Condition{"StringLike", b.facts.Bedrock.GuardrailKey, []Value{withSuffix(Of(label, GuardrailARN), ":*")}}))
		g.task = append(g.task, b.permit("guardrail-apply", "Guard"+studly(u.Name), u.path, Of(label, GuardrailARN))...)
	}
	return g
}

// modelRegion is where a model is called.
func (b *builder) modelRegion(m model.Model) string { return cmp.Or(m.Region, b.in.Region) }

// modelARNs are what calling a model needs: the model, or an inference profile and the
// model in every region that the profile may choose.
func (b *builder) modelARNs(m model.Model) []Value {
	arn := "arn:" + b.out.Partition + ":bedrock:"
	region := b.modelRegion(m)
	name, profile := b.facts.Bedrock.Model(m.ID)
	if !profile {
		return []Value{Text(arn + region + "::foundation-model/" + name)}
	}
	return []Value{
		{{Text: arn + region + ":"}, {Attribute: AccountID}, {Text: ":inference-profile/" + m.ID}},
		Text(arn + "*::foundation-model/" + name),
	}
}

// useAWS permits a program to call a service of AWS.
func (b *builder) useAWS(u use, e model.External) []Statement {
	called := b.facts.Services.Services[e.AWS]
	s := Statement{Sid: "Call" + studly(u.Name), Service: called.Title, Resources: []Value{Text("*")}, Reason: called.Reason, Path: u.path}
	if called.Resource != "" {
		s.Resources = []Value{b.arn(e.AWS, called.Resource)}
	}
	for _, action := range e.Actions {
		s.Actions = append(s.Actions, e.AWS+":"+action)
	}
	return []Statement{s}
}
