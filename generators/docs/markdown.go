package docs

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// md is Markdown: text that was escaped, or words of this package.
type md string

// text is an author's text anywhere in a page: a cell, a heading, a paragraph, a
// link's name. What a renderer shows is plain(s), with nothing active: no markup, no
// HTML, no automatic link, no formula.
func text(s string) md {
	runes := []rune(plain(s))
	var b strings.Builder
	for i, r := range runes {
		switch r {
		case '<':
			b.WriteString("&lt;")
			continue
		case '>':
			b.WriteString("&gt;")
			continue
		case '&':
			if i+1 < len(runes) && (runes[i+1] == '#' || alphanumeric(runes[i+1])) {
				b.WriteString("&amp;")
				continue
			}
		}
		if strings.ContainsRune("\\`*[]|~$@", r) || r == '_' && !within(runes, i) || opens(runes, i) || links(runes, i) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return md(b.String())
}

// within reports whether both neighbours of a place are letters or digits.
func within(runes []rune, i int) bool {
	return i > 0 && i < len(runes)-1 && alphanumeric(runes[i-1]) && alphanumeric(runes[i+1])
}

func alphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// opens reports whether a character would begin or end a block: a heading, a list, a
// rule.
func opens(runes []rune, i int) bool {
	if i == 0 {
		return strings.ContainsRune("#+-=!:", runes[0])
	}
	if runes[i] == '#' {
		return runes[i-1] == ' ' // which would close a heading
	}
	if runes[i] != '.' && runes[i] != ')' || i+1 < len(runes) && runes[i+1] != ' ' {
		return false
	}
	for _, r := range runes[:i] {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

// links reports whether a character would make an address of its surroundings, or a
// picture of a word between colons.
func links(runes []rune, i int) bool {
	switch runes[i] {
	case ':':
		before, after := strings.ToLower(string(runes[max(0, i-6):i])), runes[i+1:]
		return len(after) > 0 && after[0] == '/' || strings.HasSuffix(before, "mailto") || strings.HasSuffix(before, "xmpp") || shortcode(after)
	case '.':
		return i >= 3 && strings.EqualFold(string(runes[i-3:i]), "www")
	}
	return false
}

// shortcode reports whether the word of a picture follows a colon: "smile:".
func shortcode(after []rune) bool {
	for i, r := range after {
		if r == ':' {
			return i > 0
		}
		if r > unicode.MaxASCII || !alphanumeric(r) && !strings.ContainsRune("_+-", r) {
			return false
		}
	}
	return false
}

// code is a name of AWS or of a file, in the type of code. What is not plainly a
// name is escaped as text.
func code(s string) md {
	if s == "" {
		return ""
	}
	for _, r := range s {
		if r > unicode.MaxASCII || !alphanumeric(r) && !strings.ContainsRune(" ._/:@*${}=,+-%#()", r) {
			return text(s)
		}
	}
	if strings.TrimSpace(s) != s || strings.Contains(s, "  ") {
		return text(s)
	}
	return md("`" + s + "`")
}

// link leads to a page of ours.
func link(title md, to string) md { return "[" + title + "](" + md(to) + ")" }

// number is a number.
func number(n int) md { return md(strconv.Itoa(n)) }

// count is a number of things, by their names for one and for several.
func count(n int, one, many string) md {
	if n == 1 {
		return number(n) + " " + md(one)
	}
	return number(n) + " " + md(many)
}

// some is count, or nothing where there are none.
func some(n int, one, many string) md {
	if n == 0 {
		return ""
	}
	return count(n, one, many)
}

// sentence fills Markdown into a text of ours.
func sentence(format string, parts ...md) md {
	args := make([]any, len(parts))
	for i, p := range parts {
		args[i] = p
	}
	return md(fmt.Sprintf(format, args...))
}

// join lists what is not empty, with commas.
func join(parts []md) md {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, string(p))
		}
	}
	return md(strings.Join(out, ", "))
}

// each makes something of every element, Markdown mostly.
func each[T, U any](list []T, f func(T) U) []U {
	out := make([]U, len(list))
	for i, x := range list {
		out[i] = f(x)
	}
	return out
}

// or is what stands in for nothing.
func or(m, instead md) md {
	if m == "" {
		return instead
	}
	return m
}

// table is a table of Markdown.
type table struct {
	head []md
	rows [][]md
}

func (t *table) row(cells ...md) { t.rows = append(t.rows, cells) }

// widest is how far a column is padded. Longer cells stick out, so that one long
// text does not make every line long.
const widest = 48

// String is the table, its columns aligned for those who read it raw.
func (t table) String() string {
	widths := make([]int, len(t.head))
	for _, row := range append([][]md{t.head}, t.rows...) {
		for i, cell := range row {
			if w := utf8.RuneCountInString(string(cell)); w <= widest {
				widths[i] = max(widths[i], w, 3)
			}
		}
	}
	var b strings.Builder
	t.line(&b, widths, t.head)
	rule := make([]md, len(t.head))
	for i, w := range widths {
		rule[i] = md(strings.Repeat("-", max(w, 3)))
	}
	t.line(&b, widths, rule)
	for _, row := range t.rows {
		t.line(&b, widths, row)
	}
	return b.String()
}

func (table) line(b *strings.Builder, widths []int, cells []md) {
	for i, cell := range cells {
		b.WriteString("| ")
		b.WriteString(string(cell))
		b.WriteString(strings.Repeat(" ", max(0, widths[i]-utf8.RuneCountInString(string(cell)))+1))
	}
	b.WriteString("|\n")
}
