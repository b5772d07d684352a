package docs

import (
	"strings"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// page is a Markdown file on its way. Its parts are apart by one empty line.
type page struct{ b strings.Builder }

// newPage begins a page; from is the platform file.
func newPage(from string, title md) *page {
	pg := &page{}
	pg.b.WriteString("<!-- " + infra.Header(from) + " -->\n\n# " + string(title) + "\n")
	return pg
}

func (pg *page) add(s string) {
	pg.b.WriteByte('\n')
	pg.b.WriteString(s)
	if !strings.HasSuffix(s, "\n") {
		pg.b.WriteByte('\n')
	}
}

func (pg *page) section(title md) { pg.add("## " + string(title)) }

func (pg *page) subsection(title md) { pg.add("### " + string(title)) }

func (pg *page) para(format string, parts ...md) { pg.add(string(sentence(format, parts...))) }

// list is a list with bullets; nothing where there are no items.
func (pg *page) list(items []md) { pg.items(items, func(int) string { return "- " }) }

// steps is a list with numbers.
func (pg *page) steps(items []md) {
	pg.items(items, func(i int) string { return string(number(i+1)) + ". " })
}

func (pg *page) items(items []md, mark func(int) string) {
	var b strings.Builder
	for i, item := range items {
		b.WriteString(mark(i) + string(item) + "\n")
	}
	if len(items) > 0 {
		pg.add(b.String())
	}
}

func (pg *page) table(t table) { pg.add(t.String()) }

func (pg *page) chart(c chart) { pg.fence("mermaid", c.String()) }

// shell is commands to type, each a line.
func (pg *page) shell(lines ...string) { pg.fence("sh", strings.Join(lines, "\n")+"\n") }

// fence is a block of code. No line of it can begin with a fence: mermaid's lines
// and the commands begin with words of ours.
func (pg *page) fence(language, body string) { pg.add("```" + language + "\n" + body + "```") }

func (pg *page) file(path string) artifact.File {
	return artifact.File{Path: path, Data: []byte(pg.b.String())}
}

// word is one argument of a shell command.
func word(s string) string {
	s = plain(s)
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return !(r < 128 && (alphanumeric(r) || strings.ContainsRune("._/:@=,+-", r)))
	}) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
