package facts

import (
	"maps"
	"slices"
)

// Regions are the regions that a platform can name.
type Regions struct {
	Table
	Suffixes map[string]string // end of host names, by partition
	Regions  map[string]Region // by name
}

// Region is one AWS region.
type Region struct {
	Title     string // Ireland
	Partition string // aws, aws-cn or aws-us-gov
	Zones     string // letters of the zones, run together: "abc"
}

// Region finds a region by its name, "eu-west-1".
func (s Set) Region(name string) (Region, bool) {
	r, ok := s.Regions.Regions[name]
	return r, ok
}

// RegionNames are the names of all regions, sorted.
func (s Set) RegionNames() []string { return keys(s.Regions.Regions) }

// ZoneNames are the zones that accounts are usually offered in a region, in the
// order in which to take them: "eu-west-1a" and so on. Empty for an unknown region.
func (s Set) ZoneNames(region string) []string {
	var zones []string
	for _, letter := range s.Regions.Regions[region].Zones {
		zones = append(zones, region+string(letter))
	}
	return zones
}

// DNSSuffix is the end of AWS's host names in a region, "amazonaws.com".
func (s Set) DNSSuffix(region string) string {
	return s.Regions.Suffixes[s.Regions.Regions[region].Partition]
}

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
