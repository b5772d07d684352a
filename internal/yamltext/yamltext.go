// Package yamltext writes what every reader of YAML takes for the same, and every reader
// of a page sees. What enters is nodes and what they are written as, what leaves is text.
// It must not know what the documents are for.
package yamltext

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// older is what a reader of YAML 1.1 takes for a boolean or a number to the base 60.
var older = regexp.MustCompile(`^(?i:y|n|yes|no|on|off)$|^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+([.][0-9_]*)?$`)

// Quoted reports whether a text stands in double quotes, so that nobody reads it as
// something else, or does not see what is in it.
func Quoted(s string) bool { return strings.ContainsFunc(s, hidden) || older.MatchString(s) }

// hidden reports whether a character shows as nothing, or changes how others show.
func hidden(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }

// Visible writes as escapes what yaml takes for printable and is not. Texts are in double
// quotes wherever they hold such a character.
func Visible(document string) string {
	var out strings.Builder
	for _, r := range document {
		switch {
		case !hidden(r):
			out.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&out, `\U%08x`, r)
		default:
			fmt.Fprintf(&out, `\u%04x`, r)
		}
	}
	return out.String()
}

// Encoded is a node as a document.
func Encoded(n *yaml.Node) string {
	var out bytes.Buffer
	e := yaml.NewEncoder(&out)
	e.SetIndent(2)
	if err := e.Encode(n); err != nil {
		panic("yamltext: writing YAML: " + err.Error())
	}
	return out.String()
}

// Indented moves every line that holds something one level in.
func Indented(document string) string {
	lines := strings.SplitAfter(document, "\n")
	for i, l := range lines {
		if strings.TrimSpace(l) != "" {
			lines[i] = "  " + l
		}
	}
	return strings.Join(lines, "")
}
