package facts

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Versions are the engine versions of RDS.
type Versions struct {
	Table
	Engines map[string]map[string]Major // by engine, then major version
}

// Major is one major version of an engine.
type Major struct {
	Family     string // of parameter groups: postgres16
	Available  string // versions of new instances, separated by spaces
	Deprecated string // versions that only existing instances have
}

// Status is what AWS does with a version.
type Status string

// The statuses of a version.
const (
	Unknown    Status = ""           // not one that RDS has, or a very new one
	Available  Status = "available"  // new instances can have it
	Deprecated Status = "deprecated" // only instances that exist can
)

// Major finds the major version that version is, or is a minor of, and its name.
func (v Versions) Major(engine, version string) (major Major, name string, ok bool) {
	for name, m := range v.Engines[engine] {
		if version == name || strings.HasPrefix(version, name+".") {
			return m, name, true
		}
	}
	return Major{}, "", false
}

// Status says what AWS does with a version. A major version is available while
// one of its minors is.
func (v Versions) Status(engine, version string) Status {
	major, name, ok := v.Major(engine, version)
	switch {
	case !ok:
		return Unknown
	case version == name && major.Available != "", slices.Contains(strings.Fields(major.Available), version):
		return Available
	case version == name, slices.Contains(strings.Fields(major.Deprecated), version):
		return Deprecated
	}
	return Unknown
}

// Minors are the versions of a major that new instances can have, oldest first.
func (m Major) Minors() []string { return strings.Fields(m.Available) }

// Majors are the major versions of an engine, oldest first.
func (v Versions) Majors(engine string) []string {
	return slices.SortedFunc(maps.Keys(v.Engines[engine]), CompareVersions)
}

// ParameterFamily is the family of an engine's parameter groups for a version, or
// empty for an unknown major.
func (v Versions) ParameterFamily(engine, version string) string {
	major, _, _ := v.Major(engine, version)
	return major.Family
}

// CompareVersions orders versions by their dot-separated parts, numbers as numbers.
func CompareVersions(a, b string) int {
	return slices.CompareFunc(strings.Split(a, "."), strings.Split(b, "."), func(a, b string) int {
		m, errA := strconv.Atoi(a)
		n, errB := strconv.Atoi(b)
		if errA != nil || errB != nil {
			return strings.Compare(a, b)
		}
		return cmp.Compare(m, n)
	})
}
