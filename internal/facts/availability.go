package facts

import (
	"slices"
	"strings"
)

// Availability is what some regions have not, or as something else than elsewhere.
type Availability struct {
	Table
	Missing []Missing
}

// Missing is a service, or a part of one, that some regions have not.
type Missing struct {
	Title    string
	Families []string // fields of the platform that are made of it
	Field    string   // of their nodes, if it is that alone
	Value    string   // of the field, if it is that alone
	Regions  []string // beginnings of their names
	Note     string   // what there is instead; empty: nothing is said
}

// In is what a region has not.
func (a Availability) In(region string) (out []Missing) {
	for _, m := range a.Missing {
		if slices.ContainsFunc(m.Regions, func(begin string) bool { return strings.HasPrefix(region, begin) }) {
			out = append(out, m)
		}
	}
	return out
}
