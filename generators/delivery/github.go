package delivery

import (
	"slices"
	"strings"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// GitHub reads a file for each workflow. What is done to one root stands in a workflow of
// its own, which those of the environment call, so that no step is written twice.

// githubFiles are the workflows of GitHub Actions.
func githubFiles(flows []infra.Workflow) (out []artifact.File) {
	for _, e := range environments(flows) {
		out = append(out, github{e}.file(e.RootWorkflow(), github{e}.rootWorkflow()))
	}
	for _, w := range flows {
		g := github{w.Jobs[0].In}
		out = append(out, g.file(w.Name, g.workflow(w)))
	}
	return out
}

// github writes the workflows of an environment.
type github struct{ in infra.Applied }

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
		pushed := object{{"branches", []string{g.in.CI.Branch}}, {"paths", append([]string{g.in.CI.Folder + "/terraform/**"}, g.in.WorkflowFiles()...)}}
		out = object{{"pull_request", pushed}, {"push", pushed}}
	}
	var times []any
	for _, s := range w.At {
		times = append(times, object{{"cron", s.Numbers}, {"timezone", s.Zone}})
	}
	if len(times) > 0 {
		out = append(out, entry{"schedule", times})
	}
	return append(out, entry{"workflow_dispatch", bare{}})
}

// concurrency has only the newest commit of a pull request planned. What is pushed waits for
// nobody, who may wait for an approval: its applies do, each for those of the same root.
func (g github) concurrency(w infra.Workflow) object {
	if !w.Changes {
		return nil
	}
	return object{
		{"group", "plan/" + g.in.Name + "/" + g.in.Environment + "/${{ github.event.pull_request.number || github.run_id }}"},
		{"cancel-in-progress", true},
	}
}

// what a job may do with the repository: read it, and prove who it is.
var reads = object{{"contents", "read"}, {"id-token", "write"}}

