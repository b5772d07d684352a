package check

import (
	"fmt"

	"groundplan.internal/internal/diag"
)

// meant is a hint with the name that was probably meant, or empty.
func meant(name string, among []string) string {
	if best := diag.Nearest(name, among); best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return ""
}
