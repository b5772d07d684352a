package docs

import (
	"cmp"
	"slices"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// pipelinesPage is how code becomes what runs, and what an operator does with that.
func pipelinesPage(v *view) []artifact.File {
	if len(v.Pipelines) == 0 {
		return nil
	}
	pg := v.page(sentence("Pipelines of %s: %s", text(v.Title), text(v.Environment)))
	pg.para("A push to the branch that changes one of the paths starts a pipeline. It fetches the source, runs the commands, of which the first that fails ends it, and deploys what they made.")
	t := table{head: []md{"Pipeline", "App", "Repository", "Branch", "Paths", "Deploys to", "Purpose"}}
	for _, p := range v.Pipelines {
		t.row(text(cmp.Or(p.Title, p.Name)), text(p.App), code(p.Source.GitHub), code(p.Source.Branch),
			or(join(each(p.Source.Paths, code)), "all"), deploysTo(p), text(p.Purpose))
	}
	pg.table(t)
	v.commandsSection(pg)
	v.connectionSection(pg)
	v.runSection(pg)
	v.revisionSection(pg)
	return []artifact.File{pg.file("docs/pipelines.md")}
}

func deploysTo(p infra.Pipeline) md {
	if p.Target.Frontend != "" {
		return sentence("the files of %s", text(p.Target.Frontend))
	}
	return sentence("the service %s", text(p.Target.Service))
}

// commandsSection lists what runs where, each command a row.
func (v *view) commandsSection(pg *page) {
	pg.section("Commands")
	pg.para("All commands of a build run in one shell, one after the other.")
	t := table{head: []md{"Project", "Image of the machine", "Commands"}}
	for _, p := range v.Pipelines {
		for _, project := range p.Projects() {
			for i, command := range project.Commands {
				if i == 0 {
					t.row(code(project.Name), code(project.Image), code(command))
				} else {
					t.row("", "", code(command))
				}
			}
		}
	}
	pg.table(t)
}

// connectionSection tells what nobody but a person with rights on GitHub can do.
func (v *view) connectionSection(pg *page) {
	pg.section("Before the first run")
	pg.para("Terraform makes the connection to GitHub %s, which stays pending until somebody who may install apps on GitHub approves it: in the console under Developer Tools, Settings, Connections, with %s. Until then every run of a pipeline fails in its first stage. This shows how it stands, and says %s when it is done:",
		code(v.Delivery.Connection), code("Update pending connection"), code("AVAILABLE"))
	pg.shell("aws codestar-connections list-connections --provider-type-filter GitHub --query \"Connections[?ConnectionName=='" + v.Delivery.Connection + "'].ConnectionStatus\" --output text --region " + word(v.Region))
	if v.deliversServices() {
		pg.para("A service that a pipeline deploys has no image before the first run of its pipeline: its tasks do not start, and an apply does not wait for them.")
	}
}

func (v *view) runSection(pg *page) {
	pg.section("Run a pipeline")
	pg.para("A push starts them. By hand, for the newest commit of the branch:")
	var runs []string
	for _, p := range v.Pipelines[:min(len(v.Pipelines), mostRows)] {
		runs = append(runs, "aws codepipeline start-pipeline-execution --name "+word(p.Pipeline)+" --region "+word(v.Region))
	}
	pg.shell(runs...)
	first := v.Pipelines[0]
	pg.para("How the last run went:")
	pg.shell("aws codepipeline get-pipeline-state --name "+word(first.Pipeline)+" --query 'stageStates[].[stageName,latestExecution.status]' --output table --region "+word(v.Region),
		"aws logs tail "+word(first.Build.LogGroup.Name)+" --since 1h --region "+word(v.Region))
	pg.section("Roll back")
	pg.para("Run the pipeline again for the commit to go back to. ECS goes back by itself where new tasks do not become healthy, if the service says so.")
	pg.shell("aws codepipeline start-pipeline-execution --name " + word(first.Pipeline) + " --source-revisions actionName=Source,revisionType=COMMIT_ID,revisionValue=\"$commit\" --region " + word(v.Region))
}

// revisionSection tells how a task definition that Terraform changed comes to run.
func (v *view) revisionSection(pg *page) {
	if !v.deliversServices() || v.Cluster == nil {
		return
	}
	pg.section("Change a task definition")
	pg.para("A pipeline changes the image alone: it copies the revision that runs, with the new image. What else is changed here, as variables, secrets or sizes, Terraform registers as a revision that nobody runs yet. Apply with the tag of the image that runs, then have the service run the new revision:")
	for _, p := range v.Pipelines {
		s, ok := v.service(p.Target.Service)
		if !ok {
			continue
		}
		pg.shell(
			"image=$(aws ecs describe-task-definition --task-definition \"$(aws ecs describe-services --cluster "+word(v.Cluster.Name)+" --services "+word(v.Known(s.Name))+" --query 'services[0].taskDefinition' --output text --region "+word(v.Region)+")\" --query 'taskDefinition.containerDefinitions[0].image' --output text --region "+word(v.Region)+")",
			"terraform apply -var \""+s.Label+"_image_tag=${image##*:}\"",
			"aws ecs update-service --cluster "+word(v.Cluster.Name)+" --service "+word(v.Known(s.Name))+" --task-definition "+word(s.Task.Family)+" --region "+word(v.Region))
		break // one is enough to show it
	}
}

func (v *view) deliversServices() bool {
	return slices.ContainsFunc(v.Pipelines, func(p infra.Pipeline) bool { return p.Target.Service != "" })
}

// pushed are the images that pipelines push, the first of them with their first run.
func (v *view) pushed() (out []md) {
	for _, p := range v.Pipelines {
		if s, ok := v.service(p.Target.Service); ok {
			out = append(out, v.shown(s.Task.Containers[0].Image))
		}
	}
	return out
}

func (v *view) service(name string) (infra.Service, bool) {
	i, ok := v.services[name]
	if !ok {
		return infra.Service{}, false
	}
	return v.Services[i], true
}

// deliveryPart is what a part of a value of pipelines is, and what people call it.
func (v *view) deliveryPart(p infra.Part) (kind, name string, ok bool) {
	switch p.Attribute {
	case infra.RepositoryURL:
		return "", v.repository(p.Node), true
	case infra.RepositoryARN:
		return "ECR repository", v.repository(p.Node), true
	case infra.ConnectionARN:
		return "connection", v.Delivery.Connection, true
	case infra.ArtifactsARN:
		return "bucket", v.Delivery.Artifacts.Name, true
	case infra.ArtifactKeyARN:
		return "key", "alias/" + v.Delivery.KeyAlias, true
	case infra.ProjectARN:
		return "CodeBuild project", p.Node, true
	case infra.ServiceARN:
		return "ECS service", p.Node, true
	case infra.TaskDefinitionARN:
		return "task definition", p.Node, true
	case infra.DistributionARN, infra.DistributionID:
		return "distribution", p.Node, true
	}
	return "", "", false
}

// repository is the name in AWS of a repository, by its label.
func (v *view) repository(label string) string {
	for _, r := range v.Repositories {
		if r.Label == label {
			return r.Name
		}
	}
	return label
}
