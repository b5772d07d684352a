package facts

import (
	"slices"
	"strings"
)

// Metrics is what alarms watch, and what CloudWatch takes of an alarm.
type Metrics struct {
	Table
	Alarm            AlarmLimits
	Namespaces       Namespaces
	DashboardColumns int // of a dashboard's grid
	VolumeBytes      int // the most that a volume of Aurora holds
	Stops            Stops
	Watched          []Watched
}

// AlarmLimits are the bounds of an alarm. Times are seconds.
type AlarmLimits struct {
	Description    int // characters
	Actions        int // topics that hear of one state
	LongPeriod     int // from which on all periods together may take LongSpan
	Span           int // that all periods together may take
	LongSpan       int
	PeriodStep     int // that a period is a multiple of
	AnomalyMetrics int // that an alarm for an anomaly costs by
	FastBelow      int // a period that costs as one of high resolution
	Band           int // width of an anomaly's band, in standard deviations
}

// Namespaces are those of CloudWatch that are AWS's own, and the key by which a policy
// tells others apart.
type Namespaces struct {
	Condition string
	Reserved  string // beginning of those that nobody else writes to
	Others    []string
}

// OfAWS reports whether AWS itself writes to a namespace.
func (n Namespaces) OfAWS(namespace string) bool {
	return strings.HasPrefix(namespace, n.Reserved) || slices.Contains(n.Others, namespace)
}

// Stops tell a task that failed from one that was meant to stop: by the code that ECS
// gives, or by the beginning of its reason.
type Stops struct{ Codes, Reasons []string }

// Watched is one metric of the language for one kind of node.
type Watched struct {
	Metric      string   // balancer-5xx-percent
	Families    []string // of the nodes that have it
	Kind        string   // of node or part, where a family has several; or empty
	Unit        string   // percent, milliseconds or count
	Bad         string   // high or low; empty: either
	Title, Todo string   // for people
	Region      string   // where it is counted; empty: where it happens
	Series      []Series
	Expression  string // over the ids of the series; empty: the one series itself
	Note        string // what a reader of the expression should know, or empty
	Missing     string // what values that are missing mean, in CloudWatch's words
	Window      int    // seconds from one value to the next
}

// Series is a metric of CloudWatch.
type Series struct {
	ID, Namespace, Metric, Stat string
	Dimensions                  []Dimension
}

// Dimension is a name and either the attribute of a resource or a fixed text.
type Dimension struct{ Name, Of, Is string }

// Metric are the rows of a metric, which all have the same unit and families.
func (m Metrics) Metric(word string) (rows []Watched) {
	for _, w := range m.Watched {
		if w.Metric == word {
			rows = append(rows, w)
		}
	}
	return rows
}

// MaxSpan is how many seconds all periods of an alarm may take together.
func (a AlarmLimits) MaxSpan(period int) int {
	if period < a.LongPeriod {
		return a.Span
	}
	return a.LongSpan
}
