package check

import (
	"slices"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// missingServices is region-service: once for each family, and for each field that only
// some regions have.
func (c *checker) missingServices() {
	for _, missing := range c.facts.Availability.In(c.Region) {
		said := map[string]bool{}
		report := func(family, name string, place int) {
			at, made := model.At(family), slices.Contains(missing.Families, family)
			if missing.Field != "" {
				at = model.At(family, name, missing.Field)
				made = made && c.fieldOf(family, place, missing)
			}
			if !made || said[at.String()] {
				return
			}
			said[at.String()] = true
			note := ""
			if missing.Note != "" {
				note = ": " + missing.Note
			}
			c.report(at, "", "%s is without %s, which %s needs%s.", c.Region, missing.Title, name, note)
			c.also(model.At("region"), "the region")
		}
		for _, n := range c.Nodes() {
			report(n.Family, n.Name, n.Place)
		}
		if c.Domain != "" && !c.ExternalDNS() {
			report("domain", c.Domain, 0)
		}
	}
}

// fieldOf reports whether a node has the field, or its value, that a region has not.
func (c *checker) fieldOf(family string, place int, missing facts.Missing) bool {
	switch family + "." + missing.Field {
	case "userPools.identityPool":
		return c.UserPools[place].IdentityPool
	case "externals.aws":
		return c.Externals[place].AWS == missing.Value
	}
	panic("check: no field is known as " + family + "." + missing.Field)
}
