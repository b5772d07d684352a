package facts

import (
	"encoding/json"
	"fmt"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/literal"
	"cuelang.org/go/cue/token"
)

// appendFields appends CUE fields to text as JSON members, without the braces
// around them. The tables are plain data, with nothing to evaluate, and reading
// them so takes a third of the time that CUE's evaluator and decoder take; a test
// holds the two against each other. An error names the place of what is not plain.
func appendFields(text []byte, fields []ast.Decl) ([]byte, error) {
	for _, d := range fields {
		field, ok := d.(*ast.Field)
		if !ok {
			if _, ok := d.(*ast.Package); ok {
				continue
			}
			return nil, notPlain(d)
		}
		name, _, err := ast.LabelName(field.Label)
		if err != nil {
			return nil, err
		}
		if n := len(text); n > 0 && text[n-1] != '{' {
			text = append(text, ',')
		}
		if text, err = appendString(text, name); err != nil {
			return nil, err
		}
		if text, err = appendValue(append(text, ':'), field.Value); err != nil {
			return nil, err
		}
	}
	return text, nil
}

// appendValue appends one value to text as JSON.
func appendValue(text []byte, value ast.Expr) ([]byte, error) {
	var err error
	switch v := value.(type) {
	case *ast.StructLit:
		if text, err = appendFields(append(text, '{'), v.Elts); err != nil {
			return nil, err
		}
		return append(text, '}'), nil
	case *ast.ListLit:
		text = append(text, '[')
		for i, e := range v.Elts {
			if i > 0 {
				text = append(text, ',')
			}
			if text, err = appendValue(text, e); err != nil {
				return nil, err
			}
		}
		return append(text, ']'), nil
	case *ast.BasicLit:
		switch v.Kind {
		case token.STRING:
			s, err := literal.Unquote(v.Value)
			if err != nil {
				return nil, fmt.Errorf("%v: %w", v.Pos(), err)
			}
			return appendString(text, s)
		case token.INT, token.FLOAT, token.TRUE, token.FALSE:
			return append(text, v.Value...), nil
		}
	}
	return nil, notPlain(value)
}

// appendString appends s to text as a JSON string.
func appendString(text []byte, s string) ([]byte, error) {
	quoted, err := json.Marshal(s)
	return append(text, quoted...), err
}

func notPlain(n ast.Node) error {
	return fmt.Errorf("%v: a table is plain data, and this is %T", n.Pos(), n)
}
