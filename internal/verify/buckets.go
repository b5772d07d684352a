package verify

import (
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// keptBuckets are the declared buckets, and those that other families keep things in.
func (o *output) keptBuckets() []model.Bucket {
	out := slices.Clone(o.declared.Buckets)
	for _, b := range o.declared.Balancers {
		if b.AccessLogs {
			out = append(out, model.Bucket{Name: b.Name + "-access-logs", ExpireDays: b.AccessLogDays})
		}
	}
	for _, x := range o.declared.Frontends {
		out = append(out, model.Bucket{Name: x.Name, Versioning: true, NoncurrentDays: filesKept})
	}
	return out
}

// filesKept is for how many days a frontend's old files stay.
const filesKept = 90

// unfinishedKept is for how many days the parts of an unfinished upload stay.
const unfinishedKept = 7

// ofBucket is a configuration of a bucket: of its own, and of no other.
func ofBucket(b model.Bucket) arguments {
	return arguments{"bucket": "aws_s3_bucket." + label(b.Name) + ".id"}
}

func s3Bucket(b model.Bucket) arguments { return arguments{"force_destroy": on(b.ForceDestroy)} }

func publicAccess(b model.Bucket) arguments {
	a := ofBucket(b)
	for _, name := range []string{"block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"} {
		a[name] = true
	}
	return a
}

func ownership(b model.Bucket) arguments {
	a := ofBucket(b)
	a["rule.object_ownership"] = "BucketOwnerEnforced"
	return a
}

func encryption(b model.Bucket) arguments {
	a := ofBucket(b)
	a["rule.apply_server_side_encryption_by_default.sse_algorithm"] = "AES256"
	return a
}

func versioning(b model.Bucket) arguments {
	if !b.Versioning {
		return nil
	}
	a := ofBucket(b)
	a["versioning_configuration.status"] = "Enabled"
	return a
}

// crossOrigin is what browsers of other sites may ask for; to read, where it is not said.
func crossOrigin(b model.Bucket) arguments {
	if b.CORS == nil {
		return nil
	}
	methods := b.CORS.Methods
	if len(methods) == 0 {
		methods = []string{"GET", "HEAD"}
	}
	a := ofBucket(b)
	a["cors_rule.allowed_origins"], a["cors_rule.allowed_methods"] = strings.Join(b.CORS.Origins, ","), strings.Join(methods, ",")
	a["cors_rule.allowed_headers"], a["cors_rule.max_age_seconds"] = strings.Join(b.CORS.Headers, ","), positive(b.CORS.MaxAge)
	return a
}

// lifecycle deletes what was declared, when it was declared, and unfinished uploads.
func lifecycle(b model.Bucket) arguments {
	rules := 1
	old, markers := "", ""
	if b.ExpireDays > 0 {
		rules++
	}
	if b.Versioning && b.NoncurrentDays > 0 {
		rules++
		old, markers = fmt.Sprint(b.NoncurrentDays), "true"
	}
	a := ofBucket(b)
	if b.Versioning {
		a["depends_on"] = "aws_s3_bucket_versioning." + label(b.Name)
	}
	a["rule.id"] = something
	a["rule.filter"] = strings.TrimSuffix(strings.Repeat("a block,", rules), ",")
	a["rule.abort_incomplete_multipart_upload.days_after_initiation"] = unfinishedKept
	a["rule.status"] = strings.TrimSuffix(strings.Repeat("Enabled,", rules), ",")
	a["rule.expiration.days"] = positive(b.ExpireDays)
	a["rule.expiration.expired_object_delete_marker"] = markers
	a["rule.noncurrent_version_expiration.noncurrent_days"] = old
	return a
}
