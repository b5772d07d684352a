package schema_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/parser"
	"github.com/google/go-cmp/cmp"

	"groundplan.internal/schema"
)

const glossary = "../docs/glossary.md"

// TestGlossary holds the families of the glossary to the schema. UPDATE_GOLDEN=1 writes
// them anew.
func TestGlossary(t *testing.T) {
	const heading = "## Families\n"
	text, err := os.ReadFile(glossary)
	if err != nil {
		t.Fatal(err)
	}
	before, have, found := strings.Cut(string(text), heading)
	if !found {
		t.Fatalf("%s has no heading %q", glossary, heading)
	}
	want := families(t)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(glossary, []byte(before+heading+want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("%s (UPDATE_GOLDEN=1 writes it anew):\n%s", glossary, diff)
	}
}

// families is a table of whatever a platform has many of, by its name: the field, its
// sentence and the file that defines it.
func families(t *testing.T) string {
	defined := map[string]string{}
	var rows strings.Builder
	names, err := fs.Glob(schema.Files, "*.cue")
	if err != nil {
		t.Fatal(err)
	}
	var platform *ast.StructLit
	for _, name := range names {
		data, err := fs.ReadFile(schema.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(name, data, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.Field); ok {
				defined[label(f)] = name
				if label(f) == "#Platform" {
					platform = f.Value.(*ast.StructLit)
				}
			}
		}
	}
	for _, d := range platform.Elts {
		f := d.(*ast.Field)
		many, ok := f.Value.(*ast.StructLit)
		if !ok || len(many.Elts) != 1 {
			continue
		}
		of, ok := many.Elts[0].(*ast.Field).Value.(*ast.Ident)
		if !ok {
			continue
		}
		var words []string
		for _, group := range ast.Comments(f) {
			words = append(words, strings.Fields(group.Text())...)
		}
		fmt.Fprintf(&rows, "| `%s` | %s | [`%s`](../schema/%s) |\n", label(f), strings.Join(words, " "), of.Name, defined[of.Name])
	}
	return "\n| Family | What its nodes are | Defined as |\n| --- | --- | --- |\n" + rows.String()
}

func label(f *ast.Field) string {
	name, _, _ := ast.LabelName(f.Label)
	return name
}

// TestOneWord holds what people read to the words of the glossary: what its last column
// says is written nowhere.
func TestOneWord(t *testing.T) {
	text, err := os.ReadFile(glossary)
	if err != nil {
		t.Fatal(err)
	}
	var unsaid []string
	for line := range strings.Lines(string(text)) {
		if cells := strings.Split(line, "|"); len(cells) == 5 && !strings.Contains(cells[3], "`") {
			for word := range strings.SplitSeq(cells[3], ",") {
				if word = strings.TrimSpace(word); word != "" && word != "Not" && word != "---" {
					unsaid = append(unsaid, "["+strings.ToUpper(word[:1])+word[:1]+"]"+regexp.QuoteMeta(word[1:]))
				}
			}
		}
	}
	if len(unsaid) == 0 {
		t.Fatal("the glossary says of no word that it is not written")
	}
	wrong := regexp.MustCompile(`(?:^|[^-.\w])(?:` + strings.Join(unsaid, "|") + `)s?\b`)
	var read []string
	for _, pattern := range []string{"*.cue", "../*.md", "../platforms/*.cue", "../docs/benchmarks.md", "../out/*/*.md", "../out/*/*/docs/*.md", "../internal/*/*.go", "../generators/*/*.go", "../cmd/*/*.go"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %v, %v", pattern, found, err)
		}
		read = append(read, found...)
	}
	for _, name := range read {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(data), "\n") {
			if strings.HasSuffix(name, ".go") && !strings.Contains(line, "//") && !strings.Contains(line, `"`) {
				continue // names of Go are Go's
			}
			if word := wrong.FindString(strings.ReplaceAll(line, "working directory", "")); word != "" {
				t.Errorf("%s:%d says %q, which the glossary has another word for", filepath.ToSlash(name), i+1, strings.TrimSpace(word))
			}
		}
	}
}
