package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// functions writes each function with its log group, role and queue into a file of its
// own, and what buckets tell them.
func (e *emitter) functions() {
	trusting := make(map[infra.Stack]bool)
	for _, f := range e.p.Functions {
		if !trusting[f.Stack] {
			trusting[f.Stack] = true
			e.add(f.Stack, "roles.tf", e.trust(f.Stack, f.Role))
		}
		file := functionFile(f)
		for _, g := range e.logGroups[file] {
			e.add(f.Stack, file, logGroup(g))
		}
		e.add(f.Stack, file, e.role(f.Stack, f.Role)...)
		e.add(f.Stack, file, e.function(f))
		e.add(f.Stack, file, failures(f)...)
		e.add(f.Stack, file, e.permissions(f)...)
		e.export(tf.Export{
			Stack: string(f.Stack), Name: f.Label + "_function_name", Public: true,
			Description: "Name of the function " + f.Name + ".",
			Value:       functionRef(f.Label, "function_name"),
		})
		e.export(tf.Export{
			Stack: string(f.Stack), Name: f.Label + "_function_arn",
			Description: "ARN of the function " + f.Name + ", once its buckets may call it.",
			Value:       functionRef(f.Label, "arn"),
			After:       permitted(f),
		})
	}
	for _, n := range e.p.Notifications {
		e.add(n.Stack, "notification-"+n.Bucket+".tf", e.notification(n))
	}
}

func functionFile(f infra.Function) string { return "function-" + f.Name + ".tf" }

func functionRef(label, attribute string) tf.Ref {
	return tf.RefTo("aws_lambda_function", label, attribute)
}

func (e *emitter) function(f infra.Function) *tf.Block {
	b := tf.Resource("aws_lambda_function", f.Label, tf.Set("function_name", tf.String(f.Function)))
	b.Comment = f.Purpose
	b.Add(
		tf.Set("role", tf.RefTo("aws_iam_role", f.Role.Label, "arn")),
		tf.Gap{})
	e.code(b, f)
	b.Add(
		tf.Gap{},
		tf.Set("memory_size", tf.Int(f.Memory)),
		tf.Set("timeout", tf.Int(f.Timeout)))
	if f.Concurrency != nil {
		b.Add(tf.Set("reserved_concurrent_executions", tf.Int(*f.Concurrency)))
	}
	b.Add(tf.Gap{})
	if f.Storage > 0 {
		b.Add(tf.Nested("ephemeral_storage", tf.Set("size", tf.Int(f.Storage))), tf.Gap{})
	}
	if len(f.Environment) > 0 {
		var variables tf.Object
		for _, v := range f.Environment {
			variables = append(variables, tf.Entry{Key: v.Name, Value: e.value(f.Stack, v.Value)})
		}
		b.Add(tf.Nested("environment", tf.Set("variables", variables)), tf.Gap{})
	}
	if f.Connected() {
		b.Add(tf.Nested("vpc_config",
			tf.Set("subnet_ids", e.subnetIDs[f.Tier]),
			tf.Set("security_group_ids", tf.List{tf.RefTo("aws_security_group", f.SecurityGroup, "id")})), tf.Gap{})
	}
	needs := tf.List{
		tf.RefTo("aws_iam_role_policy", f.Role.Label, ""),
		tf.RefTo("aws_cloudwatch_log_group", f.LogGroup, ""),
	}
	for _, r := range e.p.Repositories {
		if r.Stack == f.Stack && f.Archive == nil && f.Image[0].Node == r.Label {
			needs = append(needs, tf.RefTo("aws_ecr_repository_policy", r.Label, ""))
		}
	}
	b.Add(
		tf.Comment("Lambda checks the role when it creates the function, and would create the log group itself."),
		tf.Set("depends_on", needs))
	return b
}

// code is where the program comes from.
func (e *emitter) code(b *tf.Block, f infra.Function) {
	architectures := tf.Set("architectures", tf.Strings(f.Architecture))
	if a := f.Archive; a != nil {
		b.Add(
			tf.Set("package_type", tf.String("Zip")),
			tf.Set("s3_bucket", e.addresses[nodeAttribute{a.Bucket, infra.BucketName}]),
			tf.Set("s3_key", tf.String(a.Key)),
			tf.Set("runtime", tf.String(a.Runtime)),
			tf.Set("handler", tf.String(a.Handler)),
			architectures)
		return
	}
	b.Add(
		tf.Set("package_type", tf.String("Image")),
		tf.Set("image_uri", e.value(f.Stack, f.Image)),
		architectures)
	if len(f.Command) > 0 {
		b.Add(tf.Nested("image_config", tf.Set("command", tf.Strings(f.Command...))))
	}
}

// failures are the queue for what a function failed at, and what is put into it.
func failures(f infra.Function) []*tf.Block {
	queue := deadQueue(f.Failed)
	queue.Comment = "Events that still failed after the retries."
	return []*tf.Block{queue, tf.Resource("aws_lambda_function_event_invoke_config", f.Label,
		tf.Set("function_name", functionRef(f.Label, "arn")),
		tf.Set("maximum_retry_attempts", tf.Int(f.Retries)),
		tf.Gap{},
		tf.Nested("destination_config", tf.Nested("on_failure", tf.Set("destination", queue.Ref("arn")))))}
}
