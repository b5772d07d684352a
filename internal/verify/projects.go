package verify

import (
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// project is what a project of CodeBuild must be.
type project struct {
	label       string
	of          model.Pipeline
	arm         bool // what it makes runs on ARM
	docker      bool
	environment model.Pairs
	commands    []string
	folder      string
	files       []string
}

// projects are the builds of all pipelines, and the deployments of those for frontends.
func (o *output) projects() (out []project) {
	for _, p := range o.declared.Pipelines {
		commands := slices.Clone(p.Build)
		if p.Folder != "" {
			commands = slices.Insert(commands, 0, "cd "+p.Folder)
		}
		build := project{label: label(p.Name) + "_build", of: p, environment: slices.Clone(p.Environment), commands: commands}
		if p.Deploy.Service != "" {
			out = append(out, o.imageProject(build))
			continue
		}
		build.folder, build.files = p.Folder, []string{p.Output + "/**/*"}
		frontend := label(p.Deploy.Frontend)
		out = append(out, build, project{
			label: label(p.Name) + "_deploy", of: p,
			environment: model.Pairs{
				{Key: "BUCKET", Value: "aws_s3_bucket." + frontend + ".bucket"},
				{Key: "DISTRIBUTION", Value: "aws_cloudfront_distribution." + frontend + ".id"},
			},
			commands: []string{
				"aws s3 sync " + p.Output + "/ s3://$BUCKET --delete",
				"aws cloudfront create-invalidation --distribution-id $DISTRIBUTION --paths '/*'",
			},
		})
	}
	return out
}

// imageProject pushes the image of a service as what its commit is called, and names
// the container of the task that is to run it.
func (o *output) imageProject(p project) project {
	service := o.declared.Services[slices.IndexFunc(o.declared.Services, func(s model.Service) bool { return s.Name == p.of.Deploy.Service })]
	repository := service.Image.Repository
	address, _ := o.ownRepository(repository)
	region, _ := o.facts.Region(o.declared.Region)
	p.arm, p.docker = service.Architecture == "ARM64", true
	p.environment = append(p.environment,
		model.Pair{Key: "REGISTRY", Value: accountID + "." + region.Registry},
		model.Pair{Key: "REPOSITORY_URL", Value: address + ".repository_url"})
	slices.SortFunc(p.environment, func(a, b model.Pair) int { return strings.Compare(a.Key, b.Key) })
	image := "$REPOSITORY_URL:"
	for _, s := range o.declared.Services {
		if s.Image.Repository == repository && s.Name != service.Name {
			image = "$REPOSITORY_URL:" + service.Name + "-"
		}
	}
	image += "$CODEBUILD_RESOLVED_SOURCE_VERSION"
	for _, r := range o.declared.Repositories {
		if r.Name == repository && r.ImmutableTags {
			image += "-$CODEBUILD_BUILD_NUMBER"
		}
	}
	p.commands = append(p.commands,
		"docker build -t "+repository+" .",
		"aws ecr get-login-password | docker login --username AWS --password-stdin $REGISTRY",
		"docker tag "+repository+" "+image,
		"docker push "+image,
		"jq -n --arg name "+o.known(service.Name)+" --arg imageUri "+image+" '[$ARGS.named]' > $CODEBUILD_SRC_DIR/imagedefinitions.json")
	p.files = []string{"imagedefinitions.json"}
	return p
}

// buildspec is how the commands of a project are spelled.
func (p project) buildspec() string {
	spec := "phases=build=commands=" + strings.Join(p.commands, ",") + ",version=0.2"
	if len(p.files) == 0 {
		return spec
	}
	kept := "artifacts="
	if p.folder != "" {
		kept += "base-directory=" + p.folder + ","
	}
	return kept + "files=" + strings.Join(p.files, ",") + "," + spec
}

// buildProjects take the source from their pipeline and give it what they make, with
// the machine that the task's architecture wants, privileged only where Docker runs.
func (o *output) buildProjects() map[string]arguments {
	out := map[string]arguments{}
	for _, p := range o.projects() {
		machine := o.facts.Delivery.Machines["X86_64"]
		if p.arm {
			machine = o.facts.Delivery.Machines["ARM64"]
		}
		var names, values []string
		for _, v := range p.environment {
			names, values = append(names, v.Key), append(values, v.Value)
		}
		out[p.label] = arguments{
			"service_role": "aws_iam_role." + p.label + ".arn", "encryption_key": "aws_kms_key." + artifacts + ".arn",
			"source.type": "CODEPIPELINE", "source.buildspec": p.buildspec(), "artifacts.type": "CODEPIPELINE",
			"environment.type": machine.Type, "environment.image": machine.Image, "environment.compute_type": p.of.ComputeType,
			"environment.privileged_mode":           on(p.docker),
			"environment.environment_variable.name": strings.Join(names, ","), "environment.environment_variable.value": strings.Join(values, ","),
			"logs_config.cloudwatch_logs.group_name": "aws_cloudwatch_log_group." + p.label + ".name",
		}
	}
	return out
}
