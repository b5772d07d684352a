package verify

import (
	"cmp"
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// parking asks for the two workflows that park an environment and unpark it. Where several
// can be parked, its name is in theirs.
func (d delivered) parking(models []model.Platform, ask func(string, []string, func(flowOf))) {
	name, several := "infrastructure", 0
	for _, m := range models {
		if m.Park != nil && m.Delivery != nil && !m.Environment.Local && m.Delivery.System == d.Delivery.System {
			several++
		}
	}
	if several > 1 {
		name = d.Environment.Name + "-" + name
	}
	var park, unpark []string
	if t := d.Park.Schedule; t != nil {
		park, unpark = []string{strings.TrimSpace(t.Park + " " + t.Timezone)}, []string{strings.TrimSpace(t.Unpark + " " + t.Timezone)}
	}
	ask("park-"+name, d.zoned(park), func(w flowOf) { d.parks(w, "true") })
	ask("unpark-"+name, d.zoned(unpark), func(w flowOf) { d.parks(w, "false") })
}

// zoned are times as the system writes them: CircleCI knows no zone but UTC.
func (d delivered) zoned(times []string) []string {
	if d.Delivery.System == "circleci" {
		for i := range times {
			times[i] = strings.TrimSuffix(times[i], " UTC")
		}
	}
	return times
}

// starts proves that the instances of RDS are started, which Terraform cannot, where they
// come back, and returns the name of the job.
func (d delivered) starts(w flowOf, parked string) (name string) {
	var want, got []string
	for _, db := range d.Databases {
		if parked == "false" && d.Park.Databases && !isAurora(d.facts, db) {
			want = append(want, cmp.Or(db.Identifier, d.Name+"-"+d.Environment.Name+"-"+db.Name))
		}
	}
	for _, j := range w.jobs {
		if j.action == "start" {
			d.rights(w, j)
			name, got = j.name, append(got, strings.Fields(j.variables["INSTANCES"])...)
		}
	}
	if !slices.Equal(got, want) {
		d.wrong("verify-workflow-order", w, "%s starts %q, and %q are stopped.", w.name, got, want)
	}
	return name
}

// takesParked reports whether a root has the variable by which the platform is parked.
func (d delivered) takesParked(root string) bool {
	return strings.Contains(string(d.files[root+"/variables.tf"]), `variable "parked" {`)
}

// parks proves that a workflow applies every root once that is parked by the variable, with
// that as it should be: before those that it needs, or after them where it comes back.
func (d delivered) parks(w flowOf, parked string) {
	roots, applies := d.roots(), d.byRoot(w, "apply")
	for _, root := range sortedKeys(roots) {
		if !d.takesParked(root) {
			delete(roots, root)
		}
	}
	starts := d.starts(w, parked)
	for _, root := range sortedKeys(roots) {
		j := applies[d.inRepository(root)]
		if j.name == "" || j.parked != parked || len(j.paths) > 0 {
			d.wrong("verify-workflow-order", w, "%s does not apply %s once, whatever has changed, with %s for parked.", w.name, root, parked)
			continue
		}
		d.rights(w, j)
		if starts != "" && !w.waits(j.name, starts) {
			d.wrong("verify-workflow-order", w, "%s does not wait for the databases.", j.name)
		}
		for _, n := range roots[root] {
			if _, parks := roots[n]; !parks {
				continue
			}
			first, then := applies[d.inRepository(n)].name, j.name
			if parked == "true" {
				first, then = then, first
			}
			if !w.waits(then, first) {
				d.wrong("verify-workflow-order", w, "In %s, %s does not wait for %s.", w.name, then, first)
			}
		}
	}
	if len(applies) != len(roots) || slices.ContainsFunc(w.jobs, func(j jobOf) bool { return j.action == "plan" || j.action == "approve" }) {
		d.wrong("verify-workflow-order", w, "%s does more than to apply every root.", w.name)
	}
	d.verified(w, false)
}
