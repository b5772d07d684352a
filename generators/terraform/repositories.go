package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// repositories writes the repositories of ECR, with what becomes of old images.
func (e *emitter) repositories() {
	const file = "repositories.tf"
	for _, r := range e.p.Repositories {
		repository := e.repository(r)
		e.add(r.Stack, file, repository, e.imageLifecycle(r, repository))
		if len(r.Functions) > 0 {
			e.add(r.Stack, file, e.fetching(r, repository)...)
		}
		e.export(tf.Export{
			Stack: string(r.Stack), Name: r.Label + "_repository_url", Public: true,
			Description: "Repository that images of " + r.Name + " are pushed to.",
			Value:       repository.Ref("repository_url"),
		})
	}
}

func (e *emitter) repository(r infra.Repository) *tf.Block {
	mutability := "MUTABLE"
	if r.ImmutableTags {
		mutability = "IMMUTABLE"
	}
	return tf.Resource("aws_ecr_repository", r.Label,
		tf.Set("name", tf.String(r.Name)),
		tf.Set("image_tag_mutability", tf.String(mutability)),
		tf.Nested("image_scanning_configuration", tf.Set("scan_on_push", tf.Bool(r.ScanOnPush))),
		tf.Nested("encryption_configuration", tf.Set("encryption_type", tf.String("AES256"))))
}

// imageLifecycle drops images that nothing names any more, then the oldest. The rule
// for all images comes last, as ECR wants it.
func (e *emitter) imageLifecycle(r infra.Repository, repository *tf.Block) *tf.Block {
	rule := func(priority int, description string, selection tf.Object) tf.Object {
		return tf.Object{
			{Key: "rulePriority", Value: tf.Int(priority)},
			{Key: "description", Value: tf.String(description)},
			{Key: "selection", Value: selection},
			{Key: "action", Value: tf.Object{{Key: "type", Value: tf.String("expire")}}},
		}
	}
	rules := tf.List{
		rule(1, "Images that lost their tag", tf.Object{
			{Key: "tagStatus", Value: tf.String("untagged")},
			{Key: "countType", Value: tf.String("sinceImagePushed")},
			{Key: "countUnit", Value: tf.String("days")},
			{Key: "countNumber", Value: tf.Int(r.UntaggedDays)},
		}),
		rule(2, "All but the newest", tf.Object{
			{Key: "tagStatus", Value: tf.String("any")},
			{Key: "countType", Value: tf.String("imageCountMoreThan")},
			{Key: "countNumber", Value: tf.Int(r.KeepImages)},
		}),
	}
	return tf.Resource("aws_ecr_lifecycle_policy", r.Label,
		tf.Set("repository", repository.Ref("name")),
		tf.Gap{},
		tf.Set("policy", tf.Fn("jsonencode", tf.Object{{Key: "rules", Value: rules}})))
}

// fetching lets Lambda fetch the images of functions. Without it Lambda would write such a
// policy itself, where whoever applies may.
func (e *emitter) fetching(r infra.Repository, repository *tf.Block) []*tf.Block {
	document := tf.Data("aws_iam_policy_document", r.Label+"_repository",
		visit("FunctionImages", r.Fetcher, nil, condition("ArnLike", "aws:SourceArn", e.values(r.Stack, r.Functions))))
	return []*tf.Block{
		tf.Resource("aws_ecr_repository_policy", r.Label,
			tf.Set("repository", repository.Ref("name")),
			tf.Set("policy", document.Ref("json"))),
		document,
	}
}

func repositoryAddresses(m map[nodeAttribute]tf.Ref, p infra.Platform) {
	for _, r := range p.Repositories {
		m[nodeAttribute{r.Label, infra.RepositoryURL}] = tf.RefTo("aws_ecr_repository", r.Label, "repository_url")
		m[nodeAttribute{r.Label, infra.RepositoryARN}] = tf.RefTo("aws_ecr_repository", r.Label, "arn")
	}
}
