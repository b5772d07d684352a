package compose

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/yamltext"
)

// mapping is an object whose keys stand in the order in which they were set.
type mapping struct{ content []*yaml.Node }

// set adds a key; nothing and the empty are left out.
func (m *mapping) set(key string, v *yaml.Node) {
	if v == nil || v.Kind != yaml.ScalarNode && len(v.Content) == 0 {
		return
	}
	m.content = append(m.content, text(key), v)
}

// list adds a key with texts as they are.
func (m *mapping) list(key string, texts []string) {
	var nodes []*yaml.Node
	for _, t := range texts {
		nodes = append(nodes, literal(t))
	}
	n := sequence(nodes...)
	n.Style = yaml.FlowStyle
	m.set(key, n)
}

func (m *mapping) node() *yaml.Node {
	return &yaml.Node{Kind: yaml.MappingNode, Content: m.content}
}

func sequence(nodes ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.SequenceNode, Content: nodes}
}

// text is a string that compose may interpolate.
func text(s string) *yaml.Node {
	n := &yaml.Node{}
	n.SetString(s)
	// Folded over lines, a text is hard to read and its end is easy to get wrong.
	if strings.Contains(s, "\n") || yamltext.Quoted(s) {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

// literal is a string that compose takes as it stands.
func literal(s string) *yaml.Node { return text(dollars(s)) }

// dollars doubles what compose would read as the beginning of a variable.
func dollars(s string) string { return strings.ReplaceAll(s, "$", "$$") }

func number(n int) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: strconv.Itoa(n)}
}

func seconds(n int) *yaml.Node { return text(strconv.Itoa(n) + "s") }

func nothing() *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null"} }

// published is a port of this machine, and of nobody else's, and the one in the
// container. Stores here have passwords that everybody knows.
func published(s infra.LocalService) *yaml.Node {
	return text("127.0.0.1:" + strconv.Itoa(s.Published) + ":" + strconv.Itoa(s.Port))
}

// spaced is a document with a blank line before each top-level key and between
// services, which yaml does not write.
func spaced(root *yaml.Node) string {
	var out strings.Builder
	for i := 0; i < len(root.Content); i += 2 {
		if i > 0 {
			out.WriteString("\n")
		}
		key, v := root.Content[i], root.Content[i+1]
		if key.Value != "services" {
			out.WriteString(yamltext.Encoded(&yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{key, v}}))
			continue
		}
		out.WriteString("services:\n")
		for j := 0; j < len(v.Content); j += 2 {
			if j > 0 {
				out.WriteString("\n")
			}
			out.WriteString(yamltext.Indented(yamltext.Encoded(&yaml.Node{Kind: yaml.MappingNode, Content: v.Content[j : j+2]})))
		}
	}
	return out.String()
}

// comment makes each line one.
func comment(s string) string {
	var out strings.Builder
	for _, line := range strings.Split(s, "\n") {
		out.WriteString(strings.TrimRight("# "+line, " ") + "\n")
	}
	return out.String()
}
