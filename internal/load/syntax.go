package load

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"cuelang.org/go/cue/ast"
	cueerrors "cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/parser"

	"groundplan.internal/internal/diag"
)

// parse reads a CUE file: one that nests reasonably, and reads no other files.
func parse(path string, data []byte) (*ast.File, diag.List) {
	if pos, deep := bracketsTooDeep(path, data); deep {
		return nil, diag.List{tooDeep(pos)}
	}
	file, err := parser.ParseFile(path, data, parser.ParseComments)
	if err != nil {
		return nil, syntaxErrors(path, data, err)
	}
	return file, slices.Concat(treeTooDeep(file), embeds(file))
}

// syntaxErrors are the parser's first findings, one for each line: what follows on
// the same line, and an end that comes too early, mostly come from the first.
func syntaxErrors(path string, data []byte, err error) (found diag.List) {
	if d := conflict(path, data); d != nil {
		return diag.List{*d}
	}
	if bytes.HasPrefix(data, []byte("---")) {
		return diag.List{syntaxError(diag.Pos{File: path, Line: 1, Col: 1}, "The file begins as one in YAML.", "name it .yaml")}
	}
	line := 0
	for _, e := range cueerrors.Errors(err) {
		at := position(e.Position())
		if at.File == "" {
			at = diag.Pos{File: path, Line: 1, Col: 1}
		}
		format, args := e.Msg()
		message := fmt.Sprintf(format, args...)
		if at.Line == line || len(found) > 0 && strings.Contains(message, "'EOF'") {
			continue
		}
		line = at.Line
		at, detail, hint := syntaxWords(message, at, data)
		if len(found) > 0 && found[0].Detail == comment && detail != comment {
			continue // words of the comment are in its way
		}
		found = append(found, syntaxError(at, detail, hint))
	}
	return found
}

// conflicting is a line that Git leaves where two sides could not be merged.
var conflicting = regexp.MustCompile(`(?m)^(<{7}|={7}|>{7})( .*)?\r?$`)

// conflict finds what an unfinished merge left in a file that cannot be parsed.
func conflict(path string, data []byte) *diag.Diagnostic {
	at := conflicting.FindIndex(data)
	if at == nil {
		return nil
	}
	d := syntaxError(diag.Pos{File: path, Line: 1 + bytes.Count(data[:at[0]], []byte("\n")), Col: 1},
		"A merge left its marks: the two sides of a conflict stand here one after the other.",
		"keep what is right of both, and take the lines with <<<<<<<, ======= and >>>>>>> out")
	return &d
}

// lineOf is one line of a text, counted from 1.
func lineOf(data []byte, n int) string {
	for line := range bytes.Lines(data) {
		if n--; n == 0 {
			return string(line)
		}
	}
	return ""
}

func syntaxError(at diag.Pos, detail, hint string) diag.Diagnostic {
	return diag.Diagnostic{Code: "load-syntax", Pos: at, Summary: "syntax error", Detail: detail, Hint: hint}
}

// hyphened is a field name with a hyphen and no quotes; packaged is a package whose
// name is no identifier; assigned is a field with = in place of a colon, which the
// parser minds only on the next line.
var (
	hyphened = regexp.MustCompile(`(?:^|[\s{,])([A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)+)\s*:`)
	packaged = regexp.MustCompile(`^\s*package\s+"?([A-Za-z][\w-]*)"?\s*$`)
	assigned = regexp.MustCompile(`^\s*"?[\w-]+"?\s*(=)\s*[^=~]`)
)

// comment is what is said of one that begins as in YAML; commented is such a line, with
// strings before it; dashed is an element of a list as in YAML.
const comment = "A comment begins with // in CUE."

var (
	commented = regexp.MustCompile(`^(?:[^"#/]|/[^"#/]|"(?:[^"\\]|\\.)*")*(#)(?:\s|$)`)
	dashed    = regexp.MustCompile(`^\s*(-)\s`)
)

// syntaxWords says in plain words what the parser says of a place, with a hint.
func syntaxWords(message string, at diag.Pos, data []byte) (where diag.Pos, detail, hint string) {
	line := lineOf(data, at.Line)
	const colon = "A colon stands between the name of a field and its value."
	if m := commented.FindStringSubmatchIndex(line); m != nil {
		at.Col = m[2] + 1
		return at, comment, "write // in place of #"
	}
	if m := dashed.FindStringSubmatchIndex(line); m != nil {
		at.Col = m[2] + 1
		return at, "Dashes are YAML's: a list in CUE stands in brackets.", "write [{…}, {…}], or name the file .yaml if it is YAML"
	}
	switch {
	case strings.Contains(message, "found 'EOF'"):
		return at, "The file ends before everything is closed.", "close what is open: count { and }, [ and ]"
	case strings.Contains(message, "not terminated"):
		return at, "A string is not closed on its line.", "end it with \", or use \"\"\" for several lines"
	}
	if m := hyphened.FindStringSubmatchIndex(line); m != nil {
		at.Col = m[2] + 1
		return at, "A name with a hyphen stands in quotes.", fmt.Sprintf("write %q:", line[m[2]:m[3]])
	}
	if m := packaged.FindStringSubmatch(line); m != nil {
		return at, "The name of a package has no quotes and no hyphens.", "write package " + strings.ReplaceAll(m[1], "-", "_")
	}
	if m := assigned.FindStringSubmatchIndex(lineOf(data, at.Line-1)); m != nil {
		return diag.Pos{File: at.File, Line: at.Line - 1, Col: m[2] + 1}, colon, "write : in place of ="
	}
	switch {
	case strings.HasPrefix(message, "missing ','"):
		return at, "Two things stand on one line with nothing between them.", "put a comma or a line break between them"
	case strings.HasPrefix(message, "expected label or ':'"):
		return at, colon, "write name: value"
	}
	return at, "The parser says: " + strings.TrimSuffix(message, ".") + ".", ""
}

// embeds refuses every attribute that makes CUE read other files or run code.
func embeds(file *ast.File) (found diag.List) {
	ast.Walk(file, func(n ast.Node) bool {
		attribute, ok := n.(*ast.Attribute)
		if !ok {
			return true
		}
		if name, _ := attribute.Split(); name == "embed" || name == "extern" {
			found = append(found, diag.Diagnostic{
				Code: "load-embed", Pos: position(attribute.Pos()), Summary: "file embedding is not allowed",
				Detail: fmt.Sprintf("@%s would read other files while the platform is evaluated.", name),
				Hint:   "write the data into a CUE package of this module and import it",
			})
		}
		return true
	}, nil)
	return found
}
