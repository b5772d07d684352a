package check

import (
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// regions is region-unknown.
func (c *checker) regions() {
	c.region(model.At("region"), c.Region)
	if c.State != nil && c.State.Region != "" {
		c.region(model.At("state", "region"), c.State.Region)
	}
	for _, m := range c.Models {
		if m.Region != "" {
			c.region(c.modelRegion(m), m.Region)
		}
	}
}

func (c *checker) region(at model.Path, name string) {
	if _, ok := c.facts.Region(name); !ok {
		c.report(at, meant(name, c.facts.RegionNames()), "AWS has no region %q.", name)
	}
}

// foreignZones is zone-unknown: a zone of another region, or none at all.
func (c *checker) foreignZones() {
	region, ok := c.facts.Region(c.Region)
	if !ok {
		return
	}
	for i, zone := range c.Network.AvailabilityZones {
		at := model.At("network", "availabilityZones", strconv.Itoa(i))
		letter, ok := strings.CutPrefix(zone, c.Region)
		if !ok || len(letter) != 1 || letter[0] < 'a' || letter[0] > 'z' {
			c.report(at, "", "%q is no zone of %s: a zone is the region and a letter, such as %s.", zone, c.Region, list(region.Zones))
		}
	}
}

// zoneCounts is zone-count.
func (c *checker) zoneCounts() {
	net := c.Network
	if n := len(net.AvailabilityZones); n > 0 {
		if at := model.At("network", "zones"); c.written(at) && net.Zones != n {
			c.report(at, "zones: "+strconv.Itoa(n), "The network has %s, and availabilityZones names %d.", count(net.Zones, "zone"), n)
			c.also(model.At("network", "availabilityZones"), "the zones")
		}
		return
	}
	region, ok := c.facts.Region(c.Region)
	if known := region.Zones; ok && net.Zones > len(known) {
		c.report(model.At("network", "zones"), "zones: "+strconv.Itoa(len(known)), "The network has %d zones, and %s has %s: %s.", net.Zones, c.Region, count(len(known), "zone"), list(known))
	}
}

// zones is how many zones the network has.
func (c *checker) zones() int {
	if n := len(slices.Compact(slices.Sorted(slices.Values(c.Network.AvailabilityZones)))); n > 0 {
		return n
	}
	return c.Network.Zones
}

// databaseZones is db-zones.
func (c *checker) databaseZones() {
	least := c.facts.Network.DatabaseZones
	if len(c.Databases) == 0 || c.zones() >= least {
		return
	}
	at, hint := model.At("network", "zones"), "zones: "+strconv.Itoa(least)
	if len(c.Network.AvailabilityZones) > 0 {
		at, hint = model.At("network", "availabilityZones"), ""
		if region, ok := c.facts.Region(c.Region); ok && len(region.Zones) >= least {
			hint = `availabilityZones: ["` + strings.Join(region.Zones[:least], `", "`) + `"]`
		}
	}
	c.report(at, hint, "The network has %s; a database such as %s needs subnets in at least %d, even with no standby.", count(c.zones(), "zone"), c.Databases[0].Name, least)
	c.also(model.At("databases", c.Databases[0].Name), "the database")
}