func (g github) job(w infra.Workflow, j infra.WorkflowJob) object {
	tools := j.In.CI.Tools
	head := object{{"needs", j.Needs}}
	if j.Does != infra.Plans {
		head = append(head, entry{"if", "github.ref == 'refs/heads/" + j.In.CI.Branch + "'"})
	}
	if j.Lane != "" {
		head = append(head, entry{"concurrency", object{{"group", j.Lane}, {"cancel-in-progress", false}}})
	}
	switch j.Does {
	case infra.Plans, infra.Applies:
		with := object{{"action", string(j.Does)}, {"root", j.Root.Folder}, {"parked", j.Parked}}
		may := reads
		if w.Changes {
			with = append(with, entry{"paths", strings.Join(j.Root.Paths, " ")})
		}
		if j.Does == infra.Plans {
			with = append(with, entry{"needs", strings.Join(j.Root.Before, " ")})
			may = append(slices.Clip(may), entry{"pull-requests", "write"})
		}
		return append(head, object{{"permissions", may}, {"uses", "./.github/workflows/" + j.In.RootWorkflow() + ".yml"}, {"with", with}}...)
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
			{"steps", []any{g.role(j.In, j.In.CI.Role), run("Start the databases", startInstances)}},
		}...)
	case infra.Builds:
		steps := []any{g.action("checkout", object{{"persist-credentials", false}}), g.role(j.In, j.In.CI.Role), run("Build and push", pushImage)}
		if len(j.Image.Runs) > 0 {
			steps = append(steps, run("Start new tasks", startTasks))
		}
		return append(head, object{
			{"runs-on", tools.Runners[j.Image.Architecture]},
			{"permissions", reads},
			{"env", imageVariables(j, "${{ github.sha }}")},
			{"steps", steps},
		}...)
	}
	var may object // nothing, where no service is asked for
	steps := []any{run("Ask every address", askEndpoints)}
	if len(j.In.Services) > 0 {
		may = object{{"id-token", "write"}}
		steps = append([]any{g.role(j.In, j.In.CI.PlanRole), run("Wait for the services", awaitServices)}, steps...)
	}
	return append(head, object{
		{"runs-on", tools.Runners["X86_64"]},
		{"permissions", may},
		{"env", askVariables(j.In)},
		{"steps", steps},
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
	env := object{{"NEEDS", "${{ inputs.needs }}"}}
	parks := g.in.Park != nil
	if parks {
		parked = text("parked", parkedWords, entry{"default", "keep"})
		env = append(env, entry{"PARKED", "${{ inputs.parked }}"})
	}
	env = append(append(env, object{{"PATHS", "${{ inputs.paths }}"}, {"ROOT", "${{ inputs.root }}"}}...), terraformVariables(g.in, "${{", "${{ '${{' }}")...)
	return object{
		{"name", g.in.RootWorkflow()},
		{"on", object{{"workflow_call", object{{"inputs", object{
			text("action", "What is done with the root: plan or apply.", must),
			text("root", "The folder of the root.", must),
			text("needs", needsWords, entry{"default", blank{}}),
			text("paths", "What it is planned from, apart by spaces.", entry{"default", blank{}}),
			parked,
		}}}}}},
		{"jobs", object{{"root", object{
			{"if", "github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository"},
			{"runs-on", c.Tools.Runners["X86_64"]},
			{"env", env},
			{"steps", []any{
				g.action("checkout", object{{"fetch-depth", 0}, {"persist-credentials", false}}),
				object{{"name", "Look whether it is affected"}, {"id", "affected"}, {"env", object{
					{"ACTION", "${{ inputs.action }}"}, {"BASE", "${{ github.event.pull_request.base.sha }}"}, {"GH_TOKEN", "${{ github.token }}"},
				}}, {"run", lookWhetherAffected}},
				affected(g.action("terraform", object{{"terraform_version", c.Terraform}, {"terraform_wrapper", false}})),
				affected(g.role(g.in, "${{ inputs.action == 'plan' && '"+c.PlanRole+"' || '"+c.Role+"' }}")),
				affected(run("Check", terraformCheck)),
				when("inputs.action == 'plan'", run("Plan", planning(parks))),
				when("inputs.action == 'plan' && github.event_name == 'pull_request'", object{{"name", "Post the plan"}, {"env", object{
					{"GH_TOKEN", "${{ github.token }}"}, {"NUMBER", "${{ github.event.pull_request.number }}"},
					{"COMMENT_BYTES", c.Tools.CommentBytes},
				}}, {"run", postPlan}}),
				when("inputs.action == 'apply'", run("Apply", applying(parks))),
			}},
		}}}},
	}
}

// role is the step that assumes a role with the job's token.
func (g github) role(e infra.Applied, arn string) object {
	return g.action("credentials", object{{"aws-region", e.Region}, {"role-to-assume", arn}})
}

// action is a step that is somebody else's.
func (g github) action(what string, with object) object {
	a := g.in.CI.Tools.Actions[what]
	return object{{"uses", noted{a.Name + "@" + a.Commit, a.Version}}, {"with", with}}
}

func run(name, script string) object { return object{{"name", name}, {"run", script}} }

// lookWhetherAffected compares a pull request with its base. On the branch that is applied
// everything is planned, since nobody knows what of it was approved, and applied unless a
// newer commit changes it too. What cannot be compared counts as changed.
const lookWhetherAffected = `any=true
if [ "$GITHUB_EVENT_NAME" = pull_request ]; then
  if echo "$PATHS" | xargs git diff --quiet "$BASE" HEAD --; then
    echo "Nothing has changed since $BASE."
    any=false
  fi
elif [ "$ACTION" = apply ] && [ -n "$PATHS" ]; then
  gh auth setup-git
  git fetch --quiet origin "$GITHUB_REF"
  if ! echo "$PATHS" | xargs git diff --quiet HEAD FETCH_HEAD --; then
    echo "A newer commit changes this too: its own workflow applies it."
    any=false
  fi
fi
echo "any=$any" >> "$GITHUB_OUTPUT"
`

// postPlan leaves one comment for each root, which a later plan replaces.
const postPlan = showPlan + `mark="<!-- $GITHUB_WORKFLOW $ROOT -->"
{
  printf '%s\n### %s\n\n' "$mark" "$ROOT"
  cat shown.txt
} > comment.md
comments="repos/$GITHUB_REPOSITORY/issues/$NUMBER/comments"
id=$(gh api --paginate "$comments" --jq ".[] | select(.user.login == \"github-actions[bot]\" and (.body | startswith(\"$mark\"))) | .id" | head -n 1)
if [ -n "$id" ]; then
  gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field body=@comment.md
else
  gh api --silent "$comments" --field body=@comment.md
fi
`
