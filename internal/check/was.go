package check

import "groundplan.internal/internal/model"

// formerNames is name-was-taken and formerTwice name-was-twice: a name that a node had is
// nobody's now, and was nobody else's, so that every address leads to one.
func (c *checker) formerNames() {
	for _, n := range c.Named() {
		if n.Was == n.Name {
			c.report(was(n), "", "%s says that it had its own name.", n.Path())
			continue
		}
		for _, name := range n.Former {
			if family, taken := c.family[name]; taken && name != n.Name {
				c.report(was(n), "", "%s had the name %q, and %s has it: Terraform would not know whose %q is.", n.Path(), name, model.At(family, name), name)
				c.also(model.At(family, name), "the "+kinds[family])
			}
		}
	}
}

func (c *checker) formerTwice() {
	first := map[string]model.Named{}
	for _, n := range c.Named() {
		for _, name := range n.Former {
			if other, twice := first[name]; twice {
				c.report(was(n), "", "%s and %s both had the name %q.", other.Path(), n.Path(), name)
				c.also(was(other), "the other one")
				continue
			}
			first[name] = n
		}
	}
}

// was is where it stands that a node had another name.
func was(n model.Named) model.Path { return n.Path().Then("was") }
