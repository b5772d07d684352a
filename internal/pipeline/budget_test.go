package pipeline_test

import (
	"strings"
	"testing"
)

// TestBudgetOfEachEnvironment: what fits in one environment is too much in another,
// whose patch has a smaller class and larger pools.
func TestBudgetOfEachEnvironment(t *testing.T) {
	line := 0
	c := rowsOf(t, "golden/workers/platform.cue", func(text string) string {
		const patched = "databases: content: deletionProtection: false"
		before, _, _ := strings.Cut(text, patched)
		line = strings.Count(before, "\n") + 1
		return strings.Replace(text, patched, `databases: content: {deletionProtection: false, class: "db.t4g.micro"}
			services: beat: pool: connections: 90`, 1)
	})
	for _, d := range c.found {
		if d.Code != "db-connections-exceeded" {
			continue
		}
		for _, part := range []string{
			"content has 107 connections for its services (112 by the memory of db.t4g.micro, some of which RDS keeps; 5 of them are for administrators)",
			"130 (tasks × processes × connections): beat 1 × 1 × 90 = 90, web 2 × 4 × 4 = 32, worker 2 × 4 × 1 = 8",
		} {
			if !strings.Contains(d.Detail, part) {
				t.Errorf("%q does not say %q", d.Detail, part)
			}
		}
		if d.Pos.Line != line {
			t.Errorf("it is said at %v, and the class is in line %d", d.Pos, line)
		}
		return
	}
	t.Errorf("there is no db-connections-exceeded among %v", c.found)
}
