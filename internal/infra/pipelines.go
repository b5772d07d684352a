package infra

// Delivery is what all pipelines share.
type Delivery struct {
	Stack Stack
}

// Pipeline is a pipeline of CodePipeline with its build.
type Pipeline struct {
	Name, Label, Title, Purpose string
	App                         string // empty: of none
	Stack                       Stack
}

func (b *builder) pipelineEdges() []Edge { return nil }

func (b *builder) pipelines() {}
