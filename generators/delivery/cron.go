package delivery

import (
	"strconv"
	"strings"
)

// spelledOut is a time of cron as every system reads it: each field is a star or numbers.
// CircleCI knows neither steps nor, everywhere, ranges, and GitHub no second Sunday.
func spelledOut(cron string) string {
	least := []int{0, 0, 1, 1, 0}
	most := []int{59, 23, 31, 12, 6}
	fields := strings.Fields(cron)
	for i, f := range fields {
		if f == "*" {
			continue
		}
		in := map[int]bool{}
		for _, item := range strings.Split(f, ",") {
			span, step, stepped := strings.Cut(item, "/")
			from, to, ranged := strings.Cut(span, "-")
			first, last := number(from, least[i]), number(to, number(from, most[i]))
			if stepped && !ranged {
				last = most[i]
			}
			if last < first { // over the end, as from Saturday to Monday
				last += most[i] - least[i] + 1
			}
			for n := first; n <= last; n += max(1, number(step, 1)) {
				in[least[i]+(n-least[i])%(most[i]-least[i]+1)] = true // 7 is Sunday too
			}
		}
		var numbers []string
		for n := least[i]; n <= most[i]; n++ {
			if in[n] {
				numbers = append(numbers, strconv.Itoa(n))
			}
		}
		fields[i] = strings.Join(numbers, ",")
	}
	return strings.Join(fields, " ")
}

// number is a number of cron, or what is meant by a star or by nothing.
func number(s string, otherwise int) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return otherwise
}
