package check

import (
	"testing"
	"testing/fstest"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/load"
)

// TestFunctionRanges holds the bounds of the schema to those of Lambda: what is at a bound
// is taken, what is beyond it is not.
func TestFunctionRanges(t *testing.T) {
	f, err := facts.Load()
	if err != nil {
		t.Fatal(err)
	}
	for field, r := range map[string]facts.Range{
		"memory": f.Lambda.Memory, "timeout": f.Lambda.Timeout, "retries": f.Lambda.Retries,
		// What comes with a function is not written.
		"ephemeralStorage": {Min: f.Lambda.EphemeralStorage.Min + 1, Max: f.Lambda.EphemeralStorage.Max},
	} {
		for _, c := range []struct {
			value int
			taken bool
		}{{r.Min - 1, false}, {r.Min, true}, {r.Max, true}, {r.Max + 1, false}} {
			text := "name: shop\nregion: eu-west-1\nfunctions: {ork: {image: {repository: ork}, " + field + ": " + numbers([]int{c.value}) + "}}\nenvironments: {staging: {}}\n"
			_, found := load.Platform(fstest.MapFS{"shop.yaml": {Data: []byte(text)}}, "shop.yaml")
			if found.HasErrors() == c.taken {
				t.Errorf("%s: %d: %v", field, c.value, found)
			}
		}
	}
}
