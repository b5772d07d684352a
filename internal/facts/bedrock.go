package facts

import (
	"slices"
	"strings"
)

// Bedrock is how models are named, and what guardrails take.
type Bedrock struct {
	Table
	Profiles    []string // what the id of an inference profile begins with
	ProfileOnly []string // what the ids of models begin with that are called by a profile alone
	Filters     map[string]GuardrailFilter
	PII         []string // kinds of personal data
	Most        struct{ Topics, ExamplesPerTopic, Words int }
	// The condition key of IAM that a call's guardrail has, by its ARN and version.
	GuardrailKey string
}

// GuardrailFilter is a kind of content that a guardrail holds back.
type GuardrailFilter struct {
	Type          string
	QuestionsOnly bool
}

// NeedsProfile reports whether Bedrock refuses to call a model by this id, its own.
func (b Bedrock) NeedsProfile(id string) bool {
	return slices.ContainsFunc(b.ProfileOnly, func(begin string) bool { return strings.HasPrefix(id, begin) })
}

// Model is the id of the model that an id calls, and whether it does so by an inference
// profile.
func (b Bedrock) Model(id string) (model string, profile bool) {
	prefix, rest, _ := strings.Cut(id, ".")
	if slices.Contains(b.Profiles, prefix) {
		return rest, true
	}
	return id, false
}
