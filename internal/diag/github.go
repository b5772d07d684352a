package diag

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strings"
)

// GitHub writes a list as workflow commands, one line each, which GitHub Actions
// shows as annotations in the diff:
//
//	::error file=platforms/a.cue,line=3,col=5,title=unknown node [ref-unknown-node]::…
//
// Files are relative to the root that was compiled, which has to be the
// repository's. The error is that of w.
// https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
func GitHub(w io.Writer, l List) error {
	var b bytes.Buffer
	for _, d := range l {
		b.WriteString("::" + d.Severity.String() + " ")
		if d.Pos.File != "" {
			b.WriteString("file=" + githubProperty(d.Pos.File) + ",")
			if d.Pos.Line > 0 {
				fmt.Fprintf(&b, "line=%d,", d.Pos.Line)
			}
			if d.Pos.Col > 0 {
				fmt.Fprintf(&b, "col=%d,", d.Pos.Col)
			}
		}
		fmt.Fprintf(&b, "title=%s::%s\n", githubProperty(title(d)), githubData(cmp.Or(occurrence(d), d.Summary)))
	}
	_, err := w.Write(b.Bytes())
	return err
}

// title is a diagnostic's fixed part.
func title(d Diagnostic) string {
	if d.Code == "" {
		return d.Summary
	}
	return d.Summary + " [" + d.Code + "]"
}

// occurrence is what a diagnostic says beyond its fixed part, in lines: detail,
// hint, notes.
func occurrence(d Diagnostic) string {
	var lines []string
	if d.Detail != "" {
		lines = append(lines, d.Detail)
	}
	if d.Hint != "" {
		lines = append(lines, "hint: "+d.Hint)
	}
	for _, r := range d.Related {
		lines = append(lines, "note: "+r.Pos.String()+": "+r.Message)
	}
	return strings.Join(lines, "\n")
}

// The runner undoes these, and no others.
// https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
var (
	githubDataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubPropertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// githubData escapes a message, which may have lines.
func githubData(s string) string {
	return githubDataEscapes.Replace(strings.Join(visibleLines(s), "\n"))
}

// githubProperty escapes the value of a property, which is one line.
func githubProperty(s string) string {
	return githubPropertyEscapes.Replace(Visible(s))
}
