package pipeline_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/pipeline"
)

// hostile are texts that mean something to a format that they are written into.
var hostile = []string{
	"${path.module}", "%{ if true }x%{ endif }", "$${x} %%{y}", `"quoted" 'single' \ back\slash\n`, "</script><script>alert(1)</script>",
	"<img src=x onerror=alert(1)>", "two\nlines\n", "two\r\nlines\r\n", "=cmd|' /C calc'!A0", "+1", "-rf", "@SUM(A1)", "\ttab", "`code` ``` ~~~",
	"a | b || c", "end", "#35; # ; %% a", "%%{init: {\"theme\":\"dark\"}}%%", "x-->y; click a href \"javascript:alert(1)\"", "[x](javascript:alert(1)) ![y](//z)",
	"right \u202eto\u202c left \u2066x\u2069", "separated\u2028by\u2029lines\u0085", "nul\x00bell\x07escape\x1b[31m", "👩‍🚀 日本語 é e\u0301", "\ufeffbom\u200b",
	"", " ", "$", "$HOME ${HOME} ${HOME:-x}", "EOT\n<<EOT\n", "*/ /* // -- '; DROP TABLE x", "{{ .x }} {% x %}", "null", "- item\n# heading\n| a |\n|---|\n",
	strings.Repeat("long ", 2000), strings.Repeat("x", 10_000), "subgraph a\nend", "classDef x fill:#fff;", "a\\", "<!-- c --> ]]>",
}

// TestHostileTexts puts every hostile text into every field that takes text, many
// fields at once, so that each meets each. A field that a diagnostic refuses gets its
// own text back; what is then written must say what was said and no more.
func TestHostileTexts(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a minute, and -short asks for less")
	}
	known := knownFacts(t)
	usual := everything(t)
	fields := texts(usual)
	var shown []page
	for round := range hostile {
		tree := any(usual)
		for i, f := range fields {
			tree = with(tree, f.path, hostile[(i+round)%len(hostile)])
		}
		tree, result := accepted(t, tree, fields, known)
		shown = append(shown, readBack(t, tree, result, fmt.Sprintf("round %d", round))...)
		if t.Failed() {
			break
		}
	}
	drawn(t, shown)
}

// FuzzHostileTexts puts one text at once into all fields that ask for no form.
func FuzzHostileTexts(f *testing.F) {
	known := knownFacts(f)
	usual := everything(f)
	free := textFields(f)
	fields := slices.DeleteFunc(texts(usual), func(f field) bool { return !free[f.field] })
	for _, text := range []string{"${x} %%{y", "\u202e\u0085\ufeff", "", "a\"b'c\\d\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tree := any(usual)
		text = strings.ToValidUTF8(text, "?")
		for _, f := range fields {
			tree = with(tree, f.path, text)
		}
		tree, result := accepted(t, tree, fields, known)
		readBack(t, tree, result, "")
	})
}

// accepted compiles a tree, and gives back the text of those fields that are
// refused, until nothing is. A refusal must name one of the fields, or follow from one
// that does.
func accepted(t *testing.T, tree any, fields []field, known facts.Set) (any, pipeline.Result) {
	t.Helper()
	for range 10 {
		result := compiledTree(t, tree, known)
		if !result.Found.HasErrors() {
			return tree, result
		}
		blamed := 0
		for _, d := range result.Found {
			if d.Severity != diag.Error {
				continue
			}
			clear(t, d)
			for _, f := range fields {
				if refuses(d, f, said(tree, f.path...).(string)) {
					tree = with(tree, f.path, f.value)
					blamed++
				}
			}
		}
		if blamed == 0 {
			t.Fatalf("refused, and it is not said which text: %+v", result.Found)
		}
	}
	t.Fatalf("something is always refused: %+v", compiledTree(t, tree, known).Found)
	return nil, pipeline.Result{}
}

// refuses reports whether a diagnostic speaks of a field, of what stands around it,
// in an environment of it, or of its text.
func refuses(d diag.Diagnostic, f field, text string) bool {
	at, path := d.Path, f.path.String()
	if rest, ok := strings.CutPrefix(at, "environments."); ok {
		if _, inner, ok := strings.Cut(rest, "."); ok && !strings.HasPrefix(path, "environments.") {
			at = inner
		}
	}
	if strings.HasPrefix(d.Hint, f.path[:len(f.path)-1].String()+":") {
		return true // what is missing at one place is to be said at the other
	}
	begins := string([]rune(text)[:min(100, len([]rune(text)))])
	return text != "" && text != f.value && strings.Contains(d.Detail, begins) || at == path || strings.HasPrefix(path, at+".") || strings.HasPrefix(at, path+".")
}

// clear holds a diagnostic to being one that a person can use.
func clear(t *testing.T, d diag.Diagnostic) {
	t.Helper()
	if strings.HasPrefix(d.Code, "verify-") || d.Code == "load-crash" || d.Pos.Line == 0 || d.Detail == "" || strings.Contains(d.Detail, "%!") || len(d.Detail)+len(d.Hint) > 2000 {
		t.Errorf("not clear: %+v", d)
	}
}

// compiledTree compiles a tree as CUE text.
func compiledTree(t *testing.T, tree any, known facts.Set) pipeline.Result {
	t.Helper()
	var text strings.Builder
	text.WriteString("import \"groundplan.internal/schema\"\n\nplatform: schema.#Platform & {\n")
	for _, k := range slices.Sorted(maps.Keys(tree.(map[string]any))) {
		data, err := json.Marshal(tree.(map[string]any)[k]) // JSON is CUE
		check(t, err)
		// A byte order mark may stand in a text of CUE, and not in its source.
		fmt.Fprintf(&text, "\t%s: %s\n", k, bytes.ReplaceAll(data, []byte("\ufeff"), []byte(`\ufeff`)))
	}
	text.WriteString("}\n")
	root := fstest.MapFS{"platform.cue": {Data: []byte(text.String())}}
	result := pipeline.Compile(pipeline.Input{Root: root, File: "platform.cue"}, known)
	rendered(t, root, result.Found)
	return result
}
