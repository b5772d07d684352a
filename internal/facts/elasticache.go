package facts

import (
	"cmp"
	"slices"
	"strings"
)

// ElastiCache is what ElastiCache accepts of Redis OSS and Valkey with one shard.
// Retention is in days, windows in minutes.
type ElastiCache struct {
	Table
	WindowMinutes         int                    // the shortest maintenance window
	SnapshotWindowMinutes int                    // the shortest snapshot window
	Engines               map[string]CacheEngine // by name: redis
	Classes               map[string]CacheFamily // by name: t4g
	Refused               map[string]string      // families that cannot be chosen, and why
	Parameters            string                 // of any version, separated by white space
	FamilyParameters      map[string]string      // further ones, by family of parameter groups
	PolicyParameter       string                 // what gives way where the memory is full
	Policies              []string               // its values, sorted
	EvictAnyKey           []string               // those under which no key is safe
	Queues                []string               // programs that keep work that waits as keys
	DefaultPolicy         string
	ShardParameter        string // makes several shards
}

// CacheEngine is one kind of cache.
type CacheEngine struct {
	Title    string // Redis OSS
	Port     int
	Versions map[string]string // to the family of parameter groups
	Ended    string            // the engine in its place where no version follows the last; empty: others follow
}

// CacheFamily is a family of node classes.
type CacheFamily struct {
	Memory map[string]float64 // GiB by size
}

// Engine finds an engine by name, "redis".
func (e ElastiCache) Engine(name string) (CacheEngine, bool) {
	engine, ok := e.Engines[name]
	return engine, ok
}

// VersionNames are the versions of an engine, oldest first.
func (e CacheEngine) VersionNames() []string {
	return slices.SortedFunc(slices.Values(keys(e.Versions)), CompareVersions)
}

// Family is the family of parameter groups that a version has, and whether it is known: a
// version that is not has that of the others with its major number.
func (e CacheEngine) Family(version string) (string, bool) {
	if family, ok := e.Versions[version]; ok {
		return family, true
	}
	major, _, _ := strings.Cut(version, ".")
	for _, known := range slices.Backward(e.VersionNames()) {
		if m, _, _ := strings.Cut(known, "."); m == major {
			return e.Versions[known], true
		}
	}
	return "", false
}

// Memory is how many GiB a node of a class, "cache.t4g.micro", keeps data in, and
// whether there is such a class.
func (e ElastiCache) Memory(class string) (float64, bool) {
	family, size := splitCacheClass(class)
	memory, ok := e.Classes[family].Memory[size]
	return memory, ok
}

// RefusedFor is why a class that there is cannot be chosen, or empty.
func (e ElastiCache) RefusedFor(class string) string {
	family, _ := splitCacheClass(class)
	return e.Refused[family]
}

// ClassNames are all classes, sorted by family, then by memory.
func (e ElastiCache) ClassNames() (all []string) {
	for _, name := range keys(e.Classes) {
		memory := e.Classes[name].Memory
		sizes := slices.SortedFunc(slices.Values(keys(memory)), func(a, b string) int { return cmp.Compare(memory[a], memory[b]) })
		for _, size := range sizes {
			all = append(all, "cache."+name+"."+size)
		}
	}
	return all
}

// ParameterNames are what a parameter group of a family can set, sorted.
func (e ElastiCache) ParameterNames(family string) []string {
	return slices.Sorted(slices.Values(append(strings.Fields(e.Parameters), strings.Fields(e.FamilyParameters[family])...)))
}

func splitCacheClass(class string) (family, size string) {
	family, size, _ = strings.Cut(strings.TrimPrefix(class, "cache."), ".")
	return family, size
}
