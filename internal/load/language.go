package load

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/literal"
	"cuelang.org/go/cue/parser"
	"cuelang.org/go/cue/token"

	"groundplan.internal/internal/model"
	"groundplan.internal/schema"
)

// schemaPath is how a platform imports the schema.
const schemaPath = "groundplan.internal/schema"

// language is the schema as load uses it: the shapes that its definitions ask
// for, and the defaults.
type language struct {
	platform    *shape
	definitions map[string]*shape // by name, as "#Service"
	examples    map[string]string // of texts, by their form
	defaults    *value            // by family or field, from defaults.cue
	ownNetwork  *value
	nested      *value
}

// theLanguage is the embedded schema, compiled when first needed. It is read from
// the same text that cue vet reads. A form that is not known here would be a check
// that is not made, so it panics: the schema and this compiler change together.
var theLanguage = sync.OnceValue(func() *language {
	l := &language{definitions: map[string]*shape{}}
	names, err := fs.Glob(schema.Files, "*.cue")
	if err != nil {
		panic(err)
	}
	var definitions []*ast.Field
	for _, name := range names {
		file := schemaFile(name)
		if name == "defaults.cue" {
			l.readDefaults(file)
			continue
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.Field); ok {
				l.definitions[labelName(f)] = &shape{}
				definitions = append(definitions, f)
			}
		}
	}
	for _, f := range definitions {
		s := l.definitions[labelName(f)]
		*s = *l.shape(f.Value)
		s.doc = doc(f)
	}
	l.platform = l.definitions["#Platform"]
	l.examples = formExamples(l.definitions, l.definitionNames())
	return l
})

// schemaFile is one parsed file of the schema.
func schemaFile(name string) *ast.File {
	data, err := schema.Files.ReadFile(name)
	if err != nil {
		panic(fmt.Sprintf("reading the embedded schema: %v", err))
	}
	file, err := parser.ParseFile("schema/"+name, data, parser.ParseComments)
	if err != nil {
		panic(fmt.Sprintf("parsing the embedded schema: %v", err))
	}
	return file
}

// readDefaults takes the three trees of defaults.cue.
func (l *language) readDefaults(file *ast.File) {
	for _, d := range file.Decls {
		f, ok := d.(*ast.Field)
		if !ok {
			continue
		}
		r := plain{clash: func(path model.Path, _, _ *value) { panic("defaults.cue contradicts itself at " + path.String()) }}
		v, ok := r.read(f.Value, token.NoPos)
		if !ok {
			panic("defaults.cue: " + labelName(f) + " is not plain data")
		}
		switch labelName(f) {
		case "defaults":
			l.defaults = v
		case "ownNetwork":
			l.ownNetwork = v
		case "nested":
			l.nested = v
		}
	}
}

// shape compiles one expression of the schema.
func (l *language) shape(e ast.Expr) *shape {
	switch x := e.(type) {
	case *ast.Ident:
		return l.named(x)
	case *ast.BasicLit:
		data, ok := scalar(x)
		if !ok {
			panic(unknownForm(x))
		}
		return &shape{kind: constant, is: data}
	case *ast.UnaryExpr:
		return l.bound(x)
	case *ast.BinaryExpr:
		if x.Op == token.AND {
			return both(x, l.shape(x.X), l.shape(x.Y))
		}
		return l.choice(x)
	case *ast.ParenExpr:
		return l.shape(x.X)
	case *ast.ListLit:
		return l.list(x)
	case *ast.StructLit:
		return l.structure(x)
	}
	panic(unknownForm(e))
}

func unknownForm(n ast.Node) string {
	return fmt.Sprintf("%v: load does not know this form of schema (%T)", n.Pos(), n)
}

// named is the shape of a basic type or of a definition.
func (l *language) named(x *ast.Ident) *shape {
	switch x.Name {
	case "_":
		return &shape{kind: anything}
	case "bool":
		return &shape{kind: boolean}
	case "string":
		return &shape{kind: text}
	case "int":
		return &shape{kind: whole}
	}
	if s := l.definitions[x.Name]; s != nil {
		return s
	}
	panic(unknownForm(x))
}

