package check

import (
	"strings"

	"groundplan.internal/internal/model"
)

// ownTags are what the compiler itself puts on every resource, beside Name.
var ownTags = []string{"Platform", "Environment", "ManagedBy", "Name"}

// tagKeys is tag-key. IAM does not tell upper from lower case in keys, so that two
// keys that differ in nothing else clash there.
func (c *checker) tagKeys() {
	taken := map[string]string{}
	for _, key := range ownTags {
		taken[strings.ToLower(key)] = ""
	}
	for _, t := range c.Tags {
		at := model.At("tags", t.Key)
		folded := strings.ToLower(t.Key)
		other, clash := taken[folded]
		switch fault := c.facts.Name("tag-key").Fault(t.Key); {
		case fault != "":
			c.report(at, "", "The tag key %q %s.", t.Key, fault)
		case clash && other == "":
			c.report(at, "", "The tag key %q is one that the compiler sets itself.", t.Key)
		case clash:
			c.report(at, "", "The tag keys %q and %q differ in case alone, which IAM does not tell apart.", other, t.Key)
			c.also(model.At("tags", other), "the other key")
		default:
			taken[folded] = t.Key
		}
	}
}

// tagCounts is tag-count.
func (c *checker) tagCounts() {
	limit := c.facts.ECS.Tags - len(ownTags)
	if n := len(c.Tags); n > limit {
		c.report(model.At("tags"), "", "There are %d tags; a resource has at most %d, of which the compiler sets %s.", n, c.facts.ECS.Tags, list(ownTags))
	}
}
