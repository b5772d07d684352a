package facts

import (
	"cmp"
	"maps"
	"slices"
)

// Services are services of AWS that a program calls and nothing is deployed of.
type Services struct {
	Table
	Titles   map[string]string        // of others, by the prefix of their actions in IAM
	Services map[string]CalledService // by the same
}

// Title is how AWS writes a service, by the prefix of its actions; empty: not known.
func (s Services) Title(prefix string) string {
	return cmp.Or(s.Services[prefix].Title, s.Titles[prefix])
}

// CalledService is a service of AWS that a program calls.
type CalledService struct {
	Title    string
	Actions  []string // without the prefix
	Resource string   // what follows the account in the ARN that they are allowed on; empty: "*"
	Reason   string   // why not on a single one
}

// CalledServices are the prefixes of all that are known, sorted.
func (s Set) CalledServices() []string {
	return slices.Sorted(maps.Keys(s.Services.Services))
}
