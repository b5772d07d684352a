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
