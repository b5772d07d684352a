package check

import (
	"fmt"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// unknownVersions is db-version-unknown.
func (c *checker) unknownVersions() {
	for _, d := range c.Databases {
		if c.newer(d) || c.facts.Versions.Status(d.Engine, d.Version) != facts.Unknown {
			continue
		}
		at := model.At("databases", d.Name, "version")
		major, name, ok := c.facts.Versions.Major(d.Engine, d.Version)
		if !ok {
			majors := c.facts.Versions.Majors(d.Engine)
			hint := diag.Nearest(d.Version, majors)
			for _, m := range majors { // "8" is short for "8.4"
				if len(m) > len(d.Version) && m[:len(d.Version)+1] == d.Version+"." {
					hint = m
				}
			}
			if hint != "" {
				hint = fmt.Sprintf("version: %q", hint)
			}
			c.report(at, hint, "RDS has no %s %s; it has %s.", c.title(d), d.Version, list(majors))
			continue
		}
		c.report(at, fmt.Sprintf("version: %q", name), "RDS has no %s %s; of version %s new databases can have %s.", c.title(d), d.Version, name, list(major.Minors()))
	}
}

// deprecatedVersions is db-version-deprecated.
func (c *checker) deprecatedVersions() {
	for _, d := range c.Databases {
		if c.facts.Versions.Status(d.Engine, d.Version) != facts.Deprecated {
			continue
		}
		major, name, _ := c.facts.Versions.Major(d.Engine, d.Version)
		c.report(model.At("databases", d.Name, "version"), fmt.Sprintf("version: %q", name),
			"%s %s runs where it exists, and no new database can be created with it; those of version %s can have %s.", c.title(d), d.Version, name, list(major.Minors()))
	}
}

// newVersions is db-version-unverified.
func (c *checker) newVersions() {
	for _, d := range c.Databases {
		if c.newer(d) {
			c.report(model.At("databases", d.Name, "version"), "", "%s %s is newer than the versions known here, of %s.", c.title(d), d.Version, c.facts.Versions.Checked)
		}
	}
}

// newer reports whether a version is later than all of its kind that are known: it
// may well have come out since.
func (c *checker) newer(d model.Database) bool {
	v := c.facts.Versions
	if v.Status(d.Engine, d.Version) != facts.Unknown {
		return false
	}
	known := v.Majors(d.Engine)
	if major, _, ok := v.Major(d.Engine, d.Version); ok {
		known = major.Minors()
	}
	return len(known) > 0 && facts.CompareVersions(d.Version, known[len(known)-1]) > 0
}

// title is the engine as people call it.
func (c *checker) title(d model.Database) string {
	e, _ := c.facts.RDS.Engine(d.Engine)
	return e.Title
}
