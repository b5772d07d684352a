package infra

import (
	"cmp"
	"strconv"
	"strings"

	"groundplan.internal/internal/facts"
)

// spelledOut is a time of cron as every system reads it: each field is a star or numbers.
// CircleCI knows neither steps nor, everywhere, ranges, and GitHub no second Sunday.
func spelledOut(of []facts.CronField, cron string) string {
	fields := strings.Fields(cron)
	for i, f := range fields {
		if f == "*" {
			continue
		}
		least, cycle := of[i].Min, cmp.Or(of[i].Cycle, of[i].Max-of[i].Min+1)
		most := least + cycle - 1
		in := map[int]bool{}
		for _, item := range strings.Split(f, ",") {
			span, step, stepped := strings.Cut(item, "/")
			from, to, ranged := strings.Cut(span, "-")
			first, last := number(from, least), number(to, number(from, most))
			if stepped && !ranged {
				last = most
			}
			if last < first { // over the end, as from Saturday to Monday
				last += cycle
			}
			for n := first; n <= last; n += max(1, number(step, 1)) {
				in[least+(n-least)%cycle] = true // 7 is Sunday too
			}
		}
		var numbers []string
		for n := least; n <= most; n++ {
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
