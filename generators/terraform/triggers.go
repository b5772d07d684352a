package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// permissions let buckets call a function.
func (e *emitter) permissions(f infra.Function) (out []*tf.Block) {
	for _, c := range f.Callers {
		out = append(out, tf.Resource("aws_lambda_permission", c.Permission,
			tf.Set("statement_id", tf.String("AllowBucket-"+e.p.Known(c.Bucket))),
			tf.Set("action", tf.String(c.Call.Actions[0])),
			tf.Set("function_name", functionRef(f.Label, "arn")),
			tf.Set("principal", tf.String(c.Call.Principals[0])),
			tf.Set("source_arn", tf.RefTo("aws_s3_bucket", c.Label, "arn")),
			tf.Comment("A bucket's ARN has no account in it: once it is deleted, somebody else may take its name."),
			tf.Set("source_account", e.accountID(f.Stack))))
	}
	return out
}

// permitted are the permissions of a function, as what others wait for.
func permitted(f infra.Function) (out []tf.Ref) {
	for _, c := range f.Callers {
		out = append(out, tf.RefTo("aws_lambda_permission", c.Permission, ""))
	}
	return out
}

// notification is all that a bucket tells functions.
func (e *emitter) notification(n infra.Notification) *tf.Block {
	b := tf.Resource("aws_s3_bucket_notification", n.Label, tf.Set("bucket", tf.RefTo("aws_s3_bucket", n.Label, "id")), tf.Gap{})
	b.Comment = "A bucket has a single notification configuration: another such resource would overwrite this one."
	for _, t := range n.Triggers {
		told := tf.Nested("lambda_function",
			tf.Set("lambda_function_arn", functionRef(t.Function, "arn")),
			tf.Set("events", tf.Strings(t.Events...)))
		told.AddText("filter_prefix", t.Prefix)
		told.AddText("filter_suffix", t.Suffix)
		b.Add(told)
	}
	if needs := e.permissionsBeside(n); len(needs) > 0 {
		b.Add(tf.Gap{}, tf.Comment("S3 checks the permission at once."), tf.Set("depends_on", needs))
	}
	return b
}

// permissionsBeside are those that S3 tries of the functions in a notification's own stack.
// The ARNs of others are told once they have theirs.
func (e *emitter) permissionsBeside(n infra.Notification) (out tf.List) {
	for _, f := range e.p.Functions {
		for _, c := range f.Callers {
			if f.Stack == n.Stack && c.Bucket == n.Bucket {
				out = append(out, tf.RefTo("aws_lambda_permission", c.Permission, ""))
			}
		}
	}
	return out
}
