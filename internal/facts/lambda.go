package facts

import (
	"maps"
	"slices"
)

// Lambda is what functions take.
type Lambda struct {
	Table
	Memory            Range // MiB
	Timeout           Range // seconds
	EphemeralStorage  Range // MiB
	Retries           Range
	EnvironmentBytes  int    // of all names and values
	VariableName      string // pattern
	ReservedVariables []string
	Events            map[string]string  // of S3, by the word of the language
	Architectures     map[string]string  // by architecture of ECS
	SourceKey         string             // of IAM: which function asks
	LogGroup          string             // what the name of a function's begins with
	Unreserved        int                // calls at once that are left to everybody
	Runtimes          map[string]Runtime // by identifier
}

// Runtime is how long what a program is written for is supported; days are YYYY-MM-DD.
type Runtime struct {
	Deprecated string // patches end
	Refused    string // for new functions; empty: not known
	Successor  string // empty: it is the newest of its language
}

// RuntimeNames are the runtimes that new functions may have on the day of the table.
func (l Lambda) RuntimeNames() (names []string) {
	for _, name := range slices.Sorted(maps.Keys(l.Runtimes)) {
		if l.Offered(name) {
			names = append(names, name)
		}
	}
	return names
}

// Offered reports whether a new function may have a runtime on the day of the table.
func (l Lambda) Offered(runtime string) bool {
	r, known := l.Runtimes[runtime]
	return known && (r.Refused == "" || r.Refused > l.Checked)
}

// Ended reports whether the patches of a runtime have ended on the day of the table.
func (l Lambda) Ended(runtime string) bool {
	return l.Runtimes[runtime].Deprecated <= l.Checked
}
