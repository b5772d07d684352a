package cost

import (
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/facts"
)

// starts is how many times a schedule comes in a month of so many hours, rounded up. That
// it is bound to certain years, or comes once and may be over, does not count.
func starts(schedule string, hours int, known facts.Scheduler) int {
	kind, inner, _ := strings.Cut(strings.TrimSuffix(schedule, ")"), "(")
	switch kind {
	case "rate":
		number, unit, _ := strings.Cut(inner, " ")
		n, _ := strconv.Atoi(number)
		minutes := map[string]int{"minute": 1, "hour": 60, "day": 24 * 60}[strings.TrimSuffix(unit, "s")]
		return roundUp(hours*60, max(n*minutes, 1))
	case "cron":
		return cronStarts(strings.Fields(inner), hours, known.Cron)
	}
	return 1 // at
}

// cronStarts multiplies the times of a day with the days of a month.
func cronStarts(words []string, hours int, fields []facts.CronField) int {
	const minute, hour, day, month, weekday = 0, 1, 2, 3, 4
	if len(words) != len(fields) {
		panic("cost: the rules accepted the schedule " + strings.Join(words, " "))
	}
	times := len(cronValues(fields[minute], words[minute])) * len(cronValues(fields[hour], words[hour]))
	months := len(cronValues(fields[month], words[month]))
	switch {
	case strings.ContainsAny(words[day], "LW"), strings.ContainsAny(words[weekday], "L#"):
		return roundUp(times*months*(1+strings.Count(words[day]+words[weekday], ",")), 12)
	case words[weekday] != "?" && words[weekday] != "*":
		return roundUp(times*months*hours*len(cronValues(fields[weekday], words[weekday])), 12*24*7)
	case words[day] != "?" && words[day] != "*":
		return roundUp(times*months*len(cronValues(fields[day], words[day])), 12)
	}
	return roundUp(times*months*hours, 12*24)
}

// cronValues are the numbers that a field of cron names.
func cronValues(f facts.CronField, text string) (out []int) {
	number := func(word string) int {
		if i := slices.Index(f.Words, strings.ToUpper(word)); i >= 0 {
			return f.Min + i
		}
		n, _ := strconv.Atoi(word)
		return n
	}
	for _, term := range strings.Split(text, ",") {
		of, by, stepped := strings.Cut(term, "/")
		step, from, to := 1, f.Min, f.Max
		if stepped {
			step = max(number(by), 1)
		}
		if of != "*" && of != "?" {
			first, last, ranged := strings.Cut(of, "-")
			from = number(first)
			switch {
			case ranged:
				to = number(last)
			case !stepped:
				to = from
			}
		}
		size := f.Max - f.Min + 1
		if to < from { // on from the last to the first, as in FRI-MON
			to += size
		}
		for n := from; n <= to; n += step {
			value := f.Min + (n-f.Min)%size
			if !slices.Contains(out, value) {
				out = append(out, value)
			}
		}
	}
	return out
}

func roundUp(n, by int) int { return (n + by - 1) / by }
