package verify_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"groundplan.internal/generators/delivery"
	"groundplan.internal/generators/terraform"
	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/model"
	"groundplan.internal/internal/verify"
)

// workflowMutations change what workflows do. A pattern matches in the configuration of
// CircleCI, of GitHub, or of both.
var workflowMutations = []mutation{
	{"applied before its plan is approved", "*", `(name: terraform-production-apply-network\n(?:.*\n)*?\s+requires: )\[terraform-production-approve\]`, "$1[terraform-production-plan-network]", "verify-workflow-order"},
	{"approved before it is planned", "*", `(?m)^ +- terraform-\w+-plan-edge\n`, "", "verify-workflow-order"},
	{"applied before what it needs", "*", `(?m)^ +- terraform-\w+-apply-edge\n( +filters)`, "$1", "verify-workflow-order"},
	{"applied twice", "config.yml", `(root: out/ship/production/terraform/)4-edge`, "${1}1-network", "verify-workflow-order"},
	{"planned where it is applied", "*", `action: apply`, "action: plan", "verify-workflow-order"},
	{"another root", "*", `root: out/ship/`, "root: out/shop/", ""},
	{"applied for every branch", "*", `(?m)^ +(filters:\n +branches:\n +only: main|if: github.ref == .*)\n`, "", "verify-workflow-order"},
	{"for another branch", "*", `(only: |refs/heads/)(main|release)`, "${1}other", ""},
	{"nobody approves", "*", `(?m)^ +(type: approval|environment: \w+)\n`, "", "verify-workflow-order"},
	{"does not apply", "*", `terraform -chdir="\$ROOT" apply.*`, "true", "verify-workflow-order"},
	{"does not mind a root that it needs", "*", `(paths: out/ship/\w+/terraform/6-compute.*) out/ship/\w+/terraform/4-edge`, "$1", "verify-workflow-paths"},
	{"runs for changes of something else", "*", `terraform/\*\*`, "docs/**", "verify-workflow-paths"},
	{"runs for no pull request", "*", `(?m)^  pull_request:\n.*\n.*\n`, "", "verify-workflow-order"},
	{"parks where it unparks", "*", `parked: "false"`, `parked: "true"`, ""},
	{"comes back before what it needs", "*", `(?m)^( +)(needs|requires): \[start-staging-databases, unpark-staging-env-\w+\]\n`, "$1$2: [start-staging-databases]\n", "verify-workflow-order"},
	{"parked after what it needs", "*", `(?m)^    needs: \[park-staging-env-compute\]\n`, "", "verify-workflow-order"},
	{"unparks without a schedule", "*", `cron: (0 6|0 20)`, "cron: 5 5", "verify-workflow-list"},
	{"in another zone", "*", `Europe/London`, "Europe/Paris", "verify-workflow-list"},
	{"another database", "*", `INSTANCES: .*`, "INSTANCES: other", "verify-workflow-order"},
	{"does not wait for databases", "*", `(?m)^ +(?:needs|requires): \[start-\w+-databases\]\n`, "", ""},
	{"another role", "*", `role/ship-delivery`, "role/admin", "verify-workflow-rights"},
	{"plans with the role of applying", "*", `role/ship-plan`, "role/ship-delivery", "verify-workflow-rights"},
	{"an action by its tag", "*", `@[0-9a-f]{40}`, "@v6", "verify-workflow-rights"},
	{"rights for all", "*", `(?m)^permissions: \{\}`, "permissions: write-all", "verify-workflow-rights"},
	{"one right more", "*", `contents: read`, "contents: write", "verify-workflow-rights"},
	{"a key", "*", `AWS_ROLE_SESSION_NAME`, "AWS_ACCESS_KEY_ID", "verify-workflow-rights"},
	{"a secret", "*", `region: eu-west-1`, "region: ${{ secrets.REGION }}", "verify-workflow-rights"},
	{"another value of a variable", "*", `TF_VAR_worker_image_tag: .*`, "TF_VAR_worker_image_tag: x", "verify-workflow-rights"},
	{"another repository", "*", `REPOSITORY: web`, "REPOSITORY: base", "verify-workflow-image"},
	{"another registry", "*", `REGISTRY: \d+`, "REGISTRY: 1", "verify-workflow-image"},
	{"another tag", "*", ` stable\n`, " latest\n", "verify-workflow-image"},
	{"another folder", "*", `FOLDER: images/base`, "FOLDER: .", "verify-workflow-image"},
	{"another machine", "*", `(ubuntu-24.04-arm|arm\.medium)`, "ubuntu-24.04", "verify-workflow-image"},
	{"another time", "*", `cron: 0 5`, "cron: 0 6", "verify-workflow-list"},
	{"another address", "*", `https://[\w.]+/health`, "https://test.example.com/", "verify-workflow-address"},
	{"somebody else's address", "*", `https://(www.)?(\w+).example.com/`, "https://x.example.net/", "verify-workflow-address"},
	{"a workflow by another name", "*", `(?m)^(name: |  )(refresh-web-image|verify-test-endpoints|terraform-test)(:?)$`, "${1}other$3", ""},
}

