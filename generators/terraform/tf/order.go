package tf

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Edge is a reference from one stack to another.
type Edge struct {
	From, To string // stacks
	By       string // the block that refers: aws_ecs_service.web
	Ref      string // what it refers to: aws_vpc.main.id, or the name of an export
}

// CycleError says that stacks need each other, so that none can be applied first.
type CycleError struct {
	Edges []Edge // each To is the next From; the last To is the first From
}

// Error names the stacks and the reference that makes each need the next.
func (e *CycleError) Error() string {
	steps := make([]string, len(e.Edges))
	for i, edge := range e.Edges {
		steps[i] = fmt.Sprintf("%s needs %s (%s refers to %s)", edge.From, edge.To, edge.By, edge.Ref)
	}
	return "stacks need each other: " + strings.Join(steps, ", ")
}

// Root is a stack with a root of its own.
type Root struct {
	Name, Folder string
	Needs        []string // stacks that it reads, in the order of applying
	Key          string   // of its state in the bucket; empty: it keeps its state in its folder
}

// rootOrder is the roots in the order of their folders, which is that of applying.
func (l *linker) rootOrder() ([]Root, error) {
	units := slices.Clone(l.sorted)
	slices.SortFunc(units, func(a, b *unit) int { return strings.Compare(a.dir(), b.dir()) })
	var roots []Root
	var errs []error
	for _, u := range units {
		root := Root{Name: u.Name, Folder: u.dir(), Needs: []string{}}
		if l.c.State.Bucket != "" {
			root.Key = l.c.stateKey(u.Name)
		}
		for _, from := range units {
			i := slices.IndexFunc(u.edges, func(e Edge) bool { return e.To == from.Name })
			if i < 0 {
				continue
			}
			root.Needs = append(root.Needs, from.Name)
			if from.dir() > u.dir() {
				errs = append(errs, fmt.Errorf("%s reads %s, which is applied after it (%s refers to %s)", u.dir(), from.dir(), u.edges[i].By, u.edges[i].Ref))
			}
		}
		roots = append(roots, root)
	}
	return roots, errors.Join(errs...)
}

// order sorts the units so that each stands after those that it imports from,
// and otherwise as configured.
func (l *linker) order() error {
	done := make(map[*unit]bool)
	var sorted []*unit
	var path []Edge
	var visit func(u *unit) error
	visit = func(u *unit) error {
		for i, edge := range path {
			if edge.From == u.Name {
				return &CycleError{Edges: path[i:]}
			}
		}
		if done[u] {
			return nil
		}
		for _, edge := range u.edges {
			path = append(path, edge)
			if err := visit(l.units[edge.To]); err != nil {
				return err
			}
			path = path[:len(path)-1]
		}
		done[u] = true
		sorted = append(sorted, u)
		return nil
	}
	for _, u := range l.sorted {
		if err := visit(u); err != nil {
			return err
		}
	}
	l.sorted = sorted
	return nil
}
