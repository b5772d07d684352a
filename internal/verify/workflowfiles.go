package verify

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// flowOf is a workflow as it is emitted, whichever system it is for.
type flowOf struct {
	name, file string
	changes    bool     // runs for what is pushed
	times      []string // cron, and the zone behind it where there is one
	branches   []string // of those times, or of what is pushed, where the system is told
	paths      []string // of what is pushed, likewise
	jobs       []jobOf
}

// asked is the name of the workflow that does the same when somebody asks for it: CircleCI
// has what runs by itself as another.
func (w flowOf) asked() string {
	if w.file == circleFile && len(w.times) > 0 {
		return strings.TrimSuffix(w.name, "-scheduled")
	}
	return w.name
}

// jobOf is a job of a workflow.
type jobOf struct {
	name, action string // plan, apply, approve, build or verify; empty: none of them
	needs        []string
	branch       string // the only one that it runs for; empty: any
	role         string
	machine      string // that it runs on
	root, parked string
	paths        []string
	before       []string // folders of roots that it needs
	variables    map[string]string
}

// tree is a mapping of YAML.
type tree = map[string]any

// at follows keys; nil where one is missing.
func at(t any, keys ...string) any {
	for _, k := range keys {
		m, _ := t.(tree)
		t = m[k]
	}
	return t
}

func textAt(t any, keys ...string) string {
	if v := at(t, keys...); v != nil {
		return fmt.Sprint(v)
	}
	return ""
}

func wordsAt(t any, keys ...string) (out []string) {
	list, _ := at(t, keys...).([]any)
	for _, v := range list {
		out = append(out, fmt.Sprint(v))
	}
	return out
}

// oneOrMore is a list that may be written as its one word.
func oneOrMore(t any, keys ...string) []string {
	if word, ok := at(t, keys...).(string); ok {
		return []string{word}
	}
	return wordsAt(t, keys...)
}

func listAt(t any, keys ...string) []any {
	list, _ := at(t, keys...).([]any)
	return list
}

func keysAt(t any) []string {
	m, _ := t.(tree)
	return slices.Sorted(maps.Keys(m))
}

// variablesAt are the variables of a job.
func variablesAt(t any, keys ...string) map[string]string {
	out := map[string]string{}
	for _, k := range keysAt(at(t, keys...)) {
		out[k] = textAt(at(t, keys...), k)
	}
	return out
}

// actionOf is what the scripts of a job do.
func actionOf(scripts string) string {
	for _, row := range []struct{ action, command string }{
		{"apply", `terraform -chdir="$ROOT" apply `}, {"plan", `terraform -chdir="$ROOT" plan `},
		{"start", "aws rds start-db-instance "}, {"build", "docker push "}, {"verify", "curl "},
	} {
		if strings.Contains(scripts, row.command) {
			return row.action
		}
	}
	return ""
}

// parsed is a file of YAML; nil where it is none.
func parsed(text []byte) tree {
	var t tree
	if yaml.Unmarshal(text, &t) != nil {
		return nil
	}
	return t
}

// circleFlows are the workflows of CircleCI's one file.
func circleFlows(file string, t tree) (out []flowOf) {
	for _, name := range keysAt(t["workflows"]) {
		w := at(t, "workflows", name)
		f := flowOf{name: name, file: file, changes: slices.Contains(wordsAt(w, "when", "equal"), "changes")}
		for _, trigger := range listAt(w, "triggers") {
			f.times = append(f.times, textAt(trigger, "schedule", "cron"))
			f.branches = append(f.branches, oneOrMore(trigger, "schedule", "filters", "branches", "only")...)
		}
		for _, entry := range listAt(w, "jobs") {
			f.jobs = append(f.jobs, circleJob(t, entry))
		}
		out = append(out, f)
	}
	return out
}

