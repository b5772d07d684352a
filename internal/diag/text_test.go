package diag_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"groundplan.internal/internal/diag"
)

const strapi = `package strapi

platform: schema.#Platform & {
	name:   "strapi"
	region: "ap-south-1"
	services: strapi: {
		uses: dbb: {}
		env: TITLE: "日本語 é"
	}
	databases: db: {engine: "postgres", version: "15.4", class: "db.t3.micro", storage: 20, multiAZ: true, name: "strapidb", backups: 400}
}
`

func sources(file string) []byte {
	if file == "platforms/strapi.cue" {
		return []byte(strapi)
	}
	return nil
}

// at is the position of the first occurrence of a text in strapi.
func at(text string) diag.Pos {
	i := strings.Index(strapi, text)
	before := strapi[:i]
	return diag.Pos{File: "platforms/strapi.cue", Line: 1 + strings.Count(before, "\n"), Col: i - strings.LastIndex(before, "\n")}
}

// sample is a list with one of everything.
func sample() diag.List {
	return diag.List{
		{
			Code: "ref-unknown-node", Pos: at("dbb"), Path: "services.strapi.uses.dbb",
			Summary: "unknown node",
			Detail:  `services.strapi uses "dbb", which this platform does not declare. A use has to name a service, a database, a bucket, a secret or an external of the same platform.`,
			Hint:    "uses: db: {}",
			Related: []diag.Related{{Pos: at("databases"), Message: "databases are declared here"}},
		},
		{Code: "env-empty", Severity: diag.Warning, Pos: at(`é"`), Path: "services.strapi.env.TITLE", Summary: "text after wide characters", Detail: "First line.\n\n\tindented := \"code\"\nLast line."},
		{Code: "store-backups", Pos: at("400"), Path: "databases.db.backups", Summary: "value out of range", Detail: "At most 35 days."},
		{Code: "load-end", Pos: diag.Pos{File: "platforms/strapi.cue", Line: 12, Col: 1}, Summary: "file ends too early"},
		{Code: "load-file", Pos: diag.Pos{File: "platforms/strapi.cue"}, Path: "platform", Summary: "no position", Hint: "one\ntwo"},
		{Code: "load-line", Pos: diag.Pos{File: "platforms/strapi.cue", Line: 5}, Summary: "no column"},
		{Code: "load-unknown", Pos: diag.Pos{File: "platforms/other.cue", Line: 3, Col: 4}, Path: "services.web", Summary: "no source"},
		{Summary: "nothing known", Severity: diag.Warning},
	}
}

func TestText(t *testing.T) {
	for name, color := range map[string]bool{"sample.txt": false, "sample.color.txt": true} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := diag.Text(&b, sample(), sources, color); err != nil {
				t.Fatal(err)
			}
			golden(t, name, b.Bytes())
		})
	}
}

func TestTextWindowsLongLines(t *testing.T) {
	long := strings.Repeat("a", 5000) + " mark " + strings.Repeat("b", 1<<20)
	src := func(string) []byte { return []byte(long) }
	for _, col := range []int{0, 1, 90, 2500, 5002, 5006, len(long), len(long) + 1, len(long) + 99} {
		out := text(t, diag.Diagnostic{Summary: "s", Pos: diag.Pos{File: "f", Line: 1, Col: col}}, src)
		lines := strings.Split(out, "\n")
		for _, line := range lines {
			if n := utf8.RuneCountInString(line); n > 100 {
				t.Errorf("column %d: %d columns: %s", col, n, line)
			}
		}
		if col == 5002 {
			caret := strings.Index(lines[2], "^") - len("      | ")
			shown := []rune(strings.TrimPrefix(lines[1], "    1 | "))
			if got := string(shown[caret : caret+4]); got != "mark" || !strings.HasSuffix(lines[2], " ^~~~") {
				t.Errorf("the caret stands under %q:\n%s", got, out)
			}
		}
	}
}

func TestSummary(t *testing.T) {
	e, w := diag.Diagnostic{}, diag.Diagnostic{Severity: diag.Warning}
	for _, c := range []struct {
		list diag.List
		want string
	}{
		{nil, ""},
		{diag.List{e}, "1 error"},
		{diag.List{w, w}, "2 warnings"},
		{diag.List{e, w, e}, "2 errors, 1 warning"},
	} {
		if got := diag.Summary(c.list); got != c.want {
			t.Errorf("%v: %q, want %q", c.list, got, c.want)
		}
	}
}

func TestVisible(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"plain, “quoted” é 日本 🙂", "plain, “quoted” é 日本 🙂"},
		{"a\nb\tc\rd", `a\nb\tc\rd`},
		{"\x1b[31mred\x1b]0;title\x07", `\x1b[31mred\x1b]0;title\a`},
		{"\u009b31m", `\u009b31m`},
		{"a\u202eb\u2066c\u200bd\ufeff", `a\u202eb\u2066c\u200bd\ufeff`},
		{"a\u2028b\u2029c\u0085d\u00a0e", `a\u2028b\u2029c\u0085d\u00a0e`},
		{"\xff\xc3(\xf0\x9f", `\xff\xc3(\xf0\x9f`},
		{"\ufffd", "\ufffd"},
		{"\U000e0041", `\U000e0041`},
		{"::error::x ::add-mask::y", `\x3a:error::x \x3a:add-mask::y`},
		{"from ::/0 to arn:aws:iam::aws:policy", "from ::/0 to arn:aws:iam::aws:policy"},
		{"a ##[group]b ##vso[x]", `a \x23#[group]b \x23#vso[x]`},
	} {
		if got := diag.Visible(c.in); got != c.want {
			t.Errorf("%q: %s, want %s", c.in, got, c.want)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, s, 1, 3)
	}
	f.Add("a\tb\xc3\xa9c", "日", 1, 4)
	f.Fuzz(func(t *testing.T, s, source string, line, col int) {
		src := func(string) []byte { return []byte(source) }
		out := text(t, everywhere(s, line, col), src)
		if !utf8.ValidString(out) {
			t.Errorf("not UTF-8: %q", out)
		}
		for l := range strings.Lines(out) {
			l = strings.TrimSuffix(l, "\n")
			if i := strings.IndexFunc(l, func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 {
				t.Errorf("unprintable at %d: %q", i, l)
			}
			obeyed(t, l)
		}
	})
}

// obeyed fails where a CI runner would read a line of text as a command.
func obeyed(t *testing.T, line string) {
	t.Helper()
	l := strings.TrimSpace(line)
	if len(l) > 2 && l[:2] == "::" && unicode.IsLetter(rune(l[2])) || strings.Contains(l, "##[") || strings.Contains(l, "##vso[") {
		t.Errorf("a runner obeys %q", line)
	}
}

func text(t *testing.T, d diag.Diagnostic, src diag.Sources) string {
	t.Helper()
	var b bytes.Buffer
	if err := diag.Text(&b, diag.List{d}, src, false); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// golden compares with testdata/name, which UPDATE_GOLDEN=1 rewrites.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("UPDATE_GOLDEN") == "1" {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; got:\n%s", path, got)
	}
}
