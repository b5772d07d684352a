package verify

import (
	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// pipelineRoles are what the roles of pipelines and of their builds are for, by address.
func (o *output) pipelineRoles() map[string]purpose {
	out := map[string]purpose{}
	for _, p := range o.declared.Pipelines {
		at := model.At("pipelines", p.Name)
		out["aws_iam_role."+label(p.Name)+"_pipeline"] = purpose{"codepipeline", o.pipelineMay(p), at}
	}
	for _, p := range o.projects() {
		out["aws_iam_role."+p.label] = purpose{"codebuild", o.projectMay(p), model.At("pipelines", p.of.Name)}
	}
	return out
}

// pipelineMay is to fetch the source, start the pipeline's own builds and hand on what
// they make; and for a service to register a revision of its task, with the roles that
// it has, and to run it.
func (o *output) pipelineMay(p model.Pipeline) map[permission]bool {
	may := map[permission]bool{}
	o.artifacts(may, "artifacts", "artifacts-key")
	o.permit(may, "connection-use", "aws_codestarconnections_connection.main.arn")
	o.permit(may, "build-run", "aws_codebuild_project."+label(p.Name)+"_build.arn")
	if p.Deploy.Frontend != "" {
		o.permit(may, "build-run", "aws_codebuild_project."+label(p.Name)+"_deploy.arn")
		return may
	}
	service := label(p.Deploy.Service)
	o.permit(may, "task-register", "")
	o.permitIf(may, "task-tag", "aws_ecs_task_definition."+service+".arn_without_revision", "StringEquals "+o.facts.IAM.Keys.CreateAction["ecs"]+" RegisterTaskDefinition")
	o.permit(may, "service-update", "aws_ecs_service."+service+".id")
	for _, role := range []string{"_execution", "_task"} {
		o.passTasks(may, "aws_iam_role."+service+role+".arn")
	}
	return may
}

// projectMay is to log, to take and give artifacts, and to bring out what the project
// is for.
func (o *output) projectMay(p project) map[permission]bool {
	may := map[permission]bool{}
	o.permit(may, "logs-write", "aws_cloudwatch_log_group."+p.label+".arn")
	frontend := label(p.of.Deploy.Frontend)
	switch {
	case p.docker:
		o.artifacts(may, "artifacts", "artifacts-key")
		o.permit(may, "ecr-login", "")
		o.permit(may, "ecr-push", o.imageRepository(p.of.Deploy.Service)+".arn")
	case len(p.files) > 0:
		o.artifacts(may, "artifacts", "artifacts-key")
	default:
		o.artifacts(may, "artifacts-read", "kms-decrypt")
		o.permit(may, "s3-sync", "aws_s3_bucket."+frontend+".arn")
		o.permit(may, "distribution-invalidate", "aws_cloudfront_distribution."+frontend+".arn")
	}
	return may
}

// artifacts adds what a role needs of the bucket that pipelines hand on through, and of
// its key.
func (o *output) artifacts(may map[permission]bool, bucket, key string) {
	o.permit(may, bucket, "aws_s3_bucket."+artifacts+".arn")
	o.permit(may, key, "aws_kms_key."+artifacts+".arn")
}

// imageRepository is the address of the repository that the image of a service is in.
func (o *output) imageRepository(service string) (address string) {
	for _, s := range o.declared.Services {
		if s.Name == service {
			address, _ = o.ownRepository(s.Image.Repository)
		}
	}
	return address
}

// keyPolicies makes sure that every key is its account's, and nobody else's.
func (o *output) keyPolicies() (found diag.List) {
	region, _ := o.facts.Region(o.declared.Region)
	want := statement{
		effect: "Allow", actions: []string{"kms:*"}, resources: []string{"*"},
		principals: []string{"AWS arn:" + region.Partition + ":iam::" + accountID + ":root"},
	}
	o.config.each("resource", "aws_kms_key", func(m *module, b *block) {
		if problem := o.unsaid(m, b, "policy", want); problem != "" {
			found = append(found, finding(permissionRules, "verify-key-policy", b.pos, nil, problem))
		}
	})
	return found
}
