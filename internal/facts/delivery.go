package facts

import "strings"

// Delivery is what pipelines, builds and image repositories take.
type Delivery struct {
	Table
	Machines          map[string]Machine // that build, by architecture of ECS
	Patterns          int                // the most for branches, and for paths, of a push
	ReservedVariables []string           // beginnings that CodeBuild uses
	ArtifactDays      int                // what a pipeline hands on is kept
	UntaggedDays      int                // an image that lost its tag is kept
}

// Machine is where a build runs.
type Machine struct{ Type, Image string }

// ReservedVariable is the beginning of name that CodeBuild keeps to itself, or empty.
func (d Delivery) ReservedVariable(name string) string {
	for _, prefix := range d.ReservedVariables {
		if strings.HasPrefix(name, prefix) {
			return prefix
		}
	}
	return ""
}
