package infra

// Model is a model of Bedrock that services may call.
type Model struct {
	Name, Title, Purpose string
}

// Guardrail is a guardrail of Bedrock.
type Guardrail struct {
	Name, Label, Title, Purpose string
	Stack                       Stack
}

func (b *builder) guardrails() {}

func (b *builder) models() {}

func (b *builder) modelEdge(u use) Edge { return Edge{} }

func (b *builder) useModel(u use) grant { return grant{} }
