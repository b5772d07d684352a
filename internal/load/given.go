package load

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"cuelang.org/go/cue/ast"

	"groundplan.internal/internal/diag"
)

// Data is a file of JSON or YAML that is unified with a field at the top of a platform
// file, beside platform: the records of sites, say, that another program keeps.
type Data struct {
	Field string // the field's name, for example "sites"
	File  string // below the root, for example "sites.json"
}

// give puts data into a platform file as if its author had written it there, with the
// positions of the file that it comes from.
func give(root fs.FS, file *ast.File, given []Data, limits Limits) (found diag.List) {
	if len(given) > 0 && file.PackageName() == "" { // without one, CUE looks fields up in what was parsed
		file.Decls = slices.Insert(file.Decls, 0, ast.Decl(&ast.Package{Name: ast.NewIdent("platform")}))
	}
	for _, d := range given {
		if problem := unfit(file, d); problem != nil {
			found = append(found, *problem)
			continue
		}
		text, problem := source(root, d.File, limits.File)
		if problem != nil {
			problem.Hint = "name a file below the working directory: --data " + d.Field + "=<file>"
			found = append(found, *problem)
			continue
		}
		expr, _, problems := document(d.File, text)
		if expr != nil {
			problems = append(problems, treeTooDeep(expr)...)
		}
		if found = append(found, problems...); len(problems) > 0 {
			continue
		}
		label := &ast.Ident{NamePos: expr.Pos(), Name: d.Field}
		file.Decls = append(file.Decls, &ast.Field{Label: label, TokenPos: expr.Pos(), Value: expr})
	}
	return found
}

// unfit says why data cannot go where it is sent.
func unfit(file *ast.File, d Data) *diag.Diagnostic {
	problem := diag.Diagnostic{Code: "load-data", Pos: diag.Pos{File: file.Filename}, Path: d.Field, Summary: "data for an unknown field"}
	fields := slices.DeleteFunc(topNames(file), func(name string) bool {
		return name == "platform" || strings.HasPrefix(name, "#") || strings.HasPrefix(name, "_")
	})
	if slices.Contains(fields, d.Field) {
		return nil
	}
	switch meant := diag.Nearest(d.Field, fields); {
	case d.Field == "platform":
		problem.Detail = fmt.Sprintf("%s would be unified with the whole platform; data goes to a field beside it.", d.File)
		problem.Hint = "write sites: [string]: {title: string} beside platform, use it in a comprehension, and give --data sites=" + d.File
	case meant != "":
		problem.Detail = fmt.Sprintf("The file has no field %s for %s.", d.Field, d.File)
		problem.Hint = fmt.Sprintf("did you mean --data %s=%s?", meant, d.File)
	default:
		problem.Detail = fmt.Sprintf("The file has no field %s for %s.", d.Field, d.File)
		problem.Hint = fmt.Sprintf("declare what the data holds beside platform: %s: [string]: {title: string}", d.Field)
	}
	return &problem
}

// onlyCUE says that a platform in YAML or JSON has no fields for data.
func onlyCUE(file string, d Data) diag.Diagnostic {
	return diag.Diagnostic{
		Code: "load-data", Pos: diag.Pos{File: file}, Path: d.Field, Summary: "data for an unknown field",
		Detail: "In YAML and JSON the document itself is the platform, and has no place for data beside it.",
		Hint:   "write the platform in CUE, or put the data into it",
	}
}
