package check

import (
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// keysMeet reports whether there can be a key that fits two pairs of a beginning and an end.
func keysMeet(prefix, suffix, otherPrefix, otherSuffix string) bool {
	begins := strings.HasPrefix(prefix, otherPrefix) || strings.HasPrefix(otherPrefix, prefix)
	ends := strings.HasSuffix(suffix, otherSuffix) || strings.HasSuffix(otherSuffix, suffix)
	return begins && ends
}

// placedTrigger is a trigger and where it stands.
type placedTrigger struct {
	model.Trigger
	function string
	at       model.Path
}

func (c *checker) triggers() (out []placedTrigger) {
	for _, f := range c.Functions {
		for i, t := range f.Triggers {
			out = append(out, placedTrigger{t, f.Name, model.At("functions", f.Name, "triggers", strconv.Itoa(i))})
		}
	}
	return out
}

// triggerOverlaps is function-trigger-overlap: S3 tells one at most of an object.
func (c *checker) triggerOverlaps() {
	all := c.triggers()
	for i, t := range all {
		for _, other := range all[:i] {
			if t.Bucket != other.Bucket || !keysMeet(t.Prefix, t.Suffix, other.Prefix, other.Suffix) {
				continue
			}
			if j := slices.IndexFunc(t.Events, func(e string) bool { return slices.Contains(other.Events, e) }); j >= 0 {
				c.report(t.at, "", "An object of %s that is %s could run %s by this trigger and %s by another: S3 refuses triggers whose keys overlap in their beginning and in their end.",
					t.Bucket, t.Events[j], t.function, other.function)
				c.also(other.at, "the other one")
				break
			}
		}
	}
}
