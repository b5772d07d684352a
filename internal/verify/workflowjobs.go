package verify

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// place is the environment's, among those of all platforms of a repository.
func (d delivered) place() string { return d.Name + "/" + d.Environment.Name }

// laneOf is what a job shares with those that may not run beside it.
func (d delivered) laneOf(w flowOf, j jobOf) string {
	switch j.action {
	case "apply":
		for _, s := range d.stacks() {
			if d.inRepository(d.Environment.Name+"/terraform/"+s.Folder) == j.root {
				return d.place() + "/" + s.Name
			}
		}
		return d.place()
	case "build":
		return d.place() + "/" + w.asked()
	}
	return ""
}

// clusterName is what Terraform calls the cluster.
var clusterName = regexp.MustCompile(`resource "aws_ecs_cluster" "main" \{\n +name += "([^"]+)"`)

// variablesOf are those of a job that has some of its own; proven are what others have proven.
func (d delivered) variablesOf(j jobOf) map[string]string {
	out := map[string]string{}
	proven := func(names ...string) {
		for _, n := range names {
			out[n] = j.variables[n]
		}
	}
	switch j.action {
	case "start":
		proven("INSTANCES")
	case "build":
		proven("REGISTRY", "REPOSITORY", "FOLDER", "DOCKERFILE", "TAGS")
	case "verify":
		proven("ENDPOINTS")
		out["ANSWER_SECONDS"] = fmt.Sprint(d.facts.CI.AnswerSeconds)
	}
	if services := d.servicesOf(j); len(services) > 0 {
		out["SERVICES"] = strings.Join(services, " ")
		for _, name := range sortedKeys(d.files) {
			if strings.HasPrefix(name, d.Environment.Name+"/terraform/") && strings.HasSuffix(name, "/cluster.tf") {
				if m := clusterName.FindSubmatch(d.files[name]); m != nil {
					out["CLUSTER"] = string(m[1])
				}
			}
		}
	}
	return out
}

// servicesOf are those that a job is about: all must be up, and some run what was built.
func (d delivered) servicesOf(j jobOf) (out []string) {
	for _, s := range d.Services {
		tag, _ := d.Delivery.Variables.Get(label(s.Name) + "_image_tag")
		runs := s.Image.Repository == j.variables["REPOSITORY"] && slices.Contains(strings.Fields(j.variables["TAGS"]), cmp.Or(s.Image.Tag, tag))
		if j.action == "verify" || j.action == "build" && runs {
			out = append(out, s.Name)
		}
	}
	return out
}

// owns reports whether a job of a workflow is the environment's.
func (d delivered) owns(w flowOf, j jobOf) bool {
	env := d.Environment.Name
	if j.action == "plan" || j.action == "apply" {
		return strings.HasPrefix(j.root+"/", d.inRepository(env+"/terraform")+"/")
	}
	return slices.Contains([]string{w.asked() + "-" + env, "start-" + env + "-databases", "verify-" + env + "-endpoints", "terraform-" + env + "-approve"}, j.name)
}

// jobWords are what a text says of a job.
func (d delivered) jobWords(w flowOf, j jobOf) map[string]any {
	role, uses, machine := d.Delivery.Role, j.name, j.machine
	if j.action == "plan" || j.action == "apply" {
		uses = j.action
	}
	if j.action == "plan" || j.action == "verify" {
		role = d.Delivery.PlanRole
	}
	ci := d.facts.CI
	if j.action != "build" { // that of a build follows its image
		machine = map[string]string{"circleci": ci.Resources["X86_64"], "github": ci.Runners["X86_64"]}[d.Delivery.System]
	}
	variables := d.variablesOf(j)
	if d.Delivery.System == "circleci" {
		maps.Copy(variables, d.circleRole(role))
	}
	return map[string]any{
		"Name": j.name, "Action": j.action, "Uses": uses, "Needs": listOf(j.needs), "Branch": d.Delivery.Branch, "Lane": d.laneOf(w, j),
		"Environment": d.Environment.Name, "Region": d.Region, "Role": role, "Machine": machine, "Variables": variables,
		"Services": d.servicesOf(j), "Tools": ci,
		"Root": j.root, "Parked": j.parked, "Paths": strings.Join(j.paths, " "), "Before": strings.Join(j.before, " "),
	}
}

// listOf is a list that is never nothing.
func listOf(in []string) []string { return append([]string{}, in...) }

// terraformWords are what jobs of Terraform are told; an expression of the system is none in them.
func (d delivered) terraformWords(expression, literal string) map[string]string {
	out := map[string]string{"TF_IN_AUTOMATION": "true", "TF_INPUT": "false"}
	for _, v := range d.Delivery.Variables {
		out["TF_VAR_"+v.Key] = strings.ReplaceAll(v.Value, expression, literal)
	}
	return out
}

// circleRole has everything that speaks to AWS assume a role.
func (d delivered) circleRole(role string) map[string]string {
	return map[string]string{"AWS_REGION": d.Region, "AWS_ROLE_ARN": role, "AWS_ROLE_SESSION_NAME": "circleci", "AWS_WEB_IDENTITY_TOKEN_FILE": "/tmp/web-identity-token"}
}
