package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// The names of what one action of a pipeline hands on to the next.
const (
	sourceArtifact = "source"
	buildArtifact  = "build"
)

// pipelines writes what pipelines share, then each of them with its builds and roles
// into a file of its own.
func (e *emitter) pipelines() {
	e.delivery()
	trusting := make(map[infra.Stack]bool)
	for _, p := range e.p.Pipelines {
		if !trusting[p.Stack] {
			trusting[p.Stack] = true
			e.add(p.Stack, "roles.tf",
				e.trust(p.Stack, p.Role),
				e.trust(p.Stack, p.Build.Role))
		}
		file := "pipeline-" + p.Name + ".tf"
		e.add(p.Stack, file, e.pipeline(p))
		e.add(p.Stack, file, e.role(p.Stack, p.Role)...)
		for _, project := range p.Projects() {
			e.add(p.Stack, file, e.project(p.Stack, project)...)
		}
		e.export(tf.Export{
			Stack: string(p.Stack), Name: p.Label + "_pipeline_name", Public: true,
			Description: "Name of the pipeline " + p.Name + ".",
			Value:       tf.RefTo("aws_codepipeline", p.Label, "name"),
		})
	}
}

// pipeline fetches the source, tests and builds it, and brings out what was built.
func (e *emitter) pipeline(p infra.Pipeline) *tf.Block {
	b := tf.Resource("aws_codepipeline", p.Label,
		tf.Set("name", tf.String(p.Pipeline)),
		tf.Set("role_arn", tf.RefTo("aws_iam_role", p.Role.Label, "arn")),
		tf.Comment("Only V2 pipelines can filter pushes by branch and path."),
		tf.Set("pipeline_type", tf.String("V2")),
		tf.Nested("artifact_store",
			tf.Set("type", tf.String("S3")),
			tf.Set("location", bucketRef(e.p.Delivery.Artifacts, "bucket")),
			tf.Nested("encryption_key",
				tf.Set("type", tf.String("KMS")),
				tf.Set("id", artifactKeyRef()))),
		trigger(p),
		stage("Source", sourceAction(p)),
		stage("Build", buildAction("Build", p.Build, sourceArtifact, buildArtifact)),
		stage("Deploy", deployAction(p)))
	b.Comment = p.Purpose
	return b
}

// trigger starts a pipeline when its branch is pushed to, and its paths have changed.
func trigger(p infra.Pipeline) *tf.Block {
	push := tf.Nested("push", tf.Nested("branches", tf.Set("includes", tf.Strings(p.Source.Branch))))
	if len(p.Source.Paths) > 0 {
		push.Add(tf.Nested("file_paths", tf.Set("includes", tf.Strings(p.Source.Paths...))))
	}
	return tf.Nested("trigger",
		tf.Set("provider_type", tf.String("CodeStarSourceConnection")),
		tf.Nested("git_configuration", tf.Set("source_action_name", tf.String("Source")), push))
}

func stage(name string, action *tf.Block) *tf.Block {
	return tf.Nested("stage", tf.Set("name", tf.String(name)), action)
}

// action is the one action of a stage, which is called like it.
func action(name, category, provider string, items ...tf.Item) *tf.Block {
	return tf.Nested("action", append([]tf.Item{
		tf.Set("name", tf.String(name)),
		tf.Set("category", tf.String(category)),
		tf.Set("owner", tf.String("AWS")),
		tf.Set("provider", tf.String(provider)),
		tf.Set("version", tf.String("1")),
	}, items...)...)
}

func sourceAction(p infra.Pipeline) *tf.Block {
	return action("Source", "Source", "CodeStarSourceConnection",
		tf.Set("output_artifacts", tf.Strings(sourceArtifact)),
		tf.Gap{},
		tf.Set("configuration", tf.Object{
			{Key: "ConnectionArn", Value: tf.RefTo("aws_codestarconnections_connection", connectionLabel, "arn")},
			{Key: "FullRepositoryId", Value: tf.String(p.Source.GitHub)},
			{Key: "BranchName", Value: tf.String(p.Source.Branch)},
		}))
}

func buildAction(name string, project infra.Project, takes string, gives ...string) *tf.Block {
	items := []tf.Item{tf.Set("input_artifacts", tf.Strings(takes))}
	if len(gives) > 0 {
		items = append(items, tf.Set("output_artifacts", tf.Strings(gives...)))
	}
	return action(name, "Build", "CodeBuild", append(items, tf.Gap{}, tf.Set("configuration", tf.Object{
		{Key: "ProjectName", Value: tf.RefTo("aws_codebuild_project", project.Label, "name")},
	}))...)
}

// deployAction is a build for a frontend, since files are copied by commands. For a
// service, CodePipeline registers a revision with the new image, and ECS replaces the tasks.
func deployAction(p infra.Pipeline) *tf.Block {
	if p.Deploy != nil {
		return buildAction("Deploy", *p.Deploy, buildArtifact)
	}
	return action("Deploy", "Deploy", "ECS",
		tf.Set("input_artifacts", tf.Strings(buildArtifact)),
		tf.Gap{},
		tf.Set("configuration", tf.Object{
			{Key: "ClusterName", Value: tf.RefTo("aws_ecs_cluster", clusterLabel, "name")},
			{Key: "ServiceName", Value: tf.RefTo("aws_ecs_service", p.TargetLabel(), "name")},
			{Key: "FileName", Value: tf.String(infra.ImageDefinitions)},
		}))
}

func pipelineAddresses(m map[nodeAttribute]tf.Ref, p infra.Platform) {
	for _, pipeline := range p.Pipelines {
		for _, project := range pipeline.Projects() {
			m[nodeAttribute{project.Label, infra.ProjectARN}] = tf.RefTo("aws_codebuild_project", project.Label, "arn")
			m[nodeAttribute{project.LogGroup.Label, infra.LogGroupARN}] = tf.RefTo("aws_cloudwatch_log_group", project.LogGroup.Label, "arn")
		}
		label := pipeline.TargetLabel()
		if pipeline.Target.Service != "" {
			m[nodeAttribute{label, infra.ServiceARN}] = tf.RefTo("aws_ecs_service", label, "id")
			m[nodeAttribute{label, infra.TaskDefinitionARN}] = tf.RefTo("aws_ecs_task_definition", label, "arn_without_revision")
			continue
		}
		m[nodeAttribute{pipeline.Target.Frontend, infra.BucketName}] = tf.RefTo("aws_s3_bucket", label, "bucket")
		m[nodeAttribute{pipeline.Target.Frontend, infra.BucketARN}] = tf.RefTo("aws_s3_bucket", label, "arn")
		m[nodeAttribute{label, infra.DistributionID}] = tf.RefTo("aws_cloudfront_distribution", label, "id")
		m[nodeAttribute{label, infra.DistributionARN}] = tf.RefTo("aws_cloudfront_distribution", label, "arn")
	}
}
