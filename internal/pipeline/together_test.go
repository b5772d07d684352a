package pipeline

import (
	"testing"

	"groundplan.internal/internal/diag"
)

func TestTogether(t *testing.T) {
	at := func(line int, path, detail string) diag.Diagnostic {
		return diag.Diagnostic{Code: "c", Pos: diag.Pos{File: "a.cue", Line: line}, Path: path, Detail: detail}
	}
	note := at(3, "services.b.port", "b.")
	note.Related = []diag.Related{{Pos: diag.Pos{File: "a.cue", Line: 9}, Message: "b too"}}
	got := together(diag.List{
		at(3, "services.a.port", "a."), note, at(3, "services.c.port", "c."),
		at(3, "services.a.port", "a, of another kind."), at(3, "services.d.cpu", "d."), at(4, "services.e.port", "e."), at(0, "services.f.port", "f."), at(0, "services.g.port", "g."),
	})
	want := []string{"a. So it is with b, c.", "a, of another kind.", "d.", "e.", "f.", "g."}
	if len(got) != len(want) {
		t.Fatalf("%d findings, want %d: %v", len(got), len(want), got)
	}
	for i, d := range got {
		if d.Detail != want[i] {
			t.Errorf("%q, want %q", d.Detail, want[i])
		}
	}
	if len(got[0].Related) != 1 || note.Related == nil {
		t.Errorf("notes: %v", got[0].Related)
	}
}
