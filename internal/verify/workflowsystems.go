package verify

import (
	"maps"
	"slices"
	"strings"
)

// texts proves the words of all workflows of a system.
func texts(all []delivered) {
	switch {
	case len(all) == 0:
	case all[0].Delivery.System == "circleci":
		circleText(all)
	default:
		githubTexts(all)
	}
}

// githubTexts proves the files of GitHub.
func githubTexts(all []delivered) {
	ci := all[0].facts.CI
	for _, d := range all {
		root := ".github/workflows/root-" + d.Environment.Name + ".yml"
		variables := d.terraformWords("${{", "${{ '${{' }}")
		variables["NEEDS"], variables["PATHS"], variables["ROOT"] = "${{ inputs.needs }}", "${{ inputs.paths }}", "${{ inputs.root }}"
		if d.Park != nil {
			variables["PARKED"] = "${{ inputs.parked }}"
		}
		d.worded(root, d.words("github-root.yml", map[string]any{
			"Name": d.Environment.Name, "Parks": d.Park != nil, "Machine": ci.Runners["X86_64"], "Variables": variables, "Terraform": d.Delivery.Terraform,
			"Region": d.Region, "Role": d.Delivery.Role, "PlanRole": d.Delivery.PlanRole, "CommentBytes": ci.CommentBytes,
		}))
	}
	for _, w := range all[0].flows {
		jobs, owners := jobsOf(all, w)
		if len(owners) == 0 {
			continue // nobody declares it
		}
		d := owners[0]
		times := []map[string]string{}
		for _, t := range w.times {
			fields := strings.Fields(t)
			cron := map[string]string{"cron": strings.Join(fields[:min(5, len(fields))], " ")}
			if len(fields) > 5 {
				cron["timezone"] = fields[5]
			}
			times = append(times, cron)
		}
		env := d.Environment.Name
		d.worded(w.file, d.words("github.yml", map[string]any{
			"Name": w.name, "Changes": w.name == "terraform-"+env, "Branch": d.Delivery.Branch, "Times": times, "Place": d.place(), "Jobs": jobs,
			"Paths": []string{d.inRepository(env+"/terraform") + "/**", ".github/workflows/terraform-" + env + ".yml", ".github/workflows/root-" + env + ".yml"},
		}))
	}
}

// jobsOf are the words of the jobs of a workflow, and the environments that they are of.
func jobsOf(all []delivered, w flowOf) (jobs []map[string]any, owners []delivered) {
	for _, j := range w.jobs {
		i := slices.IndexFunc(all, func(d delivered) bool { return d.owns(w, j) })
		if i < 0 {
			all[0].wrong("verify-workflow-list", w, "%s is of no environment.", j.name)
			continue
		}
		owners = append(owners, all[i])
		jobs = append(jobs, all[i].jobWords(w, j))
	}
	return jobs, owners
}

// circleText proves the one file of CircleCI.
func circleText(all []delivered) {
	ci := all[0].facts.CI
	var environments, flows, own []map[string]any
	runs := []string{"changes"}
	parks, seen := false, map[any]bool{}
	for _, d := range all {
		parks = parks || d.Park != nil
		variables := func(role string) map[string]string {
			out := d.terraformWords("<<", `\<<`)
			maps.Copy(out, d.circleRole(role))
			return out
		}
		environments = append(environments, map[string]any{
			"Name": d.Environment.Name, "Terraform": ci.Images.Terraform + ":" + d.Delivery.Terraform,
			"PlanVariables": variables(d.Delivery.PlanRole), "ApplyVariables": variables(d.Delivery.Role),
		})
	}
	for _, w := range all[0].flows {
		jobs, owners := jobsOf(all, w)
		if len(owners) == 0 {
			continue
		}
		changes := w.name == "terraform-"+owners[0].Environment.Name
		if !changes && len(w.times) == 0 {
			runs = append(runs, w.name)
		}
		var branches []string
		for _, d := range owners {
			if !slices.Contains(branches, d.Delivery.Branch) {
				branches = append(branches, d.Delivery.Branch)
			}
		}
		flow := map[string]any{"Name": w.name, "Changes": changes, "Times": w.times, "Jobs": jobs, "Branches": any(branches)}
		if len(branches) == 1 {
			flow["Branches"] = branches[0]
		}
		flows = append(flows, flow)
		for _, j := range jobs {
			if a := j["Action"]; (a == "start" || a == "build" || a == "verify") && !seen[j["Name"]] {
				seen[j["Name"]] = true
				own = append(own, j)
			}
		}
	}
	listed := wordsAt(all[0].trees[circleFile], "parameters", "run", "enum")
	if !slices.Equal(slices.Sorted(slices.Values(listed)), slices.Sorted(slices.Values(runs))) {
		all[0].wrong("verify-workflow-list", flowOf{}, "One may ask for %q, and there are %q.", listed, runs)
	}
	all[0].worded(circleFile, all[0].words("circleci.yml", map[string]any{
		"Runs": listOf(listed), "Environments": environments, "Parks": parks, "CommentBytes": ci.CommentBytes, "Own": own, "Flows": flows,
	}))
}
