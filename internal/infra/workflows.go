package infra

import (
	"path"
	"slices"
)

// Applied is an environment with the roots of its Terraform, in the order of applying; none
// where it has a single one.
type Applied struct {
	Platform
	Roots []Root
}

// Workflow is some jobs of a CI system, and when they run.
type Workflow struct {
	Name    string
	Changes bool // runs for pull requests and for what is pushed to the branch; otherwise when asked for
	At      []Schedule
	Jobs    []WorkflowJob // those that wait for others after these
}

// Schedule is a time, as cron has it.
type Schedule struct {
	Cron    string
	Zone    string // of the IANA database; empty: UTC
	Numbers string // Cron as every system reads it
}

func (e Applied) schedule(cron, zone string) Schedule {
	return Schedule{cron, zone, spelledOut(e.CI.Crontab, cron)}
}

// WorkflowJob is one step of a workflow, on a machine of its own.
type WorkflowJob struct {
	Name   string
	Does   JobAction
	Lane   string   // of what may not run at once; empty: anything may
	Needs  []string // jobs that must have gone well
	In     Applied
	Root   JobRoot
	Parked string // true or false: what the platform becomes; empty: it stays what it is
	Image  CIImage
}

// JobAction is what a job does.
type JobAction string

// The actions of jobs.
const (
	Plans    JobAction = "plan"
	Approves JobAction = "approve" // somebody does
	Applies  JobAction = "apply"
	Starts   JobAction = "start" // databases, which Terraform cannot
	Builds   JobAction = "build"
	Verifies JobAction = "verify"
)

// JobRoot is the root of Terraform that a job plans or applies.
type JobRoot struct {
	Stack  string   // empty where it is the only one
	Folder string   // in the repository
	Needs  []string // stacks that are applied before
	Before []string // their folders
	Paths  []string // its folder, those of all that it needs, and its workflows: a change there may change what is planned
	Parks  bool     // something in it stops while the platform is parked
}

// Workflows are those of a CI system, in the order in which they are written.
func Workflows(system string, all []Applied) (out []Workflow) {
	all = slices.DeleteFunc(slices.Clone(all), func(e Applied) bool { return e.CI == nil || e.CI.System != system })
	for _, e := range all {
		out = append(out, e.terraformFlow())
	}
	parkable := slices.DeleteFunc(slices.Clone(all), func(e Applied) bool { return e.Park == nil })
	for _, e := range parkable {
		name := "infrastructure"
		if len(parkable) > 1 {
			name = e.Environment + "-" + name
		}
		out = append(out, e.parkFlow("park", name), e.parkFlow("unpark", name))
	}
	out = append(out, imageFlows(all)...)
	for _, e := range all {
		if jobs := e.verifying(nil); len(jobs) > 0 {
			out = append(out, Workflow{Name: jobs[0].Name, Jobs: jobs})
		}
	}
	return out
}

// terraformFlow plans every root, waits for somebody to approve, and applies every root
// after those that it needs.
func (e Applied) terraformFlow() Workflow {
	w := Workflow{Name: "terraform-" + e.Environment, Changes: true}
	step := func(a JobAction, stack string) string { return hyphenated(w.Name, string(a), stack) }
	approval := WorkflowJob{Name: step(Approves, ""), Does: Approves, In: e}
	var applied []WorkflowJob
	for _, r := range e.jobRoots() {
		plan := WorkflowJob{Name: step(Plans, r.Stack), Does: Plans, In: e, Root: r}
		approval.Needs = append(approval.Needs, plan.Name)
		w.Jobs = append(w.Jobs, plan)
		apply := WorkflowJob{Name: step(Applies, r.Stack), Does: Applies, Lane: e.lane(r.Stack), In: e, Root: r, Needs: []string{approval.Name}}
		for _, n := range r.Needs {
			apply.Needs = append(apply.Needs, step(Applies, n))
		}
		applied = append(applied, apply)
	}
	w.Jobs = append(append(w.Jobs, approval), applied...)
	if e.Park == nil { // a parked platform does not answer
		w.Jobs = append(w.Jobs, e.verifying(applied)...)
	}
	return w
}

