package load

import (
	"slices"

	"cuelang.org/go/cue/ast"

	"groundplan.internal/internal/diag"
)

// form holds a CUE file against the usual form: a field platform, and the schema
// not embedded, since what embeds a closed definition is not closed.
func form(file *ast.File, definitions map[string]*shape) (found diag.List) {
	r := plain{definitions: definitions}
	declared := false
	for _, d := range file.Decls {
		switch x := d.(type) {
		case *ast.Field:
			name, _, err := ast.LabelName(x.Label)
			declared = declared || err == nil && name == "platform"
		case *ast.EmbedDecl:
			if r.isSchema(x.Expr) || mentions(&r, x.Expr) {
				found = append(found, wrongForm(position(x.Pos()),
					"schema.#Platform is embedded at the top of the file, which switches CUE's check for misspelt fields off.",
					"write platform: schema.#Platform & {…}"))
			}
		}
	}
	if !declared && len(found) == 0 {
		detail, hint := "The file declares no platform.", "write platform: schema.#Platform & {…}"
		if slices.ContainsFunc(topNames(file), func(name string) bool { return definitions["#Platform"].field(name) != nil }) {
			detail = "The file declares no platform: its fields stand at the top, as they do in YAML and JSON."
			hint = "put them into platform: schema.#Platform & {…}, or name the file .yaml if it is YAML"
		}
		found = append(found, wrongForm(diag.Pos{File: file.Filename, Line: 1, Col: 1}, detail, hint))
	}
	return found
}

// mentions reports whether a schema definition is part of X & Y.
func mentions(r *plain, e ast.Expr) bool {
	b, ok := e.(*ast.BinaryExpr)
	return ok && (r.isSchema(b.X) || r.isSchema(b.Y) || mentions(r, b.X) || mentions(r, b.Y))
}

func wrongForm(at diag.Pos, detail, hint string) diag.Diagnostic {
	return diag.Diagnostic{
		Code: "load-form", Pos: at, Path: "platform", Summary: "not the form of a platform file", Detail: detail, Hint: hint,
	}
}
