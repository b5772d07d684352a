package model

import (
	"slices"
	"strings"
)

// Past is what earlier compilations of an environment decided, and later ones must keep. The
// zero Past is that of an environment that nobody has compiled.
type Past struct {
	Known  bool                           // there is one
	Former map[string]map[string][]string // names that nodes had, the oldest first, by family and node
	Places map[string]map[string]int      // of listener rules, by balancer and by what they ask for
}

// Place is the priority that a rule of a balancer had.
func (p Past) Place(balancer, asked string) (int, bool) {
	place, known := p.Places[balancer][asked]
	return place, known
}

// Named is a node that AWS knows by its name, or by the first that it had.
type Named struct {
	Family, Name string
	Was          string   // as the author says; empty: it has always had its name
	Former       []string // all names that it had before, the oldest first
}

// First is the name that AWS knows the node by.
func (n Named) First() string {
	if len(n.Former) > 0 {
		return n.Former[0]
	}
	return n.Name
}

// Path is where the node is declared.
func (n Named) Path() Path { return At(n.Family, n.Name) }

// Named are all nodes that AWS knows by their names, by family.
func (p Platform) Named() (out []Named) {
	for _, n := range p.Nodes() {
		if !n.Nameless {
			out = append(out, Named{n.Family, n.Name, n.Was, p.Past.former(n.Family, n.Name, n.Was)})
		}
	}
	slices.SortStableFunc(out, func(a, b Named) int { return strings.Compare(a.Family, b.Family) })
	return out
}

// former are the names that a node had: those that the past knows of it, or else of the node
// that it was.
func (p Past) former(family, name, was string) []string {
	known, there := p.Former[family][name]
	switch {
	case there || was == "":
		return known
	case name == was:
		return nil // reported where names are checked
	}
	before := p.Former[family][was]
	if slices.Contains(before, was) {
		return before
	}
	return append(before[:len(before):len(before)], was)
}
