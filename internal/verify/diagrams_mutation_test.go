package verify_test

import "testing"

// TestViewMutations changes the views of a platform.
func TestViewMutations(t *testing.T) {
	mutate(t, "../../golden/diagrams/platform.cue", []mutation{
		{"an arrow of the view is gone", "architecture.md", `(?m)^  n\d+ -->\|"(uploads [^i"]*|look up|unparks)"\| n\d+\n`, "", "verify-diagram"},
		{"an arrow that nobody declares", "architecture.md", `(?m)^  (n\d+) (-->\|"PostgreSQL 5432"\|) (n\d+)$`, "  $1 $2 $3\n  $3 --> $1", "verify-diagram"},
	})
}
