package diag

import (
	"strings"

	"github.com/agext/levenshtein"
)

// longestName is how many bytes of a name are compared: beyond, no slip of a finger
// is to be found, and comparing takes quadratic time.
const longestName = 64

// Nearest is the one of some names that was probably meant by another, for a hint;
// empty where none is close. In three letters one may be wrong, in four two, later a
// third of all.
func Nearest(name string, among []string) string {
	if len(name) > longestName {
		return ""
	}
	name = strings.ToLower(name)
	best, least := "", max(1, min(2, len(name)/2), len(name)/3)+1
	for _, other := range among {
		if d := edits(name, strings.ToLower(other), least); d < least && d < len(other) {
			best, least = other, d
		}
	}
	return best
}

// edits is how many letters tell two names apart, as far as that is less than most.
// Two that are swapped count as one, as do an end that one of the names lacks, and words
// that the first lacks.
func edits(a, b string, most int) int {
	short, long := a, b
	if len(a) > len(b) {
		short, long = b, a
	}
	switch {
	case a == b:
		return 0
	case len(short) > 2 && strings.HasPrefix(long, short), swapped(a, b), fewerWords(a, b):
		return 1
	case len(long)-len(short) >= most:
		return most
	}
	return levenshtein.Distance(a, b, nil)
}

// fewerWords reports whether a name of several words is another one with some left out.
func fewerWords(name, other string) bool {
	words := strings.Split(name, "-")
	left := words
	for _, w := range strings.Split(other, "-") {
		if len(left) > 0 && strings.TrimSuffix(left[0], "s") == strings.TrimSuffix(w, "s") {
			left = left[1:]
		}
	}
	return len(words) > 1 && len(left) == 0
}

// swapped reports whether two neighbouring letters are all that tells names apart.
func swapped(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
