package delivery

import (
	"slices"
	"strings"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// CircleCI reads one file, in which every workflow has its condition: what the parameter
// run says. A job that nothing has changed for ends early and counts as done.

// circleciFiles is the configuration of CircleCI; nothing where no environment has it.
func circleciFiles(flows []infra.Workflow) []artifact.File {
	if len(flows) == 0 {
		return nil
	}
	c := circleci{all: environments(flows), flows: flows}
	root := object{
		{"version", 2.1},
		{"parameters", c.parameters()},
		{"executors", c.executors()},
		{"commands", c.commands()},
		{"jobs", c.jobs()},
		{"workflows", c.workflows()},
	}
	return []artifact.File{{
		Path: ".circleci/config.yml",
		Data: document(infra.Header(c.all[0].File), root, "executors", "commands", "jobs", "workflows"),
	}}
}

type circleci struct {
	all   []infra.Applied
	flows []infra.Workflow
}

// changed is what run is where nobody asked for a workflow: something was pushed.
const changed = "changes"

func (c circleci) parameters() object {
	runs := []any{changed}
	for _, w := range c.flows {
		if !w.Changes {
			runs = append(runs, w.Name)
		}
	}
	return object{{"run", object{
		{"description", "The workflow to run; what is pushed runs those of Terraform."},
		{"type", "enum"},
		{"enum", runs},
		{"default", changed},
	}}}
}

// executors are where jobs run, with whose rights: two for each environment that plans.
func (c circleci) executors() (out object) {
	for _, e := range c.all {
		for _, x := range []struct{ name, role string }{{planExecutor(e), e.CI.PlanRole}, {applyExecutor(e), e.CI.Role}} {
			vars := append(roleVariables(e, x.role), terraformVariables(e, "<<", `\<<`)...)
			out = append(out, entry{x.name, object{
				{"docker", []any{object{{"image", e.CI.Tools.Images.Terraform + ":" + e.CI.Terraform}}}},
				{"environment", vars},
			}})
		}
	}
	return out
}

func planExecutor(e infra.Applied) string  { return e.Environment + "-plan" }
func applyExecutor(e infra.Applied) string { return e.Environment + "-apply" }

// roleVariables let everything that speaks to AWS assume the role with the job's token.
func roleVariables(e infra.Applied, role string) object {
	return object{
		{"AWS_REGION", e.Region},
		{"AWS_ROLE_ARN", role},
		{"AWS_ROLE_SESSION_NAME", "circleci"},
		{"AWS_WEB_IDENTITY_TOKEN_FILE", "/tmp/web-identity-token"},
	}
}

// terraformVariables are what Terraform is told. What begins an expression of the system
// does not begin one in a value.
func terraformVariables(e infra.Applied, expression, literal string) object {
	out := object{{"TF_IN_AUTOMATION", "true"}, {"TF_INPUT", "false"}}
	for _, v := range e.CI.Variables {
		var value any = blank{}
		if v.Value != "" {
			value = strings.ReplaceAll(v.Value, expression, literal)
		}
		out = append(out, entry{"TF_VAR_" + v.Key, value})
	}
	return out
}

func (c circleci) commands() object {
	text := func(name string) entry { return entry{name, object{{"type", "string"}}} }
	return object{
		{"take-role", object{
			{"description", "Leaves the job's token where AWS looks for it."},
			{"steps", []any{step("Take the role", `printf '%s' "$CIRCLE_OIDC_TOKEN_V2" > "$AWS_WEB_IDENTITY_TOKEN_FILE"`+"\n")}},
		}},
		{"stop-unless-affected", object{
			{"description", "Ends the job, as done, on other branches where they change none of the paths."},
			{"parameters", object{text("paths"), text("branch")}},
			{"steps", []any{step("Stop unless affected", stopUnlessAffected, pathVariables...)}},
		}},
		{"stop-if-overtaken", object{
			{"description", "Ends the job, as done, where a newer commit changes one of the paths; none goes on always."},
			{"parameters", object{text("paths"), text("branch")}},
			{"steps", []any{step("Stop if overtaken", stopIfOvertaken, pathVariables...)}},
		}},
	}
}

var pathVariables = object{{"BRANCH", "<< parameters.branch >>"}, {"PATHS", "<< parameters.paths >>"}}

// stopUnlessAffected compares with where another branch began. What cannot be compared
// counts as affected. On the branch that is applied everything is planned, since nobody
// knows what of it was approved.
const stopUnlessAffected = `if [ "$CIRCLE_BRANCH" = "$BRANCH" ]; then exit 0; fi
git fetch --quiet origin "$BRANCH"
base=$(git merge-base FETCH_HEAD HEAD) || exit 0
if echo "$PATHS" | xargs git diff --quiet "$base" HEAD --; then
  echo "Nothing has changed since $base."
  circleci-agent step halt
fi
`

// stopIfOvertaken keeps an older commit from being applied after a newer one.
const stopIfOvertaken = `if [ -z "$PATHS" ]; then exit 0; fi
git fetch --quiet origin "$BRANCH"
if ! echo "$PATHS" | xargs git diff --quiet HEAD FETCH_HEAD --; then
  echo "A newer commit changes this too: its own workflow applies it."
  circleci-agent step halt
fi
`

// postPlanOutside leaves a comment with whoever has given the project a token for that. The
// image has what sends it, and nothing that writes JSON.
const postPlanOutside = `number=${CIRCLE_PULL_REQUEST##*/}
if [ -z "$number" ] || [ -z "$COMMENT_TOKEN" ]; then
  echo "The plan is an artifact of this job."
  exit 0
fi
` + showPlan + `{
  printf '### %s\n\n' "$ROOT"
  cat shown.txt
} | tr '\t' ' ' | tr -d '\000-\011\013-\037' | sed 's/[\\"]/\\&/g' | awk 'BEGIN { printf "{\"body\": \"" } { printf "%s\\n", $0 } END { print "\"}" }' > comment.json
wget -q -O /dev/null --header "Authorization: Bearer $COMMENT_TOKEN" --header "Content-Type: application/json" --post-file comment.json \
  "https://api.github.com/repos/$CIRCLE_PROJECT_USERNAME/$CIRCLE_PROJECT_REPONAME/issues/$number/comments"
`

// step is a run step, with variables of its own.
func step(name, script string, variables ...entry) any {
	run := object{{"name", name}}
	if len(variables) > 0 {
		run = append(run, entry{"environment", object(variables)})
	}
	return object{{"run", append(run, entry{"command", script})}}
}

// slowStep is a step that says nothing for long, which CircleCI takes for an end otherwise.
func slowStep(silence, name, script string) any {
	return object{{"run", object{{"name", name}, {"no_output_timeout", silence}, {"command", script}}}}
}

// jobs are what workflows name: one for each action, but one for each image and each list
// of addresses, which need no parameters then.
func (c circleci) jobs() (out object) {
	text := func(name, description string, more ...entry) entry {
		return entry{name, append(object{{"description", description}, {"type", "string"}}, more...)}
	}
	parameters := object{
		{"executor", object{{"description", "Where it runs, with whose rights."}, {"type", "executor"}}},
		text("root", "The folder of the root."),
		text("paths", "What it is planned from, apart by spaces.", entry{"default", blank{}}),
		text("branch", "The branch that is applied."),
	}
	parks := slices.ContainsFunc(c.all, func(e infra.Applied) bool { return e.Park != nil })
	var parked, parkedVariable entry // left out where nothing is parked
	if parks {
		parked, parkedVariable = text("parked", parkedWords, entry{"default", "keep"}), entry{"PARKED", "<< parameters.parked >>"}
	}
	paths := object{{"branch", "<< parameters.branch >>"}, {"paths", "<< parameters.paths >>"}}
	terraform := func(name, stop string, takes, told entry, steps ...any) entry {
		return entry{name, object{
			{"parameters", append(slices.Clip(parameters), takes)},
			{"executor", "<< parameters.executor >>"},
			{"environment", object{{"ROOT", "<< parameters.root >>"}, told}},
			{"steps", append([]any{"checkout", object{{stop, paths}}, "take-role", step("Check", terraformCheck)}, steps...)},
		}}
	}
	limit := entry{"COMMENT_BYTES", c.all[0].CI.Tools.CommentBytes}
	out = append(out,
		terraform("plan", "stop-unless-affected", text("needs", needsWords, entry{"default", blank{}}), entry{"NEEDS", "<< parameters.needs >>"},
			step("Plan", planning(parks)), object{{"store_artifacts", object{{"path", "plan.txt"}}}}, step("Post the plan", postPlanOutside, limit)),
		terraform("apply", "stop-if-overtaken", parked, parkedVariable, step("Apply", applying(parks))),
	)
	seen := map[string]bool{}
	for _, w := range c.flows {
		for _, j := range w.Jobs {
			if own := c.ownJob(j); own != nil && !seen[j.Name] {
				seen[j.Name] = true
				out = append(out, entry{j.Name, own})
			}
		}
	}
	return out
}

// ownJob is a job that is written out for one use; nil for those that take parameters.
func (c circleci) ownJob(j infra.WorkflowJob) object {
	tools := j.In.CI.Tools
	machine := func(architecture, role string, variables object, steps ...any) object {
		return object{
			{"machine", object{{"image", tools.Machine}}},
			{"resource_class", tools.Resources[architecture]},
			{"environment", append(roleVariables(j.In, role), variables...)},
			{"steps", steps},
		}
	}
	switch j.Does {
	case infra.Starts:
		return machine("X86_64", j.In.CI.Role, object{{"INSTANCES", instances(j.In)}}, "take-role", slowStep(tools.Silence, "Start the databases", startInstances))
	case infra.Builds:
		steps := []any{"checkout", "take-role", step("Build and push", pushImage)}
		if len(j.Image.Runs) > 0 {
			steps = append(steps, step("Start new tasks", startTasks))
		}
		return machine(j.Image.Architecture, j.In.CI.Role, imageVariables(j, "<< pipeline.git.revision >>"), steps...)
	case infra.Verifies:
		steps := []any{step("Ask every address", askEndpoints)}
		if len(j.In.Services) > 0 {
			steps = append([]any{"take-role", slowStep(tools.Silence, "Wait for the services", awaitServices)}, steps...)
		}
		return machine("X86_64", j.In.CI.PlanRole, askVariables(j.In), steps...)
	}
	return nil
}

func (c circleci) workflows() (out object) {
	for _, w := range c.flows {
		run := w.Name
		if w.Changes {
			run = changed
		}
		out = append(out, entry{w.Name, object{
			{"when", object{{"equal", []string{run, "<< pipeline.parameters.run >>"}}}},
			{"jobs", c.uses(w)},
		}})
		if len(w.At) > 0 {
			out = append(out, entry{w.Name + "-scheduled", object{{"triggers", c.triggers(w)}, {"jobs", c.uses(w)}}})
		}
	}
	return out
}

func (c circleci) triggers(w infra.Workflow) (out []any) {
	var branches []string // one workflow may be of several environments
	for _, j := range w.Jobs {
		if !slices.Contains(branches, j.In.CI.Branch) {
			branches = append(branches, j.In.CI.Branch)
		}
	}
	for _, s := range w.At {
		out = append(out, object{{"schedule", object{{"cron", s.Numbers}, {"filters", onlyFor(branches...)}}}})
	}
	return out
}

// onlyFor is a filter of branches.
func onlyFor(branches ...string) object {
	if len(branches) == 1 {
		return object{{"branches", object{{"only", branches[0]}}}}
	}
	return object{{"branches", object{{"only", branches}}}}
}

// uses are the jobs of a workflow, with what they take. All but plans run for the branch alone.
func (c circleci) uses(w infra.Workflow) (out []any) {
	for _, j := range w.Jobs {
		with := object{}
		name := j.Name
		switch j.Does {
		case infra.Plans, infra.Applies:
			name = string(j.Does)
			with = append(object{{"name", j.Name}}, c.arguments(w, j)...)
		case infra.Approves:
			with = object{{"type", "approval"}}
		}
		with = append(with, entry{"requires", j.Needs})
		if j.Does != infra.Plans {
			with = append(with, entry{"filters", onlyFor(j.In.CI.Branch)})
		}
		if j.Lane != "" {
			with = append(with, entry{"serial-group", "<< pipeline.project.slug >>/" + j.Lane})
		}
		out = append(out, object{{name, with}})
	}
	return out
}

func (c circleci) arguments(w infra.Workflow, j infra.WorkflowJob) object {
	out := object{{"executor", applyExecutor(j.In)}, {"root", j.Root.Folder}, {"branch", j.In.CI.Branch}}
	if j.Does == infra.Plans {
		out[0].value = planExecutor(j.In)
		out = append(out, entry{"needs", strings.Join(j.Root.Before, " ")})
	}
	if w.Changes {
		out = append(out, entry{"paths", strings.Join(j.Root.Paths, " ")})
	}
	return append(out, entry{"parked", j.Parked})
}
