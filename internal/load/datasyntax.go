package load

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	cueerrors "cuelang.org/go/cue/errors"

	"groundplan.internal/internal/diag"
)

// dataError is the YAML or JSON reader's finding.
func dataError(file string, data []byte, err error) diag.Diagnostic {
	if d := conflict(file, data); d != nil {
		return *d
	}
	at := diag.Pos{File: file, Line: 1, Col: 1}
	for _, e := range cueerrors.Errors(err) {
		if p := position(e.Position()); p.Line > 0 {
			at = diag.Pos{File: file, Line: p.Line, Col: p.Col}
		}
	}
	message := readerSays(file, err)
	if isJSON(file) {
		return syntaxError(at, "The reader says: "+message+".", "")
	}
	at.Line, at.Col = failing(file, data, message), 1
	text := lineOf(data, at.Line)
	at.Col += len(text) - len(strings.TrimLeft(text, " "))
	for _, w := range yamlWords {
		if strings.HasPrefix(message, w.message) && w.line.MatchString(text) {
			return syntaxError(at, w.detail, w.hint)
		}
	}
	return syntaxError(at, "The reader says: "+message+".", "")
}

var yamlLine = regexp.MustCompile(`^[^:]*:\d+: (.*)$`)

// isJSON reports whether a file is JSON, by its name.
func isJSON(file string) bool { return path.Ext(file) == ".json" }

// readerSays is a reader's message without the place that it begins with.
func readerSays(file string, err error) string {
	message := err.Error()
	if m := yamlLine.FindStringSubmatch(message); m != nil {
		message = m[1]
	}
	message = strings.TrimSpace(strings.TrimPrefix(message, file+":"))
	message = strings.TrimPrefix(message, fmt.Sprintf("invalid JSON for file %q: ", file))
	return strings.TrimPrefix(message, "yaml: ")
}

// failing is the first line with which a YAML document fails as it does. The reader
// names the line on which the surrounding map began, which may be far above.
func failing(file string, data []byte, message string) int {
	var ends []int
	for line := range bytes.Lines(data) {
		end := len(line)
		if len(ends) > 0 {
			end += ends[len(ends)-1]
		}
		ends = append(ends, end)
	}
	n, _ := slices.BinarySearchFunc(ends, message, func(end int, _ string) int {
		if _, err := extract(file, data[:end]); err != nil && readerSays(file, err) == message {
			return 0
		}
		return -1
	})
	return min(n+1, len(ends))
}

// yamlWords are messages of the YAML reader, on lines of a form, in plain words.
var yamlWords = []struct {
	message      string // how it begins
	line         *regexp.Regexp
	detail, hint string
}{
	{
		"found character that cannot start any token", regexp.MustCompile(`^ *\t`),
		"The line is indented by a tab: YAML wants spaces.", "indent with spaces",
	},
	{
		"found character that cannot start any token", regexp.MustCompile(``),
		"A value begins with a character that means something else in YAML.", "put the value in quotes",
	},
	{
		"did not find expected key", regexp.MustCompile(``),
		"The line is indented differently from the fields that it stands beside.", "indent it by as many spaces as they are",
	},
	{
		"mapping values are not allowed", regexp.MustCompile(`:.*: `),
		"The value has a colon in it, as a field has.", "put the value in quotes",
	},
	{
		"mapping values are not allowed", regexp.MustCompile(``),
		"The line is indented further than the field above it, which has a value already.", "indent it by as many spaces as the line above",
	},
	{
		"did not find expected ',' or", regexp.MustCompile(``),
		"A bracket that opens here is not closed.", "close it with } or ]",
	},
	{
		"found unexpected end of stream", regexp.MustCompile(``),
		"A string that begins here is not closed.", "end it with a quote",
	},
	{
		"unknown anchor", regexp.MustCompile(``),
		"A value that begins with * stands for an anchor, and there is none of that name.", "put the value in quotes",
	},
	{
		"could not find expected ':'", regexp.MustCompile(``),
		"A colon and a space stand between the name of a field and its value.", "write name: value",
	},
}
