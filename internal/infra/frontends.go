package infra

// filesKeptDays is for how long files are kept that a deployment replaced or removed, to
// go back to.
const filesKeptDays = 90

// FilesOf stands for the files of a frontend in edges. No node can have this name.
func FilesOf(frontend string) string { return frontend + "/files" }

func (b *builder) frontendEdges() []Edge { return b.siteEdges("frontends") }

func (b *builder) frontends() {
	for i, s := range b.sites("frontends") {
		d := b.distribution(s)
		d.Bucket = b.files(s, d)
		if b.in.Frontends[i].SinglePage {
			d.Function = &EdgeFunction{b.names.derived("cloudfront-function", s.at, s.name), b.facts.CloudFront.FunctionRuntime}
		}
		b.out.Distributions = append(b.out.Distributions, d)
	}
}

// files is the bucket of a frontend.
func (b *builder) files(s site, d Distribution) *Bucket {
	out := &Bucket{
		Name: s.name, Label: b.bucketLabel(s.at, s.name), Purpose: "Files of the frontend " + s.name + ".", Stack: d.Stack,
		Versioning: true, NoncurrentDays: filesKeptDays, ReadBy: []string{d.Label}, Visitor: b.visit("distribution-read"),
	}
	out.Bucket, out.AccountSuffix = b.bucketName(s.at, "bucket", s.name, s.bucket)
	return out
}
