package infra

import (
	"cmp"
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// roomBeforeAccount is how long a name may be behind which "-<account id>" follows.
func (b *builder) roomBeforeAccount(kind string) int {
	return b.facts.Name(kind).Max - len("-") - b.facts.IAM.AccountDigits
}

func (b *builder) buckets() {
	for _, in := range b.in.Buckets {
		out := Bucket{
			Name: in.Name, Label: b.bucketLabel(model.At("buckets", in.Name), in.Name), Title: in.Title, Purpose: in.Purpose, Holds: in.Holds,
			Stack:      b.stack(partBuckets, in.App),
			Versioning: in.Versioning, NoncurrentDays: in.NoncurrentDays, ExpireDays: in.ExpireDays,
			ForceDestroy: in.ForceDestroy, CORS: crossOrigin(in),
		}
		out.Bucket, out.AccountSuffix = b.bucketName(model.At("buckets", in.Name), "name", in.Name, in.Bucket)
		b.out.Buckets = append(b.out.Buckets, out)
	}
}

// bucketLabel is the label of a bucket, whose policy has a document.
func (b *builder) bucketLabel(at model.Path, name string) string {
	l := b.names.label("s3-bucket", at, name)
	b.document(at, l, "bucket")
	return l
}

// bucketName is the author's name, which stands in a field, or a derived one that the
// account completes.
func (b *builder) bucketName(at model.Path, field, node, given string) (name string, suffix bool) {
	if given != "" {
		return b.names.given("s3-bucket", at.Then(field), given), false
	}
	room := b.roomBeforeAccount("s3-bucket")
	return b.names.within(room, "s3-bucket", at, b.names.platform, b.names.tail(b.names.known(node))), true
}

// crossOrigin is what browsers of other sites may ask for: to read, where nothing else is
// said.
func crossOrigin(in model.Bucket) *model.BucketCORS {
	if in.CORS == nil || len(in.CORS.Methods) > 0 {
		return in.CORS
	}
	out := *in.CORS
	out.Methods = []string{"GET", "HEAD"}
	return &out
}

// access is what a use may do with a bucket.
func (u use) access() string { return cmp.Or(u.Access, "read") }

func (b *builder) bucketEdge(u use) Edge {
	label := u.access()
	if label == "readwrite" {
		label = "read, write"
	}
	return Edge{Access: u.access(), Label: label}
}

// useBucket permits what was declared, and tells the program the bucket's name.
func (b *builder) useBucket(u use) grant {
	g := grant{environment: []EnvVar{{u.prefix() + "_BUCKET", Of(u.Name, BucketName)}}}
	arn, sid := Of(u.Name, BucketARN), studly(u.Name)
	prefix, suffix := u.Writes()
	if u.access() == "readwrite" && (prefix != u.Prefix || suffix != u.Suffix) {
		g.task = b.withinKeys(u.Prefix, u.Suffix, b.permit("s3-read", sid+"Read", u.path, arn))
		g.task = append(g.task, b.withinKeys(prefix, suffix, b.permit("s3-write", sid+"Write", u.path, arn))...)
		return g
	}
	g.task = b.withinKeys(prefix, suffix, b.permit("s3-"+u.access(), sid, u.path, arn))
	return g
}

// withinKeys narrows statements on objects to keys, and lists of a bucket to those that
// begin so. By how keys end no list is asked for.
func (b *builder) withinKeys(prefix, suffix string, statements []Statement) (out []Statement) {
	if prefix+suffix == "" {
		return statements
	}
	for _, s := range statements {
		for j, arn := range s.Resources {
			if last := len(arn) - 1; strings.HasSuffix(arn[last].Text, "/*") {
				s.Resources[j] = append(arn[:last:last], Part{Text: "/" + prefix + "*" + suffix})
			}
		}
		listing := s
		listing.Actions = nil
		if prefix != "" {
			listing.Actions = slices.DeleteFunc(slices.Clone(s.Actions), func(a string) bool { return b.facts.IAM.Keys.Listed[a] == "" })
			s.Actions = slices.DeleteFunc(slices.Clone(s.Actions), func(a string) bool { return b.facts.IAM.Keys.Listed[a] != "" })
		}
		out = append(out, s)
		if len(listing.Actions) > 0 {
			listing.Sid += "List"
			listing.Conditions = []Condition{{Test: "StringLike", Variable: b.facts.IAM.Keys.Listed[listing.Actions[0]], Values: []Value{Text(prefix + "*")}}}
			out = append(out, listing)
		}
	}
	return out
}
