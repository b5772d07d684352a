package infra

// Gateway is an HTTP API of API Gateway with its routes.
type Gateway struct {
	Name, Label, Title, Purpose string
	App                         string // empty: of none
	Stack                       Stack
}

func (b *builder) gatewayGroups() {}

func (b *builder) gatewayEdges() []Edge { return nil }

func (b *builder) gateways() {}
