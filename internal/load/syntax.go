package load

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
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
	file, err := parser.ParseFile(path, data, parser.ParseComments, parser.AllErrors)
	if err != nil {
		return nil, syntaxErrors(path, err)
	}
	return file, slices.Concat(treeTooDeep(file), embeds(file))
}

// syntaxErrors are the parser's findings, each at its own line once: what follows
// on the same line mostly comes from the first.
func syntaxErrors(path string, err error) (found diag.List) {
	line := 0
	for _, e := range cueerrors.Errors(err) {
		at := position(e.Position())
		if at.File == "" {
			at = diag.Pos{File: path, Line: 1, Col: 1}
		}
		if at.Line == line {
			continue
		}
		line = at.Line
		format, args := e.Msg()
		message, hint := syntaxWords(fmt.Sprintf(format, args...))
		found = append(found, syntaxError(at, message, hint))
	}
	return found
}

func syntaxError(at diag.Pos, detail, hint string) diag.Diagnostic {
	return diag.Diagnostic{Code: "load-syntax", Pos: at, Summary: "syntax error", Detail: detail, Hint: hint}
}

// syntaxWords says in plain words what the parser says, with a hint.
func syntaxWords(message string) (detail, hint string) {
	switch {
	case strings.Contains(message, "found 'EOF'"):
		return "The file ends before everything is closed.", "close what is open: count { and }, [ and ]"
	case strings.HasPrefix(message, "missing ','"):
		return "Two things stand on one line with nothing between them.", "put a comma or a line break between them"
	case strings.Contains(message, "string literal not terminated"):
		return "A string is not closed on its line.", "end it with \", or use \"\"\" for several lines"
	}
	return "The parser says: " + strings.TrimSuffix(message, ".") + ".", ""
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

var yamlLine = regexp.MustCompile(`^[^:]*:(\d+): (.*)$`)

// yamlError is the YAML or JSON reader's finding.
func dataError(path string, err error) diag.Diagnostic {
	at := diag.Pos{File: path, Line: 1, Col: 1}
	for _, e := range cueerrors.Errors(err) {
		if p := position(e.Position()); p.Line > 0 {
			at = diag.Pos{File: path, Line: p.Line, Col: p.Col}
		}
	}
	message := err.Error()
	if m := yamlLine.FindStringSubmatch(message); m != nil {
		at.Line, _ = strconv.Atoi(m[1])
		message = m[2]
	}
	message = strings.TrimPrefix(strings.TrimSpace(strings.TrimPrefix(message, path+":")), "yaml: ")
	return syntaxError(at, "The reader says: "+message+".", "")
}
