package verify

import (
	"math/big"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// kind is the form of an expression.
type kind int

const (
	literal  kind = iota // text holds it, as a string
	ref                  // text holds the traversal, joined by dots, without indexes
	list                 // parts are the elements
	object               // keys and parts are the items
	template             // parts are literals and whatever stands in ${}
	call                 // text is the function, parts are the arguments
	choice               // parts are the condition, and the values where it holds and where it does not
	negation             // the part is what is not
	other                // parts are the operands
)

// expression is what verify keeps of an HCL expression: enough to follow
// references and to read values, and no more, since a platform has millions.
type expression struct {
	kind  kind
	text  string
	keys  []string
	parts []expression
}

// convert reads an HCL expression.
func convert(e hclsyntax.Expression) expression {
	switch e := e.(type) {
	case *hclsyntax.LiteralValueExpr:
		return expression{kind: literal, text: scalar(e.Val)}
	case *hclsyntax.TemplateExpr:
		return joined(convertAll(e.Parts))
	case *hclsyntax.TemplateWrapExpr:
		return expression{kind: template, parts: []expression{convert(e.Wrapped)}}
	case *hclsyntax.ScopeTraversalExpr:
		return expression{kind: ref, text: traversal(e.Traversal)}
	case *hclsyntax.RelativeTraversalExpr:
		return expression{kind: other, parts: append([]expression{convert(e.Source)}, keysOf(e.Traversal)...)}
	case *hclsyntax.TupleConsExpr:
		return expression{kind: list, parts: convertAll(e.Exprs)}
	case *hclsyntax.ObjectConsExpr:
		return objectOf(e)
	case *hclsyntax.ObjectConsKeyExpr:
		return convert(e.Wrapped)
	case *hclsyntax.FunctionCallExpr:
		return expression{kind: call, text: e.Name, parts: convertAll(e.Args)}
	case *hclsyntax.ParenthesesExpr:
		return convert(e.Expression)
	case *hclsyntax.ConditionalExpr:
		return expression{kind: choice, parts: convertAll([]hclsyntax.Expression{e.Condition, e.TrueResult, e.FalseResult})}
	case *hclsyntax.BinaryOpExpr:
		return expression{kind: other, parts: convertAll([]hclsyntax.Expression{e.LHS, e.RHS})}
	case *hclsyntax.UnaryOpExpr:
		if e.Op == hclsyntax.OpLogicalNot {
			return expression{kind: negation, parts: []expression{convert(e.Val)}}
		}
		return expression{kind: other, parts: []expression{convert(e.Val)}}
	case *hclsyntax.IndexExpr:
		return expression{kind: other, parts: convertAll([]hclsyntax.Expression{e.Collection, e.Key})}
	case *hclsyntax.SplatExpr:
		return expression{kind: other, parts: []expression{convert(e.Source)}}
	case *hclsyntax.ForExpr:
		return forOf(e)
	}
	return expression{kind: other}
}

func convertAll(in []hclsyntax.Expression) []expression {
	out := make([]expression, len(in))
	for i, e := range in {
		out[i] = convert(e)
	}
	return out
}

// forOf reads a for expression; what it calls its elements is no reference.
func forOf(e *hclsyntax.ForExpr) expression {
	out := expression{kind: other, parts: []expression{convert(e.CollExpr)}}
	for _, part := range []hclsyntax.Expression{e.KeyExpr, e.ValExpr, e.CondExpr} {
		if part != nil {
			out.parts = append(out.parts, convert(part).without(e.KeyVar, e.ValVar))
		}
	}
	return out
}

// without is e with references to some names as texts.
func (e expression) without(names ...string) expression {
	if root, _, _ := strings.Cut(e.text, "."); e.kind == ref && slices.Contains(names, root) {
		return expression{kind: literal, text: e.text}
	}
	parts := make([]expression, len(e.parts))
	for i, p := range e.parts {
		parts[i] = p.without(names...)
	}
	e.parts = parts
	return e
}

// joined is a text of its parts; one of literal parts alone is a literal.
func joined(parts []expression) expression {
	var text strings.Builder
	for _, p := range parts {
		if p.kind != literal {
			return expression{kind: template, parts: parts}
		}
		text.WriteString(p.text)
	}
	return expression{kind: literal, text: text.String()}
}

func objectOf(e *hclsyntax.ObjectConsExpr) expression {
	out := expression{kind: object}
	for _, item := range e.Items {
		key := hcl.ExprAsKeyword(item.KeyExpr)
		if key == "" {
			key = convert(item.KeyExpr).text
		}
		out.keys = append(out.keys, key)
		out.parts = append(out.parts, convert(item.ValueExpr))
	}
	return out
}

// scalar is a literal as text: true, 80, web.
func scalar(v cty.Value) string {
	switch {
	case v.IsNull():
		return "null"
	case v.Type() == cty.String:
		return v.AsString()
	case v.Type() == cty.Bool && v.True():
		return "true"
	case v.Type() == cty.Bool:
		return "false"
	case v.Type() == cty.Number:
		return v.AsBigFloat().Text('f', precision(v.AsBigFloat()))
	}
	return ""
}

// precision is how many digits stand behind the point of a literal number.
func precision(f *big.Float) int {
	if f.IsInt() {
		return 0
	}
	return -1
}

// traversal joins the names of a reference: var.image_uri, aws_subnet.a.id. Where
// it is indexed, what follows is of an element, and is left out; but each is an element
// itself, of which all is told, and a local value a file: each.value[0].name.
func traversal(t hcl.Traversal) string {
	var b strings.Builder
	for _, step := range t {
		switch step := step.(type) {
		case hcl.TraverseRoot:
			b.WriteString(step.Name)
		case hcl.TraverseAttr:
			b.WriteByte('.')
			b.WriteString(step.Name)
		case hcl.TraverseIndex:
			if t.RootName() != "each" && t.RootName() != "local" || step.Key.Type() != cty.Number {
				return b.String()
			}
			b.WriteString("[" + step.Key.AsBigFloat().String() + "]")
		default:
			return b.String()
		}
	}
	return b.String()
}

// keysOf are the keys by which elements of a value are taken, as texts.
func keysOf(t hcl.Traversal) (keys []expression) {
	for _, step := range t {
		if at, ok := step.(hcl.TraverseIndex); ok && at.Key.Type() == cty.String {
			keys = append(keys, expression{kind: literal, text: at.Key.AsString()})
		}
	}
	return keys
}

// references calls f with every reference in an expression.
func (e expression) references(f func(string)) {
	if e.kind == ref {
		f(e.text)
	}
	for _, p := range e.parts {
		p.references(f)
	}
}

// get is the value of a key of an object.
func (e expression) get(key string) (expression, bool) {
	for i, k := range e.keys {
		if k == key {
			return e.parts[i], true
		}
	}
	return expression{}, false
}
