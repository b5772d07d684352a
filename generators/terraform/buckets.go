package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// abortDays is after how long the parts of an upload that nobody finished are dropped.
const abortDays = 7

// buckets writes each bucket with its configurations into a file of its own.
func (e *emitter) buckets() {
	for _, b := range e.p.Buckets {
		e.add(b.Stack, "bucket-"+b.Name+".tf", e.bucketBlocks(b)...)
		stack, file := policyPlace(b)
		e.add(stack, file, tlsOnly(b, served(b)...)...)
		e.exportBucket(b, "bucket "+b.Name)
	}
}

// policyPlace is where the policy of a bucket stands: with the bucket, or with what reads
// it, which is made after the bucket and which the policy names.
func policyPlace(b infra.Bucket) (infra.Stack, string) {
	if b.PolicyStack == "" {
		return b.Stack, "bucket-" + b.Name + ".tf"
	}
	return b.PolicyStack, "bucket-policy-" + b.Name + ".tf"
}

// bucketBlocks are a bucket with its configurations, except for its policy.
func (e *emitter) bucketBlocks(b infra.Bucket) []*tf.Block {
	blocks := []*tf.Block{
		e.bucket(b),
		publicAccess(b),
		ownership(b),
		encryption(b),
	}
	if b.Versioning {
		blocks = append(blocks, versioning(b))
	}
	if b.CORS != nil {
		blocks = append(blocks, crossOrigin(b))
	}
	return append(blocks, lifecycle(b))
}

func (e *emitter) exportBucket(b infra.Bucket, what string) {
	e.export(tf.Export{
		Stack: string(b.Stack), Name: b.Label + "_bucket_name", Public: true,
		Description: "Name of the " + what + ".",
		Value:       bucketRef(b, "bucket"),
	})
	e.export(tf.Export{
		Stack: string(b.Stack), Name: b.Label + "_bucket_arn",
		Description: "ARN of the " + what + ".",
		Value:       bucketRef(b, "arn"),
	})
}

func bucketRef(b infra.Bucket, attribute string) tf.Ref {
	return tf.RefTo("aws_s3_bucket", b.Label, attribute)
}

// configuration is a resource that says one thing of a bucket.
func configuration(typ string, b infra.Bucket, body ...tf.Item) *tf.Block {
	return tf.Resource(typ, b.Label, append([]tf.Item{tf.Set("bucket", bucketRef(b, "id")), tf.Gap{}}, body...)...)
}

func (e *emitter) bucket(b infra.Bucket) *tf.Block {
	var name tf.Expr = tf.String(b.Bucket)
	if b.AccountSuffix {
		name = tf.Template{tf.String(b.Bucket + "-"), e.accountID(b.Stack)}
	}
	block := tf.Resource("aws_s3_bucket", b.Label)
	block.Comment = b.Purpose
	if b.AccountSuffix {
		block.Add(tf.Comment("Bucket names are global: the account ID makes this one unique."))
	}
	block.Add(tf.Set("bucket", name))
	if b.ForceDestroy {
		block.Add(
			tf.Comment("Destroying the bucket destroys what is in it."),
			tf.Set("force_destroy", tf.Bool(true)))
	}
	return block
}

func publicAccess(b infra.Bucket) *tf.Block {
	return configuration("aws_s3_bucket_public_access_block", b,
		tf.Set("block_public_acls", tf.Bool(true)),
		tf.Set("block_public_policy", tf.Bool(true)),
		tf.Set("ignore_public_acls", tf.Bool(true)),
		tf.Set("restrict_public_buckets", tf.Bool(true)))
}

func ownership(b infra.Bucket) *tf.Block {
	return configuration("aws_s3_bucket_ownership_controls", b,
		tf.Nested("rule", tf.Set("object_ownership", tf.String("BucketOwnerEnforced"))))
}

