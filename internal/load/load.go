// Package load reads platform files, in CUE, YAML or JSON, and is the only one that
// does. What leaves is the platform as it stands in each environment, with defaults
// filled in and the author's line for every value, or diagnostics. A file is read to
// data first and held against the schema after: CUE evaluates only what is more than
// data, and the schema is walked here, so that every finding is in the author's words.
// Input is hostile: nothing is read but through the root given, and evaluation has limits.
package load

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"slices"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/parser"
	"cuelang.org/go/encoding/json"
	"cuelang.org/go/encoding/yaml"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// Find lists the platform files below root, sorted: platforms/*.cue, .yaml, .yml and .json.
func Find(root fs.FS) ([]string, error) {
	var out []string
	for _, ext := range []string{".cue", ".yaml", ".yml", ".json"} {
		found, err := fs.Glob(root, "platforms/*"+ext)
		if err != nil {
			return nil, fmt.Errorf("listing platforms: %w", err)
		}
		out = append(out, found...)
	}
	slices.Sort(out)
	return out, nil
}

// Platform reads one platform file below root, within the usual limits. After
// load-timeout or load-memory, evaluation goes on in the background, since CUE
// cannot be interrupted: report, and exit soon. Data goes to fields of a file in CUE.
func Platform(root fs.FS, path string, data ...Data) (model.Declaration, diag.List) {
	return PlatformWithin(root, path, usual, data...)
}

// PlatformWithin is Platform with other limits; those that are zero are the usual ones.
func PlatformWithin(root fs.FS, path string, limits Limits, data ...Data) (model.Declaration, diag.List) {
	limits.Time = cmp.Or(limits.Time, usual.Time)
	limits.Memory = cmp.Or(limits.Memory, usual.Memory)
	limits.File = cmp.Or(limits.File, usual.File)
	limits.Total = cmp.Or(limits.Total, usual.Total)
	return guarded(path, limits, func() (model.Declaration, diag.List) { return declared(root, path, limits, data) })
}

// declared reads a platform file without limits on time and memory.
func declared(root fs.FS, path string, limits Limits, given []Data) (model.Declaration, diag.List) {
	l := theLanguage()
	text, problem := source(root, path, limits.File)
	if problem != nil {
		return model.Declaration{}, diag.List{*problem}
	}
	platform, found := l.read(root, path, text, limits, given)
	if platform == nil {
		return model.Declaration{}, found
	}
	var j judge
	j.value(platform, l.platform, nil, "")
	if found = append(found, unsaid(j.found, found)...); found.HasErrors() {
		return model.Declaration{}, found
	}
	declaration, more := l.declaration(platform, path)
	return declaration, append(found, more...)
}

// unsaid are findings at places where nothing was found before.
func unsaid(later, before diag.List) (out diag.List) {
	said := map[string]bool{}
	for _, d := range before {
		said[d.Path] = true
	}
	for _, d := range later {
		if !said[d.Path] {
			out = append(out, d)
		}
	}
	return out
}

// read is the platform that a file declares, as data.
func (l *language) read(root fs.FS, file string, text []byte, limits Limits, given []Data) (*value, diag.List) {
	switch path.Ext(file) {
	case ".cue":
		return l.readCUE(root, file, text, limits, given)
	case ".yaml", ".yml", ".json":
		if len(given) > 0 {
			return nil, diag.List{onlyCUE(file, given[0])}
		}
		return readData(file, text)
	}
	return nil, diag.List{*unreadable(file, "It is neither CUE nor YAML nor JSON.", "name it platforms/<name>.cue")}
}

func (l *language) readCUE(root fs.FS, path string, text []byte, limits Limits, given []Data) (*value, diag.List) {
	file, found := parse(path, text)
	if len(found) > 0 {
		return nil, found
	}
	if found := form(file, l.definitions); len(found) > 0 {
		return nil, found
	}
	if found := give(root, file, given, limits); len(found) > 0 {
		return nil, found
	}
	r := &plain{definitions: l.definitions, clash: clashes(&found)}
	if platform, ok := r.platform(file); ok {
		return platform, found
	}
	return evaluate(root, file, l, limits, given...)
}

// readData reads YAML or JSON: the document is the platform.
func readData(file string, text []byte) (*value, diag.List) {
	_, v, found := document(file, text)
	if v == nil {
		return nil, found
	}
	o, ok := v.data.(object)
	switch {
	case !ok:
		start := diag.Pos{File: file, Line: 1, Col: 1}
		return nil, append(found, wrongForm(start, "The document is not a platform.", "begin with name: and region:"))
	case len(o) == 1 && o[0].key == "platform":
		return nil, append(found, wrongForm(position(o[0].pos), "In YAML and JSON the document itself is the platform.", "take the fields out of platform"))
	}
	return v, found
}

