package tf

import (
	"maps"
	"slices"
	"strings"
)

// Root is a stack with a root of its own.
type Root struct {
	Name, Folder string
	Needs        []string // stacks that must be there before, in the order of applying
	Takes        []string // names of inputs
	Key          string   // of its state in the bucket; empty: it keeps its state in its folder
}

// order puts the units into the order of their folders, which is that of applying. That
// each needs only those before it is for whoever numbers them to see to.
func (l *linker) order() {
	slices.SortFunc(l.sorted, func(a, b *unit) int { return strings.Compare(a.dir(), b.dir()) })
}

// sources are the units that u imports from, in order.
func (l *linker) sources(u *unit) (out []*unit) {
	for _, from := range l.sorted {
		if slices.ContainsFunc(u.imports, func(x *export) bool { return x.from == from }) {
			out = append(out, from)
		}
	}
	return out
}

// rootOrder is the roots in the order of applying.
func (l *linker) rootOrder() []Root {
	var roots []Root
	for _, u := range l.sorted {
		root := Root{Name: u.Name, Folder: u.dir(), Needs: []string{}, Takes: slices.Sorted(maps.Keys(u.inputs))}
		from := l.sources(u)
		for _, before := range l.sorted {
			if slices.Contains(from, before) || slices.Contains(u.After, before.Name) {
				root.Needs = append(root.Needs, before.Name)
			}
		}
		if l.c.State.Bucket != "" {
			root.Key = l.c.stateKey(u.Name)
		}
		roots = append(roots, root)
	}
	return roots
}
