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
