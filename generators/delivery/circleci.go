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
	return object{
		{"run", object{{"description", "The workflow to run; what is pushed runs those of Terraform."}, {"type", "enum"}, {"enum", runs}, {"default", changed}}},
		{"roots", object{{"description", "The roots to plan and apply: those that a change affects, or all."}, {"type", "enum"}, {"enum", []any{"affected", "all"}}, {"default", "affected"}}},
	}
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
			{"description", "Ends the job, as done, where no change is below one of the paths; none goes on always."},
			{"parameters", object{text("paths"), text("branch")}},
			{"steps", []any{step("Stop unless affected", stopUnlessAffected, object{
				{"BASE_REVISION", "<< pipeline.git.base_revision >>"},
				{"BRANCH", "<< parameters.branch >>"},
				{"PATHS", "<< parameters.paths >>"},
				{"ROOTS", "<< pipeline.parameters.roots >>"},
			}...)}},
		}},
		{"stop-if-overtaken", object{
			{"description", "Ends the job, as done, where a newer commit changes one of the paths."},
			{"parameters", object{text("paths"), text("branch")}},
			{"steps", []any{step("Stop if overtaken", stopIfOvertaken, object{
				{"BRANCH", "<< parameters.branch >>"},
				{"PATHS", "<< parameters.paths >>"},
			}...)}},
		}},
	}
}

// stopUnlessAffected compares with the commit of the pipeline before, or on another branch
// with where it began. What cannot be compared counts as affected.
const stopUnlessAffected = `if [ -z "$PATHS" ] || [ "$ROOTS" = all ]; then exit 0; fi
base=$BASE_REVISION
if [ "$CIRCLE_BRANCH" != "$BRANCH" ]; then base=$(git merge-base "origin/$BRANCH" HEAD); fi
if [ -n "$base" ] && echo "$PATHS" | xargs git diff --quiet "$base" HEAD --; then
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

// step is a run step, with variables of its own.
func step(name, script string, variables ...entry) any {
	run := object{{"name", name}}
	if len(variables) > 0 {
		run = append(run, entry{"environment", object(variables)})
	}
	return object{{"run", append(run, entry{"command", script})}}
}

// jobs are what workflows name: one for each action, but one for each image and each list
// of addresses, which need no parameters then.
func (c circleci) jobs() (out object) {
	parameters := object{
		{"executor", object{{"description", "Where it runs, with whose rights."}, {"type", "executor"}}},
		{"root", object{{"description", "The folder of the root."}, {"type", "string"}}},
		{"paths", object{{"description", "What it is planned from, apart by spaces; none plans always."}, {"type", "string"}, {"default", blank{}}}},
		{"branch", object{{"description", "The branch that is applied."}, {"type", "string"}}},
	}
	environment := object{{"ROOT", "<< parameters.root >>"}}
	parks := slices.ContainsFunc(c.all, func(e infra.Applied) bool { return e.Park != nil })
	if parks {
		parameters = append(parameters, entry{"parked", object{{"description", parkedWords}, {"type", "string"}, {"default", "keep"}}})
		environment = append(environment, entry{"PARKED", "<< parameters.parked >>"})
	}
	affected := object{{"branch", "<< parameters.branch >>"}, {"paths", "<< parameters.paths >>"}}
	terraform := func(name string, steps ...any) entry {
		return entry{name, object{
			{"parameters", parameters},
			{"executor", "<< parameters.executor >>"},
			{"environment", environment},
			{"steps", append([]any{"checkout", object{{"stop-unless-affected", affected}}}, steps...)},
		}}
	}
	out = append(out,
		terraform("plan", "take-role", step("Check", terraformCheck), step("Plan", planning(parks)), object{{"store_artifacts", object{{"path", "plan.txt"}}}}),
		terraform("apply", object{{"stop-if-overtaken", affected}}, "take-role", step("Check", terraformCheck), step("Apply", applying(parks))),
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
	switch j.Does {
	case infra.Starts:
		return object{
			{"machine", object{{"image", tools.Machine}}},
			{"resource_class", tools.Resources["X86_64"]},
			{"environment", append(roleVariables(j.In, j.In.CI.Role), entry{"INSTANCES", instances(j.In)})},
			{"steps", []any{"take-role", step("Start the databases", startInstances)}},
		}
	case infra.Builds:
		return object{
			{"machine", object{{"image", tools.Machine}}},
			{"resource_class", tools.Resources[j.Image.Architecture]},
			{"environment", append(roleVariables(j.In, j.In.CI.Role), imageVariables(j.Image, "<< pipeline.git.revision >>")...)},
			{"steps", []any{"checkout", "take-role", step("Build and push", pushImage)}},
		}
	case infra.Verifies:
		return object{
			{"docker", []any{object{{"image", tools.Images.Base}}}},
			{"environment", object{{"ENDPOINTS", strings.Join(j.In.CI.Endpoints, " ")}}},
			{"steps", []any{step("Ask every address", askEndpoints)}},
		}
	}
	return nil
}

func imageVariables(i infra.CIImage, commit string) object {
	return object{
		{"REGISTRY", i.Registry},
		{"REPOSITORY", i.Repository},
		{"FOLDER", i.Build},
		{"DOCKERFILE", i.Dockerfile},
		{"TAGS", strings.Join(append([]string{commit}, i.Tags...), " ")},
	}
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
	only := object{{"branches", object{{"only", w.Jobs[0].In.CI.Branch}}}}
	for _, s := range w.At {
		out = append(out, object{{"schedule", object{{"cron", spelledOut(s.Cron)}, {"filters", only}}}})
	}
	return out
}

// uses are the jobs of a workflow, with what they take. What changes something runs for the
// branch alone.
func (c circleci) uses(w infra.Workflow) (out []any) {
	only := object{{"branches", object{{"only", w.Jobs[0].In.CI.Branch}}}}
	alone := oneApplies(w)
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
		if w.Changes && j.Does != infra.Plans {
			with = append(with, entry{"filters", only})
		}
		if j.Does == infra.Applies && alone {
			with = append(with, entry{"serial-group", "<< pipeline.project.slug >>/" + w.Lane})
		}
		if len(with.node().Content) == 0 {
			out = append(out, name)
			continue
		}
		out = append(out, object{{name, with}})
	}
	return out
}

// oneApplies reports whether a workflow applies one root: of several jobs of one serial
// group, CircleCI drops those of an older workflow.
func oneApplies(w infra.Workflow) bool {
	n := 0
	for _, j := range w.Jobs {
		if j.Does == infra.Applies {
			n++
		}
	}
	return n == 1
}

func (c circleci) arguments(w infra.Workflow, j infra.WorkflowJob) object {
	out := object{{"executor", applyExecutor(j.In)}, {"root", j.Root.Folder}, {"branch", j.In.CI.Branch}}
	if j.Does == infra.Plans {
		out[0].value = planExecutor(j.In)
	}
	if w.Changes {
		out = append(out, entry{"paths", strings.Join(j.Root.Paths, " ")})
	}
	return append(out, entry{"parked", j.Parked})
}
