package verify

import (
	"slices"
	"strconv"
	"strings"
)

// cronRanges are the numbers of cron's fields, in order.
var cronRanges = [5][2]int{{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 6}}

// sameMoments reports whether two times of cron, each with its zone behind it where it has
// one, are the same, however they are written.
func sameMoments(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	if len(x) < len(cronRanges) || len(x) != len(y) {
		return false
	}
	for i, r := range cronRanges {
		for n := r[0]; n <= r[1]; n++ {
			if isMoment(x[i], n, r) != isMoment(y[i], n, r) {
				return false
			}
		}
	}
	return slices.Equal(x[len(cronRanges):], y[len(cronRanges):])
}

// isMoment reports whether a number fits one of the items of a field.
func isMoment(field string, n int, of [2]int) bool {
	return slices.ContainsFunc(strings.Split(field, ","), func(item string) bool {
		span, by, _ := strings.Cut(item, "/")
		from, to, ranged := strings.Cut(span, "-")
		first, last := of[0], of[1]
		if span != "*" {
			first, _ = strconv.Atoi(from)
		}
		if ranged {
			last, _ = strconv.Atoi(to)
		} else if span != "*" && by == "" {
			last = first
		}
		step, _ := strconv.Atoi(by)
		fits := func(n int) bool { return first <= n && n <= last && (n-first)%max(step, 1) == 0 }
		length := of[1] - of[0] + 1
		if last < first { // over the end
			last += length
		}
		return fits(n) || fits(n+length)
	})
}
