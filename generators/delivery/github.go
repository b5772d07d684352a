package delivery

import (
	"strings"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// GitHub reads a file for each workflow. What is done to one root stands in a workflow of
// its own, which those of the environment call, so that no step is written twice.

// githubFiles are the workflows of GitHub Actions.
func githubFiles(flows []infra.Workflow) (out []artifact.File) {
	for _, e := range environments(flows) {
		out = append(out, github{e}.file(rootFlow(e), github{e}.rootWorkflow()))
	}
	for _, w := range flows {
		g := github{w.Jobs[0].In}
		out = append(out, g.file(w.Name, g.workflow(w)))
	}
	return out
}

// github writes the workflows of an environment.
type github struct{ in infra.Applied }

// rootFlow is the name of the workflow that plans or applies one root.
func rootFlow(e infra.Applied) string { return "terraform-" + e.Environment + "-root" }

func (g github) file(name string, root object) artifact.File {
	return artifact.File{
		Path: ".github/workflows/" + name + ".yml",
		Data: document(infra.Header(g.in.File), root, "jobs"),
	}
}

func (g github) workflow(w infra.Workflow) object {
	jobs := object{}
	for _, j := range w.Jobs {
		jobs = append(jobs, entry{j.Name, g.job(w, j)})
	}
	return object{
		{"name", w.Name},
		{"on", g.triggers(w)},
		{"permissions", object{}},
		{"concurrency", g.concurrency(w)},
		{"jobs", jobs},
	}
}

func (g github) triggers(w infra.Workflow) (out object) {
	if w.Changes {
		pushed := object{{"branches", []string{g.in.CI.Branch}}, {"paths", []string{g.in.CI.Folder + "/terraform/**"}}}
		out = object{{"pull_request", pushed}, {"push", pushed}}
	}
	var times []any
	for _, s := range w.At {
		times = append(times, object{{"cron", spelledOut(s.Cron)}, {"timezone", s.Zone}})
	}
	if len(times) > 0 {
		out = append(out, entry{"schedule", times})
	}
	return append(out, entry{"workflow_dispatch", bare{}})
}

// concurrency has applies wait for each other. A newer push takes the place of one that
// waits, and does its work too, since it compares with the last that went well; of one pull
// request only the newest commit is planned.
func (g github) concurrency(w infra.Workflow) object {
	switch {
	case w.Lane == "":
		return nil
	case w.Changes:
		return object{
			{"group", w.Lane + "-${{ github.event.pull_request.number || 'apply' }}"},
			{"cancel-in-progress", "${{ github.event_name == 'pull_request' }}"},
		}
	}
	return object{{"group", w.Lane}, {"cancel-in-progress", false}}
}

// what a job may do with the repository: read it, and prove who it is.
var reads = object{{"contents", "read"}, {"id-token", "write"}}

func (g github) job(w infra.Workflow, j infra.WorkflowJob) object {
	tools := j.In.CI.Tools
	head := object{{"needs", j.Needs}}
	if w.Changes && j.Does != infra.Plans {
		head = append(head, entry{"if", "github.ref == 'refs/heads/" + j.In.CI.Branch + "'"})
	}
	switch j.Does {
	case infra.Plans, infra.Applies:
		with := object{{"action", string(j.Does)}, {"root", j.Root.Folder}, {"parked", j.Parked}}
		may := reads
		if w.Changes {
			with = append(with, entry{"paths", strings.Join(j.Root.Paths, " ")})
			may = object{{"actions", "read"}, {"contents", "read"}, {"id-token", "write"}}
		}
		if j.Does == infra.Plans {
			may = append(may, entry{"pull-requests", "write"})
		}
		return append(head, object{{"permissions", may}, {"uses", "./.github/workflows/" + rootFlow(j.In) + ".yml"}, {"with", with}}...)
	case infra.Approves:
		return append(head, object{
			{"runs-on", tools.Runners["X86_64"]},
			{"environment", j.In.Environment},
			{"steps", []any{run("Say so", "echo \"Approved by the reviewers of the environment.\"\n")}},
		}...)
	case infra.Starts:
		return append(head, object{
			{"runs-on", tools.Runners["X86_64"]},
			{"permissions", object{{"id-token", "write"}}},
			{"env", object{{"INSTANCES", instances(j.In)}}},
			{"steps", []any{g.role(j.In.CI.Role), run("Start the databases", startInstances)}},
		}...)
	case infra.Builds:
		return append(head, object{
			{"runs-on", tools.Runners[j.Image.Architecture]},
			{"permissions", reads},
			{"env", imageVariables(j.Image, "${{ github.sha }}")},
			{"steps", []any{g.action("checkout", object{{"persist-credentials", false}}), g.role(j.In.CI.Role), run("Build and push", pushImage)}},
		}...)
	}
	return append(head, object{
		{"runs-on", tools.Runners["X86_64"]},
		{"env", object{{"ENDPOINTS", strings.Join(j.In.CI.Endpoints, " ")}}},
		{"steps", []any{run("Ask every address", askEndpoints)}},
	}...)
}

// rootWorkflow plans or applies one root, where a change affects it. It may do what the job
// may that calls it.
func (g github) rootWorkflow() object {
	text := func(key, description string, more ...entry) entry {
		return entry{key, append(object{{"description", description}, {"type", "string"}}, more...)}
	}
	must := entry{"required", true}
	c := g.in.CI
	affected := func(o object) object {
		return append(o[:1:1], append(object{{"if", "steps.affected.outputs.any == 'true'"}}, o[1:]...)...)
	}
	when := func(condition string, o object) object {
		return append(o[:1:1], append(object{{"if", "steps.affected.outputs.any == 'true' && " + condition}}, o[1:]...)...)
	}
	var parked entry // left out where nothing is said of it
	env := object{}
	parks := g.in.Park != nil
	if parks {
		parked = text("parked", parkedWords, entry{"default", "keep"})
		env = append(env, entry{"PARKED", "${{ inputs.parked }}"})
	}
	env = append(append(env, object{{"PATHS", "${{ inputs.paths }}"}, {"ROOT", "${{ inputs.root }}"}}...), terraformVariables(g.in, "${{", "${{ '${{' }}")...)
	return object{
		{"name", rootFlow(g.in)},
		{"on", object{{"workflow_call", object{{"inputs", object{
			text("action", "What is done with the root: plan or apply.", must),
			text("root", "The folder of the root.", must),
			text("paths", "What it is planned from, apart by spaces; none plans always.", entry{"default", blank{}}),
			parked,
		}}}}}},
		{"jobs", object{{"root", object{
			{"if", "github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository"},
			{"runs-on", c.Tools.Runners["X86_64"]},
			{"env", env},
			{"steps", []any{
				g.action("checkout", object{{"fetch-depth", 0}, {"persist-credentials", false}}),
				object{{"name", "Look whether it is affected"}, {"id", "affected"}, {"env", object{
					{"BASE", "${{ github.event.pull_request.base.sha }}"}, {"GH_TOKEN", "${{ github.token }}"},
				}}, {"run", lookWhetherAffected}},
				affected(g.action("terraform", object{{"terraform_version", c.Terraform}, {"terraform_wrapper", false}})),
				affected(g.role(g.eitherRole())),
				affected(run("Check", terraformCheck)),
				when("inputs.action == 'plan'", run("Plan", planning(parks))),
				when("inputs.action == 'plan' && github.event_name == 'pull_request'", object{{"name", "Post the plan"}, {"env", object{
					{"GH_TOKEN", "${{ github.token }}"}, {"NUMBER", "${{ github.event.pull_request.number }}"},
				}}, {"run", postPlan}}),
				when("inputs.action == 'apply'", run("Apply", applying(parks))),
			}},
		}}}},
	}
}

// eitherRole is the role of what is done.
func (g github) eitherRole() string {
	if g.in.CI.PlanRole == g.in.CI.Role {
		return g.in.CI.Role
	}
	return "${{ inputs.action == 'plan' && '" + g.in.CI.PlanRole + "' || '" + g.in.CI.Role + "' }}"
}

// role is the step that assumes a role with the job's token.
func (g github) role(arn string) object {
	return g.action("credentials", object{{"aws-region", g.in.Region}, {"role-to-assume", arn}})
}

// action is a step that is somebody else's.
func (g github) action(what string, with object) object {
	a := g.in.CI.Tools.Actions[what]
	return object{{"uses", noted{a.Name + "@" + a.Commit, a.Version}}, {"with", with}}
}

func run(name, script string) object { return object{{"name", name}, {"run", script}} }

// lookWhetherAffected compares a pull request with its base, and a push with the last that
// went through all jobs. What cannot be compared counts as affected.
const lookWhetherAffected = `case $GITHUB_EVENT_NAME in
pull_request) base=$BASE ;;
push) base=$(gh run list --workflow "$GITHUB_WORKFLOW" --branch "$GITHUB_REF_NAME" --event push --status success --limit 1 --json headSha --jq '.[0].headSha // empty') ;;
*) base= ;;
esac
any=true
if [ -n "$PATHS" ] && [ -n "$base" ] && echo "$PATHS" | xargs git diff --quiet "$base" HEAD --; then
  echo "Nothing has changed since $base."
  any=false
fi
echo "any=$any" >> "$GITHUB_OUTPUT"
`

// postPlan leaves one comment for each root, which a later plan replaces. GitHub takes no
// longer ones than 65,536 characters.
const postPlan = `mark="<!-- $GITHUB_WORKFLOW $ROOT -->"
{
  printf '%s\n### %s\n\n~~~\n' "$mark" "$ROOT"
  tail -c 60000 plan.txt
  printf '~~~\n'
} > comment.md
comments="repos/$GITHUB_REPOSITORY/issues/$NUMBER/comments"
id=$(gh api --paginate "$comments" --jq ".[] | select(.body | startswith(\"$mark\")) | .id" | head -n 1)
if [ -n "$id" ]; then
  gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field body=@comment.md
else
  gh api --silent "$comments" --field body=@comment.md
fi
`
