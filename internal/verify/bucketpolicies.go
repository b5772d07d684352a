package verify

import "groundplan.internal/internal/diag"

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
		want := append([]statement{inTheClear("s3:*", arn, arn+"/*")}, o.visitors(b.label)...)
		if problem := o.unsaid(m, b, "policy", want...); problem != "" {
			found = append(found, finding(permissionRules, "verify-bucket-policy", b.pos, nil, problem))
		}
	})
	return found
}
