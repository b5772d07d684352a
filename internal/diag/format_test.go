package diag_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/url"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"groundplan.internal/internal/diag"
)

// hostile are texts that mean something to what reads one of the formats.
var hostile = []string{
	"two\nlines\r\nthree\rfour",
	"::error file=x::owned\n::stop-commands::t",
	"a%0A::b,c:d%25",
	"</script><script>alert(1)</script>",
	"\x1b[2J\x1b]0;title\x07\u009b31m\x00\x7f",
	"\xff\xfe\xc3(",
	"a\u2028b\u2029c",
	"admin\u202e \u2066// checked\u2069",
	"{0} [click](https://example.com) \\ {{x}}",
	`"quoted" 'text' \u0041`,
	strings.Repeat("long ", 400),
	"##[group]x ##vso[task]y",
	"\U000e0041\U0001f642",
	"",
}

// everywhere is a diagnostic with one text in each of its fields.
func everywhere(s string, line, col int) diag.Diagnostic {
	pos := diag.Pos{File: s, Line: line, Col: col}
	return diag.Diagnostic{Code: s, Pos: pos, Path: s, Summary: s, Detail: s, Hint: s, Related: []diag.Related{{Pos: pos, Message: s}}}
}

func TestGoldens(t *testing.T) {
	for _, c := range []struct {
		name  string
		write func(io.Writer, diag.List) error
	}{
		{"sample.json", diag.JSON},
		{"sample.sarif", func(w io.Writer, l diag.List) error { return diag.SARIF(w, l, "1.2.3") }},
		{"sample.github.txt", diag.GitHub},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := c.write(&b, sample()); err != nil {
				t.Fatal(err)
			}
			golden(t, c.name, b.Bytes())
		})
	}
}

func TestEmpty(t *testing.T) {
	var j, s, g, x bytes.Buffer
	for _, err := range []error{diag.JSON(&j, nil), diag.SARIF(&s, nil, ""), diag.GitHub(&g, nil), diag.Text(&x, nil, nil, true)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(j.String(), `"diagnostics": []`) || !strings.Contains(s.String(), `"results": []`) {
		t.Errorf("no empty arrays:\n%s%s", &j, &s)
	}
	if g.Len()+x.Len() > 0 {
		t.Errorf("text for nothing: %q %q", &g, &x)
	}
	validSARIF(t, s.Bytes())
}

func FuzzJSON(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var b bytes.Buffer
		if err := diag.JSON(&b, diag.List{everywhere(s, 1, 1)}); err != nil {
			t.Fatal(err)
		}
		shown(t, b.String())
		var got struct {
			Diagnostics []struct{ File, Code, Path, Summary, Detail, Hint string }
		}
		if err := json.Unmarshal(b.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		d, want := got.Diagnostics[0], strings.ToValidUTF8(s, "\ufffd")
		for _, field := range []string{d.File, d.Code, d.Path, d.Summary, d.Detail, d.Hint} {
			if strings.ReplaceAll(field, "\ufffd", "") != strings.ReplaceAll(want, "\ufffd", "") {
				t.Errorf("%q came back as %q", s, field)
			}
		}
	})
}

func FuzzSARIF(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, 1, 3)
	}
	f.Add("a b/c:d%.cue", 0, 0)
	f.Add("//host/x?y#z", -1, -1)
	f.Fuzz(func(t *testing.T, s string, line, col int) {
		var b bytes.Buffer
		if err := diag.SARIF(&b, diag.List{everywhere(s, line, col)}, "v"); err != nil {
			t.Fatal(err)
		}
		shown(t, b.String())
		log := validSARIF(t, b.Bytes())
		result := log.Runs[0].Results[0]
		u, err := url.Parse(result.Locations[0].PhysicalLocation.ArtifactLocation.URI)
		if err != nil || u.IsAbs() || u.Host != "" || u.RawQuery != "" || u.Fragment != "" || strings.HasPrefix(u.Path, "/") {
			t.Errorf("file %q: %v, %v", s, u, err)
		}
		message := result.Message.Text
		for _, pair := range []string{"{{", "}}", `\\`, `\[`, `\]`} {
			message = strings.ReplaceAll(message, pair, "")
		}
		if strings.ContainsAny(message, `{}[]\`) {
			t.Errorf("unescaped in message: %q", result.Message.Text)
		}
	})
}

func FuzzGitHub(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	undo := strings.NewReplacer("%25", "%", "%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",")
	f.Fuzz(func(t *testing.T, s string) {
		var b bytes.Buffer
		if err := diag.GitHub(&b, diag.List{everywhere(s, 1, 2)}); err != nil {
			t.Fatal(err)
		}
		out, ok := strings.CutPrefix(strings.TrimSuffix(b.String(), "\n"), "::error ")
		if !ok || strings.ContainsFunc(out, func(r rune) bool { return !unicode.IsPrint(r) }) || !utf8.ValidString(out) {
			t.Fatalf("not one printable line: %q", b.String())
		}
		properties, _, _ := strings.Cut(out, "::")
		for property := range strings.SplitSeq(properties, ",") {
			key, value, _ := strings.Cut(property, "=")
			if key == "file" && undo.Replace(value) != diag.Visible(s) {
				t.Errorf("file %q came back as %q", s, undo.Replace(value))
			}
			if !strings.Contains("file line col title", key) {
				t.Errorf("property %q in %q", key, out)
			}
		}
	})
}

// TestFingerprints: a finding is known again when its line moves, and two findings
// of one node are told apart.
func TestFingerprints(t *testing.T) {
	d := diag.Diagnostic{Code: "c", Pos: diag.Pos{File: "f", Line: 1}, Path: "p", Summary: "s"}
	moved, other := d, d
	moved.Pos.Line, other.Path = 9, "q"
	prints := func(l ...diag.Diagnostic) (out []string) {
		var b bytes.Buffer
		if err := diag.SARIF(&b, l, ""); err != nil {
			t.Fatal(err)
		}
		for _, r := range validSARIF(t, b.Bytes()).Runs[0].Results {
			out = append(out, r.PartialFingerprints["codeAndPath/v1"])
		}
		return out
	}
	if diff := cmp.Diff(prints(d), prints(moved)); diff != "" {
		t.Error(diff)
	}
	if p := prints(d, d, other); p[0] == p[1] || p[0] == p[2] {
		t.Errorf("not told apart: %v", p)
	}
}

// shown fails where raw JSON would do something in a terminal or in HTML.
func shown(t *testing.T, out string) {
	t.Helper()
	if strings.ContainsFunc(out, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }) || strings.ContainsAny(out, "<>&") {
		t.Errorf("unsafe to show: %q", out)
	}
}

// sarifLog is what the tests read of a log.
type sarifLog struct {
	Runs []struct {
		Results []struct {
			Message   struct{ Text string }
			Locations []struct {
				PhysicalLocation struct{ ArtifactLocation struct{ URI string } }
			}
			PartialFingerprints map[string]string
		}
	}
}

// sarifSchema is the JSON Schema that OASIS publishes with SARIF 2.1.0, errata 01.
// It allows no properties beside its own.
var sarifSchema = sync.OnceValue(func() *jsonschema.Schema {
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	return c.MustCompile("testdata/sarif-schema-2.1.0.json")
})

func validSARIF(t *testing.T, data []byte) sarifLog {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err == nil {
		err = sarifSchema().Validate(value)
	}
	var log sarifLog
	if err == nil {
		err = json.Unmarshal(data, &log)
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	return log
}
