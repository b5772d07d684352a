package infra

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// Alarm is one alarm of CloudWatch: what an author's alarm is for one node, or for one
// part of it.
type Alarm struct {
	Declared   string   // the author's alarm
	Node       string   // that it watches; empty: a metric that a program publishes
	Publishers []string // nodes that write the numbers; none: AWS counts them
	Part       string   // of the node: writer, or empty
	Label      string
	Name       string // in AWS
	Stack      Stack
	Region     string // empty: the platform's

	Title       string // of what is watched: CPU in use
	Todo        string // when it goes off
	Unit        string // percent, milliseconds or count
	Purpose     string
	Description string

	Series     []Series
	Expression Value  // over the ids of the series; nil: the one series itself
	Note       string // what a reader of the expression should know, or empty
	Bound      string // above, below or anomaly
	Threshold  int
	Band       int // of an anomaly, in standard deviations
	Period     int // seconds
	Periods    int
	Missing    string // in CloudWatch's words
	Topics     []string
	Parks      bool // silent while the platform is parked
}

// Series is a metric of CloudWatch.
type Series struct {
	ID, Namespace, Metric, Stat string
	Dimensions                  []Dimension
}

// Dimension tells a thing's numbers from those of others.
type Dimension struct {
	Name  string
	Value Value
}

// failedTasks is the one metric that AWS does not count by itself.
const failedTasks = "service-failed-tasks"

// alarms makes an alarm of CloudWatch for each thing that one of the author's watches.
func (b *builder) alarms() {
	for _, a := range b.in.Alarms {
		if a.Custom != nil {
			b.out.Alarms = append(b.out.Alarms, b.customAlarm(a))
		}
		for _, row := range b.facts.Metrics.Metric(a.Metric) {
			for _, t := range b.targets(a, row) {
				if a.Metric == failedTasks {
					b.stoppedTasks()
				}
				b.out.Alarms = append(b.out.Alarms, b.alarm(a, row, t))
			}
		}
	}
	for i, a := range b.out.Alarms {
		b.out.Alarms[i].Parks = b.parks(a)
	}
}

func (b *builder) alarm(a model.Alarm, row facts.Watched, t target) Alarm {
	at := model.At("alarms", a.Name)
	words := append([]string{a.Name}, t.part...)
	known := words
	if t.node != "" {
		words, known = slices.Insert(words, 1, t.node), slices.Insert(slices.Clone(words), 1, b.names.known(t.node))
	}
	out := Alarm{
		Declared: a.Name, Node: t.node, Part: strings.Join(t.part, " "),
		Label: b.names.label("cloudwatch-alarm", at.Then(words[1:]...), words...),
		Name:  b.names.derived("cloudwatch-alarm", at.Then(words[1:]...), known...),
		Stack: b.stack(partMonitoring, ""), Title: row.Title, Todo: row.Todo, Unit: row.Unit, Purpose: a.Purpose,
		Period: a.Window, Periods: a.Periods, Missing: row.Missing,
	}
	if row.Region != b.in.Region {
		out.Region = row.Region
	}
	out.Bound, out.Threshold = bound(a)
	if out.Bound == "anomaly" {
		out.Band = b.facts.Metrics.Alarm.Band
	}
	out.Description = described(out, b.facts.Metrics.Alarm.Description)
	for _, s := range row.Series {
		out.Series = append(out.Series, t.series(s))
	}
	if row.Expression != "" {
		out.Expression = t.filled(row.Expression)
		out.Note, _ = t.filled(row.Note).Literal()
	}
	for _, topic := range hearers(a, b.in.Notify) {
		out.Topics = append(out.Topics, topicLabel(topic, out.Region))
	}
	return out
}

// bound is on which side of which threshold an alarm goes off.
func bound(a model.Alarm) (side string, threshold int) {
	switch {
	case a.Above != nil:
		return "above", *a.Above
	case a.Below != nil:
		return "below", *a.Below
	}
	return "anomaly", 0
}

// hearers are the topics of an alarm: its own, or the platform's.
func hearers(a model.Alarm, all []string) []string {
	if len(a.Notify) > 0 {
		return a.Notify
	}
	return all
}

// series is a metric of one target.
func (t target) series(s facts.Series) Series {
	out := Series{ID: s.ID, Namespace: s.Namespace, Metric: s.Metric, Stat: s.Stat}
	if text, ok := t.filled(s.Namespace).Literal(); ok {
		out.Namespace = text
	}
	for _, d := range s.Dimensions {
		value := Text(d.Is)
		if d.Of != "" {
			value = t.value(d.Of)
		}
		out.Dimensions = append(out.Dimensions, Dimension{d.Name, value})
	}
	return out
}

// filled is a text with what the target has in place of "{…}".
func (t target) filled(text string) (out Value) {
	for text != "" {
		before, rest, open := strings.Cut(text, "{")
		if before != "" {
			out = append(out, Part{Text: before})
		}
		if !open {
			break
		}
		name, after, _ := strings.Cut(rest, "}")
		out = append(out, t.value(name)...)
		text = after
	}
	return joined(out)
}

// joined is a value with neighbouring texts in one part.
func joined(v Value) (out Value) {
	for _, p := range v {
		if n := len(out); n > 0 && out[n-1].Attribute == "" && p.Attribute == "" {
			out[n-1].Text += p.Text
			continue
		}
		out = append(out, p)
	}
	return out
}

func (t target) value(name string) Value {
	v, ok := t.values[name]
	if !ok {
		panic("infra: " + t.node + " has no " + name)
	}
	return v
}

// Watches says in words what an alarm is about: "web: CPU in use".
func (a Alarm) Watches() string {
	if a.Node == "" {
		return a.Title
	}
	return strings.TrimSpace(a.Node+" "+a.Part) + ": " + a.Title
}

// Condition says in words when an alarm goes off: "above 85 percent over 5 minutes".
func (a Alarm) Condition() string {
	limit := "above what is usual at this time"
	if a.Bound != "anomaly" {
		limit = strings.TrimSuffix(fmt.Sprintf("%s %d %s", a.Bound, a.Threshold, strings.TrimPrefix(a.Unit, "count")), " ")
	}
	if a.Missing == "breaching" {
		limit += ", or no data,"
	}
	if a.Periods == 1 {
		return limit + " over " + duration(a.Period)
	}
	return fmt.Sprintf("%s for %s, %d periods in a row", limit, duration(a.Periods*a.Period), a.Periods)
}

// duration is a number of seconds in words.
func duration(seconds int) string {
	for _, unit := range []struct {
		seconds   int
		one, many string
	}{{3600, "hour", "hours"}, {60, "minute", "minutes"}} {
		if n := seconds / unit.seconds; seconds%unit.seconds == 0 {
			if n == 1 {
				return "1 " + unit.one
			}
			return fmt.Sprintf("%d %s", n, unit.many)
		}
	}
	return fmt.Sprintf("%d seconds", seconds)
}

// described is what the mail says, in at most so many characters.
func described(a Alarm, limit int) string {
	text := []rune(a.Watches() + " " + a.Condition() + ". " + cmp.Or(a.Purpose, a.Todo))
	return string(text[:min(len(text), limit)])
}
