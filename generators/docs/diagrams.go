package docs

import (
	"cmp"
	"slices"

	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/model"
)

// otherKinds are how a view draws what is no node.
var otherKinds = map[string]kind{
	"person": kindPerson, "system": kindExternal, "repository": kindCode, "workflow": kindPipeline, "job": kindJob,
	"flow": kindFlow, "store": kindBucket, "role": kindRole, "secret": kindSecret,
}

// otherBox is what a view shows beside nodes.
func otherBox(o model.Other) node {
	n := node{o.Name, otherKinds[o.Kind], cmp.Or(o.Title, o.Name), nil}
	if o.Detail != "" {
		n.details = []string{o.Detail}
	}
	return n
}

// withOthers adds what a view shows beside nodes, and its own arrows. One that is declared
// gets the words of the view, and who comes in by one of the view's comes from the internet.
// What belongs to a node takes over its arrows to where its own lead.
func withOthers(p part, d infra.Diagram) part {
	p.keys, p.arrows = slices.Clone(p.keys), slices.Clone(p.arrows)
	for _, o := range d.Others {
		p.keys = append(p.keys, o.Name)
	}
	for _, e := range d.Edges {
		i := slices.IndexFunc(p.arrows, func(a arrow) bool { return a.from == e.From && a.to == e.To })
		if i < 0 {
			p.arrows = append(p.arrows, arrow{from: e.From, to: e.To, label: e.Label})
		} else if e.Label != "" {
			p.arrows[i].label = e.Label
		}
		owner, comesIn := model.Owner(d.Others, e.From), slices.ContainsFunc(d.Others, func(o model.Other) bool { return o.Name == e.From })
		p.arrows = slices.DeleteFunc(p.arrows, func(a arrow) bool {
			return a.to == e.To && (a.from == infra.Internet && comesIn || owner != "" && a.from == owner)
		})
	}
	if !slices.ContainsFunc(p.arrows, func(a arrow) bool { return a.from == infra.Internet }) {
		p.keys = slices.DeleteFunc(p.keys, func(k string) bool { return k == infra.Internet })
	}
	return p
}

// diagramChart draws a view: in its own frames, or where it has none in those of the network.
func (v *view) diagramChart(d infra.Diagram, p part) chart {
	boxes := map[string]node{}
	for _, o := range d.Others {
		boxes[o.Name] = otherBox(o)
	}
	if len(d.Frames) == 0 {
		c := v.placed(part{keys: slices.DeleteFunc(slices.Clone(p.keys), func(k string) bool { return boxes[k].key != "" }), arrows: p.arrows})
		for _, o := range d.Others {
			c.nodes = append(c.nodes, boxes[o.Name])
		}
		return c
	}
	for _, k := range p.keys {
		if n, ok := v.nodes[k]; ok {
			boxes[k] = n
		}
	}
	c := chart{arrows: p.arrows, down: deep(p.arrows)}
	framed := map[string]bool{}
	for _, f := range d.Frames {
		g := group{name: f.Title, border: borderAccount}
		for _, name := range f.Nodes {
			if n, ok := boxes[name]; ok {
				g.nodes, framed[name] = append(g.nodes, n), true
			}
		}
		c.groups = append(c.groups, g)
	}
	for _, k := range p.keys {
		if !framed[k] {
			c.nodes = append(c.nodes, boxes[k])
		}
	}
	return c
}
