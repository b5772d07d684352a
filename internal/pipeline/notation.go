package pipeline

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
)

// chain is a field of a field in CUE's short form, as uses: db: {}, or else a text in
// quotes, so that no field is found within one.
var chain = regexp.MustCompile(`((?:(?:"[^"]*"|[\w-]+): ){2,})("(?:[^"\\]|\\.)*"|\[[^\]]*\]|\{(?:[^{}]|\{[^{}]*\})*\}|[^\s,{}\[\]"]+)|"(?:[^"\\]|\\.)*"`)

// label is the name of a field, and the colon behind it.
var label = regexp.MustCompile(`(?:"[^"]*"|[\w-]+): `)

// inNotation is a list with each hint in the notation of its file: YAML and JSON have
// braces where CUE lets names follow each other.
func inNotation(found diag.List) diag.List {
	out := slices.Clone(found)
	for i, d := range out {
		switch path.Ext(d.Pos.File) {
		case ".yaml", ".yml", ".json":
			out[i].Hint = withBraces(d.Hint)
		}
	}
	return out
}

// withBraces is a hint as it is typed in YAML's flow form: uses: {db: {}}.
func withBraces(hint string) string {
	return chain.ReplaceAllStringFunc(hint, func(s string) string {
		m := chain.FindStringSubmatch(s)
		if m[1] == "" {
			return s
		}
		names, value := label.FindAllString(m[1], -1), m[2]
		if end := len(value) - 1; value[0] == '{' || value[0] == '[' {
			value = value[:1] + withBraces(value[1:end]) + value[end:]
		}
		return strings.Join(names, "{") + value + strings.Repeat("}", len(names)-1)
	})
}
