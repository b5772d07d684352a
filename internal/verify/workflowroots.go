package verify

import (
	"cmp"
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strings"
)

// roots are the folders of the environment's roots, relative to the platform's folder,
// each with those that it needs.
func (d delivered) roots() map[string][]string {
	env := d.Environment.Name + "/terraform"
	if d.Layout != "stacks" {
		return map[string][]string{env: nil}
	}
	folder := map[string]string{}
	out := map[string][]string{}
	for _, s := range d.stacks() {
		folder[s.Name] = env + "/" + s.Folder
		out[folder[s.Name]] = nil
		for _, n := range s.Needs {
			out[folder[s.Name]] = append(out[folder[s.Name]], folder[n])
		}
	}
	return out
}

// stacks are those of an environment with several roots, in their order.
func (d delivered) stacks() (out []stack) {
	_ = json.Unmarshal(d.files[d.Environment.Name+"/terraform/stacks.json"], &out) // proven before
	return out
}

// inRepository is a path of the platform's folder in the repository.
func (d delivered) inRepository(p string) string {
	return path.Join(cmp.Or(d.Delivery.Folder, "out/"+d.Name), p)
}

// terraform proves that every root is planned, approved and applied in its order.
func (d delivered) terraform(w flowOf) {
	plans, applies := d.byRoot(w, "plan"), d.byRoot(w, "apply")
	approval := slices.IndexFunc(w.jobs, func(j jobOf) bool { return j.action == "approve" })
	if approval < 0 || !w.changes {
		d.wrong("verify-workflow-order", w, "%s waits for nobody, or runs for no change.", w.name)
		return
	}
	roots := d.roots()
	for _, root := range sortedKeys(roots) {
		needs := roots[root]
		plan, apply := plans[d.inRepository(root)], applies[d.inRepository(root)]
		if plan.name == "" || apply.name == "" {
			d.wrong("verify-workflow-order", w, "%s does not plan and apply %s once.", w.name, root)
			continue
		}
		d.rights(w, plan, apply)
		if plan.parked != "" || apply.parked != "" {
			d.wrong("verify-workflow-order", w, "%s parks or unparks %s.", w.name, root)
		}
		if !slices.Contains(w.jobs[approval].needs, plan.name) || !w.waits(apply.name, w.jobs[approval].name) {
			d.wrong("verify-workflow-order", w, "%s is applied before its plan is approved.", root)
		}
		var before []string
		for _, n := range needs {
			before = append(before, d.inRepository(n))
			if !w.waits(apply.name, applies[d.inRepository(n)].name) {
				d.wrong("verify-workflow-order", w, "%s is applied before %s, which it needs.", root, n)
			}
		}
		if !slices.Equal(plan.before, before) {
			d.wrong("verify-workflow-paths", w, "%s may have to wait for %q, and needs %q.", plan.name, plan.before, before)
		}
		for _, j := range []jobOf{plan, apply} {
			d.covered(w, j, root, needs)
		}
	}
	for _, j := range w.jobs {
		if j.action != "plan" && j.branch != d.Delivery.Branch {
			d.wrong("verify-workflow-order", w, "%s runs for the branch %q, and %s is applied.", j.name, j.branch, d.Delivery.Branch)
		}
		if j.action == "verify" {
			d.verified(w, true)
		}
	}
	if len(plans) != len(roots) || len(applies) != len(roots) {
		d.wrong("verify-workflow-order", w, "%s plans %d roots and applies %d, and there are %d.", w.name, len(plans), len(applies), len(roots))
	}
}

// byRoot are the jobs of one kind, by the root that they are for; one that two are for is
// left out.
func (d delivered) byRoot(w flowOf, action string) map[string]jobOf {
	out, twice := map[string]jobOf{}, map[string]bool{}
	for _, j := range w.jobs {
		if j.action == action {
			_, twice[j.root] = out[j.root]
			out[j.root] = j
		}
	}
	for root, more := range twice {
		if more {
			delete(out, root)
		}
	}
	return out
}

// waits reports whether a job runs only after another.
func (w flowOf) waits(job, before string) bool {
	i := slices.IndexFunc(w.jobs, func(j jobOf) bool { return j.name == job })
	return i >= 0 && before != "" && slices.ContainsFunc(w.jobs[i].needs, func(n string) bool { return n == before || w.waits(n, before) })
}

// plainValue undoes what keeps a value from beginning an expression of either system.
var plainValue = strings.NewReplacer(`\<<`, "<<", "${{ '${{' }}", "${{")

// rights proves whose rights jobs have, and what Terraform is told.
func (d delivered) rights(w flowOf, jobs ...jobOf) {
	for _, j := range jobs {
		want := d.Delivery.Role
		if j.action == "plan" {
			want = d.Delivery.PlanRole
		}
		if j.role != want {
			d.wrong("verify-workflow-rights", w, "%s assumes %q, and %s is declared.", j.name, j.role, want)
		}
		if j.action != "plan" && j.action != "apply" {
			continue
		}
		told := 0
		for _, k := range sortedKeys(j.variables) {
			name, ours := strings.CutPrefix(k, "TF_VAR_")
			if !ours {
				continue
			}
			told++
			if v, ok := d.Delivery.Variables.Get(name); !ok || v != plainValue.Replace(j.variables[k]) {
				d.wrong("verify-workflow-rights", w, "%s tells Terraform that %s is %q.", j.name, name, j.variables[k])
			}
		}
		if told != len(d.Delivery.Variables) {
			d.wrong("verify-workflow-rights", w, "%s tells Terraform %d variables of %d.", j.name, told, len(d.Delivery.Variables))
		}
	}
}

// besides is a file that a root reads and that is not in its folder.
var besides = regexp.MustCompile(`\$\{path\.(?:module|root)\}/((?:\.\./)+[\w./-]+)`)

// covered proves that a job goes on for every change that may change what it plans.
func (d delivered) covered(w flowOf, j jobOf, root string, needs []string) {
	below := func(file string) bool {
		return slices.ContainsFunc(j.paths, func(p string) bool { return file == p || strings.HasPrefix(file, p+"/") })
	}
	files := append([]string{root}, needs...)
	for _, name := range sortedKeys(d.files) {
		if strings.HasPrefix(name, root+"/") {
			for _, m := range besides.FindAllStringSubmatch(string(d.files[name]), -1) {
				files = append(files, path.Join(path.Dir(name), m[1]))
			}
		}
	}
	for i := range files {
		files[i] = d.inRepository(files[i])
	}
	switch d.Delivery.System { // which version, with which variables and role
	case "circleci":
		files = append(files, circleFile)
	case "github":
		files = append(files, ".github/workflows/terraform-"+d.Environment.Name+".yml", ".github/workflows/root-"+d.Environment.Name+".yml")
	}
	for _, f := range files {
		if !below(f) {
			d.wrong("verify-workflow-paths", w, "%s does not mind changes of %s.", j.name, f)
		}
	}
}
