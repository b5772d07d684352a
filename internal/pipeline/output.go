package pipeline

import (
	"fmt"
	"path"

	"groundplan.internal/internal/diag"
)

// Distinct finds platforms that want the same folder.
func Distinct(results []Result) (found diag.List) {
	first := map[string]string{}
	for _, r := range results {
		if other, taken := first[r.Name]; taken && r.Name != "" {
			found = append(found, diag.Diagnostic{
				Code: "platform-name-twice", Pos: diag.Pos{File: r.File}, Path: "name",
				Summary: "two platforms of one name",
				Detail:  fmt.Sprintf("%s and %s are both named %q, and would both be written to its folder.", other, r.File, r.Name),
				Hint:    fmt.Sprintf("name: %q", r.Name+"-2"),
			})
			continue
		}
		first[r.Name] = r.File
	}
	return found
}

// Stale is the finding that a platform's output, below the folder out, is not
// what the platform says.
func Stale(out string, r Result) diag.Diagnostic {
	folder := path.Join(out, r.Name)
	return diag.Diagnostic{
		Code: "out-stale", Severity: diag.Warning, Pos: diag.Pos{File: folder},
		Summary: "output is stale",
		Detail:  folder + " is not what the platform says.",
		Hint:    "run: compile",
	}
}

// Foreign is the finding that Terraform would load a file that compile did not write.
func Foreign(out, owner, file string) diag.Diagnostic {
	name := path.Join(out, owner, file)
	return diag.Diagnostic{
		Code: "out-foreign", Severity: diag.Warning, Pos: diag.Pos{File: name},
		Summary: "Terraform loads a file that nobody declared",
		Detail:  fmt.Sprintf("compile did not write %s, and Terraform loads it with the files beside it: what is deployed is then more than was declared.", name),
		Hint:    "move it to a root of its own",
	}
}
