package infra

import (
	"fmt"
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// The places of rules that an author gives none: a rule that asks for more comes before
// those that ask for less, at a place that nothing but its own host and path decides, so
// that no other rule moves it. They fill what ELB has, up to 50000.
const (
	counted  = 24   // characters of a path: all that are longer share the first step
	hostStep = 1500 // places of rules with a host and a path of one length
	hostSpan = 8500 // places of rules with a host alone
	pathStep = 187  // places of rules with a path of one length alone
	rare     = 10   // one place in so many is for paths without a star, and one for hosts with one
)

// chosenPlace is the place of a rule, by what it asks for.
func chosenPlace(r ListenerRule) int {
	place := model.FirstChosenPriority
	open, wide := strings.ContainsAny(r.Path, "*?"), strings.HasPrefix(r.Host, "*")
	step := counted - 1 - min(literals(r.Path), counted-1)
	switch anyPath := strings.TrimPrefix(r.Path, "/*") == ""; {
	case r.Host != "" && !anyPath:
		return place + step*hostStep + within(r, hostStep, open, wide)
	case r.Host != "":
		return place + counted*hostStep + within(r, hostSpan, true, wide)
	}
	return place + counted*hostStep + hostSpan + step*pathStep + within(r, pathStep, open, false)
}

// literals counts the characters of a path that stand for themselves.
func literals(path string) int {
	return len(path) - strings.Count(path, "*") - strings.Count(path, "?")
}

// within is a place among so many. Those of rules that ask for one path alone come first,
// those of rules that ask for many hosts last.
func within(r ListenerRule, places int, open, wide bool) int {
	few := places / rare
	first, last := few, places-few
	switch {
	case wide:
		first, last = last, places
	case !open:
		first, last = 0, first
	}
	sum, _ := strconv.ParseUint(hash(r.Host + " " + r.Path)[:12], 16, 64)
	return first + int(sum%uint64(last-first))
}

// prioritize gives a place to the rules that have none.
func (b *builder) prioritize(rules []ListenerRule) {
	taken := map[int]ListenerRule{}
	for _, r := range rules {
		if r.Priority != 0 {
			taken[r.Priority] = r
		}
	}
	for i, r := range rules {
		if r.Priority != 0 {
			continue
		}
		place := chosenPlace(r)
		if other, clash := taken[place]; clash {
			free := place
			for used := true; used; _, used = taken[free] {
				free++
			}
			b.needsPriority(r, "%s and %s would both have the priority %d, which is made of host and path.", r.Declared, other.Declared, place)
			b.diags[len(b.diags)-1].Hint = fmt.Sprintf("priority: %d", free)
		}
		taken[place] = r
		rules[i].Priority = place
	}
}

// neverAsked reports rules that others take everything from. What an author has placed
// both times is reported before anything is decided.
func (b *builder) neverAsked(rules []ListenerRule) {
	for i, r := range rules {
		for _, first := range rules[:i] {
			if first.hides(r) {
				b.needsPriority(r, "%s would get the priority %d, and %s, with %d, takes all that it asks for.", r.Declared, r.Priority, first.Declared, first.Priority)
				break
			}
		}
	}
}

func (b *builder) needsPriority(r ListenerRule, detail string, args ...any) {
	b.errorf("route-priority-chosen", r.Declared, "a rule needs a priority", detail, args...)
}

// hides reports whether a rule takes all that another asks for.
func (r ListenerRule) hides(other ListenerRule) bool {
	domain, wide := strings.CutPrefix(r.Host, "*")
	host := r.Host == "" || r.Host == other.Host || wide && strings.HasSuffix(other.Host, domain)
	prefix, open := strings.CutSuffix(r.Path, "*")
	return host && (r.Path == "" || r.Path == other.Path || open && strings.HasPrefix(other.Path, prefix))
}
