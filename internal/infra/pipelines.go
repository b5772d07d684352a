package infra

import (
	"slices"

	"groundplan.internal/internal/model"
)

// The attributes that pipelines ask for, each of a resource, by its label.
const (
	ProjectARN        Attribute = "project-arn"
	ServiceARN        Attribute = "service-arn"
	TaskDefinitionARN Attribute = "task-definition-arn" // without the revision
	DistributionARN   Attribute = "distribution-arn"
)

// Pipeline is a pipeline of CodePipeline with its builds.
type Pipeline struct {
	Name, Label, Title, Purpose string
	App                         string // empty: of none
	Stack                       Stack

	Pipeline string // name in AWS
	Role     Role
	Source   model.Source
	Build    Project      // tests, and makes what is deployed
	Target   model.Deploy // exactly one of service and frontend
	Deploy   *Project     // brings out a frontend; nil: ECS replaces the tasks of a service
}

// TargetLabel is the label of the service or frontend that a pipeline deploys.
func (p Pipeline) TargetLabel() string { return labelOf(p.Target.Service + p.Target.Frontend) }

// Projects are the projects of a pipeline, in the order in which they run.
func (p Pipeline) Projects() []Project {
	if p.Deploy == nil {
		return []Project{p.Build}
	}
	return []Project{p.Build, *p.Deploy}
}

// ImageDefinitions is the file by which a build tells ECS the new image of a container.
const ImageDefinitions = "imagedefinitions.json"

// Project is a project of CodeBuild.
type Project struct {
	Label       string
	Name        string // in AWS
	Description string
	Role        Role
	LogGroup    LogGroup
	Machine     string // LINUX_CONTAINER or ARM_CONTAINER
	Image       string
	ComputeType string
	Docker      bool // builds images, which wants a privileged container
	Environment []EnvVar
	Commands    []string
	Folder      string   // that Files are in; empty: the source's own
	Files       []string // that are handed on; none: nothing is
}

// pipelineOf is the pipeline that deploys a service.
func (b *builder) pipelineOf(service string) (model.Pipeline, bool) {
	i := slices.IndexFunc(b.in.Pipelines, func(p model.Pipeline) bool { return p.Deploy.Service == service })
	if i < 0 {
		return model.Pipeline{}, false
	}
	return b.in.Pipelines[i], true
}

// pipelineEdges lead from each pipeline to what it deploys. On the author's machine
// nothing is deployed.
func (b *builder) pipelineEdges() (out []Edge) {
	if b.in.Environment.Local {
		return nil
	}
	for _, p := range b.in.Pipelines {
		e := Edge{From: p.Name, To: p.Deploy.Service, Family: "services", Label: "deploys", Path: model.At("pipelines", p.Name, "deploy")}
		if p.Deploy.Frontend != "" {
			e.To, e.Family = p.Deploy.Frontend, "frontends"
		}
		out = append(out, e)
	}
	return out
}

// pipelines decides what pipelines share, then each of them.
func (b *builder) pipelines() {
	if len(b.in.Pipelines) == 0 {
		return
	}
	b.delivery()
	for _, p := range b.in.Pipelines {
		b.out.Pipelines = append(b.out.Pipelines, b.pipeline(p))
	}
}

func (b *builder) pipeline(in model.Pipeline) Pipeline {
	at := model.At("pipelines", in.Name)
	out := Pipeline{
		Name: in.Name, Label: labelOf(in.Name), Title: in.Title, Purpose: in.Purpose,
		App: in.App, Stack: b.stack(partPipelines, in.App),
		Pipeline: b.names.derived("codepipeline", at, in.Name),
		Role:     b.role("codepipeline", at, "The pipeline "+in.Name, in.Name, "pipeline"),
		Source:   in.Source, Target: in.Deploy,
	}
	if in.Deploy.Service != "" {
		out.Build = b.imageBuild(in)
	} else {
		out.Build = b.filesBuild(in)
		deploy := b.filesDeploy(in)
		out.Deploy = &deploy
	}
	out.Role.Statements = b.pipelineStatements(out)
	return out
}

// project is a project of a pipeline, for a part of its work, with no commands yet.
func (b *builder) project(in model.Pipeline, work, description, architecture string) Project {
	at := model.At("pipelines", in.Name)
	name := b.names.derived("codebuild-project", at, in.Name, work)
	machine := b.facts.Delivery.Machines[architecture]
	return Project{
		Label: labelOf(in.Name, work), Name: name, Description: description,
		Role: b.role("codebuild", at, description, in.Name, work),
		LogGroup: LogGroup{
			Label: b.names.label("log-group", at, in.Name, work),
			Name:  b.names.given("log-group", at, "/aws/codebuild/"+name),
			Stack: b.stack(partPipelines, in.App), RetentionDays: b.in.Logs.RetentionDays,
		},
		Machine: machine.Type, Image: machine.Image, ComputeType: in.ComputeType,
	}
}

