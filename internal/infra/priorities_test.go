package infra

import (
	"fmt"
	"testing"

	"groundplan.internal/internal/model"
)

// TestChosenPlace: what asks for more is asked first, and all places are ELB's.
func TestChosenPlace(t *testing.T) {
	ordered := []ListenerRule{
		{Host: "shop.example.com", Path: "/api/v1/orders/*"},
		{Host: "shop.example.com", Path: "/api/v1/*"},
		{Host: "shop.example.com", Path: "/api/v1*"},
		{Host: "shop.example.com", Path: "/api"},
		{Host: "shop.example.com", Path: "/api*"},
		{Host: "*.example.com", Path: "/api*"},
		{Host: "shop.example.com", Path: "/*a"},
		{Host: "shop.example.com", Path: "/*"},
		{Host: "*.example.com"},
		{Path: "/health"},
		{Path: "/health*"},
		{Path: "/*"},
	}
	for i, r := range ordered {
		place := chosenPlace(r)
		if place < model.FirstChosenPriority || place > 50000 {
			t.Errorf("%s%s has the place %d", r.Host, r.Path, place)
		}
		if i > 0 && place <= chosenPlace(ordered[i-1]) {
			t.Errorf("%s%s at %d is not after %s%s at %d", r.Host, r.Path, place, ordered[i-1].Host, ordered[i-1].Path, chosenPlace(ordered[i-1]))
		}
	}
}

// TestChosenPlacesDiffer: services that differ by host or by a word of the path seldom meet.
func TestChosenPlacesDiffer(t *testing.T) {
	met := 0
	for _, platform := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"} {
		seen := map[int]bool{}
		for n := range 10 {
			place := chosenPlace(ListenerRule{Host: fmt.Sprintf("s%d.%s.example.com", n, platform), Path: "/api/*"})
			if seen[place] {
				met++
			}
			seen[place] = true
		}
	}
	if met > 2 {
		t.Errorf("%d of ten platforms need a priority", met)
	}
}

// alike are hosts whose rules would all have one place.
func alike(t *testing.T, n int) (hosts []string) {
	t.Helper()
	byPlace := map[int][]string{}
	for i := 0; ; i++ {
		host := fmt.Sprintf("s%d.example.com", i)
		place := chosenPlace(ListenerRule{Host: host})
		if byPlace[place] = append(byPlace[place], host); len(byPlace[place]) == n {
			return byPlace[place]
		}
	}
}

// prioritized are the places of rules for hosts, by host.
func prioritized(past model.Past, hosts ...string) map[string]int {
	b := &builder{names: &names{}, in: model.Platform{Past: past}}
	var rules []ListenerRule
	for _, h := range hosts {
		rules = append(rules, ListenerRule{Host: h})
	}
	b.prioritize("main", rules)
	out := map[string]int{}
	for _, r := range rules {
		out[r.Host] = r.Priority
	}
	return out
}

func remembered(places map[string]int) model.Past {
	return model.Past{Places: map[string]map[string]int{"main": places}}
}

// TestNewcomerMakesRoom: of rules that would have one place, the first has it, and whoever
// comes later takes the next, in whichever order they are declared.
func TestNewcomerMakesRoom(t *testing.T) {
	hosts := alike(t, 3)
	own := chosenPlace(ListenerRule{Host: hosts[0]})
	first := prioritized(model.Past{}, hosts[2])
	second := prioritized(remembered(first), hosts[0], hosts[2])
	third := prioritized(remembered(second), hosts[0], hosts[1], hosts[2])
	if third[hosts[2]] != own || third[hosts[0]] != own+1 || third[hosts[1]] != own+2 {
		t.Errorf("the places are %v, of %v and from %d", third, hosts, own)
	}
	left := prioritized(remembered(third), hosts[0], hosts[1])
	if left[hosts[0]] != own+1 || left[hosts[1]] != own+2 {
		t.Errorf("once one is gone, the others move to %v", left)
	}
}

// TestPlacesWithoutPast: without a past, every rule has a place of its own, in its window,
// and those that have theirs alone keep it.
func TestPlacesWithoutPast(t *testing.T) {
	hosts := append(alike(t, 3), "alone.example.com")
	places, used := prioritized(model.Past{}, hosts...), map[int]bool{}
	for _, h := range hosts {
		if used[places[h]] || !windowOf(ListenerRule{Host: h}).has(places[h]) {
			t.Errorf("%s has the place %d of %v", h, places[h], places)
		}
		used[places[h]] = true
	}
	if places["alone.example.com"] != chosenPlace(ListenerRule{Host: "alone.example.com"}) {
		t.Errorf("a rule that nobody is in the way of has another place: %v", places)
	}
}

// TestRememberedPlace: a place is kept, unless it is out of order for what the rule asks.
func TestRememberedPlace(t *testing.T) {
	r := ListenerRule{Host: "shop.example.com"}
	w := windowOf(r)
	for _, c := range []struct{ remembered, want int }{
		{w.first, w.first}, {w.end - 1, w.end - 1}, {w.end, chosenPlace(r)}, {1, chosenPlace(r)}, {-5, chosenPlace(r)},
	} {
		if got := prioritized(remembered(map[string]int{r.Host: c.remembered}), r.Host)[r.Host]; got != c.want {
			t.Errorf("%d is remembered, and the place is %d instead of %d", c.remembered, got, c.want)
		}
	}
}

// TestWindowRunsFull: where no place is left, the author has to give one.
func TestWindowRunsFull(t *testing.T) {
	b := &builder{names: &names{}}
	var rules []ListenerRule
	for i := range pathStep - 2*(pathStep/rare) + 1 {
		rules = append(rules, ListenerRule{Path: fmt.Sprintf("/%03d*", i)})
	}
	b.prioritize("main", rules)
	if len(b.diags) != 1 || b.diags[0].Code != "route-priority-chosen" {
		t.Errorf("found %v", b.diags)
	}
}