// parkFlow applies the roots that something is parked in. What others need goes last, and
// comes back first.
func (e Applied) parkFlow(verb, name string) Workflow {
	w := Workflow{Name: verb + "-" + name}
	parked := "true"
	if verb == "unpark" {
		parked = "false"
	}
	if t := e.Park.Schedule; t != nil {
		w.At = []Schedule{e.schedule(map[string]string{"park": t.Park, "unpark": t.Unpark}[verb], t.Timezone)}
	}
	step := func(stack string) string { return hyphenated(verb, e.Environment, "env", stack) }
	if stopped := e.Stopped(); verb == "unpark" && len(stopped) > 0 {
		w.Jobs = []WorkflowJob{{Name: hyphenated("start", e.Environment, "databases"), Does: Starts, In: e}}
	}
	started := len(w.Jobs)
	roots := slices.DeleteFunc(e.jobRoots(), func(r JobRoot) bool { return !r.Parks })
	for _, r := range roots {
		j := WorkflowJob{Name: step(r.Stack), Does: Applies, Lane: e.lane(r.Stack), In: e, Root: r, Parked: parked}
		for _, s := range w.Jobs[:started] {
			j.Needs = append(j.Needs, s.Name)
		}
		for _, other := range roots {
			before, after := other, r
			if verb == "park" {
				before, after = r, other
			}
			if before.Folder != after.Folder && slices.Contains(after.Paths, before.Folder) {
				j.Needs = append(j.Needs, step(other.Stack))
			}
		}
		w.Jobs = append(w.Jobs, j)
	}
	if verb == "park" {
		slices.Reverse(w.Jobs)
		return w
	}
	w.Jobs = append(w.Jobs, e.verifying(w.Jobs[started:])...)
	return w
}

// verifying is the job that looks whether the platform answers, after others.
func (e Applied) verifying(after []WorkflowJob) []WorkflowJob {
	if len(e.CI.Endpoints) == 0 {
		return nil
	}
	j := WorkflowJob{Name: "verify-" + e.Environment + "-endpoints", Does: Verifies, In: e}
	for _, a := range after {
		j.Needs = append(j.Needs, a.Name)
	}
	return []WorkflowJob{j}
}

// imageFlows build an image each, for all environments whose registry is another one.
func imageFlows(all []Applied) (out []Workflow) {
	at := map[string]int{}
	pushed := map[string]bool{}
	for _, e := range all {
		for _, image := range e.CI.Images {
			name := "refresh-" + image.Name + "-image"
			to := name + " " + image.Registry + "/" + image.Repository
			if pushed[to] {
				continue
			}
			pushed[to] = true
			i, known := at[name]
			if !known {
				i = len(out)
				at[name] = i
				out = append(out, Workflow{Name: name})
			}
			w := &out[i]
			if image.Schedule != "" {
				if s := e.schedule(image.Schedule, ""); !slices.Contains(w.At, s) {
					w.At = append(w.At, s)
				}
			}
			w.Jobs = append(w.Jobs, WorkflowJob{Name: name + "-" + e.Environment, Does: Builds, Lane: e.lane(name), In: e, Image: image})
		}
	}
	return out
}

// jobRoots are the roots of an environment, in the order of applying.
func (e Applied) jobRoots() []JobRoot {
	at := func(p string) string { return path.Join(e.CI.Folder, p) }
	out := []JobRoot{{Folder: at("terraform"), Paths: []string{at("terraform")}, Parks: true}}
	if len(e.Roots) > 0 {
		out = e.stackRoots(at)
	}
	for i := range out {
		out[i].Paths = append(out[i].Paths, e.WorkflowFiles()...)
	}
	return out
}

// WorkflowFiles are the files of the repository that say how the environment is planned and
// applied: with which version, role and variables.
func (e Applied) WorkflowFiles() []string {
	if e.CI.System == "circleci" {
		return []string{".circleci/config.yml"}
	}
	return []string{".github/workflows/terraform-" + e.Environment + ".yml", ".github/workflows/" + e.RootWorkflow() + ".yml"}
}

// RootWorkflow is the name of GitHub's workflow that plans or applies one root. Nothing that
// an author names begins like it.
func (e Applied) RootWorkflow() string { return "root-" + e.Environment }

// lane is that of something of the environment: the roots of others have other lanes.
func (e Applied) lane(of string) string { return path.Join(e.Name, e.Environment, of) }

// stackRoots are those of an environment with several.
func (e Applied) stackRoots(at func(string) string) (out []JobRoot) {
	for _, r := range e.Roots {
		x := JobRoot{Stack: string(r.Stack), Folder: at(e.StackDir(r.Stack)), Parks: r.Parks}
		x.Paths = append(x.Paths, x.Folder)
		for _, n := range r.Needs {
			before := out[slices.IndexFunc(out, func(o JobRoot) bool { return o.Stack == string(n) })]
			x.Needs, x.Before = append(x.Needs, string(n)), append(x.Before, before.Folder)
			for _, p := range before.Paths {
				if !slices.Contains(x.Paths, p) {
					x.Paths = append(x.Paths, p)
				}
			}
		}
		out = append(out, x)
	}
	return out
}

// hyphenated is words with hyphens between them; empty ones are left out.
func hyphenated(words ...string) (s string) {
	for _, w := range words {
		if s != "" && w != "" {
			s += "-"
		}
		s += w
	}
	return s
}
