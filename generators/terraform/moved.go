package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// Addresses are the resources of the draft, by stack.
func (d Draft) Addresses() (out []infra.Address) {
	for _, name := range d.e.p.Stacks {
		s := d.e.stacks[name]
		if s == nil {
			continue
		}
		for _, f := range s.Files {
			for _, b := range f.Blocks {
				if b.Type == "resource" {
					out = append(out, infra.Address{Stack: name, Resource: b.Ref("").String()})
				}
			}
		}
	}
	return out
}

// moved says which resources had another address before, so that Terraform takes them for
// the same. Addresses are those of the root or module that the block stands in.
func (e *emitter) moved(moves []infra.Move) {
	for _, m := range moves {
		e.add(m.Stack, "moved.tf", &tf.Block{Type: "moved", Body: []tf.Item{
			tf.Set("from", tf.Ident(m.From)),
			tf.Set("to", tf.Ident(m.To)),
		}})
	}
}
