package diag

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// Sources gives the bytes of an input file by its Pos.File; nil where it is not
// known, and the text then has no excerpt. It is asked once for each file.
type Sources func(file string) []byte

// columns is the width that text is wrapped and windowed to.
const columns = 100

// Text writes a list for people, in the order it has:
//
//	platforms/strapi.cue:12:9: error: unknown node [ref-unknown-node]
//	   12 |     uses: dbb: {}
//	      |           ^~~
//	  services.strapi uses "dbb", which this platform does not declare.
//	  hint: uses: db: {}
//	  note: platforms/strapi.cue:20:2: databases are declared here
//
// Every text passes through Visible. A hint is not wrapped: it is there to be
// copied. The error is that of w.
func Text(w io.Writer, l List, src Sources, color bool) error {
	var b bytes.Buffer
	p, read := paint(color), &lines{src, map[string][][]byte{}}
	for i, d := range l {
		if i > 0 {
			b.WriteByte('\n')
		}
		p.diagnostic(&b, d, read)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// Summary counts a list: "2 errors, 1 warning"; "" for an empty one.
func Summary(l List) string {
	errors, warnings := l.counts()
	var parts []string
	if errors > 0 {
		parts = append(parts, plural(errors, "error"))
	}
	if warnings > 0 {
		parts = append(parts, plural(warnings, "warning"))
	}
	return strings.Join(parts, ", ")
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

func (l List) counts() (errors, warnings int) {
	for _, d := range l {
		if d.Severity == Error {
			errors++
		} else {
			warnings++
		}
	}
	return errors, warnings
}

// paint is whether a terminal's colours are wanted.
type paint bool

// The SGR parameters in use.
const (
	bold   = "1"
	dim    = "2"
	red    = "1;31"
	yellow = "1;33"
	blue   = "34"
	green  = "32"
)

func (p paint) in(style, s string) string {
	if !p || s == "" {
		return s
	}
	return "\x1b[" + style + "m" + s + "\x1b[0m"
}

// severity is the style of a severity.
func (p paint) severity(s Severity) string {
	if s == Warning {
		return yellow
	}
	return red
}

func (p paint) diagnostic(b *bytes.Buffer, d Diagnostic, src *lines) {
	if d.Pos.File != "" {
		b.WriteString(p.in(bold, Visible(d.Pos.String())+":") + " ")
	}
	b.WriteString(p.in(p.severity(d.Severity), d.Severity.String()+":") + " " + p.in(bold, Visible(d.Summary)))
	if d.Code != "" {
		b.WriteString(" " + p.in(dim, "["+Visible(d.Code)+"]"))
	}
	b.WriteByte('\n')
	if e, ok := excerptOf(d.Pos, src); ok && !d.Secret {
		p.excerpt(b, e, p.severity(d.Severity))
	} else if d.Path != "" {
		p.paragraph(b, dim, "at", d.Path, 0)
	}
	p.paragraph(b, "", "", d.Detail, columns)
	p.paragraph(b, green, "hint:", d.Hint, 0)
	for _, r := range d.Related {
		place := ""
		if r.Pos.File != "" {
			place = r.Pos.String() + ": "
		}
		p.paragraph(b, blue, "note:", place+r.Message, columns)
	}
}

// paragraph writes a text, indented and wrapped to a width unless that is zero,
// its first line after a label; nothing for an empty text.
func (p paint) paragraph(b *bytes.Buffer, style, label, text string, width int) {
	first, rest := "  ", "  "
	if label != "" {
		first += p.in(style, label) + " "
		rest += strings.Repeat(" ", len(label)+1)
	}
	before := first
	for _, line := range visibleLines(text) {
		for _, piece := range wrap(line, width-len(rest)) {
			b.WriteString(strings.TrimRight(before+piece, " ") + "\n")
			before = rest
		}
	}
}

// wrap breaks a line between words so that each piece fits a width where its words
// do. Pieces keep the line's indentation. A width below one does not break.
func wrap(line string, width int) []string {
	if width < 1 || cellsWidth(line) <= width {
		return []string{line}
	}
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	var pieces []string
	var piece strings.Builder
	used := 0
	for _, word := range strings.Fields(line) {
		w := cellsWidth(word)
		if piece.Len() > 0 && used+1+w > width {
			pieces = append(pieces, piece.String())
			piece.Reset()
		}
		before := " "
		if piece.Len() == 0 {
			before, used = indent, 0
		}
		piece.WriteString(before + word)
		used += len(before) + w
	}
	return append(pieces, piece.String())
}
