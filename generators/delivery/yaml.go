package delivery

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"groundplan.internal/internal/yamltext"
)

// object is a mapping whose keys stay in their order. Keys without a value, an empty text
// or an empty list, are left out.
type object []entry

type entry struct {
	key   string
	value any // string, bool, number, []string, []any, object; nil for none
}

// noted is a text with a comment behind it.
type noted struct{ text, note string }

// bare is a key that stands alone, blank a text with nothing in it.
type (
	bare  struct{}
	blank struct{}
)

func (o object) node() *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for _, e := range o {
		if v := node(e.value); v != nil {
			key := &yaml.Node{}
			key.SetString(e.key) // "on" needs no quotes where nobody reads YAML 1.1
			n.Content = append(n.Content, key, v)
		}
	}
	return n
}

// node is a value in YAML; nil where there is nothing to say.
func node(value any) *yaml.Node {
	n := &yaml.Node{}
	switch v := value.(type) {
	case nil:
		return nil
	case string:
		if v == "" {
			return nil
		}
		n.SetString(v)
		if yamltext.Quoted(v) {
			n.Style = yaml.DoubleQuotedStyle
		}
	case noted:
		n.SetString(v.text)
		n.LineComment = v.note
	case bare:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null"}
	case blank:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: yaml.DoubleQuotedStyle}
	case object:
		if v == nil {
			return nil
		}
		return v.node()
	case []string:
		if len(v) == 0 {
			return nil
		}
		n.Kind = yaml.SequenceNode
		if len(v) <= shortList {
			n.Style = yaml.FlowStyle
		}
		for _, s := range v {
			n.Content = append(n.Content, node(s))
		}
	case []any:
		n.Kind = yaml.SequenceNode
		for _, item := range v {
			n.Content = append(n.Content, node(item))
		}
	default:
		if err := n.Encode(v); err != nil {
			panic("delivery: writing YAML: " + err.Error())
		}
	}
	return n
}

// shortList is how many texts stand on one line.
const shortList = 2

// document is a file that begins with a comment, with a blank line before each key at the
// top, and between those of the keys that are named.
func document(header string, root object, apart ...string) []byte {
	var out strings.Builder
	out.WriteString("# " + header + "\n")
	for _, e := range root {
		if node(e.value) == nil {
			continue
		}
		inner, ok := e.value.(object)
		if !ok || !slices.Contains(apart, e.key) {
			out.WriteString("\n" + yamltext.Encoded(object{e}.node()))
			continue
		}
		out.WriteString("\n" + e.key + ":\n")
		for i, x := range inner {
			if i > 0 {
				out.WriteString("\n")
			}
			out.WriteString(yamltext.Indented(yamltext.Encoded(object{x}.node())))
		}
	}
	return []byte(yamltext.Visible(out.String()))
}
