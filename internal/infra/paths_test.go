package infra

import (
	"math/rand/v2"
	"strings"
	"testing"

	"groundplan.internal/internal/model"
)

func TestInOrder(t *testing.T) {
	paths := []model.Behavior{{Name: "/*.jpg"}, {Name: "/api/*"}, {Name: "/api/v1"}, {Name: "/api/v1/*"}, {Name: "/api/v?/x"}, {Name: "/api/*/x"}, {Name: "/a?"}, {Name: "/a*"}}
	var names []string
	for _, p := range inOrder(paths) {
		names = append(names, p.Name)
	}
	want := "/api/v1/* /api/v1 /api/v?/x /api/*/x /api/* /a? /a* /*.jpg"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("the order is %s, and should be %s", got, want)
	}
}

// TestNoPathIsHidden: a pattern never stands before one that fits less.
func TestNoPathIsHidden(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	// No star beside another wildcard, which is another way to write the same.
	parts, ends := []string{"a", "b", "?a", "??b", "*a", "*b"}, []string{"", "*", "?"}
	pattern := func() string {
		p := "/"
		for range r.IntN(4) {
			p += parts[r.IntN(len(parts))]
		}
		return p + ends[r.IntN(len(ends))]
	}
	hidden := 0
	for range 100_000 {
		x, y := pattern(), pattern()
		if takes(x, y) && !takes(y, x) {
			hidden++
			if before(y, x) >= 0 {
				t.Errorf("%s stands before %s and takes all of it", x, y)
			}
		}
	}
	if hidden < 1000 {
		t.Errorf("only %d pairs in which one could hide the other", hidden)
	}
}

// takes reports whether a pattern fits all that another fits.
func takes(pattern, other string) bool {
	switch {
	case pattern == "":
		return other == ""
	case pattern[0] == '*':
		return takes(pattern[1:], other) || other != "" && takes(pattern, other[1:])
	case other == "" || other[0] == '*':
		return false
	case pattern[0] == '?' || pattern[0] == other[0]:
		return takes(pattern[1:], other[1:])
	}
	return false
}