// bound is the shape of =~"…", >=1 or <=9.
func (l *language) bound(x *ast.UnaryExpr) *shape {
	operand := l.shape(x.X)
	n, isInt := operand.is.(int64)
	source, isText := operand.is.(string)
	switch {
	case x.Op == token.MAT && isText:
		return &shape{kind: text, pattern: newPattern(source)}
	case x.Op == token.GEQ && isInt:
		return &shape{kind: whole, min: &n}
	case x.Op == token.LEQ && isInt:
		return &shape{kind: whole, max: &n}
	}
	panic(unknownForm(x))
}

// both is the shape of what fits two shapes of the same kind.
func both(at ast.Node, a, b *shape) *shape {
	if a.kind != b.kind || a.kind != text && a.kind != whole {
		panic(unknownForm(at))
	}
	out := *a
	out.doc = ""
	out.min = either(at, a.min, b.min)
	out.max = either(at, a.max, b.max)
	out.pattern = either(at, a.pattern, b.pattern)
	return &out
}

// either is the one of two bounds that there is.
func either[T any](at ast.Node, a, b *T) *T {
	if a != nil && b != nil {
		panic(unknownForm(at)) // a shape has one of each
	}
	if a == nil {
		return b
	}
	return a
}

// choice is the shape of a | b | error("what to say").
func (l *language) choice(x *ast.BinaryExpr) *shape {
	if x.Op != token.OR {
		panic(unknownForm(x))
	}
	out := &shape{kind: choice}
	for _, e := range []ast.Expr{x.X, x.Y} {
		if call, ok := e.(*ast.CallExpr); ok {
			out.message = message(call)
			continue
		}
		s := l.shape(e)
		if s.kind == choice {
			out.choices = append(out.choices, s.choices...)
			continue
		}
		out.choices = append(out.choices, s)
	}
	return out
}

// message is the text of error("…").
func message(call *ast.CallExpr) string {
	if id, ok := call.Fun.(*ast.Ident); ok && id.Name == "error" && len(call.Args) == 1 {
		if lit, ok := call.Args[0].(*ast.BasicLit); ok {
			if s, err := literal.Unquote(lit.Value); err == nil {
				return s
			}
		}
	}
	panic(unknownForm(call))
}

func (l *language) list(x *ast.ListLit) *shape {
	out := &shape{kind: list}
	for _, e := range x.Elts {
		if rest, ok := e.(*ast.Ellipsis); ok {
			out.others = l.shape(rest.Type)
			continue
		}
		out.items = append(out.items, l.shape(e))
	}
	return out
}

// structure is the shape of {field?: …} or of {[pattern]: …}.
func (l *language) structure(x *ast.StructLit) *shape {
	out := &shape{kind: structure}
	for _, d := range x.Elts {
		f, ok := d.(*ast.Field)
		if !ok {
			panic(unknownForm(d))
		}
		if key, ok := f.Label.(*ast.ListLit); ok {
			if len(x.Elts) != 1 || len(key.Elts) != 1 {
				panic(unknownForm(f))
			}
			return &shape{kind: mapping, keys: l.shape(key.Elts[0]), values: l.shape(f.Value)}
		}
		if f.Constraint == token.ILLEGAL {
			panic(unknownForm(f)) // a field is optional or required
		}
		out.fields = append(out.fields, field{labelName(f), f.Constraint == token.NOT, doc(f), l.shape(f.Value)})
	}
	return out
}

// labelName is the name of a field of the schema.
func labelName(f *ast.Field) string {
	name, _, err := ast.LabelName(f.Label)
	if err != nil {
		panic(unknownForm(f))
	}
	return name
}

// doc is the comment above a field, as one line.
func doc(f *ast.Field) string {
	var words []string
	for _, group := range ast.Comments(f) {
		if group.Doc {
			words = append(words, strings.Fields(group.Text())...)
		}
	}
	return strings.Join(words, " ")
}

// definitionNames are the names of all definitions, sorted.
func (l *language) definitionNames() []string { return slices.Sorted(maps.Keys(l.definitions)) }
