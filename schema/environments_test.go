package schema_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"groundplan.internal/schema"
)

// TestEnvironmentsPatchEverything: whatever a platform says, an environment may say
// otherwise, but for its name, what people read of it, and what is of all environments.
func TestEnvironmentsPatchEverything(t *testing.T) {
	data, err := schema.JSONSchema()
	if err != nil {
		t.Fatal(err)
	}
	var language struct {
		Properties map[string]any                                 // of #Platform
		Defs       map[string]struct{ Properties map[string]any } `json:"$defs"`
	}
	if err := json.Unmarshal(data, &language); err != nil {
		t.Fatal(err)
	}
	patched := language.Defs["Environment"].Properties
	var left []string
	for _, field := range slices.Sorted(maps.Keys(language.Properties)) {
		if _, ok := patched[field]; !ok {
			left = append(left, field)
		}
	}
	if diff := cmp.Diff([]string{"accept", "description", "environments", "name"}, left); diff != "" {
		t.Errorf("environments.cue patches other fields than those of #Platform (-want +got of what it leaves):\n%s", diff)
	}
}
