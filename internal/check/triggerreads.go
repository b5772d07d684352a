package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// useOf is what a function says of a node that it uses.
func useOf(f model.Function, node string) (model.Use, bool) {
	i := slices.IndexFunc(f.Uses, func(u model.Use) bool { return u.Name == node })
	if i < 0 {
		return model.Use{}, false
	}
	return f.Uses[i], true
}

// unreadTriggers is function-trigger-unread: whoever is told of a new object mostly reads it.
func (c *checker) unreadTriggers() {
	for _, t := range c.triggers() {
		if c.family[t.Bucket] != "buckets" || !slices.Contains(t.Events, "created") {
			continue
		}
		at := model.At("functions", t.function, "uses", t.Bucket)
		wanted := t.Prefix + "*" + t.Suffix
		u, used := useOf(c.Functions[c.place[t.function]], t.Bucket)
		switch {
		case !used:
			c.report(t.at, at.Typed()+": {}", "%s runs for %s of %s, and does not use the bucket: it may read none of them.", t.function, wanted, t.Bucket)
		case u.Access == "write":
			c.report(t.at, at.Typed()+`: access: "readwrite"`, "%s runs for %s of %s, and may only write there: it may read none of them.", t.function, wanted, t.Bucket)
			c.also(at, "the use")
		case !strings.HasPrefix(t.Prefix, u.Prefix) || !strings.HasSuffix(t.Suffix, u.Suffix):
			hint := at.Typed() + ": prefix: " + strconv.Quote(t.Prefix)
			if u.Access == "readwrite" && u.WritePrefix == "" && t.Prefix != "" {
				hint = at.Typed() + fmt.Sprintf(": {prefix: %q, writePrefix: %q}", t.Prefix, u.Prefix)
			}
			if t.Prefix == "" || u.Suffix != "" {
				hint = ""
			}
			c.report(t.at, hint, "%s runs for %s of %s, and may read %s alone.", t.function, wanted, t.Bucket, u.Prefix+"*"+u.Suffix)
			c.also(at, "the use")
		}
	}
}

// rootedKeys is bucket-key-slash: a key is what follows the bucket and its slash.
func (c *checker) rootedKeys() {
	check := func(at model.Path, prefix string) {
		if rest := strings.TrimLeft(prefix, "/"); rest != prefix {
			c.report(at, at[len(at)-1]+": "+strconv.Quote(rest), "No key begins with a slash unless a program writes one: %q is not where %q is.", prefix, rest)
		}
	}
	for _, t := range c.triggers() {
		check(t.at.Then("prefix"), t.Prefix)
	}
	c.eachUse(func(_ user, u model.Use, at model.Path) {
		check(at.Then("prefix"), u.Prefix)
		check(at.Then("writePrefix"), u.WritePrefix)
	})
}
