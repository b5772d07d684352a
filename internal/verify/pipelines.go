package verify

import (
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// artifacts is the label of the bucket that pipelines hand on through, and of its key.
const artifacts = "pipeline_artifacts"

// delivered reports whether a pipeline brings out the revisions of a service.
func (o *output) delivered(service string) bool {
	return slices.ContainsFunc(o.declared.Pipelines, func(p model.Pipeline) bool { return p.Deploy.Service == service })
}

// shared is what a block must say that all pipelines share, where there are any.
func shared(label string, a arguments) func(*output) map[string]arguments {
	return func(o *output) map[string]arguments {
		if len(o.declared.Pipelines) == 0 {
			return nil
		}
		return map[string]arguments{label: a}
	}
}

// ofArtifacts is what a block of the bucket for artifacts must say.
func ofArtifacts(want func(model.Bucket) arguments) func(*output) map[string]arguments {
	return func(o *output) map[string]arguments {
		return shared(artifacts, want(model.Bucket{Name: artifacts, ExpireDays: o.facts.Delivery.ArtifactDays}))(o)
	}
}

// keyEncryption encrypts with the key of the artifacts.
func keyEncryption(b model.Bucket) arguments {
	a := ofBucket(b)
	a["rule.apply_server_side_encryption_by_default.sse_algorithm"] = "aws:kms"
	a["rule.apply_server_side_encryption_by_default.kms_master_key_id"] = "aws_kms_key." + artifacts + ".arn"
	a["rule.bucket_key_enabled"] = true
	return a
}

func perPipeline(want func(*output, model.Pipeline) arguments) func(*output) map[string]arguments {
	return func(o *output) map[string]arguments {
		return per(o.declared.Pipelines, func(p model.Pipeline) string { return p.Name }, func(p model.Pipeline) arguments { return want(o, p) })
	}
}

// codePipeline starts with the declared pushes, and hands the source to the build, and
// what that makes to the declared service or frontend.
func (o *output) codePipeline(p model.Pipeline) arguments {
	name := label(p.Name)
	category, provider := "Deploy", "ECS"
	target := "ClusterName=aws_ecs_cluster.main.name,FileName=imagedefinitions.json,ServiceName=aws_ecs_service." + label(p.Deploy.Service) + ".name"
	if p.Deploy.Frontend != "" {
		category, provider, target = "Build", "CodeBuild", "ProjectName=aws_codebuild_project."+name+"_deploy.name"
	}
	const push = "trigger.git_configuration.push."
	return arguments{
		"role_arn": "aws_iam_role." + name + "_pipeline.arn", "pipeline_type": "V2",
		"artifact_store.type": "S3", "artifact_store.location": "aws_s3_bucket." + artifacts + ".bucket",
		"artifact_store.encryption_key.type": "KMS", "artifact_store.encryption_key.id": "aws_kms_key." + artifacts + ".arn",
		"trigger.provider_type": "CodeStarSourceConnection", "trigger.git_configuration.source_action_name": "Source",
		push + "branches.includes": p.Source.Branch, push + "file_paths.includes": strings.Join(p.Source.Paths, ","),
		"stage.name": "Source,Build,Deploy", "stage.action.name": "Source,Build,Deploy",
		"stage.action.category": "Source,Build," + category, "stage.action.owner": "AWS,AWS,AWS",
		"stage.action.provider":         "CodeStarSourceConnection,CodeBuild," + provider,
		"stage.action.output_artifacts": "source,build", "stage.action.input_artifacts": "source,build",
		"stage.action.version": "1,1,1",
		"stage.action.configuration": strings.Join([]string{
			"BranchName=" + p.Source.Branch, "ConnectionArn=aws_codestarconnections_connection.main.arn", "FullRepositoryId=" + p.Source.GitHub,
			"ProjectName=aws_codebuild_project." + name + "_build.name", target,
		}, ","),
	}
}

// buildLogs are kept as long as all others.
func (o *output) buildLogs() map[string]arguments {
	out := map[string]arguments{}
	for _, p := range o.projects() {
		out[p.label] = arguments{"retention_in_days": o.declared.Logs.RetentionDays}
	}
	return out
}
