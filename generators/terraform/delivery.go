package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// connectionLabel is the label of the one connection to GitHub.
const connectionLabel = "main"

// delivery writes what pipelines share: the connection to GitHub, and the bucket that
// actions hand on through, with its key.
func (e *emitter) delivery() {
	d := e.p.Delivery
	if d == nil {
		return
	}
	connection := tf.Resource("aws_codestarconnections_connection", connectionLabel,
		tf.Set("name", tf.String(d.Connection)),
		tf.Set("provider_type", tf.String("GitHub")))
	connection.Comment = "Pending until somebody approves it in the console, where GitHub asks who that is."
	e.add(d.Stack, "connection.tf", connection)
	e.export(tf.Export{
		Stack: string(d.Stack), Name: "connection_arn", Public: true,
		Description: "ARN of the connection to GitHub, which is approved by hand once.",
		Value:       connection.Ref("arn"),
	})
	const file = "artifacts.tf"
	e.add(d.Stack, file, e.artifactKey(d)...)
	e.add(d.Stack, file,
		e.bucket(d.Artifacts),
		publicAccess(d.Artifacts),
		ownership(d.Artifacts),
		keyEncryption(d.Artifacts),
		lifecycle(d.Artifacts))
	e.add(d.Stack, file, tlsOnly(d.Artifacts)...)
}

// artifactKey is the key of the artifacts, which the roles of the account may use as
// far as their policies say.
func (e *emitter) artifactKey(d *infra.Delivery) []*tf.Block {
	root := tf.Template{tf.String("arn:" + e.p.Partition + ":iam::"), e.accountID(d.Stack), tf.String(":root")}
	document := tf.Data("aws_iam_policy_document", infra.ArtifactsLabel+"_key", tf.Nested("statement",
		tf.Set("sid", tf.String("Account")),
		tf.Set("actions", tf.Strings("kms:*")),
		tf.Comment("In the policy of a key, * is the key itself."),
		tf.Set("resources", tf.Strings("*")),
		tf.Nested("principals",
			tf.Set("type", tf.String("AWS")),
			tf.Set("identifiers", tf.List{root}))))
	document.Comment = "The IAM policies of the account decide who may use the key."
	key := tf.Resource("aws_kms_key", infra.ArtifactsLabel,
		tf.Set("description", tf.String("Artifacts of pipelines")),
		tf.Set("enable_key_rotation", tf.Bool(true)),
		tf.Set("policy", document.Ref("json")))
	return []*tf.Block{
		key,
		tf.Resource("aws_kms_alias", infra.ArtifactsLabel,
			tf.Set("name", tf.String("alias/"+d.KeyAlias)),
			tf.Set("target_key_id", key.Ref("key_id"))),
		document,
	}
}

// keyEncryption encrypts with the key of the artifacts. A bucket key spares a call of
// KMS for each object.
func keyEncryption(b infra.Bucket) *tf.Block {
	return configuration("aws_s3_bucket_server_side_encryption_configuration", b,
		tf.Nested("rule",
			tf.Set("bucket_key_enabled", tf.Bool(true)),
			tf.Nested("apply_server_side_encryption_by_default",
				tf.Set("sse_algorithm", tf.String("aws:kms")),
				tf.Set("kms_master_key_id", artifactKeyRef()))))
}

func artifactKeyRef() tf.Ref { return tf.RefTo("aws_kms_key", infra.ArtifactsLabel, "arn") }

func deliveryAddresses(m map[nodeAttribute]tf.Ref, p infra.Platform) {
	if p.Delivery == nil {
		return
	}
	m[nodeAttribute{"", infra.ConnectionARN}] = tf.RefTo("aws_codestarconnections_connection", connectionLabel, "arn")
	m[nodeAttribute{"", infra.ArtifactsARN}] = bucketRef(p.Delivery.Artifacts, "arn")
	m[nodeAttribute{"", infra.ArtifactKeyARN}] = artifactKeyRef()
}
