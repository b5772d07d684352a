// Package diag holds what the compiler says about the author's input: values,
// sorted and rendered, never printed here. It knows positions and texts, and
// nothing of CUE, AWS or the phases that report.
package diag

import (
	"cmp"
	"fmt"
	"slices"
)

// Severity says whether a compile may go on.
type Severity int

const (
	Error   Severity = iota // nothing is written
	Warning                 // written, and said
)

// String is the word that stands before the summary.
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Pos is a place in an input file. File is relative to the root that was
// compiled, with forward slashes; Line and Col count from 1, Col in bytes; zero
// means unknown.
type Pos struct {
	File string
	Line int
	Col  int
}

// String is file:line:col, as far as it is known.
func (p Pos) String() string {
	switch {
	case p.File == "":
		return "-"
	case p.Line == 0:
		return p.File
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// Compare orders positions by file, line and column.
func (p Pos) Compare(q Pos) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Col, q.Col))
}

// Diagnostic is one finding about the input.
type Diagnostic struct {
	Code     string    // lower-case words by area, never renamed: sg-open-container
	Severity Severity  // an error unless said otherwise
	Pos      Pos       // the author's own line
	Path     string    // the field in the author's words: services.web.uses.db
	Summary  string    // the same for every occurrence of Code
	Detail   string    // this node, these values, and the reason
	Hint     string    // something to type, or empty
	Related  []Related // other places that take part
	Secret   bool      // what stands at Pos may be a secret: its line is not shown
}

// Related is a further place that a diagnostic speaks of.
type Related struct {
	Pos     Pos
	Message string
}

// List is what one phase found.
type List []Diagnostic

// HasErrors reports whether any diagnostic forbids writing.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}

// Sorted is the list by position, severity, code and detail, with equal
// diagnostics merged.
func (l List) Sorted() List {
	out := slices.Clone(l)
	slices.SortStableFunc(out, func(a, b Diagnostic) int {
		return cmp.Or(a.Pos.Compare(b.Pos), cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Detail, b.Detail))
	})
	return slices.CompactFunc(out, func(a, b Diagnostic) bool {
		return a.Pos == b.Pos && a.Code == b.Code && a.Path == b.Path && a.Detail == b.Detail
	})
}