// buildCommands are the author's, in the author's folder. All are of one phase, which
// ends at the first that fails: a later phase would run all the same.
func buildCommands(in model.Pipeline) []string {
	if in.Folder == "" {
		return in.Build
	}
	return append([]string{"cd " + in.Folder}, in.Build...)
}

// imageBuild tests, builds the image of a service, pushes it and says where it is.
func (b *builder) imageBuild(in model.Pipeline) Project {
	i := slices.IndexFunc(b.in.Services, func(s model.Service) bool { return s.Name == in.Deploy.Service })
	service := b.in.Services[i]
	out := b.project(in, "build", "Tests and builds "+service.Name, service.Architecture)
	out.Docker = true
	repository := repositoryLabel(service.Image.Repository)
	out.Environment = buildEnvironment(in.Environment,
		EnvVar{"REGISTRY", Value{{Attribute: AccountID}, {Text: "." + b.region().Registry}}},
		EnvVar{"REPOSITORY_URL", Of(repository, RepositoryURL)})
	image := "$REPOSITORY_URL:" + b.imageTag(service)
	out.Commands = append(buildCommands(in),
		"docker build -t "+service.Image.Repository+" .",
		"aws ecr get-login-password | docker login --username AWS --password-stdin $REGISTRY",
		"docker tag "+service.Image.Repository+" "+image,
		"docker push "+image,
		"jq -n --arg name "+b.names.known(service.Name)+" --arg imageUri "+image+" '[$ARGS.named]' > $CODEBUILD_SRC_DIR/"+ImageDefinitions)
	out.Files = []string{ImageDefinitions}
	out.Role.Statements = append(b.projectStatements(model.At("pipelines", in.Name), out, "artifacts", "artifacts-key"), slices.Concat(
		because("A login to ECR cannot be limited to a repository.", b.permit("ecr-login", "RegistryLogin", model.At("pipelines", in.Name))),
		b.permit("ecr-push", "PushImage", model.At("pipelines", in.Name, "deploy", "service"), Of(repository, RepositoryARN)))...)
	return out
}

// imageTag is the commit. Where other services keep images in the same repository it
// begins with the service; and where a tag cannot be used again it ends with the build:
// one that is started again for a commit could not push.
func (b *builder) imageTag(s model.Service) string {
	tag := "$CODEBUILD_RESOLVED_SOURCE_VERSION"
	if slices.ContainsFunc(b.in.Services, func(other model.Service) bool {
		return other.Name != s.Name && other.Image.Repository == s.Image.Repository
	}) {
		tag = s.Name + "-" + tag
	}
	if slices.ContainsFunc(b.in.Repositories, func(r model.Repository) bool { return r.Name == s.Image.Repository && r.ImmutableTags }) {
		tag += "-$CODEBUILD_BUILD_NUMBER"
	}
	return tag
}

// filesBuild tests and builds the files of a frontend.
func (b *builder) filesBuild(in model.Pipeline) Project {
	out := b.project(in, "build", "Tests and builds "+in.Deploy.Frontend, "X86_64")
	out.Environment = buildEnvironment(in.Environment)
	out.Commands = buildCommands(in)
	out.Folder, out.Files = in.Folder, []string{in.Output + "/**/*"}
	out.Role.Statements = b.projectStatements(model.At("pipelines", in.Name), out, "artifacts", "artifacts-key")
	return out
}

// filesDeploy copies the files of a frontend into its bucket, and has CloudFront
// forget the old ones.
func (b *builder) filesDeploy(in model.Pipeline) Project {
	at, frontend := model.At("pipelines", in.Name, "deploy", "frontend"), in.Deploy.Frontend
	out := b.project(in, "deploy", "Deploys the files of "+frontend, "X86_64")
	out.Environment = []EnvVar{
		{"BUCKET", Of(frontend, BucketName)},
		{"DISTRIBUTION", Of(labelOf(frontend), DistributionID)},
	}
	out.Commands = []string{
		"aws s3 sync " + in.Output + "/ s3://$BUCKET --delete",
		"aws cloudfront create-invalidation --distribution-id $DISTRIBUTION --paths '/*'",
	}
	out.Role.Statements = append(b.projectStatements(model.At("pipelines", in.Name), out, "artifacts-read", "kms-decrypt"), slices.Concat(
		b.permit("s3-sync", "Files", at, Of(frontend, BucketARN)),
		b.permit("distribution-invalidate", "Invalidate", at, Of(labelOf(frontend), DistributionARN)))...)
	return out
}

// buildEnvironment are the author's variables and ours, by name.
func buildEnvironment(own model.Pairs, ours ...EnvVar) []EnvVar { return variables(own, ours, nil) }
