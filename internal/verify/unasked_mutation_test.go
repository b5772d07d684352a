package verify_test

import (
	"bytes"
	"regexp"
	"slices"
	"testing"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/verify"
)

var made = regexp.MustCompile(`(?m)^(?:resource|data) "(\w+)" "\w+" \{\n`)

// others are what Terraform takes in every block, beside a count.
var others = []string{
	"for_each = toset([])", "depends_on = [terraform_data.x]", "lifecycle {\n prevent_destroy = false\n }", "lifecycle {\n ignore_changes = all\n }",
	"provisioner \"local-exec\" {\n command = \"true\"\n }", "connection {\n host = \"x\"\n }",
}

// TestUnaskedMutations gives the first block of every type what nothing asks for: no
// type may take it.
func TestUnaskedMutations(t *testing.T) {
	known, err := facts.Load()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, name := range []string{"alarms", "aurora", "balancers", "caches", "discovery", "frontends", "gateways", "models", "pipelines", "sign-in", "volumes", "wide"} {
		for _, c := range compile(t, "../../golden/"+name+"/platform.cue", known) {
			for i, file := range c.files {
				for _, at := range made.FindAllSubmatchIndex(file.Data, -1) {
					block := string(file.Data[at[0]:at[3]])
					if seen[block] {
						continue
					}
					seen[block] = true
					for _, unasked := range []string{"count = 0", others[len(seen)%len(others)]} {
						files := slices.Clone(c.files)
						files[i] = artifact.File{Path: file.Path, Data: slices.Concat(file.Data[:at[1]], []byte(unasked+"\n"), file.Data[at[1]:])}
						if len(verify.Files(c.declared, known, files)) == 0 {
							t.Errorf("%s: nobody noticed %s", bytes.TrimSpace(file.Data[at[0]:at[1]]), unasked)
						}
					}
				}
			}
		}
	}
	if len(seen) < 90 {
		t.Errorf("only %d types were tried", len(seen))
	}
}
