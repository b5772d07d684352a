package infra

// Balancer is an application load balancer with its listeners and rules.
type Balancer struct {
	Name, Label, Title, Purpose string
	Stack                       Stack
}

func (b *builder) balancerGroups() {}

func (b *builder) balancerEdges() []Edge { return nil }

func (b *builder) balancers() {}