// document reads YAML or JSON as plain data, and as the expression of CUE that it is.
func document(file string, text []byte) (ast.Expr, *value, diag.List) {
	if pos, deep := bracketsTooDeep(file, text); deep && isJSON(file) {
		return nil, nil, diag.List{tooDeep(pos)}
	}
	expr, err := extract(file, text)
	if err != nil {
		return nil, nil, diag.List{dataError(file, text, err)}
	}
	var found diag.List
	r := &plain{clash: clashes(&found)}
	v, ok := r.read(expr, expr.Pos())
	if !ok {
		return nil, nil, append(found, wrongForm(diag.Pos{File: file, Line: 1, Col: 1}, "The document holds more than plain data.", ""))
	}
	return expr, v, found
}

// extract parses a YAML or JSON document.
func extract(file string, data []byte) (ast.Expr, error) {
	if isJSON(file) {
		if !json.Valid(data) {
			return json.Extract(file, data) // for its error
		}
		return parser.ParseExpr(file, data) // JSON is CUE; Extract would move the keys
	}
	f, err := yaml.Extract(file, data)
	if err != nil {
		return nil, err
	}
	if len(f.Decls) == 1 {
		if e, ok := f.Decls[0].(*ast.EmbedDecl); ok {
			if empty, ok := e.Expr.(*ast.BinaryExpr); ok {
				return empty.X.(*ast.UnaryExpr).X, nil // of *null | _
			}
			return e.Expr, nil
		}
	}
	return &ast.StructLit{Elts: f.Decls}, nil
}

// clashes reports fields that are written twice and differently.
func clashes(found *diag.List) func(model.Path, *value, *value) {
	return func(p model.Path, a, b *value) {
		*found = append(*found, diag.Diagnostic{
			Code: "schema-conflict", Pos: position(b.pos), Path: p.String(), Summary: "two values for one field",
			Detail:  fmt.Sprintf("%s is both %s and %s; a field has one value.", p, a, b),
			Hint:    "keep one of them; what differs by environment belongs in environments",
			Related: []diag.Related{{Pos: position(a.pos), Message: "the other value"}},
		})
	}
}

// platform reads a file that holds nothing but the platform, as plain data.
func (r *plain) platform(file *ast.File) (*value, bool) {
	var declared object
	imports := false
	for _, d := range file.Decls {
		switch x := d.(type) {
		case *ast.Package, *ast.CommentGroup:
		case *ast.ImportDecl:
			for _, spec := range x.Specs {
				if importPath(spec) != schemaPath {
					return nil, false
				}
				imports = true
			}
		case *ast.Field:
			name, ok := plainLabel(x)
			if !ok || name != "platform" {
				return nil, false
			}
			v, ok := r.read(x.Value, x.Label.Pos())
			if !ok {
				return nil, false
			}
			declared = append(declared, member{name, v})
		default:
			return nil, false
		}
	}
	if len(declared) == 0 || imports != r.usesSchema {
		return nil, false // CUE minds an import that is not used
	}
	return r.join(declared), true
}

// declaration makes the model of a platform that the schema has accepted.
func (l *language) declaration(platform *value, file string) (model.Declaration, diag.List) {
	var found diag.List
	declared := model.Declaration{File: file}
	declared.Name, _ = platform.get("name").data.(string)
	environments := platform.get("environments")
	if len(environments.data.(object)) == 0 {
		return declared, diag.List{{
			Code: "env-none", Pos: position(environments.pos), Path: "environments", Summary: "no environment",
			Detail: "The platform runs nowhere: environments is empty.", Hint: "write environments: production: {}",
		}}
	}
	written := l.model(platform)
	for _, m := range environments.data.(object) {
		merged, patch := l.environment(platform, m.key, m.value)
		if found = append(found, patch.found...); found.HasErrors() {
			continue
		}
		p := l.model(merged)
		if said := m.data.(object); len(own(said)) < len(said) {
			found = append(found, patch.withoutEffect(platform, m.value, model.Differences(written, p))...)
		}
		p.File = file
		p.Origins = merged.origins().WithRemoved(patch.removed)
		decoder{}.fields(own(m.data.(object)), reflect.ValueOf(&p.Environment).Elem())
		p.Environment.Name = m.key
		p.Environment.Local = m.get("compose") != nil
		if !p.Environment.Local {
			found = append(found, openedRoutes(written, p, m.value)...)
		}
		declared.Environments = append(declared.Environments, p)
	}
	if found.HasErrors() {
		return model.Declaration{}, found
	}
	return declared, found
}

// own is what an environment says of itself.
func own(o object) (out object) {
	for _, m := range o {
		if ofEnvironment(m.key) {
			out = append(out, m)
		}
	}
	return out
}
