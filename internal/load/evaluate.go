package load

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/cuecontext"
	"cuelang.org/go/cue/token"

	"groundplan.internal/internal/diag"
)

// evaluate runs CUE over a platform file and what it imports. The schema is
// replaced by one that accepts everything: evaluation then costs a fraction, its
// errors are only those of the author's own expressions, and the judge says the rest.
// With errors, the tree holds what could be computed.
func evaluate(root fs.FS, file *ast.File, l *language, limits Limits, given ...Data) (*value, diag.List) {
	imports := newImporter(root, l, limits)
	inst := imports.instance(file)
	if len(imports.found) > 0 {
		return nil, imports.found
	}
	v := cuecontext.New().BuildInstance(inst)
	platform := v.LookupPath(cue.ParsePath("platform"))
	index := newIndex(file)
	e := exporter{given: given}
	tree := e.value(platform, index.child("platform"))
	if err := v.Err(); err != nil || e.incomplete {
		return tree, evaluationErrors(v, file, index)
	}
	return tree, nil
}

// exporter copies what CUE computed into values. incomplete tells that some are unknown.
type exporter struct {
	given      []Data
	incomplete bool
}

func (e *exporter) value(v cue.Value, at place) *value {
	out := &value{pos: at.pos(), record: e.record(v)}
	if d, ok := v.Default(); ok {
		v = d
	}
	switch v.Kind() {
	case cue.NullKind:
	case cue.BoolKind:
		out.data, _ = v.Bool()
	case cue.IntKind:
		out.data = integer(v)
	case cue.FloatKind, cue.NumberKind:
		text, _ := v.MarshalJSON()
		out.data = number(text)
	case cue.StringKind:
		out.data, _ = v.String()
	case cue.ListKind:
		out.data = e.list(v, at)
	case cue.StructKind:
		out.data = e.object(v, at)
	default:
		e.incomplete = true
		out.partial = true
		out.data = e.known(v, at)
	}
	return out
}

// record is where a value stands in the data that was given, if it comes from there as it is.
func (e *exporter) record(v cue.Value) token.Pos {
	if len(e.given) == 0 {
		return token.NoPos
	}
	from := cue.Dereference(v).Pos()
	if !slices.ContainsFunc(e.given, func(d Data) bool { return d.File == from.Filename() }) {
		return token.NoPos
	}
	return from
}

// known are the fields of a struct that could not be computed as a whole. CUE lists
// none of them, so it is asked for each that the author has written.
func (e *exporter) known(v cue.Value, at place) any {
	out := object{}
	for _, name := range at.names() {
		if field := v.LookupPath(cue.MakePath(cue.Str(name))); field.Exists() {
			out = append(out, member{name, e.value(field, at.child(name))})
		}
	}
	if len(out) == 0 {
		return unknown{}
	}
	return out
}

func integer(v cue.Value) any {
	if n, err := v.Int64(); err == nil {
		return n
	}
	return number(fmt.Sprint(v))
}

func (e *exporter) list(v cue.Value, at place) any {
	items, err := v.List()
	if err != nil {
		e.incomplete = true
		return unknown{}
	}
	var out []*value
	for items.Next() {
		out = append(out, e.value(items.Value(), at.child(strconv.Itoa(len(out)))))
	}
	return out
}

func (e *exporter) object(v cue.Value, at place) any {
	fields, err := v.Fields()
	if err != nil {
		e.incomplete = true
		return unknown{}
	}
	out := object{}
	for fields.Next() {
		name := fields.Selector().Unquoted()
		out = append(out, member{name, e.value(fields.Value(), at.child(name))})
	}
	return (&plain{}).unite(out)
}
