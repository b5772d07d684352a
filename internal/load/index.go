package load

import (
	"slices"
	"strconv"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/token"
)

// index tells where in the author's files a field was written. CUE's own
// positions point at whatever was unified first. What a comprehension made is
// found in the comprehension, what a name stands for where the name is declared.
type index struct {
	pos      token.Pos
	children map[string]*index
	template *index   // of fields whose names are computed
	refs     []*index // what is unified with it by name
	list     bool     // children are elements
}

// newIndex is the index of the top of a file.
func newIndex(file *ast.File) place {
	top := &index{}
	indexer{}.decls(top, file.Decls)
	return place{top}
}

// under is the index of a field, made where it is not there yet.
func (x *index) under(name string, pos token.Pos) *index {
	c := x.children[name]
	if c == nil {
		c = &index{pos: pos}
		if x.children == nil {
			x.children = map[string]*index{}
		}
		x.children[name] = c
	}
	return c
}

// place is all that is known of one field: where it stands itself first, then
// what it refers to.
type place []*index

// pos is where the field was written.
func (p place) pos() token.Pos { return p[0].pos }

// child is the place of a field; where that is not known, its parent's.
func (p place) child(name string) (out place) {
	all := p.referred()
	for _, x := range all {
		if c := x.children[name]; c != nil {
			out = append(out, c)
		}
	}
	for _, x := range all {
		if x.template != nil {
			out = append(out, x.template)
		}
	}
	if len(out) == 0 {
		return place{{pos: p.pos()}}
	}
	return out
}

// names are the names of the regular fields that are written there, sorted; a list has none.
func (p place) names() (out []string) {
	for _, x := range p.referred() {
		if x.list {
			return nil
		}
		for name := range x.children {
			if !strings.HasPrefix(name, "_") && !strings.HasPrefix(name, "#") {
				out = append(out, name)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// maxReferred bounds how many references are followed from one field.
const maxReferred = 16

// referred is p with what it refers to, directly and through others.
func (p place) referred() place {
	all := slices.Clip(p)
	for i := 0; i < len(all) && len(all) < maxReferred; i++ {
		for _, r := range all[i].refs {
			if !slices.Contains(all, r) {
				all = append(all, r)
			}
		}
	}
	return all
}

// indexer makes one index of each expression that is referred to.
type indexer map[ast.Expr]*index

func (made indexer) decls(x *index, decls []ast.Decl) {
	for _, d := range decls {
		switch n := d.(type) {
		case *ast.Field:
			if name, _, err := ast.LabelName(n.Label); err == nil {
				made.expr(x.under(name, n.Label.Pos()), n.Value)
				continue
			}
			if x.template == nil {
				x.template = &index{pos: n.Label.Pos()}
			}
			made.expr(x.template, n.Value)
		case *ast.EmbedDecl:
			made.expr(x, n.Expr)
		case *ast.Comprehension:
			made.expr(x, n.Value)
		}
	}
}

func (made indexer) expr(x *index, e ast.Expr) {
	switch n := e.(type) {
	case *ast.StructLit:
		made.decls(x, n.Elts)
	case *ast.ParenExpr:
		made.expr(x, n.X)
	case *ast.BinaryExpr:
		made.expr(x, n.X)
		made.expr(x, n.Y)
	case *ast.Ident:
		if target, ok := n.Node.(ast.Expr); ok {
			x.refs = append(x.refs, made.referred(target))
		}
	case *ast.ListLit:
		x.list = true
		for i, item := range n.Elts {
			if c, ok := item.(*ast.Comprehension); ok {
				x.template = &index{pos: c.Pos()}
				made.expr(x.template, c.Value)
				return // what follows it has no fixed place
			}
			made.expr(x.under(strconv.Itoa(i), item.Pos()), item)
		}
	}
}

// referred is the index of an expression that has a name.
func (made indexer) referred(e ast.Expr) *index {
	x := made[e]
	if x == nil {
		x = &index{pos: e.Pos()}
		made[e] = x
		made.expr(x, e)
	}
	return x
}
