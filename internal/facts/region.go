package facts

import (
	"maps"
	"slices"
	"strings"
)

// Regions are the regions that a platform can name.
type Regions struct {
	Table
	Partitions map[string]string // other than aws, by the beginning of the region's name
	Suffixes   map[string]string // end of host names, by partition
	Edge       map[string]string // region of CloudFront's certificates and web ACLs, by partition
	Registries []RegistryKind
	Zones      map[string]string // letters of the zones, run together, by region: "abc"
}

// Region is one AWS region.
type Region struct {
	Name      string   // eu-west-1
	Partition string   // aws, aws-cn or aws-us-gov
	Suffix    string   // end of host names: amazonaws.com
	Registry  string   // the host of a registry of ECR, after the account: dkr.ecr.eu-west-1.amazonaws.com
	Edge      string   // the region that CloudFront takes certificates and web ACLs from; empty: there is no such CloudFront
	Zones     []string // that accounts are usually offered, in the order to take them: eu-west-1a
}

// Region finds a region by its name, "eu-west-1".
func (s Set) Region(name string) (Region, bool) {
	letters, ok := s.Regions.Zones[name]
	if !ok {
		return Region{}, false
	}
	r := Region{Name: name, Partition: "aws"}
	for _, prefix := range keys(s.Regions.Partitions) {
		if strings.HasPrefix(name, prefix) {
			r.Partition = s.Regions.Partitions[prefix]
		}
	}
	r.Suffix, r.Edge = s.Regions.Suffixes[r.Partition], s.Regions.Edge[r.Partition]
	r.Registry = s.Regions.Registries[0].Service + "." + name + "." + r.Suffix
	for _, letter := range letters {
		r.Zones = append(r.Zones, name+string(letter))
	}
	return r, true
}

// RegionNames are the names of all regions, sorted.
func (s Set) RegionNames() []string { return keys(s.Regions.Zones) }

// keys are the keys of a map, sorted.
func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
