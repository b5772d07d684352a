package pipeline

import (
	"testing"

	"groundplan.internal/internal/diag"
)

func TestTogether(t *testing.T) {
	at := func(line int, path, detail string) diag.Diagnostic {
		return diag.Diagnostic{Code: "c", Pos: diag.Pos{File: "a.cue", Line: line}, Path: path, Detail: detail}
	}
	note := at(3, "services.web-b.port", "web-b has it.")
	note.Related = []diag.Related{{Pos: diag.Pos{File: "a.cue", Line: 9}, Message: "b too"}}
	got := together(diag.List{
		at(3, "services.web-a.port", "web-a has it."), note, at(3, "services.web-c.port", "web-c has it."),
		at(3, "services.web-a.port", "web-a has it."), at(3, "services.web-d.cpu", "web-d has it."), at(3, "services.web-d.port", "web-d has that."),
		at(4, "services.web-e.port", "web-e has it."), at(0, "services.web-f.port", "web-f has it."), at(0, "services.web-g.port", "web-g has it."),
	})
	want := []string{"web-a has it. So it is with web-b, web-c.", "web-a has it.", "web-d has it.", "web-d has that.", "web-e has it.", "web-f has it.", "web-g has it."}
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
