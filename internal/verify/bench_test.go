package verify_test

import (
	"testing"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/verify"
)

// BenchmarkFiles proves the broadest platform.
func BenchmarkFiles(b *testing.B) {
	known, err := facts.Load()
	if err != nil {
		b.Fatal(err)
	}
	compiled := compile(b, "../../platforms/langapps.cue", known)
	for b.Loop() {
		for _, c := range compiled {
			if found := verify.Files(c.declared, known, c.files); len(found) > 0 {
				b.Fatal(found)
			}
		}
	}
}