func encryption(b infra.Bucket) *tf.Block {
	return configuration("aws_s3_bucket_server_side_encryption_configuration", b,
		tf.Nested("rule", tf.Nested("apply_server_side_encryption_by_default",
			tf.Set("sse_algorithm", tf.String("AES256")))))
}

func versioning(b infra.Bucket) *tf.Block {
	return configuration("aws_s3_bucket_versioning", b,
		tf.Nested("versioning_configuration", tf.Set("status", tf.String("Enabled"))))
}

func crossOrigin(b infra.Bucket) *tf.Block {
	rule := tf.Nested("cors_rule",
		tf.Set("allowed_origins", tf.Strings(b.CORS.Origins...)),
		tf.Set("allowed_methods", tf.Strings(b.CORS.Methods...)))
	if len(b.CORS.Headers) > 0 {
		rule.Add(tf.Set("allowed_headers", tf.Strings(b.CORS.Headers...)))
	}
	if b.CORS.MaxAge > 0 {
		rule.Add(tf.Set("max_age_seconds", tf.Int(b.CORS.MaxAge)))
	}
	return configuration("aws_s3_bucket_cors_configuration", b, rule)
}

// lifecycle drops what is no longer wanted. Each rule is for the whole bucket.
func lifecycle(b infra.Bucket) *tf.Block {
	rule := func(id string, body ...tf.Item) *tf.Block {
		items := []tf.Item{tf.Set("id", tf.String(id)), tf.Set("status", tf.String("Enabled")), tf.Nested("filter")}
		return tf.Nested("rule", append(items, body...)...)
	}
	block := configuration("aws_s3_bucket_lifecycle_configuration", b,
		rule("abort-incomplete-uploads", tf.Nested("abort_incomplete_multipart_upload",
			tf.Set("days_after_initiation", tf.Int(abortDays)))))
	if b.ExpireDays > 0 {
		block.Add(rule("expire", tf.Nested("expiration", tf.Set("days", tf.Int(b.ExpireDays)))))
	}
	if b.Versioning && b.NoncurrentDays > 0 {
		block.Add(
			rule("expire-noncurrent",
				tf.Nested("noncurrent_version_expiration", tf.Set("noncurrent_days", tf.Int(b.NoncurrentDays))),
				tf.Comment("A delete marker expires too, once there is no version left behind it."),
				tf.Nested("expiration", tf.Set("expired_object_delete_marker", tf.Bool(true)))),
			tf.Gap{},
			tf.Comment("Noncurrent versions exist only once versioning is on."),
			tf.Set("depends_on", tf.List{tf.RefTo("aws_s3_bucket_versioning", b.Label, "")}))
	}
	return block
}

// tlsOnly is the policy of a bucket: it refuses whoever speaks to it in the clear, and
// says what else is given.
func tlsOnly(b infra.Bucket, more ...*tf.Block) []*tf.Block {
	document := tf.Data("aws_iam_policy_document", b.Label+"_bucket",
		inTheClear("s3:*", bucketRef(b, "arn"), tf.Template{bucketRef(b, "arn"), tf.String("/*")}))
	for _, statement := range more {
		document.Add(statement)
	}
	return []*tf.Block{
		configuration("aws_s3_bucket_policy", b, tf.Set("policy", document.Ref("json"))),
		document,
	}
}

// inTheClear is the statement of a policy that refuses whoever comes without TLS.
func inTheClear(actions string, on ...tf.Expr) *tf.Block {
	return tf.Nested("statement",
		tf.Set("sid", tf.String("DenyInsecureTransport")),
		tf.Set("effect", tf.String("Deny")),
		tf.Set("actions", tf.Strings(actions)),
		tf.Set("resources", tf.List(on)),
		tf.Comment("A deny is for everybody."),
		tf.Nested("principals",
			tf.Set("type", tf.String("*")),
			tf.Set("identifiers", tf.Strings("*"))),
		condition("Bool", "aws:SecureTransport", tf.Strings("false")))
}
