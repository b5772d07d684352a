package check

import (
	"fmt"

	"github.com/agext/levenshtein"
)

// nearest is the name that was probably meant, or empty where none is close: one
// letter of three, two of four (which is two letters swapped), later a third of all.
func nearest(name string, among []string) string {
	best, least := "", max(1, min(2, len(name)/2), len(name)/3)+1
	for _, other := range among {
		if d := len(other) - len(name); d >= least || -d >= least {
			continue
		}
		if d := levenshtein.Distance(name, other, nil); d < least {
			best, least = other, d
		}
	}
	return best
}

// meant is a hint with the nearest name, or empty.
func meant(name string, among []string) string {
	if best := nearest(name, among); best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return ""
}
