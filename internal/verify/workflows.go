package verify

import (
	"cmp"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

var workflowRules = []Rule{
	{"verify-workflow-list", "workflows other than declared", "There is a workflow for every environment that is delivered, every image that is built and every list of addresses, run at the declared times, and no other."},
	{"verify-workflow-order", "root that is not applied in its order", "Every root is planned once and applied once, after somebody has approved all plans, for the declared branch alone, and after the roots that it needs; where the platform is parked, before them."},
	{"verify-workflow-paths", "change that nothing would apply", "A root is planned where a change is in it, in what it reads, or in a root that it needs."},
	{"verify-workflow-image", "image that goes elsewhere", "Every declared image is built for its architecture and pushed to its repository, which is the platform's, in the account of the role."},
	{"verify-workflow-address", "address that is not the platform's", "What is verified are the declared addresses, or those of hosts that the platform answers for."},
	{"verify-workflow-text", "workflow that does something else", "Events, conditions, steps, scripts, machines, versions and what may not run at once are those expected, and there is nothing else in a file."},
	{"verify-workflow-rights", "workflow with other rights than declared", "Workflows assume the declared roles with a token and hold no key; actions of others are pinned by their commit; no workflow may do anything until a job says so."},
}

const circleFile = ".circleci/config.yml"

// delivered is an environment whose changes workflows bring out.
type delivered struct {
	model.Platform
	facts facts.Set
	files map[string][]byte // of the whole platform
	trees map[string]tree   // those of CI systems
	flows []flowOf          // of its CI system
	found *diag.List
}

// Workflows proves the workflows of a platform; paths are relative to its folder. It knows
// the environments by their declaration and by their Terraform.
func Workflows(models []model.Platform, f facts.Set, files []artifact.File) (found diag.List) {
	all := map[string][]byte{}
	trees := map[string]tree{}
	flows := map[string][]flowOf{}
	for _, file := range files {
		all[file.Path] = file.Data
		if strings.HasPrefix(file.Path, ".") {
			trees[file.Path] = parsed(file.Data)
		}
	}
	for _, file := range files {
		switch {
		case file.Path == circleFile:
			flows["circleci"] = circleFlows(file.Path, trees[file.Path])
		case strings.HasPrefix(file.Path, ".github/"):
			found = append(found, pinned(file.Path, trees[file.Path])...)
			if at(trees[file.Path], "on", "workflow_call") == nil {
				flows["github"] = append(flows["github"], githubFlow(file.Path, trees))
			}
		}
		if strings.HasPrefix(file.Path, ".") {
			found = append(found, keyless(file)...)
		}
	}
	wanted := map[string]bool{}
	systems := map[string][]delivered{}
	for _, m := range models {
		if m.Delivery == nil || m.Environment.Local {
			continue
		}
		d := delivered{m, f, all, trees, flows[m.Delivery.System], &found}
		systems[m.Delivery.System] = append(systems[m.Delivery.System], d)
		for _, name := range d.prove(models) {
			wanted[m.Delivery.System+" "+name] = true
		}
	}
	for _, system := range []string{"circleci", "github"} {
		texts(systems[system])
		for _, w := range flows[system] {
			if !wanted[system+" "+w.asked()] {
				found = append(found, finding(workflowRules, "verify-workflow-list", diag.Pos{File: w.file}, nil, "Nobody declares "+w.name+"."))
			}
		}
	}
	return found
}

var pinnedAction = regexp.MustCompile(`^(\./\.github/workflows/[\w-]+\.yml|[\w.-]+/[\w.-]+@[0-9a-f]{40})$`)

// pinned proves that what GitHub runs is of one commit, and may do nothing by itself.
func pinned(file string, t tree) (found diag.List) {
	wrong := func(format string, args ...any) {
		found = append(found, finding(workflowRules, "verify-workflow-rights", diag.Pos{File: file}, nil, fmt.Sprintf(format, args...)))
	}
	if may, said := t["permissions"].(tree); at(t, "on", "workflow_call") == nil && (!said || len(may) > 0) {
		wrong("%s may do something before a job says so.", textAt(t, "name"))
	}
	for _, name := range keysAt(t["jobs"]) {
		job := at(t, "jobs", name)
		used := []string{textAt(job, "uses")}
		for _, s := range listAt(job, "steps") {
			used = append(used, textAt(s, "uses"))
		}
		for _, u := range used {
			if u != "" && !pinnedAction.MatchString(u) {
				wrong("%s runs %s, which is not pinned by its commit.", name, u)
			}
		}
		for _, right := range keysAt(at(job, "permissions")) {
			asks := right + ": " + textAt(job, "permissions", right)
			if !slices.Contains([]string{"actions: read", "contents: read", "id-token: write", "pull-requests: write"}, asks) {
				wrong("%s has the right %s.", name, asks)
			}
		}
	}
	return found
}

// keyless proves that a file holds no key of AWS, and asks its system for no secret.
func keyless(file artifact.File) (found diag.List) {
	said := keys.FindAllString(string(file.Data), -1)
	if file.Path != circleFile {
		said = append(said, askedSecrets.FindAllString(string(file.Data), -1)...)
	}
	for _, key := range said {
		found = append(found, finding(workflowRules, "verify-workflow-rights", diag.Pos{File: file.Path}, nil, "It speaks of "+key+"."))
	}
	return found
}

// keys are names of keys of AWS, askedSecrets expressions of GitHub that ask for a secret.
var (
	keys         = regexp.MustCompile(`(?m)^ *-? *(AWS_(SECRET_)?ACCESS_KEY(_ID)?|aws-(secret-)?access-key(-id)?):`)
	askedSecrets = regexp.MustCompile(`\$\{\{[^}]*\bsecrets\.`)
)

func (d delivered) wrong(code string, w flowOf, format string, args ...any) {
	*d.found = append(*d.found, finding(workflowRules, code, diag.Pos{File: cmp.Or(w.file, circleFile)}, model.At("delivery"), fmt.Sprintf(format, args...)))
}

// prove proves the workflows of one environment and returns the names of those that it asks for.
func (d delivered) prove(models []model.Platform) (names []string) {
	ask := func(name string, times []string, prove func(flowOf)) {
		names = append(names, name)
		i := slices.IndexFunc(d.flows, func(w flowOf) bool { return w.name == name })
		if i < 0 {
			d.wrong("verify-workflow-list", flowOf{}, "There is no workflow %s.", name)
			return
		}
		prove(d.flows[i])
		d.times(d.flows[i], times)
	}
	env := d.Environment.Name
	ask("terraform-"+env, nil, d.terraform)
	if d.Park != nil {
		d.parking(models, ask)
	}
	for _, i := range d.Delivery.Images {
		ask("refresh-"+i.Name+"-image", d.imageTimes(models, i.Name), func(w flowOf) { d.image(w, i) })
	}
	if len(d.addresses()) > 0 {
		ask("verify-"+env+"-endpoints", nil, func(w flowOf) { d.verified(w, true) })
	}
	return names
}

// times proves when a workflow runs by itself. CircleCI has those runs as a workflow of
// their own, with the same jobs.
func (d delivered) times(w flowOf, want []string) {
	got := w.times
	if d.Delivery.System == "circleci" {
		twin := slices.IndexFunc(d.flows, func(o flowOf) bool { return o.name == w.name+"-scheduled" })
		if twin >= 0 {
			got = append(slices.Clone(got), d.flows[twin].times...)
			if fmt.Sprint(d.flows[twin].jobs) != fmt.Sprint(w.jobs) {
				d.wrong("verify-workflow-list", w, "%s does something else when its time has come.", w.name)
			}
		}
	}
	if !slices.EqualFunc(got, want, sameMoments) {
		d.wrong("verify-workflow-list", w, "%s runs at %q, and %q is declared.", w.name, got, want)
	}
}

// imageTimes are when an image is built by itself, in any environment.
func (d delivered) imageTimes(models []model.Platform, name string) (times []string) {
	for _, m := range models {
		if m.Delivery == nil || m.Environment.Local || m.Delivery.System != d.Delivery.System {
			continue
		}
		for _, i := range m.Delivery.Images {
			if i.Name == name && i.Schedule != "" && !slices.Contains(times, i.Schedule) {
				times = append(times, i.Schedule)
			}
		}
	}
	return times
}

// image proves where an image is pushed.
func (d delivered) image(w flowOf, i model.DeliveryImage) {
	repository, tags, architecture := i.Repository, i.Tags, "X86_64"
	for _, s := range d.Services {
		if s.Name == i.Service {
			repository, architecture = s.Image.Repository, s.Architecture
			if tags == nil && s.Image.Tag != "" {
				tags = []string{s.Image.Tag}
			}
		}
	}
	region, _ := d.facts.Region(d.Region)
	registry := strings.Split(d.Delivery.Role, ":")[4] + "." + region.Registry
	var pushes []jobOf
	for _, j := range w.jobs {
		if j.action == "build" && j.variables["REGISTRY"] == registry && j.variables["REPOSITORY"] == repository {
			pushes = append(pushes, j)
		}
	}
	if len(pushes) != 1 || !slices.ContainsFunc(d.Repositories, func(r model.Repository) bool { return r.Name == repository }) {
		d.wrong("verify-workflow-image", w, "%s pushes %d times to %s/%s.", w.name, len(pushes), registry, repository)
		return
	}
	j := pushes[0]
	if got := strings.Fields(strings.NewReplacer("<< pipeline.git.revision >>", "commit", "${{ github.sha }}", "commit").Replace(j.variables["TAGS"])); !slices.Equal(got, append([]string{"commit"}, tags...)) {
		d.wrong("verify-workflow-image", w, "%s pushes as %q, and %q is declared.", j.name, got, tags)
	}
	if j.variables["FOLDER"] != i.Build || j.variables["DOCKERFILE"] != path.Join(i.Build, i.Dockerfile) {
		d.wrong("verify-workflow-image", w, "%s builds %s with %s.", j.name, j.variables["FOLDER"], j.variables["DOCKERFILE"])
	}
	if machine := j.machine; machine != d.facts.CI.Runners[architecture] && machine != d.facts.CI.Resources[architecture] {
		d.wrong("verify-workflow-image", w, "%s builds on %q for %s.", j.name, machine, architecture)
	}
	d.rights(w, j)
}

// addresses are those that are asked, and must be asked; of hosts, those that answer for "/".
func (d delivered) addresses() []string {
	for _, w := range d.flows {
		for _, j := range w.jobs {
			if j.name == "verify-"+d.Environment.Name+"-endpoints" {
				return strings.Fields(j.variables["ENDPOINTS"])
			}
		}
	}
	return d.Delivery.Verify
}

// verified proves which addresses a job of the workflow asks.
func (d delivered) verified(w flowOf, must bool) {
	o := &output{declared: d.Platform, facts: d.facts}
	for _, j := range w.jobs {
		if j.action != "verify" {
			continue
		}
		asked := strings.Fields(j.variables["ENDPOINTS"])
		if len(d.Delivery.Verify) > 0 && !slices.Equal(asked, d.Delivery.Verify) {
			d.wrong("verify-workflow-address", w, "%s asks %q, and %q are declared.", j.name, asked, d.Delivery.Verify)
		}
		for _, a := range asked {
			u, err := url.Parse(a)
			if err != nil || u.Scheme != "https" || !slices.ContainsFunc(o.answerers(), func(x answering) bool {
				return x.kind != "aws_cognito_user_pool_domain" && answersFor(x.hosts, u.Hostname())
			}) {
				d.wrong("verify-workflow-address", w, "%s asks %s, for which nothing of the platform answers.", j.name, a)
			}
		}
		must = false
	}
	if must {
		d.wrong("verify-workflow-address", w, "%s asks nothing.", w.name)
	}
}

// answersFor reports whether a name is among hosts, of which some stand for all of one label.
func answersFor(hosts []string, name string) bool {
	_, below, _ := strings.Cut(name, ".")
	return slices.Contains(hosts, name) || slices.Contains(hosts, "*."+below)
}
