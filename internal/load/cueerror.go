package load

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/ast"
	cueerrors "cuelang.org/go/cue/errors"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// evaluationErrors are what CUE has against the author's own expressions. Errors
// at one path are one finding, and what is merely incomplete is not said while
// something is wrong.
func evaluationErrors(v cue.Value, file *ast.File, top place) diag.List {
	var wrong, incomplete diag.List
	seen := map[string]bool{}
	for _, e := range cueerrors.Errors(v.Validate(cue.Concrete(true), cue.Final())) {
		d := translated(e, file, top)
		id := d.Pos.String() + d.Path
		if seen[id] {
			continue
		}
		seen[id] = true
		if d.Code == "load-incomplete" {
			incomplete = append(incomplete, d)
			continue
		}
		wrong = append(wrong, d)
	}
	if len(wrong) > 0 {
		return wrong
	}
	if len(incomplete) > 0 {
		return incomplete
	}
	return diag.List{{
		Code: "load-incomplete", Pos: position(top.child("platform").pos()), Path: "platform", Summary: "value is not known",
		Detail: "The platform cannot be computed to the end: a value in it is a type or a choice, not a value.",
		Hint:   "run cue export on the file to see which",
	}}
}

// translated is one error of CUE in the author's words and at the author's line.
func translated(e cueerrors.Error, file *ast.File, top place) diag.Diagnostic {
	format, args := e.Msg()
	message := fmt.Sprintf(format, args...)
	path := unquoted(e.Path())
	d := diag.Diagnostic{
		Code: "load-value", Summary: "expression cannot be evaluated", Path: within(path),
		Detail: "CUE says: " + strings.TrimSuffix(message, ".") + ".",
	}
	d.Pos, d.Related = places(e, top, path)
	for _, k := range knownErrors {
		if strings.HasPrefix(format, k.prefix) {
			k.say(&d, args, file)
			if d.Code == "schema-missing" {
				d.Pos, d.Related = position(top.at(path[:len(path)-1]).pos()), nil // what lacks it
			}
			if pos := position(e.Position()); d.Code == "load-reference" && pos.Line > 0 {
				d.Pos, d.Related = pos, nil // the name itself
			}
			return d
		}
	}
	return d
}

// unquoted is a path of CUE, in which names with a hyphen have quotes, in ours.
func unquoted(path []string) model.Path {
	out := slices.Clone(path)
	for i, segment := range path {
		if name, err := strconv.Unquote(segment); err == nil {
			out[i] = name
		}
	}
	return out
}

// within is a path below platform, or the whole path of another field.
func within(path model.Path) string {
	if len(path) > 1 && path[0] == "platform" {
		path = path[1:]
	}
	return path.String()
}

// places are the author's line for an error, and others that take part in it.
func places(e cueerrors.Error, top place, path model.Path) (at diag.Pos, related []diag.Related) {
	var all []diag.Pos
	for _, p := range cueerrors.Positions(e) {
		if pos := position(p); pos.File != "" && pos.Line > 0 && !slices.Contains(all, pos) {
			all = append(all, pos)
		}
	}
	slices.SortFunc(all, diag.Pos.Compare)
	if len(path) == 0 {
		if p := e.Position(); p.IsValid() {
			return position(p), nil
		}
	} else {
		at = position(top.at(path).pos())
	}
	if at.Line == 0 && len(all) > 0 {
		at = all[0]
	}
	for _, p := range all {
		if p.File != at.File || p.Line != at.Line {
			related = append(related, diag.Related{Pos: p, Message: "this takes part in it"})
		}
	}
	return at, related
}

// at is the place of a path.
func (p place) at(path model.Path) place {
	for _, segment := range path {
		p = p.child(segment)
	}
	return p
}

