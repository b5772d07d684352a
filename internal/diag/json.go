package diag

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonVersion changes when a field of JSON is renamed, removed or changes its
// meaning; a new field does not change it.
const jsonVersion = 1

type jsonList struct {
	Version     int              `json:"version"`
	Errors      int              `json:"errors"`
	Warnings    int              `json:"warnings"`
	Diagnostics []jsonDiagnostic `json:"diagnostics"`
}

type jsonDiagnostic struct {
	File     string        `json:"file"`
	Line     int           `json:"line"`
	Column   int           `json:"column"`
	Severity string        `json:"severity"`
	Code     string        `json:"code"`
	Path     string        `json:"path"`
	Summary  string        `json:"summary"`
	Detail   string        `json:"detail"`
	Hint     string        `json:"hint"`
	Related  []jsonRelated `json:"related"`
}

type jsonRelated struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

// JSON writes a list for programs: one object with the version of its form, the
// counts and the diagnostics in the order they have. Every field is always there;
// an unknown line or column is 0, columns count bytes from 1. The text is ASCII
// wherever a character would not print, so it is safe to show and to put into HTML.
// The error is that of w.
func JSON(w io.Writer, l List) error {
	out := jsonList{Version: jsonVersion, Diagnostics: []jsonDiagnostic{}}
	out.Errors, out.Warnings = l.counts()
	for _, d := range l {
		j := jsonDiagnostic{
			File: d.Pos.File, Line: d.Pos.Line, Column: d.Pos.Col,
			Severity: d.Severity.String(), Code: d.Code, Path: d.Path,
			Summary: d.Summary, Detail: d.Detail, Hint: d.Hint, Related: []jsonRelated{},
		}
		for _, r := range d.Related {
			j.Related = append(j.Related, jsonRelated{r.Pos.File, r.Pos.Line, r.Pos.Col, r.Message})
		}
		out.Diagnostics = append(out.Diagnostics, j)
	}
	return writeJSON(w, out)
}

// writeJSON writes a value indented. encoding/json replaces what is not UTF-8 and
// escapes <, >, &, U+2028 and U+2029; what else does not print is escaped here.
func writeJSON(w io.Writer, v any) error {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		panic(fmt.Sprintf("diag: %T does not marshal: %v", v, err))
	}
	_, err = w.Write(append(escapeUnprintable(data), '\n'))
	return err
}

// escapeUnprintable spells characters beyond ASCII that do not print, and DEL, as
// \u escapes. In JSON such characters stand in strings only, so the value stays.
func escapeUnprintable(data []byte) []byte {
	var b bytes.Buffer
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r < 0x7f || unicode.IsPrint(r):
			b.Write(data[:n])
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
		data = data[n:]
	}
	return b.Bytes()
}
