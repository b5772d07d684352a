package verify

import (
	"fmt"
	"slices"

	"groundplan.internal/internal/diag"
)

// visitors are what the policy of a bucket, by its label, allows to services of AWS.
func (o *output) visitors(bucket string) (out []statement) {
	arn := "aws_s3_bucket." + bucket + ".arn"
	for _, b := range o.declared.Balancers {
		if b.AccessLogs && bucket == label(b.Name)+"_access_logs" {
			v := o.facts.IAM.Visit("access-logs")
			out = append(out, o.visit("access-logs", []string{arn + "/" + v.Folder + "/" + accountID + "/*"},
				"ArnLike aws:SourceArn "+o.arn(v.Source.Service, accountID)+v.Source.Things))
		}
	}
	return append(out, o.reads(bucket)...)
}

// bucketPolicies makes sure that every bucket refuses to speak without TLS.
func (o *output) bucketPolicies() (found diag.List) {
	o.config.each("resource", "aws_s3_bucket_policy", func(m *module, b *block) {
		arn := "aws_s3_bucket." + b.label + ".arn"
		want := []string{statement{
			effect: "Deny", actions: []string{"s3:*"}, resources: []string{arn, arn + "/*"},
			principals: []string{"* *"}, conditions: []string{"Bool aws:SecureTransport false"},
		}.String()}
		for _, s := range o.visitors(b.label) {
			want = append(want, s.String())
		}
		var have []string
		for _, s := range o.statements(b.of(m, "policy")) {
			have = append(have, s.String())
		}
		if !slices.Equal(have, want) {
			found = append(found, finding(permissionRules, "verify-bucket-policy", b.pos, nil, fmt.Sprintf("%s must say: %q; it says: %q.", b.address, want, have)))
		}
	})
	return found
}
