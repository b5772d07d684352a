package model

// Node is what every node has, of whichever family.
type Node struct {
	Family, Name string
	Place        int    // among the nodes of its family
	Title        string // what people call it; empty: its name
	App          string // that it belongs to; empty: none, or its family has no apps
	Was          string
	Nameless     bool // AWS knows it by no name that follows from its own
}

// Path is where the node is declared.
func (n Node) Path() Path { return At(n.Family, n.Name) }

// Nodes are all that an edge can name, family by family.
func (p Platform) Nodes() (out []Node) {
	list(&out, "services", p.Services, func(n Service) Node { return Node{Name: n.Name, Title: n.Title, App: n.App, Was: n.Was} })
	list(&out, "jobs", p.Jobs, func(n Job) Node { return Node{Name: n.Name, Title: n.Title, App: n.App, Was: n.Was} })
	list(&out, "functions", p.Functions, func(n Function) Node { return Node{Name: n.Name, Title: n.Title, App: n.App, Was: n.Was} })
	list(&out, "databases", p.Databases, func(n Database) Node { return Node{Name: n.Name, Title: n.Title, App: n.App, Was: n.Was} })
	list(&out, "caches", p.Caches, func(n Cache) Node { return Node{Name: n.Name, Title: n.Title, App: n.App, Was: n.Was} })
	list(&out, "buckets", p.Buckets, func(n Bucket) Node { return Node{Name: n.Name, Title: n.Title, App: n.App, Was: n.Was} })
	list(&out, "volumes", p.Volumes, func(n Volume) Node { return Node{Name: n.Name, Title: n.Title, App: n.App, Was: n.Was} })
	list(&out, "queues", p.Queues, func(n Queue) Node { return Node{Name: n.Name, Title: n.Title, App: n.App, Was: n.Was} })
	list(&out, "balancers", p.Balancers, func(n Balancer) Node { return Node{Name: n.Name, Title: n.Title, Was: n.Was} })
	list(&out, "gateways", p.Gateways, func(n Gateway) Node { return Node{Name: n.Name, Title: n.Title, App: n.App, Was: n.Was} })
	list(&out, "frontends", p.Frontends, func(n Frontend) Node { return Node{Name: n.Name, Title: n.Title, App: n.App, Was: n.Was} })
	list(&out, "distributions", p.Distributions, func(n Distribution) Node { return Node{Name: n.Name, Title: n.Title, App: n.App, Was: n.Was} })
	list(&out, "firewalls", p.Firewalls, func(n Firewall) Node { return Node{Name: n.Name, Title: n.Title, Was: n.Was} })
	list(&out, "userPools", p.UserPools, func(n UserPool) Node { return Node{Name: n.Name, Title: n.Title, Was: n.Was} })
	list(&out, "identityProviders", p.IdentityProviders, func(n IdentityProvider) Node { return Node{Name: n.Name, Title: n.Title, Nameless: true} })
	list(&out, "models", p.Models, func(n Model) Node { return Node{Name: n.Name, Title: n.Title, Nameless: true} })
	list(&out, "guardrails", p.Guardrails, func(n Guardrail) Node { return Node{Name: n.Name, Title: n.Title, Was: n.Was} })
	list(&out, "secrets", p.Secrets, func(n Secret) Node { return Node{Name: n.Name, Was: n.Was} })
	list(&out, "externals", p.Externals, func(n External) Node { return Node{Name: n.Name, Title: n.Title, Nameless: true} })
	list(&out, "pipelines", p.Pipelines, func(n Pipeline) Node { return Node{Name: n.Name, Title: n.Title, App: n.App, Was: n.Was} })
	list(&out, "topics", p.Topics, func(n Topic) Node { return Node{Name: n.Name, Title: n.Title, Was: n.Was} })
	return out
}

// list adds the nodes of a family.
func list[T any](out *[]Node, family string, nodes Nodes[T], of func(T) Node) {
	for i, n := range nodes {
		node := of(n)
		node.Family, node.Place = family, i
		*out = append(*out, node)
	}
}
