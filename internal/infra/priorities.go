package infra

import (
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

// window is where the places of rules of one kind are: from first up to, not including, end.
type window struct{ first, end int }

// chosenPlace is the place of a rule, by what it asks for.
func chosenPlace(r ListenerRule) int {
	w := windowOf(r)
	sum, _ := strconv.ParseUint(hash(r.Host + " " + r.Path)[:12], 16, 64)
	return w.first + int(sum%uint64(w.end-w.first))
}

// windowOf is where a rule may have its place, by what it asks for.
func windowOf(r ListenerRule) window {
	place := model.FirstChosenPriority
	open, wide := strings.ContainsAny(r.Path, "*?"), strings.HasPrefix(r.Host, "*")
	step := counted - 1 - min(literals(r.Path), counted-1)
	switch anyPath := strings.TrimPrefix(r.Path, "/*") == ""; {
	case r.Host != "" && !anyPath:
		return within(place+step*hostStep, hostStep, open, wide)
	case r.Host != "":
		return within(place+counted*hostStep, hostSpan, true, wide)
	}
	return within(place+counted*hostStep+hostSpan+step*pathStep, pathStep, open, false)
}

// literals counts the characters of a path that stand for themselves.
func literals(path string) int {
	return len(path) - strings.Count(path, "*") - strings.Count(path, "?")
}

// within is a part of so many places. Rules that ask for one path alone have the first of
// them, those that ask for many hosts the last.
func within(place, places int, open, wide bool) window {
	few := places / rare
	switch {
	case wide:
		return window{place + places - few, place + places}
	case !open:
		return window{place, place + few}
	}
	return window{place + few, place + places - few}
}

// asked is what a rule is known by from one compilation to the next.
func (r ListenerRule) asked() string { return strings.TrimSpace(r.Host + " " + r.Path) }

// prioritize gives a place to the rules of a balancer that have none. One that had a place
// before keeps it. One whose own is taken gets the next that is free in its window, so that
// none that is there already moves.
func (b *builder) prioritize(balancer string, rules []ListenerRule) {
	key, taken := b.names.known(balancer), map[int]bool{}
	for _, r := range rules {
		taken[r.Priority] = true
	}
	place := func(i, at int) {
		if rules[i].Priority == 0 && !taken[at] {
			taken[at], rules[i].Priority = true, at
		}
	}
	for i, r := range rules {
		if at, known := b.in.Past.Place(key, r.asked()); known && windowOf(r).has(at) {
			place(i, at)
		}
	}
	for _, at := range b.in.Past.Places[key] {
		taken[at] = true // of a rule that goes, too: Terraform may make the new one first
	}
	for i, r := range rules {
		place(i, chosenPlace(r))
	}
	for i, r := range rules {
		w := windowOf(r)
		for at, tried := chosenPlace(r), w.first; rules[i].Priority == 0 && tried < w.end; tried++ {
			place(i, at)
			at = w.after(at)
		}
		if rules[i].Priority == 0 {
			b.needsPriority(r, "%s asks for as much as %d others of %s, and all places for such rules are taken.", r.Declared, w.end-w.first, balancer)
		}
	}
}

func (w window) has(place int) bool { return w.first <= place && place < w.end }

// after is the next place; the first comes after the last.
func (w window) after(place int) int {
	if place+1 < w.end {
		return place + 1
	}
	return w.first
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

// Places are the priorities of the rules of balancers, by the name that AWS knows the balancer
// by and by what they ask for.
func (p Platform) Places() map[string]map[string]int {
	out := map[string]map[string]int{}
	for _, b := range p.Balancers {
		places := map[string]int{}
		for _, r := range b.Rules {
			places[r.asked()] = r.Priority
		}
		if len(places) > 0 {
			out[p.Known(b.Name)] = places
		}
	}
	return out
}

// hides reports whether a rule takes all that another asks for.
func (r ListenerRule) hides(other ListenerRule) bool {
	domain, wide := strings.CutPrefix(r.Host, "*")
	host := r.Host == "" || r.Host == other.Host || wide && strings.HasSuffix(other.Host, domain)
	prefix, open := strings.CutSuffix(r.Path, "*")
	return host && (r.Path == "" || r.Path == other.Path || open && strings.HasPrefix(other.Path, prefix))
}