// circleJob is a use of a job: its name, or what it is given under that.
func circleJob(t tree, entry any) jobOf {
	name, _ := entry.(string)
	if m, ok := entry.(tree); ok {
		name = keysAt(m)[0]
		entry = m[name]
	}
	given := func(key string) string { return textAt(entry, key) }
	j := jobOf{
		name: name, needs: wordsAt(entry, "requires"), branch: textAt(entry, "filters", "branches", "only"),
		root: given("root"), parked: given("parked"), paths: strings.Fields(given("paths")), before: strings.Fields(given("needs")),
	}
	if n := given("name"); n != "" {
		j.name = n
	}
	if given("type") == "approval" {
		j.action = "approve"
		return j
	}
	job := at(t, "jobs", name)
	j.action = actionOf(circleScripts(job))
	j.variables = variablesAt(job, "environment")
	if x := given("executor"); x != "" {
		j.variables = variablesAt(t, "executors", x, "environment")
	}
	j.role, j.machine = j.variables["AWS_ROLE_ARN"], textAt(job, "resource_class")
	return j
}

func circleScripts(job any) string {
	var out strings.Builder
	for _, s := range listAt(job, "steps") {
		out.WriteString(textAt(s, "run", "command"))
	}
	return out.String()
}

// branchCondition is what lets a job of GitHub run for one branch alone.
var branchCondition = regexp.MustCompile(`^github\.ref == 'refs/heads/(.+)'$`)

// githubFlow is the workflow of a file of GitHub; files are those that it may call.
func githubFlow(file string, files map[string]tree) flowOf {
	t := files[file]
	f := flowOf{name: textAt(t, "name"), file: file, changes: at(t, "on", "push") != nil}
	for _, event := range []string{"push", "pull_request"} {
		f.branches = append(f.branches, wordsAt(t, "on", event, "branches")...)
		for _, p := range wordsAt(t, "on", event, "paths") {
			f.paths = append(f.paths, strings.TrimSuffix(p, "/**"))
		}
	}
	for _, s := range listAt(t, "on", "schedule") {
		f.times = append(f.times, strings.TrimSpace(textAt(s, "cron")+" "+textAt(s, "timezone")))
	}
	for _, name := range keysAt(t["jobs"]) {
		job := at(t, "jobs", name)
		j := jobOf{name: name, machine: textAt(job, "runs-on"), needs: wordsAt(job, "needs"), variables: variablesAt(job, "env")}
		if m := branchCondition.FindStringSubmatch(textAt(job, "if")); m != nil {
			j.branch = m[1]
		}
		if called, ok := strings.CutPrefix(textAt(job, "uses"), "./"); ok {
			j.root, j.parked, j.paths = textAt(job, "with", "root"), textAt(job, "with", "parked"), strings.Fields(textAt(job, "with", "paths"))
			j.before = strings.Fields(textAt(job, "with", "needs"))
			called := at(files[called], "jobs", "root")
			j.variables = variablesAt(called, "env")
			j.action, j.role = githubAction(called, textAt(job, "with", "action"))
			f.jobs = append(f.jobs, j)
			continue
		}
		j.action, j.role = githubAction(job, "")
		if textAt(job, "environment") != "" {
			j.action = "approve"
		}
		f.jobs = append(f.jobs, j)
	}
	return f
}

// eitherRole is a role that depends on what is done.
var eitherRole = regexp.MustCompile(`^\$\{\{ inputs\.action == 'plan' && '(.+)' \|\| '(.+)' \}\}$`)

// githubAction is what the steps of a job do, and as whom, where the input action is asked.
func githubAction(job any, asked string) (action, role string) {
	var scripts strings.Builder
	for _, s := range listAt(job, "steps") {
		condition := textAt(s, "if")
		if strings.Contains(condition, "inputs.action == '") && !strings.Contains(condition, "inputs.action == '"+asked+"'") {
			continue
		}
		scripts.WriteString(textAt(s, "run"))
		if r := textAt(s, "with", "role-to-assume"); r != "" {
			role = r
			if m := eitherRole.FindStringSubmatch(r); m != nil {
				role = map[bool]string{true: m[1], false: m[2]}[asked == "plan"]
			}
		}
	}
	return actionOf(scripts.String()), role
}

// sortedKeys are the keys of an index, sorted.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