// knownErrors are CUE's messages that have better words, by how they begin.
var knownErrors = []struct {
	prefix string
	say    func(d *diag.Diagnostic, args []any, file *ast.File)
}{
	{"conflicting values", func(d *diag.Diagnostic, args []any, _ *ast.File) {
		d.Code, d.Summary = "schema-conflict", "two values for one field"
		if len(args) >= 2 && basic(args[1]) {
			d.Code, d.Summary = "schema-type", "value of the wrong type"
			d.Detail = fmt.Sprintf("%s is %s, where this file asks for a %v.", d.Path, clipped(args[0]), args[1])
			return
		}
		if len(args) >= 2 {
			d.Detail = fmt.Sprintf("%s is both %s and %s; a field has one value.", d.Path, clipped(args[0]), clipped(args[1]))
		}
		d.Hint = "keep one of them; what differs by environment belongs in environments"
	}},
	{"reference %q not found", func(d *diag.Diagnostic, args []any, file *ast.File) {
		d.Code, d.Summary = "load-reference", "unknown name"
		name := fmt.Sprint(args[0])
		d.Detail = fmt.Sprintf("Nothing is called %s here.", name)
		if word, ok := truths[strings.ToLower(name)]; ok {
			d.Detail = fmt.Sprintf("CUE has true and false, and no %s.", name)
			d.Hint = "write " + word
		} else if name == "schema" {
			d.Hint = fmt.Sprintf("import %q", schemaPath)
		} else if meant := diag.Nearest(name, topNames(file)); meant != "" {
			d.Hint = fmt.Sprintf("did you mean %s?", meant)
		} else {
			d.Hint = fmt.Sprintf("write %q if it is a text", name)
		}
	}},
	{"undefined field", func(d *diag.Diagnostic, args []any, _ *ast.File) {
		d.Code, d.Summary = "load-reference", "unknown name"
		name := fmt.Sprint(args[0])
		d.Detail = fmt.Sprintf("There is no field %s where it is looked for.", name)
		if meant := diag.Nearest(name, theLanguage().definitionNames()); meant != "" {
			d.Hint = fmt.Sprintf("did you mean schema.%s?", meant)
		}
	}},
	{"imported and not used", func(d *diag.Diagnostic, args []any, _ *ast.File) {
		d.Code, d.Summary = "load-import", "import cannot be resolved"
		d.Detail = fmt.Sprintf("%v is imported and not used.", args[0])
		d.Hint = "take the import out, or write platform: schema.#Platform & {…}"
	}},
	{"import %q not found", unknownBuiltin},
	{"builtin package", unknownBuiltin},
	{"cannot find package", unknownBuiltin},
	{"field not allowed", func(d *diag.Diagnostic, _ []any, _ *ast.File) {
		d.Code, d.Summary = "schema-unknown-field", "unknown field"
		d.Detail = fmt.Sprintf("A definition of this file does not allow %s.", d.Path)
		d.Hint = "add the field to the definition, or take it out here"
	}},
	{"incomplete value", incomplete},
	{"non-concrete value", incomplete},
	{"unresolved disjunction", incomplete},
	{"%d errors in empty disjunction", func(d *diag.Diagnostic, _ []any, _ *ast.File) {
		d.Code, d.Summary = "schema-enum", "not one of the choices"
		d.Detail = fmt.Sprintf("%s is none of what this file allows there; the notes tell where it says so.", d.Path)
	}},
	{"field is required but not present", func(d *diag.Diagnostic, _ []any, _ *ast.File) {
		d.Code, d.Summary = "schema-missing", "missing field"
		d.Detail = fmt.Sprintf("A definition of this file asks for %s.", d.Path)
		d.Hint = "add it here"
	}},
	{"required field missing", incomplete}, // where it is used
	{"invalid interpolation", func(d *diag.Diagnostic, _ []any, _ *ast.File) {
		d.Code, d.Summary = "load-incomplete", "value is not known"
		d.Detail = fmt.Sprintf("%s is put together of something that is not known, or is no text and no number.", d.Path)
	}},
	{"structural cycle", func(d *diag.Diagnostic, _ []any, _ *ast.File) {
		d.Code, d.Summary = "load-cycle", "value contains itself"
		d.Detail = fmt.Sprintf("%s contains itself, without an end.", d.Path)
	}},
}

// clipped is CUE's text of a value, as much of it as one reads.
func clipped(arg any) string { return clip(fmt.Sprint(arg), 100) }

// basic reports whether CUE's text of a value is that of a type.
func basic(arg any) bool {
	return slices.Contains([]string{"string", "int", "number", "bool"}, fmt.Sprint(arg))
}

func incomplete(d *diag.Diagnostic, args []any, _ *ast.File) {
	d.Code, d.Summary = "load-incomplete", "value is not known"
	d.Detail = fmt.Sprintf("%s is %s, a type or a choice and not a value.", d.Path, strings.TrimSpace(fmt.Sprint(args...)))
	d.Hint = "write the value"
}

func unknownBuiltin(d *diag.Diagnostic, args []any, _ *ast.File) {
	d.Code, d.Summary = "load-import", "import cannot be resolved"
	d.Detail = fmt.Sprintf("CUE has no package %v.", args[0])
	d.Hint = fmt.Sprintf("import %q", schemaPath)
}

// topNames are the fields and definitions at the top of a file.
func topNames(file *ast.File) (out []string) {
	for _, d := range file.Decls {
		if f, ok := d.(*ast.Field); ok {
			if name, _, err := ast.LabelName(f.Label); err == nil {
				out = append(out, name)
			}
		}
	}
	return out
}
