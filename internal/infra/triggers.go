package infra

import (
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// Trigger runs a function for objects of a bucket.
type Trigger struct {
	Bucket         string   // the node
	Events         []string // in S3's words
	Prefix, Suffix string   // of keys; empty: any
	Label          string   // what a diagram's arrow says: created *.ork
	Path           model.Path
}

// Caller is a bucket that may run a function. Its permission stands with the function.
type Caller struct {
	Bucket     string // the node
	Label      string // of the bucket
	Permission string // label
	Call       Visit
}

// Notification is all that a bucket tells functions: S3 keeps one list for each bucket. It
// stands in a stack that does not depend on whom the bucket tells, so that no change of
// that moves it: it would be made by one stack, and then undone by the other.
type Notification struct {
	Bucket   string // the node
	Label    string // of the bucket
	Stack    Stack
	Triggers []Notified
}

// Notified is a trigger of the function with a label.
type Notified struct {
	Function string
	Trigger
}

func (b *builder) trigger(t model.Trigger, path model.Path) Trigger {
	out := Trigger{Bucket: t.Bucket, Prefix: t.Prefix, Suffix: t.Suffix, Label: triggerLabel(t), Path: path}
	for _, e := range t.Events {
		out.Events = append(out.Events, b.facts.Lambda.Events[e])
	}
	return out
}

// triggerLabel says for what a trigger runs: "created in/*.ork".
func triggerLabel(t model.Trigger) string {
	label := strings.Join(t.Events, ", ")
	if t.Prefix+t.Suffix != "" {
		label += " " + t.Prefix + "*" + t.Suffix
	}
	return label
}

// callers are the buckets that run a function, each once, with its permission.
func (b *builder) callers(f model.Function) (out []Caller) {
	for i, t := range f.Triggers {
		if slices.ContainsFunc(out, func(c Caller) bool { return c.Bucket == t.Bucket }) {
			continue
		}
		at := model.At("functions", f.Name, "triggers", strconv.Itoa(i))
		out = append(out, Caller{t.Bucket, labelOf(t.Bucket), b.names.label("lambda-permission", at, f.Name, t.Bucket), b.visit("function-trigger")})
	}
	return out
}

// notify has a bucket tell a function.
func (b *builder) notify(f Function, t Trigger) {
	i := slices.IndexFunc(b.out.Notifications, func(n Notification) bool { return n.Bucket == t.Bucket })
	if i < 0 {
		i = len(b.out.Notifications)
		b.out.Notifications = append(b.out.Notifications, Notification{Bucket: t.Bucket, Label: labelOf(t.Bucket), Stack: b.stack(partNotifications, "")})
	}
	b.out.Notifications[i].Triggers = append(b.out.Notifications[i].Triggers, Notified{f.Label, t})
}