// deliveredPlatform is a platform with all its environments.
type deliveredPlatform struct {
	models []model.Platform
	files  []artifact.File
}

func deliver(t testing.TB, file string, known facts.Set) (d deliveredPlatform) {
	t.Helper()
	var all []infra.Applied
	for _, c := range compile(t, file, known) {
		p, found := infra.Build(c.declared, known)
		if found.HasErrors() {
			t.Fatal(found)
		}
		_, roots := terraform.Emit(p)
		all = append(all, infra.Applied{Platform: p, Roots: roots})
		d.models = append(d.models, c.declared)
		for _, f := range c.files {
			d.files = append(d.files, artifact.File{Path: p.Environment + "/" + f.Path, Data: f.Data})
		}
	}
	d.files = append(d.files, delivery.Emit(all)...)
	return d
}

// TestWorkflowMutations changes one place of the workflows at a time. Every change must be
// noticed, and what was not changed must pass.
func TestWorkflowMutations(t *testing.T) {
	known, err := facts.Load()
	if err != nil {
		t.Fatal(err)
	}
	d := deliver(t, "../../golden/delivery/platform.cue", known)
	if found := verify.Workflows(d.models, known, d.files); len(found) > 0 {
		t.Fatalf("what was not changed is found wrong: %v", found)
	}
	for _, m := range workflowMutations {
		if tried := m.eachFile(d.files, func(name string, files []artifact.File) {
			if problem := m.unnoticed(verify.Workflows(d.models, known, files)); problem != "" {
				t.Errorf("%s, %s: %s", m.name, name, problem)
			}
		}); tried == 0 {
			t.Errorf("%s: nothing matches", m.name)
		}
	}
	for i := range d.files {
		if strings.HasPrefix(d.files[i].Path, ".") {
			without := append(append([]artifact.File(nil), d.files[:i]...), d.files[i+1:]...)
			if found := verify.Workflows(d.models, known, without); found == nil {
				t.Errorf("nobody misses %s", d.files[i].Path)
			}
		}
	}
	if found := verify.Workflows(nil, known, d.files); !hasCode(found, "verify-workflow-list") {
		t.Errorf("what nobody declares is not noticed: %v", found)
	}
}

// eachFile calls f with every place in the workflows that a mutation changes, as all files
// with that change, and returns how many there are.
func (m mutation) eachFile(all []artifact.File, f func(string, []artifact.File)) (tried int) {
	re := regexp.MustCompile(m.pattern)
	for i, file := range all {
		if !strings.HasPrefix(file.Path, ".") || m.files != "*" && !m.matches(file.Path) {
			continue
		}
		for _, at := range re.FindAllSubmatchIndex(file.Data, -1) {
			data := append([]byte(nil), file.Data[:at[0]]...)
			data = append(re.Expand(data, []byte(m.replace), file.Data, at), file.Data[at[1]:]...)
			if bytes.Equal(data, file.Data) {
				continue
			}
			tried++
			changed := append([]artifact.File(nil), all...)
			changed[i] = artifact.File{Path: file.Path, Data: data}
			f(file.Path, changed)
		}
	}
	return tried
}

func hasCode(found diag.List, code string) bool {
	for _, d := range found {
		if d.Code == code {
			return true
		}
	}
	return false
}
