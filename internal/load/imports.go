package load

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/build"
	"cuelang.org/go/cue/token"

	"groundplan.internal/internal/diag"
)

// importer finds the packages that a platform imports: CUE's own, the schema, and
// packages of the same repository. It reads only what is imported, only through
// the root, and knows no registry, network or environment.
type importer struct {
	root     fs.FS
	language *language
	limits   Limits
	context  *build.Context
	loading  []string // import paths, from the platform inwards
	read     int64    // bytes so far
	module   string   // the repository's own module path; "" where it has none
	found    diag.List
}

func newImporter(root fs.FS, l *language, limits Limits) *importer {
	i := &importer{root: root, language: l, limits: limits, module: modulePath(root)}
	i.context = build.NewContext(build.Loader(i.load))
	return i
}

// modulePath is what cue.mod/module.cue calls the repository.
func modulePath(root fs.FS) string {
	data, problem := source(root, "cue.mod/module.cue", 1<<20)
	if problem != nil {
		return ""
	}
	file, found := parse("cue.mod/module.cue", data)
	if len(found) > 0 {
		return ""
	}
	for _, d := range file.Decls {
		if f, ok := d.(*ast.Field); ok {
			name, _, _ := ast.LabelName(f.Label)
			if lit, ok := f.Value.(*ast.BasicLit); ok && name == "module" {
				module, _ := strconv.Unquote(lit.Value)
				module, _, _ = strings.Cut(module, "@")
				return module
			}
		}
	}
	return ""
}

// instance is a package of parsed files with all that they import.
func (i *importer) instance(files ...*ast.File) *build.Instance {
	inst := i.context.NewInstance("", nil)
	for _, f := range files {
		_ = inst.AddSyntax(f) // kept in inst.Err
	}
	_ = inst.Complete()
	return inst
}

// load is called by CUE for each import. nil leaves the path to CUE's own packages.
func (i *importer) load(pos token.Pos, full string) *build.Instance {
	name, _, _ := strings.Cut(full, ":")
	switch {
	case name == schemaPath:
		return i.instance(i.language.openSchema())
	case builtin(name):
		return nil
	case slices.Contains(i.loading, name):
		i.fail(pos, "%q imports itself, by way of %s.", "", name, strings.Join(i.loading, ", "))
		return nil
	}
	dir, ok := i.folder(name)
	if !ok {
		i.unknown(pos, name)
		return nil
	}
	i.loading = append(i.loading, name)
	defer func() { i.loading = i.loading[:len(i.loading)-1] }()
	files := i.files(dir, packageName(full))
	if len(files) == 0 && len(i.found) == 0 {
		i.fail(pos, "There is no CUE package in %s.", "", dir)
	}
	return i.instance(files...)
}

// builtin reports whether a path is one of CUE's own: they have no dot in front.
func builtin(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return !strings.Contains(first, ".")
}

// packageName is the package that an import means: after the colon, or the last element.
func packageName(full string) string {
	name, qualifier, ok := strings.Cut(full, ":")
	if ok {
		return qualifier
	}
	name, _, _ = strings.Cut(name, "@")
	return path.Base(name)
}

// folder is where a package of the repository stands: in its own module, or
// vendored as CUE does it.
func (i *importer) folder(name string) (string, bool) {
	if rest, ok := strings.CutPrefix(name+"/", i.module+"/"); ok && i.module != "" {
		return path.Clean(rest), fs.ValidPath(path.Clean(rest))
	}
	for _, vendor := range []string{"cue.mod/gen", "cue.mod/usr", "cue.mod/pkg"} {
		dir := path.Join(vendor, name)
		if info, err := fs.Stat(i.root, dir); err == nil && info.IsDir() {
			return dir, true
		}
	}
	return "", false
}

// files are the parsed files of one package in a folder.
func (i *importer) files(dir, pkg string) (out []*ast.File) {
	entries, err := fs.ReadDir(i.root, dir)
	if err != nil {
		detail := reason(err)
		if errors.Is(err, fs.ErrNotExist) {
			detail = "There is no such folder."
		}
		i.found = append(i.found, *unreadable(dir, detail, ""))
		return nil
	}
	for _, e := range entries {
		if e.IsDir() || !isCUE(e.Name()) || strings.HasSuffix(e.Name(), "_tool.cue") || strings.HasSuffix(e.Name(), "_test.cue") {
			continue
		}
		name := path.Join(dir, e.Name())
		data, problem := source(i.root, name, i.limits.File)
		if i.read += int64(len(data)); problem == nil && i.read > i.limits.Total {
			problem = tooLarge(name, i.limits.Total)
		}
		if problem != nil {
			i.found = append(i.found, *problem)
			return nil
		}
		file, found := parse(name, data)
		if file != nil && file.PackageName() != pkg {
			continue
		}
		i.found = append(i.found, found...)
		if file != nil {
			out = append(out, file)
		}
	}
	return out
}

// isCUE reports whether a file is CUE, by its name.
func isCUE(file string) bool { return path.Ext(file) == ".cue" }

// unknown reports an import that nothing answers, with the schema's path where
// that was probably meant.
func (i *importer) unknown(pos token.Pos, name string) {
	hint := "import packages of this repository, by the module path in cue.mod/module.cue"
	if diag.Nearest(name, []string{schemaPath}) != "" || strings.HasSuffix(name, "/schema") {
		hint = fmt.Sprintf("import %q", schemaPath)
	}
	i.fail(pos, "Nothing here is called %q. Modules are not fetched from a registry.", hint, name)
}

func (i *importer) fail(pos token.Pos, format, hint string, args ...any) {
	i.found = append(i.found, diag.Diagnostic{
		Code: "load-import", Pos: position(pos), Summary: "import cannot be resolved",
		Detail: fmt.Sprintf(format, args...), Hint: hint,
	})
}

// openSchema is the schema that accepts everything: each definition is _.
func (l *language) openSchema() *ast.File {
	file := &ast.File{Decls: []ast.Decl{&ast.Package{Name: ast.NewIdent("schema")}}}
	for _, name := range l.definitionNames() {
		file.Decls = append(file.Decls, &ast.Field{Label: ast.NewIdent(name), Value: ast.NewIdent("_")})
	}
	return file
}
