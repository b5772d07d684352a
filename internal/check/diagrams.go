package check

import (
	"slices"
	"strconv"

	"groundplan.internal/internal/model"
)

// eachMention calls f with every place where a view's arrows and frames name something.
func eachMention(d model.Diagram, f func(name string, at model.Path)) {
	for i, e := range d.Edges {
		at := model.At("diagrams", d.Name, "edges", strconv.Itoa(i))
		f(e.From, at.Then("from"))
		f(e.To, at.Then("to"))
	}
	for i, frame := range d.Frames {
		for j, name := range frame.Nodes {
			f(name, model.At("diagrams", d.Name, "frames", strconv.Itoa(i), "nodes", strconv.Itoa(j)))
		}
	}
}

// eachDiagramReference calls f with every place where a view names a node beside those that
// it lists.
func (c *checker) eachDiagramReference(f func(reference)) {
	for _, d := range c.Diagrams {
		by := "the diagram " + d.Name
		for _, o := range d.Others {
			if o.Of != "" {
				f(reference{at: model.At("diagrams", d.Name, "others", o.Name, "of"), name: o.Of, by: by})
			}
		}
		eachMention(d, func(name string, at model.Path) {
			if !hasOther(d, name) {
				f(reference{at: at, name: name, by: by})
			}
		})
	}
}

func hasOther(d model.Diagram, name string) bool {
	return slices.ContainsFunc(d.Others, func(o model.Other) bool { return o.Name == name })
}

// otherNames is diagram-other-name.
func (c *checker) otherNames() {
	for _, d := range c.Diagrams {
		for _, o := range d.Others {
			at := model.At("diagrams", d.Name, "others", o.Name)
			if family, ok := c.family[o.Name]; ok {
				c.report(at, `nodes: ["`+o.Name+`"]`, "%q is %s: a view shows it among its nodes.", o.Name, aKind(family))
			} else if family, ok := c.family[o.Title]; ok {
				c.report(at.Then("title"), "", "%q is the name of %s, and would be taken for it.", o.Title, aKind(family))
			}
		}
	}
}

// unshown is diagram-not-shown. What the view of an app shows is only known once it is drawn.
func (c *checker) unshown() {
	for _, d := range c.Diagrams {
		if d.App != "" {
			continue
		}
		eachMention(d, func(name string, at model.Path) {
			if _, known := c.family[name]; known && !slices.Contains(d.Nodes, name) {
				c.report(at, "", "The diagram %s does not show %s: it is not among its nodes.", d.Name, name)
			}
		})
	}
}

// twiceDrawn is diagram-edge-twice: one arrow has one label.
func (c *checker) twiceDrawn() {
	for _, d := range c.Diagrams {
		drawn := map[model.DiagramEdge]bool{}
		for i, e := range d.Edges {
			pair := model.DiagramEdge{From: e.From, To: e.To}
			if drawn[pair] {
				c.report(model.At("diagrams", d.Name, "edges", strconv.Itoa(i)), "say both in one label", "The diagram %s has an arrow from %s to %s already.", d.Name, e.From, e.To)
			}
			drawn[pair] = true
		}
	}
}

// emptyViews is diagram-empty.
func (c *checker) emptyViews() {
	for _, d := range c.Diagrams {
		if d.App == "" && len(d.Nodes)+len(d.Others) == 0 {
			c.report(model.At("diagrams", d.Name), `nodes: ["<node>"]`, "The diagram %s names no node, no app and nothing beside them.", d.Name)
		}
	}
}
