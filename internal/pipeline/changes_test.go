package pipeline_test

import (
	"iter"
	"maps"
	"regexp"
	"slices"
	"strconv"

	"groundplan.internal/internal/model"
)

// change is another platform, and what is other about it.
type change struct {
	what string
	tree any
}

// changes are platforms in which a field says something else, or nothing. The schema
// may refuse some.
func (at place) changes(l node, others []place) iter.Seq[change] {
	return func(yield func(change) bool) {
		above, name := at.path[:len(at.path)-1], at.path[len(at.path)-1]
		if !yield(change{"taken away", with(at.tree, above, less(said(at.tree, above...).(map[string]any), name))}) {
			return
		}
		value := said(at.tree, at.path...)
		for other := range at.values(l, at.shape, value) {
			if !yield(change{what(value), with(at.tree, at.path, other)}) {
				return
			}
		}
		for _, other := range at.elsewhere(others) {
			if !yield(change{"as elsewhere", with(at.tree, at.path, other)}) {
				return
			}
		}
	}
}

// elsewhere is what the same field says in other places; those of the platform come first.
func (at place) elsewhere(others []place) (out []any) {
	known := map[string]bool{string(asJSON(said(at.tree, at.path...))): true}
	for _, here := range []bool{true, false} {
		for _, o := range others {
			value := said(o.tree, o.path...)
			if key := string(asJSON(value)); (o.platform == at.platform) == here && !known[key] {
				known[key] = true
				out = append(out, value)
			}
		}
	}
	return out
}

// what is other in a place that has such a value.
func what(value any) string {
	switch value.(type) {
	case bool:
		return "bool"
	case float64:
		return "number"
	case string:
		return "text"
	case []any:
		return "list"
	}
	return "map"
}

// values are others that a field may have, the likelier ones first.
func (at place) values(l, shape node, value any) iter.Seq[any] {
	shape = shape.resolved(l)
	return func(yield func(any) bool) {
		for _, one := range shape.Enum {
			if one != value && !yield(one) {
				return
			}
		}
		switch x := value.(type) {
		case bool:
			yield(!x)
		case float64:
			for _, n := range []any{x + 1, x - 1, shape.Minimum, shape.Maximum} {
				if n != nil && !yield(n) {
					return
				}
			}
		case string:
			for _, text := range append(at.siblings(x), nearby(x)...) {
				if shape.Enum == nil && !yield(text) {
					return
				}
			}
		case []any:
			if len(x) > 0 && !yield(x[:len(x)-1]) {
				return
			}
			for i := range x {
				for item := range at.values(l, shape.item(i), x[i]) {
					if !yield(with(x, model.At(strconv.Itoa(i)), item)) {
						return
					}
				}
			}
		case map[string]any:
			for _, k := range slices.Sorted(maps.Keys(x)) {
				if !yield(less(x, k)) {
					return
				}
				for inner := range at.values(l, shape.at(k), x[k]) {
					if !yield(with(x, model.At(k), inner)) {
						return
					}
				}
			}
		}
	}
}

// less is a map without a key.
func less(m map[string]any, key string) map[string]any {
	out := maps.Clone(m)
	delete(out, key)
	return out
}

// siblings are the other nodes of a node's family.
func (at place) siblings(name string) (out []string) {
	for _, family := range slices.Sorted(maps.Keys(at.tree)) {
		if nodes, ok := at.tree[family].(map[string]any); ok && nodes[name] != nil {
			out = append(out, slices.Sorted(maps.Keys(less(nodes, name)))...)
		}
	}
	return out
}

var lastDigit = regexp.MustCompile(`[0-9]([^0-9]*)$`)

// nearby are texts much like one, for forms in which something may be added or counted on.
func nearby(text string) []string {
	out := []string{text + "x", text + " more"}
	if at := lastDigit.FindStringIndex(text); at != nil {
		next := '0' + (text[at[0]]-'0'+1)%10
		out = append(out, text[:at[0]]+string(rune(next))+text[at[0]+1:])
	}
	return out
}
