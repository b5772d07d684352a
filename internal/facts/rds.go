package facts

import (
	"math"
	"slices"
	"strconv"
)

// RDS is what the API of RDS accepts. Sizes are in GiB, throughput in MiB/s,
// retention in days, intervals in seconds, windows in minutes.
type RDS struct {
	Table
	AuroraBackupRetention Range
	WindowMinutes         int                // the shortest window
	MonitoringGroups      string             // of logs, by Enhanced Monitoring
	RotationDays          int                // of a master password that RDS keeps
	StoppedDays           int                // after which RDS starts an instance again
	MaxStorageGrowth      int                // percent of the storage, at least
	InsightsDays          int                // that Performance Insights keeps at no charge
	Storage               map[string]Storage // by type: gp3
	Engines               map[string]Engine  // by name: postgres
	ClassLimits           []ClassLimit
}

// Storage is one type of disk.
type Storage struct {
	Size               Range
	ChooseFrom         int   // GiB from which the next three can be chosen; 0: always
	IncludedIOPS       int   // without choosing
	IncludedThroughput int   // without choosing
	IOPS               Range // zero: cannot be chosen
	IOPSRequired       bool
	Throughput         Range                      // zero: cannot be chosen
	IOPSPerGiB         struct{ Min, Max float64 } // zero: no such limit
}

// Engine is one kind of database.
type Engine struct {
	Title             string // PostgreSQL
	Aurora            bool
	Port              int
	DefaultUsername   string
	Username          Word
	ReservedUsernames []string // lower case, sorted
	Database          Word
	ReservedDatabases []string // lower case, sorted
	Logs              []string // that can go to CloudWatch, sorted
	NoInsights        []string // classes without Performance Insights
	Connections       Connections
	Reserved          []Reserved // connections for administrators alone
	Extensions        bool       // it takes them, as PostgreSQL does
	Proxy             Proxy
}

// Proxy is what RDS Proxy knows of an engine.
type Proxy struct {
	Family   string // POSTGRESQL
	Versions string // the major versions that it stands before, oldest first, separated by spaces
}

// Word is a pattern (RE2) without lengths, and the most characters.
type Word struct {
	Pattern string
	Max     int
}

// Connections is the formula of the default max_connections.
type Connections struct {
	Bytes int // of memory for each
	Steps []struct{ Bytes, Each int }
	Max   int // 0: no limit
}

// Reserved is a parameter that keeps connections for administrators, and its default.
type Reserved struct {
	Parameter   string
	Connections int
}

// ClassLimit says which versions of an engine run on a family of classes: those
// since one, or those before another; either may be empty.
type ClassLimit struct{ Family, Engine, Since, From string }

// Engine finds an engine by name, "aurora-postgresql".
func (r RDS) Engine(name string) (Engine, bool) {
	e, ok := r.Engines[name]
	return e, ok
}

// Default is the max_connections of an instance with so much memory in GiB,
// before RDS takes its own share of the memory: the true number is a little lower.
func (c Connections) Default(memory float64) int {
	bytes := memory * (1 << 30)
	n := 0
	if c.Bytes > 0 {
		n = int(bytes) / c.Bytes
	}
	for _, step := range c.Steps {
		n = max(n, int(math.Log2(bytes/float64(step.Bytes))*float64(step.Each)))
	}
	if c.Max > 0 {
		n = min(n, c.Max)
	}
	return n
}

// Insights reports whether Performance Insights runs on a class.
func (e Engine) Insights(class string) bool { return !slices.Contains(e.NoInsights, class) }

// MaxConnections is how many connections an instance of a class takes: as many as the
// parameter says, or the engine's default. It is not known of a class whose memory
// changes, nor where the parameter is a formula.
func (s Set) MaxConnections(engine, class, parameter string) (int, bool) {
	if parameter != "" {
		n, err := strconv.Atoi(parameter)
		return n, err == nil && n > 0
	}
	e, known := s.RDS.Engine(engine)
	memory, measured := s.Classes.Memory(class)
	return e.Connections.Default(memory), known && measured
}
