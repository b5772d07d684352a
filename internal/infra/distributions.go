package infra

// Distribution is a distribution of CloudFront, of a frontend or before something else.
type Distribution struct {
	Name, Label, Title, Purpose string
	App                         string // empty: of none
	Stack                       Stack
	Bucket                      *Bucket // of a frontend's files; nil: it has none of its own
}

func (b *builder) frontendEdges() []Edge { return nil }

func (b *builder) frontends() {}

func (b *builder) distributionEdges() []Edge { return nil }

func (b *builder) distributions() {}
