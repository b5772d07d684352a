package yamltext_test

import (
	"testing"

	"groundplan.internal/internal/yamltext"
)

func TestQuoted(t *testing.T) {
	for text, want := range map[string]bool{
		"on": true, "NO": true, "12:30": true, "1_000:59.5": true, "a\u200bb": true, "a\tb": true,
		"once": false, "12-30": false, "a b": false, "a\nb": false,
	} {
		if got := yamltext.Quoted(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestVisible(t *testing.T) {
	if got, want := yamltext.Visible("a\u200b\U000e0001\nö"), `a\u200b\U000e0001`+"\nö"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestIndented(t *testing.T) {
	if got, want := yamltext.Indented("a:\n  b: 1\n\nc: 2\n"), "  a:\n    b: 1\n\n  c: 2\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
