package docs

import (
	"encoding/csv"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	gast "github.com/yuin/goldmark/extension/ast"
	gtext "github.com/yuin/goldmark/text"
)

// hostile are texts that mean something to a format that they are written into.
var hostile = []string{
	"", " ", "plain", "a|b", "a\\|b", "back\\slash", "line1\nline2", "\r\n", "tab\there", "`code`", "``", "a ` b", "**bold**", "_it_", "snake_case_name",
	"<script>alert(1)</script>", "</script>", "<img src=x onerror=alert(1)>", "<b>", "&lt;", "&#35;", "a & b", "[x](javascript:alert(1))", "![x](y)", "[x][y]", "[x]: y",
	"https://example.com/x?a=1&b=2", "www.example.com", "WWW.example.com", "ftp://x.y", "mailto:a@b.c", "a@b.example", "#1", "# h", "a #", "a ##", "#", "- item", "+ item", "1. list", "1) list", "=cmd|' /C calc'!A0",
	"+1", "-1.5", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "'=1", "\"quoted\", and", "it's", "~~no~~", "~no~", "$$x$$", "$x$", "${PATH}", "%{if}", "%%{init: {\"theme\":\"dark\"}}%%",
	"end", "direction TB", "subgraph x", "a --> b", "x; y", "o--x", "fa:fa-car", "$$x^2$$", "\\n literal", "{{mustache}}", "---", "===", "```", "~~~", "<!-- c -->", "-->", "> quote",
	"bidi \u202ertl", "a\u2028b", "\u0000z", "Ünïcødé 日本語 🚀", "\xff\xfe", strings.Repeat("x", 300), strings.Repeat("word ", 60), "::: note", ":smile:", "[^1]", "[ ] task", "|", "\\", "\\\\|", "a\\",
}

var gfm = goldmark.New(goldmark.WithExtensions(extension.GFM))

// shownText is the text of a Markdown node; it fails on anything that is not text.
func shownText(t *testing.T, n ast.Node, source []byte) string {
	t.Helper()
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			b.Write(c.Segment.Value(source))
		case *ast.String:
			b.Write(c.Value)
		default:
			t.Fatalf("%q holds a %s", source, c.Kind())
		}
	}
	return unescape(b.String())
}

var escaped = regexp.MustCompile("\\\\[!-/:-@\\[-`{-~]|&(?:lt|gt|amp);")

// unescape reads what goldmark leaves to its renderer: backslashes and entities.
func unescape(s string) string {
	return escaped.ReplaceAllStringFunc(s, func(m string) string {
		switch m {
		case "&lt;":
			return "<"
		case "&gt;":
			return ">"
		case "&amp;":
			return "&"
		}
		return m[1:]
	})
}

func checkMarkdown(t *testing.T, s string) {
	t.Helper()
	want := strings.ToValidUTF8(plain(s), "\ufffd")
	source := []byte("| a | b |\n| - | - |\n| " + string(text(s)) + " | end |\n")
	root := gfm.Parser().Parse(gtext.NewReader(source))
	tbl, ok := root.FirstChild().(*gast.Table)
	if !ok || tbl.NextSibling() != nil || tbl.ChildCount() != 2 || tbl.LastChild().ChildCount() != 2 {
		t.Fatalf("%q breaks a table", s)
	}
	if got := shownText(t, tbl.LastChild().FirstChild(), source); got != want {
		t.Fatalf("a cell with %q shows %q", want, got)
	}
	if want == "" {
		return
	}
	for _, before := range []string{"", "# ", "- "} {
		source = []byte(before + string(text(s)) + "\n")
		n := gfm.Parser().Parse(gtext.NewReader(source)).FirstChild()
		if n.NextSibling() != nil {
			t.Fatalf("%q is more than one block", source)
		}
		switch before {
		case "":
			if n.Kind() != ast.KindParagraph {
				t.Fatalf("%q is a %s", source, n.Kind())
			}
		case "- ":
			n = n.FirstChild().FirstChild()
		}
		if got := shownText(t, n, source); got != want {
			t.Fatalf("%q shows %q, not %q", source, got, want)
		}
	}
}

func checkLabel(t *testing.T, s string) {
	t.Helper()
	got := label(s)
	decoded := entity.ReplaceAllStringFunc(got, func(m string) string {
		n, err := strconv.Atoi(m[1 : len(m)-1])
		if err != nil {
			t.Fatal(err)
		}
		return string(rune(n))
	})
	if want := plain(s); decoded != want && !(want == "" && decoded == "\u00a0") {
		t.Fatalf("%q reads back as %q", want, decoded)
	}
	if rest := entity.ReplaceAllString(got, ""); strings.ContainsAny(rest, "#;\"'`<>[](){}|&%:\\$@\n=~^*_!?") || strings.Contains(rest, "--") || strings.Contains(rest, "direction") || strings.Contains(strings.ToLower(rest), "www.") {
		t.Fatalf("%q leaves %q", s, rest)
	}
}

var entity = regexp.MustCompile(`#[0-9]+;`)

func checkField(t *testing.T, s string) {
	t.Helper()
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.Write([]string{"before", field(s), "after"}); err != nil {
		t.Fatal(err)
	}
	w.Flush()
	rows, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	if err != nil || len(rows) != 1 || len(rows[0]) != 3 {
		t.Fatalf("%q breaks a row: %q, %v", s, rows, err)
	}
	got := rows[0][1]
	if strings.TrimPrefix(got, "'") != strings.TrimPrefix(plain(s), "'") {
		t.Fatalf("%q reads back as %q", s, got)
	}
	if got != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", []rune(got)[0]) {
		t.Fatalf("%q begins a formula", got)
	}
}

func TestHostile(t *testing.T) {
	for _, s := range hostile {
		checkMarkdown(t, s)
		checkLabel(t, s)
		checkField(t, s)
	}
}

func FuzzText(f *testing.F)  { fuzz(f, checkMarkdown) }
func FuzzLabel(f *testing.F) { fuzz(f, checkLabel) }
func FuzzField(f *testing.F) { fuzz(f, checkField) }

func fuzz(f *testing.F, check func(*testing.T, string)) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(check)
}
