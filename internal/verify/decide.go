package verify

import "slices"

// decide gives a variable a value, takes the side of every choice that it leaves, and
// leaves out the blocks of which there are none then.
func (c *configuration) decide(variable, text string) {
	for _, folder := range c.folders {
		if b := c.modules[folder].at["var."+variable]; b != nil {
			b.body.set("default", expression{kind: literal, text: text})
		}
	}
	c.hold(variable)
	for _, folder := range c.folders {
		m := c.modules[folder]
		for _, b := range m.blocks {
			b.body.choose()
		}
		m.blocks = slices.DeleteFunc(m.blocks, func(b *block) bool {
			switch b.body.text("count") {
			case "0":
				delete(m.at, b.address)
				return true
			case "1":
				b.body.attributes = slices.DeleteFunc(b.body.attributes, func(a attribute) bool { return a.name == "count" })
			}
			return false
		})
	}
	c.typed, c.calls = c.byType(), c.called()
}

// set gives an argument of a body another value.
func (b body) set(name string, e expression) {
	for i, a := range b.attributes {
		if a.name == name {
			b.attributes[i].value = e
		}
	}
}

func (b body) choose() {
	for i, a := range b.attributes {
		b.attributes[i].value = a.value.chosen()
	}
	for _, n := range b.blocks {
		n.body.choose()
	}
}

// chosen is an expression without the choices that are decided.
func (e expression) chosen() expression {
	if len(e.parts) == 0 {
		return e
	}
	parts := make([]expression, len(e.parts))
	for i, p := range e.parts {
		parts[i] = p.chosen()
	}
	switch first := parts[0]; {
	case e.kind == choice && first.kind == literal && first.text == "true":
		return parts[1]
	case e.kind == choice && first.kind == literal && first.text == "false":
		return parts[2]
	case e.kind == negation && first.kind == literal && first.text == "true":
		return expression{kind: literal, text: "false"}
	case e.kind == negation && first.kind == literal && first.text == "false":
		return expression{kind: literal, text: "true"}
	}
	e.parts = parts
	return e
}
