package facts

import "strings"

// ECS are the limits of task definitions and services. Durations are in seconds.
type ECS struct {
	Table
	HealthForms           []string // first words of health checks
	TaskDefinitionBytes   int
	OpenPartBytes         int      // of a task definition: what only deployment knows
	Containers            int      // in a task definition
	Tags                  int      // on a resource
	ImageReferenceLength  int      // characters
	ReservedVariables     []string // beginnings that the agent uses
	SecurityGroups        Range    // of a service
	HealthCommands        []HealthCommand
	ExecNeedsWritableRoot bool
}

// HealthCommand is the health check that an image without a shell brings along.
type HealthCommand struct {
	Image   string // without tag
	Command []string
}

// HealthCommandOf is the health check that an image brings along, where it is
// known to have no shell; image may have a tag or digest.
func (e ECS) HealthCommandOf(image string) ([]string, bool) {
	for _, h := range e.HealthCommands {
		rest, ok := strings.CutPrefix(image, h.Image)
		if ok && (rest == "" || rest[0] == ':' || rest[0] == '@') {
			return h.Command, true
		}
	}
	return nil, false
}

// ReservedVariable is the beginning of name that the ECS agent keeps to itself,
// or empty.
func (e ECS) ReservedVariable(name string) string {
	for _, prefix := range e.ReservedVariables {
		if strings.HasPrefix(name, prefix) {
			return prefix
		}
	}
	return ""
}

// Logs is what CloudWatch Logs offers.
type Logs struct {
	Table
	RetentionDays []int // ascending; 0 is for ever
}
