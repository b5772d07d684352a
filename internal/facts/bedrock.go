package facts

import (
	"slices"
	"strings"
)

// Bedrock is how models are named, and what guardrails take.
type Bedrock struct {
	Table
	// Beginnings of the regions that an inference profile is called from, by what its id
	// begins with.
	Profiles    map[string][]string
	Models      map[string]string   // by provider: what follows it in the ids of its models, separated by spaces
	Offered     map[string][]string // regions of models that only some have, by id
	ProfileOnly []string            // what the ids of models begin with that are called by a profile alone
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

// ModelIDs are the ids of all models that are known, sorted by provider.
func (b Bedrock) ModelIDs() (ids []string) {
	for _, provider := range keys(b.Models) {
		for _, model := range strings.Fields(b.Models[provider]) {
			ids = append(ids, provider+"."+model)
		}
	}
	return ids
}

// NeedsProfile reports whether Bedrock refuses to call a model by this id, its own.
func (b Bedrock) NeedsProfile(id string) bool {
	return slices.ContainsFunc(b.ProfileOnly, func(begin string) bool { return strings.HasPrefix(id, begin) })
}

// Model is the id of the model that an id calls, and whether it does so by an inference
// profile.
func (b Bedrock) Model(id string) (model string, profile bool) {
	prefix, rest, _ := strings.Cut(id, ".")
	if _, known := b.Profiles[prefix]; known {
		return rest, true
	}
	return id, false
}

// ProfilesIn are what the ids of inference profiles begin with that can be called from a
// region, sorted.
func (b Bedrock) ProfilesIn(region string) (prefixes []string) {
	for _, prefix := range keys(b.Profiles) {
		if slices.ContainsFunc(b.Profiles[prefix], func(begin string) bool { return strings.HasPrefix(region, begin) }) {
			prefixes = append(prefixes, prefix)
		}
	}
	return prefixes
}
