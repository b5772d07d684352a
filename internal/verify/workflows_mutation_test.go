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
	{"applied for every branch", "*", `(?m)^ +(filters:\n +branches:\n +only: main|if: github.ref == .*)\n`, "", ""},
	{"for another branch", "*", `(only: |refs/heads/)(main|release)`, "${1}other", ""},
	{"nobody approves", "*", `(?m)^ +(type: approval|environment: \w+)\n`, "", "verify-workflow-order"},
	{"does not apply", "*", `terraform -chdir="\$ROOT" apply.*`, "true", "verify-workflow-order"},
	{"does not mind a root that it needs", "*", `(paths: out/ship/\w+/terraform/6-compute.*) out/ship/\w+/terraform/4-edge`, "$1", "verify-workflow-paths"},
	{"runs for changes of something else", "*", `terraform/\*\*`, "docs/**", ""},
	{"runs for no pull request", "*", `(?m)^  pull_request:\n.*\n.*\n`, "", ""},
	{"parks where it unparks", "*", `parked: "false"`, `parked: "true"`, ""},
	{"comes back before what it needs", "*", `(?m)^( +)(needs|requires): \[start-staging-databases, unpark-staging-env-\w+\]\n`, "$1$2: [start-staging-databases]\n", "verify-workflow-order"},
	{"parked after what it needs", "*", `(?m)^    needs: \[park-staging-env-compute\]\n`, "", "verify-workflow-order"},
	{"unparks without a schedule", "*", `cron: (0 6|0 20)`, "cron: 5 5", "verify-workflow-list"},
	{"in another zone", "*", `Europe/London`, "Europe/Paris", "verify-workflow-list"},
	{"another database", "*", `INSTANCES: .*`, "INSTANCES: other", "verify-workflow-order"},
	{"does not wait for databases", "*", `(?m)^ +(?:needs|requires): \[start-\w+-databases\]\n`, "", ""},
	{"another role", "*", `role/ship-delivery`, "role/admin", "verify-workflow-rights"},
	{"plans with the role of applying", "*", `role/ship-plan`, "role/ship-delivery", ""},
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
	{"parks whatever is pushed", "config.yml", `default: changes`, "default: park-infrastructure", "verify-workflow-text"},
	{"parks where Terraform runs", "config.yml", `equal: \[(park|refresh)[\w-]+,`, "equal: [changes,", "verify-workflow-text"},
	{"always", "config.yml", `(?m)^    when:\n.*\n`, "", "verify-workflow-text"},
	{"for what is pushed, too", "*", `(?m)^  workflow_dispatch:\n`, "  workflow_dispatch:\n  push:\n", ""},
	{"for whoever asks", "*", `(?m)^  workflow_dispatch:\n`, "  workflow_dispatch:\n  pull_request_target:\n", "verify-workflow-text"},
	{"for forks", "*", `(?m)^    if: github.event_name != .*\n`, "", "verify-workflow-text"},
	{"destroys", "*", `apply -lock-timeout=15m`, "apply -destroy -lock-timeout=15m", "verify-workflow-text"},
	{"applies without a lock", "*", `-lock-timeout=15m`, "-lock=false", "verify-workflow-text"},
	{"parks where it cannot tell", "*", `\|\| return 1`, "|| echo true", "verify-workflow-text"},
	{"parks what is not asked for", "*", `default: keep`, `default: "true"`, "verify-workflow-text"},
	{"applies what nobody has approved", "*", `if \[ "\$changes" != 0 \]; then exit 1; fi`, ":", "verify-workflow-text"},
	{"applies what is out of date", "*", `plan -lock-timeout=15m -out=tfplan\n`, "plan -lock-timeout=15m\n", "verify-workflow-text"},
	{"does not mind newer commits", "config.yml", `(?m)^      - stop-if-overtaken:\n.*\n.*\n`, "", "verify-workflow-text"},
	{"beside another", "*", `(?m)^ +(serial-group: .*|concurrency:\n +group: ship.*\n.*)\n`, "", "verify-workflow-text"},
	{"in another lane", "*", `((?:slug >>|group:)[ /])ship/\w+`, "${1}ship/other", "verify-workflow-text"},
	{"instead of another", "*", `cancel-in-progress: false`, "cancel-in-progress: true", "verify-workflow-text"},
	{"whatever runs", "*", `run_id`, "ref", "verify-workflow-text"},
	{"without a role", "*", `(?m)^      - take-role\n`, "", "verify-workflow-text"},
	{"without a token", "*", `(?m)^      id-token: write\n`, "", "verify-workflow-text"},
	{"unformatted", "*", `(?m)^ +terraform fmt .*\n`, "", "verify-workflow-text"},
	{"with other providers", "*", `-lockfile=readonly`, "-upgrade", "verify-workflow-text"},
	{"posts nothing", "*", `name: Post the plan`, "name: Say nothing", "verify-workflow-text"},
	{"posts nothing, too", "*", `(?m)^ +(wget|gh api --silent "\$comments").*\n`, "", "verify-workflow-text"},
	{"approved elsewhere", "*", `environment: (staging|trial)`, "environment: other", "verify-workflow-text"},
	{"in another region", "*", `(AWS_REGION|aws-region): eu-west-1`, "$1: us-east-1", "verify-workflow-text"},
	{"in another image", "*", `image: (hashicorp|ubuntu)`, "image: other$1", "verify-workflow-text"},
	{"with another Terraform", "*", `(terraform_version|terraform): ?1.13.5|terraform:1.13.5`, "$1: 1.5.7", "verify-workflow-text"},
	{"always well", "*", `exit "\$failed"`, "exit 0", "verify-workflow-text"},
	{"well where it is forbidden", "*", `\| 401\)`, "| 401 | 403)", "verify-workflow-text"},
	{"does not wait for tasks", "*", `(?m)^ +aws ecs wait .*\n`, "", "verify-workflow-text"},
	{"asks for other services", "*", `SERVICES: web`, "SERVICES: other", "verify-workflow-text"},
	{"starts no tasks", "*", `(?m)^ +aws ecs update-service .*\n`, "", "verify-workflow-text"},
	{"one step more", "*", `(?m)^      - (run:\n          )?name: Check\n`, "      - run: env\n$0", "verify-workflow-text"},
	{"does not know what it needs", "*", `(?m)^ +needs: out/.*\n`, "", "verify-workflow-paths"},
	{"does not mind its version", "*", ` (.circleci/config.yml|.github/workflows/root-\w+.yml)\n`, "\n", ""},
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

// mostPlaces is in how many places of a file a change is tried, more or less.
const mostPlaces = 4

// eachFile calls f with places in the workflows that a mutation changes, as all files with
// that change, and returns how many there are.
func (m mutation) eachFile(all []artifact.File, f func(string, []artifact.File)) (tried int) {
	re := regexp.MustCompile(m.pattern)
	for i, file := range all {
		if !strings.HasPrefix(file.Path, ".") || m.files != "*" && !m.matches(file.Path) {
			continue
		}
		places := re.FindAllSubmatchIndex(file.Data, -1)
		for n, at := range places {
			if n%(1+len(places)/mostPlaces) != 0 {
				continue
			}
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
