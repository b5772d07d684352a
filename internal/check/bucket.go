package check

import (
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// bucketNames is bucket-name, for buckets of the platform and that of the state.
func (c *checker) bucketNames() {
	c.eachBucketName(func(at model.Path, name string) {
		if fault := c.facts.Name("s3-bucket").Fault(name); fault != "" {
			c.report(at, "", "The bucket name %q %s.", name, fault)
		}
	})
}

// dottedBuckets is bucket-name-dots.
func (c *checker) dottedBuckets() {
	region, _ := c.facts.Region(c.Region)
	c.eachBucketName(func(at model.Path, name string) {
		if strings.Contains(name, ".") && c.facts.Name("s3-bucket").Fault(name) == "" {
			why := "Over TLS, %s.s3.%s is a name that the certificate of S3 does not cover: clients must speak of the bucket in the old way, by path."
			if c.DomainVariable != "" && strings.Contains(name, c.Domain) {
				why += " And it has the domain in it, which a variable holds: with another value it would be another bucket."
			}
			c.report(at, at[len(at)-1]+": "+strconv.Quote(strings.ReplaceAll(name, ".", "-")), why, name, region.Suffix)
		}
	})
}

// eachBucketName calls f with the names that an author has chosen.
func (c *checker) eachBucketName(f func(at model.Path, name string)) {
	chosen := func(at model.Path, name string) {
		if name != "" {
			f(at, name)
		}
	}
	for _, b := range c.Buckets {
		chosen(model.At("buckets", b.Name, "name"), b.Bucket)
	}
	for _, x := range c.Frontends {
		chosen(model.At("frontends", x.Name, "bucket"), x.Bucket)
	}
	if c.State != nil {
		chosen(model.At("state", "bucket"), c.State.Bucket)
	}
}
