// Package delivery writes the configuration of CI systems: workflows that plan and apply
// the environments of a platform, park them, build images, and look whether they answer.
// What enters are the decided environments with the roots of their Terraform, what leaves
// are files below the platform's folder. Which jobs there are and what waits for what is
// decided before; circleci.go and github.go say it in the words of each system. It knows
// no Terraform but its commands.
package delivery

import (
	"strings"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// Emit writes the workflows of every environment that has a CI system. Paths are relative
// to the platform's folder.
func Emit(all []infra.Applied) []artifact.File {
	return append(circleciFiles(infra.Workflows("circleci", all)), githubFiles(infra.Workflows("github", all))...)
}

// instances are those of RDS that are stopped while an environment is parked.
func instances(e infra.Applied) string {
	var names []string
	for _, d := range e.Stopped() {
		names = append(names, d.Identifier)
	}
	return strings.Join(names, " ")
}

// imageVariables say what is built, where it goes, and who runs it.
func imageVariables(j infra.WorkflowJob, commit string) object {
	i := j.Image
	out := object{
		{"REGISTRY", i.Registry},
		{"REPOSITORY", i.Repository},
		{"FOLDER", i.Build},
		{"DOCKERFILE", i.Dockerfile},
		{"TAGS", strings.Join(append([]string{commit}, i.Tags...), " ")},
	}
	if len(i.Runs) > 0 {
		out = append(out, object{{"CLUSTER", j.In.Cluster.Name}, {"SERVICES", strings.Join(i.Runs, " ")}}...)
	}
	return out
}

// askVariables say who must be up, and which addresses must answer.
func askVariables(e infra.Applied) (out object) {
	var names []string
	for _, s := range e.Services {
		names = append(names, s.Name)
	}
	if len(names) > 0 {
		out = object{{"CLUSTER", e.Cluster.Name}, {"SERVICES", strings.Join(names, " ")}}
	}
	return append(out, object{{"ENDPOINTS", strings.Join(e.CI.Endpoints, " ")}, {"ANSWER_SECONDS", e.CI.Tools.AnswerSeconds}}...)
}

// environments are those that workflows are of, each once.
func environments(flows []infra.Workflow) (out []infra.Applied) {
	seen := map[string]bool{}
	for _, w := range flows {
		for _, j := range w.Jobs {
			if !seen[j.In.Environment] {
				seen[j.In.Environment] = true
				out = append(out, j.In)
			}
		}
	}
	return out
}
