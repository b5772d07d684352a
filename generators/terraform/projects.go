package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// project is a project of CodeBuild with its log group and role. Its pipeline hands it
// the source and takes what it makes.
func (e *emitter) project(stack infra.Stack, p infra.Project) []*tf.Block {
	environment := tf.Nested("environment",
		tf.Set("type", tf.String(p.Machine)),
		tf.Set("image", tf.String(p.Image)),
		tf.Set("compute_type", tf.String(p.ComputeType)))
	if p.Docker {
		environment.Add(
			tf.Comment("Docker needs a privileged build container."),
			tf.Set("privileged_mode", tf.Bool(true)))
	}
	for _, v := range p.Environment {
		environment.Add(tf.Nested("environment_variable",
			tf.Set("name", tf.String(v.Name)),
			tf.Set("value", e.value(stack, v.Value))))
	}
	block := tf.Resource("aws_codebuild_project", p.Label,
		tf.Set("name", tf.String(p.Name)),
		tf.Set("description", tf.String(p.Description)),
		tf.Set("service_role", tf.RefTo("aws_iam_role", p.Role.Label, "arn")),
		tf.Set("encryption_key", artifactKeyRef()),
		tf.Nested("source",
			tf.Set("type", tf.String("CODEPIPELINE")),
			tf.Set("buildspec", buildspec(p))),
		environment,
		tf.Nested("artifacts", tf.Set("type", tf.String("CODEPIPELINE"))),
		tf.Nested("logs_config", tf.Nested("cloudwatch_logs",
			tf.Set("group_name", tf.RefTo("aws_cloudwatch_log_group", p.LogGroup.Label, "name")))))
	return append([]*tf.Block{block, logGroup(p.LogGroup)}, e.role(stack, p.Role)...)
}

// buildspec is what CodeBuild runs. All commands are of one phase: the one after a
// build runs even if the build has failed.
func buildspec(p infra.Project) tf.Expr {
	spec := tf.Object{
		{Key: "version", Value: tf.String("0.2")},
		{Key: "phases", Value: tf.Object{
			{Key: "build", Value: tf.Object{
				{Key: "commands", Value: tf.Strings(p.Commands...)},
			}},
		}},
	}
	if len(p.Files) > 0 {
		var artifacts tf.Object
		if p.Folder != "" {
			artifacts = append(artifacts, tf.Entry{Key: "base-directory", Value: tf.String(p.Folder)})
		}
		spec = append(spec, tf.Entry{Key: "artifacts", Value: append(artifacts, tf.Entry{Key: "files", Value: tf.Strings(p.Files...)})})
	}
	return tf.Fn("yamlencode", spec)
}
