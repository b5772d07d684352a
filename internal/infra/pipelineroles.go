package infra

import (
	"slices"

	"groundplan.internal/internal/model"
)

// artifactStatements let a role use the artifacts of pipelines, and their key.
func (b *builder) artifactStatements(at model.Path, use, key string) []Statement {
	statements := b.permit(use, "Artifacts", at, Of("", ArtifactsARN))
	// Its guide tells that CodePipeline cuts names, and not at which length.
	statements[len(statements)-1].Reason = "All keys: they begin with the name of the pipeline, which AWS cuts short."
	return append(statements, b.permit(key, "ArtifactKey", at, Of("", ArtifactKeyARN))...)
}

// projectStatements are what every build needs: its logs, and the artifacts.
func (b *builder) projectStatements(at model.Path, p Project, artifacts, key string) []Statement {
	return append(b.permit("logs-write", "WriteLogs", at, Of(p.LogGroup.Label, LogGroupARN)), b.artifactStatements(at, artifacts, key)...)
}

// pipelineStatements are what a pipeline does itself: fetch the source, start its
// builds, and replace the tasks of its service.
func (b *builder) pipelineStatements(p Pipeline) []Statement {
	at := model.At("pipelines", p.Name)
	var projects []Value
	for _, project := range p.Projects() {
		projects = append(projects, Of(project.Label, ProjectARN))
	}
	out := slices.Concat(
		b.artifactStatements(at, "artifacts", "artifacts-key"),
		b.permit("connection-use", "Source", at.Then("source"), Of("", ConnectionARN)),
		b.permit("build-run", "Build", at.Then("build"), projects...))
	if p.Target.Service != "" {
		out = append(out, b.taskStatements(p)...)
	}
	return out
}

// taskStatements let a pipeline register a revision of a task definition, pass it the
// two roles that the task has, and have the service run it.
func (b *builder) taskStatements(p Pipeline) []Statement {
	at, label := model.At("pipelines", p.Name, "deploy", "service"), p.TargetLabel()
	return slices.Concat(
		because("CodePipeline needs these on all task definitions.", b.permit("task-register", "RegisterTask", at)),
		under(b.permit("task-tag", "TagTask", at, Of(label, TaskDefinitionARN)), b.madeBy("ecs", "RegisterTaskDefinition")),
		b.permit("service-update", "UpdateService", at, Of(label, ServiceARN)),
		b.passTo("ecs-task", at, Of(label+"_execution", RoleARN), Of(label+"_task", RoleARN)))
}
