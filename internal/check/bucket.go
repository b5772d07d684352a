package check

import "groundplan.internal/internal/model"

// bucketNames is bucket-name, for buckets of the platform and that of the state.
func (c *checker) bucketNames() {
	check := func(at model.Path, name string) {
		if fault := c.facts.Name("s3-bucket").Fault(name); name != "" && fault != "" {
			c.report(at, "", "The bucket name %q %s.", name, fault)
		}
	}
	for _, b := range c.Buckets {
		check(model.At("buckets", b.Name, "name"), b.Bucket)
	}
	if c.State != nil {
		check(model.At("state", "bucket"), c.State.Bucket)
	}
}

// looseBuckets is bucket-production-protection.
func (c *checker) looseBuckets() {
	if !c.productive() {
		return
	}
	for _, b := range c.Buckets {
		if b.ForceDestroy {
			c.report(model.At("buckets", b.Name, "forceDestroy"), "forceDestroy: false", "%s is a bucket of %s, and is emptied without a question when it leaves the platform.", b.Name, c.Environment.Name)
		}
	}
}
