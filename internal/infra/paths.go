package infra

import (
	"cmp"
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// inOrder puts paths into the order in which CloudFront must ask for them: it takes the
// first pattern that fits, so that no pattern stands before one that it would hide.
func inOrder(paths []model.Behavior) []model.Behavior {
	return slices.SortedFunc(slices.Values(paths), func(x, y model.Behavior) int {
		return before(x.Name, y.Name)
	})
}

// before compares two patterns: the one that says more comes first. Whatever fits a
// pattern begins with the text before its first wildcard, and is at least as long as
// the pattern without its "*": a pattern that fits less never comes after.
func before(x, y string) int {
	return cmp.Or(
		cmp.Compare(fixed(y), fixed(x)),
		cmp.Compare(shortest(y), shortest(x)),
		cmp.Compare(strings.Count(x, "?"), strings.Count(y, "?")),
		cmp.Compare(open(x), open(y)),
		strings.Compare(x, y),
	)
}

// fixed is how many characters of a pattern stand before its first wildcard.
func fixed(pattern string) int {
	if i := strings.IndexAny(pattern, "*?"); i >= 0 {
		return i
	}
	return len(pattern)
}

// shortest is the length of the shortest path that fits a pattern.
func shortest(pattern string) int { return len(pattern) - strings.Count(pattern, "*") }

// open is how many places of a pattern take any text.
func open(pattern string) (n int) {
	for _, wildcards := range strings.FieldsFunc(pattern, func(r rune) bool { return r != '*' && r != '?' }) {
		if strings.Contains(wildcards, "*") {
			n++
		}
	}
	return n
}

// fits reports whether a host, maybe with a wildcard for its first words, is for a name.
func fits(host, name string) bool {
	rest, wildcard := strings.CutPrefix(host, "*")
	return host == name || wildcard && strings.HasSuffix(name, rest)
}
