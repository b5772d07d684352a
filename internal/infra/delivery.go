package infra

import "groundplan.internal/internal/model"

// The attributes of what pipelines share; of no node.
const (
	ConnectionARN  Attribute = "connection-arn"
	ArtifactsARN   Attribute = "artifacts-arn"
	ArtifactKeyARN Attribute = "artifact-key-arn"
)

// ArtifactsLabel is the label of the bucket that pipelines hand on through, and of its key.
const ArtifactsLabel = "pipeline_artifacts"

// Delivery is what all pipelines share.
type Delivery struct {
	Stack      Stack
	Connection string // to GitHub, by its name
	Artifacts  Bucket // what one action hands on to the next
	KeyAlias   string // of the key that encrypts them, without "alias/"
}

// delivery decides what pipelines share.
func (b *builder) delivery() {
	const artifacts = "pipeline-artifacts"
	at, stack := model.At("pipelines"), b.stack(partDelivery, "")
	room := b.roomBeforeAccount("s3-bucket")
	b.document(at, ArtifactsLabel, "key")
	b.out.Delivery = &Delivery{
		Stack:      stack,
		Connection: b.names.derived("codestar-connection", at, "github"),
		Artifacts: Bucket{
			Name: artifacts, Label: b.bucketLabel(at, ArtifactsLabel), Stack: stack, AccountSuffix: true,
			Purpose:    "What one action of a pipeline hands to the next.",
			Bucket:     b.names.within(room, "s3-bucket", at, b.names.platform, b.names.tail(artifacts)),
			ExpireDays: b.facts.Delivery.ArtifactDays,
		},
		KeyAlias: b.names.derived("kms-alias", at, artifacts),
	}
}
