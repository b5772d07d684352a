package load

import (
	"slices"
	"strconv"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/literal"
	"cuelang.org/go/cue/token"

	"groundplan.internal/internal/model"
)

// plain reads an expression that is data and nothing else, as all of YAML, JSON
// and most of what people write in CUE is. It says the same as evaluation would at
// a tenth of the cost; anything that needs evaluation makes it give up.
//
// A CUE field may be written several times where all say the same; clash is told
// of those that do not.
type plain struct {
	definitions map[string]*shape // of the schema
	clash       func(path model.Path, a, b *value)
	path        model.Path
	usesSchema  bool // a definition of the schema was named
}

// read is the value of an expression at a place; false where it is not plain.
func (r *plain) read(e ast.Expr, pos token.Pos) (*value, bool) {
	switch x := e.(type) {
	case *ast.BasicLit:
		data, ok := scalar(x)
		return &value{pos: pos, data: data}, ok
	case *ast.UnaryExpr:
		lit, ok := x.X.(*ast.BasicLit)
		if !ok || x.Op != token.SUB || (lit.Kind != token.INT && lit.Kind != token.FLOAT) {
			return nil, false
		}
		data, ok := numeral("-" + lit.Value)
		return &value{pos: pos, data: data}, ok
	case *ast.ListLit:
		return r.list(x, pos)
	case *ast.StructLit:
		return r.object(x.Elts, pos)
	case *ast.ParenExpr:
		return r.read(x.X, pos)
	case *ast.BinaryExpr:
		if x.Op != token.AND {
			return nil, false
		}
		if r.isSchema(x.X) {
			return r.read(x.Y, pos)
		}
		if r.isSchema(x.Y) {
			return r.read(x.X, pos)
		}
	}
	return nil, false
}

func (r *plain) list(x *ast.ListLit, pos token.Pos) (*value, bool) {
	items := make([]*value, 0, len(x.Elts))
	for i, e := range x.Elts {
		r.path = append(r.path, strconv.Itoa(i))
		item, ok := r.read(e, e.Pos())
		r.path = r.path[:len(r.path)-1]
		if !ok {
			return nil, false
		}
		items = append(items, item)
	}
	return &value{pos: pos, data: items}, true
}

func (r *plain) object(decls []ast.Decl, pos token.Pos) (*value, bool) {
	out := make(object, 0, len(decls))
	for _, d := range decls {
		switch f := d.(type) {
		case *ast.CommentGroup:
			continue
		case *ast.Field:
			name, ok := plainLabel(f)
			if !ok {
				return nil, false
			}
			r.path = append(r.path, name)
			v, ok := r.read(f.Value, f.Label.Pos())
			r.path = r.path[:len(r.path)-1]
			if !ok {
				return nil, false
			}
			out = append(out, member{name, v})
		default:
			return nil, false
		}
	}
	return &value{pos: pos, data: r.unite(out)}, true
}

// unite sorts members and joins those with the same key.
func (r *plain) unite(members object) object {
	slices.SortStableFunc(members, func(a, b member) int { return strings.Compare(a.key, b.key) })
	out := members[:0]
	for len(members) > 0 {
		n := 1
		for n < len(members) && members[n].key == members[0].key {
			n++
		}
		m := members[0]
		if n > 1 {
			r.path = append(r.path, m.key)
			m.value = r.join(members[:n])
			r.path = r.path[:len(r.path)-1]
		}
		out = append(out, m)
		members = members[n:]
	}
	return out
}

// join is what several values of the same field say together.
func (r *plain) join(same object) *value {
	first := same[0].value
	var all object
	for _, m := range same {
		o, ok := m.data.(object)
		if _, isObject := first.data.(object); !ok || !isObject {
			if !equal(first, m.value) {
				r.clash(r.path, first, m.value)
			}
			continue
		}
		all = append(all, o...)
	}
	if all == nil {
		return first
	}
	return &value{pos: first.pos, data: r.unite(all)}
}

// plainLabel is the name of a regular field.
func plainLabel(f *ast.Field) (string, bool) {
	if f.Constraint != token.ILLEGAL || f.Alias != nil || len(f.Attrs) > 0 {
		return "", false
	}
	if id, ok := f.Label.(*ast.Ident); ok {
		return id.Name, !strings.HasPrefix(id.Name, "_") && !strings.HasPrefix(id.Name, "#")
	}
	if lit, ok := f.Label.(*ast.BasicLit); !ok || lit.Kind != token.STRING {
		return "", false
	}
	name, _, err := ast.LabelName(f.Label)
	return name, err == nil
}

// isSchema reports whether an expression names a definition of the schema. Those
// hold no data, so that X & schema.#Y is X until the schema judges it.
func (r *plain) isSchema(e ast.Expr) bool {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return false
	}
	spec, ok := id.Node.(*ast.ImportSpec)
	if !ok || importPath(spec) != schemaPath {
		return false
	}
	name, _, err := ast.LabelName(sel.Sel)
	if err != nil || r.definitions[name] == nil {
		return false
	}
	r.usesSchema = true
	return true
}

// importPath is what an import names, without its qualifier.
func importPath(spec *ast.ImportSpec) string {
	path, _ := strconv.Unquote(spec.Path.Value)
	path, _, _ = strings.Cut(path, ":")
	return path
}

// scalar is the data of a literal.
func scalar(lit *ast.BasicLit) (data any, ok bool) {
	switch lit.Kind {
	case token.NULL:
		return nil, true
	case token.TRUE:
		return true, true
	case token.FALSE:
		return false, true
	case token.STRING:
		quotes, start, _, err := literal.ParseQuotes(lit.Value, lit.Value)
		if err != nil || !quotes.IsDouble() {
			return nil, false // bytes
		}
		s, err := quotes.Unquote(lit.Value[start:])
		return s, err == nil
	case token.INT, token.FLOAT:
		return numeral(lit.Value)
	}
	return nil, false
}

// numeral is the data of a number: an int64 where it is whole and fits.
func numeral(text string) (any, bool) {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n, true
	}
	var info literal.NumInfo
	if literal.ParseNum(text, &info) != nil {
		return nil, false
	}
	if info.IsInt() {
		if n, err := strconv.ParseInt(info.String(), 10, 64); err == nil {
			return n, true
		}
	}
	return number(info.String()), true
}
