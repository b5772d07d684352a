package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"groundplan.internal/internal/facts"
)

// cron is what an expression says, by field: numbers, or nil for any. A mark that stands
// for a day which every month has, as L does, makes a field any.
type cron [][]int

// parseCron reads an expression of these fields; why says what is wrong with it.
func parseCron(fields []facts.CronField, text string) (out cron, why string) {
	words := strings.Fields(text)
	if len(words) != len(fields) {
		return nil, fmt.Sprintf("it has %s, and cron takes %d: %s", count(len(words), "field"), len(fields), list(fieldNames(fields)))
	}
	if strings.Join(words, " ") != text {
		return nil, "between its fields is one blank, and none around them"
	}
	for i, f := range fields {
		numbers, why := parseCronField(f, words[i])
		if why != "" {
			return nil, fmt.Sprintf("the %s is %q, %s", f.Name, words[i], why)
		}
		out = append(out, numbers)
	}
	return out, ""
}

func fieldNames(fields []facts.CronField) (names []string) {
	for _, f := range fields {
		names = append(names, f.Name)
	}
	return names
}

// parseCronField reads what stands between commas.
func parseCronField(f facts.CronField, text string) (numbers []int, why string) {
	for _, mark := range "*,-/?LW#" {
		if strings.ContainsRune(unworded(f, text), mark) && !strings.ContainsRune(f.Marks, mark) {
			return nil, fmt.Sprintf("and %q means nothing there", string(mark))
		}
	}
	any := false
	for _, term := range strings.Split(text, ",") {
		more, anything, why := parseCronTerm(f, term)
		if why != "" {
			return nil, why
		}
		any = any || anything
		numbers = append(numbers, more...)
	}
	if any {
		return nil, ""
	}
	return numbers, ""
}

// unworded is a text without the words of a field, which hold letters that are marks elsewhere.
func unworded(f facts.CronField, text string) string {
	for _, w := range f.Words {
		text = strings.ReplaceAll(strings.ToUpper(text), w, "")
	}
	return text
}

// parseCronTerm reads one of several: *, ?, 5, MON-FRI, 0/15, L, 15W, 6L, MON#1.
func parseCronTerm(f facts.CronField, term string) (numbers []int, any bool, why string) {
	if n, why := cronNumber(f, term); why == "" {
		return []int{n}, false, ""
	}
	switch {
	case term == "*", term == "?", term == "L", term == "LW":
		return nil, true, ""
	case strings.HasSuffix(term, "W"), strings.HasSuffix(term, "L"):
		_, why := cronNumber(f, term[:len(term)-1])
		return nil, true, why
	}
	if day, nth, ok := strings.Cut(term, "#"); ok {
		_, why := cronNumber(f, day)
		if n, err := strconv.Atoi(nth); why == "" && (err != nil || n < 1 || n > 5) {
			why = "and a month has at most five of each"
		}
		return nil, true, why
	}
	of, by, stepped := strings.Cut(term, "/")
	step := 1
	if stepped {
		n, err := strconv.Atoi(by)
		if err != nil || n < 1 || n > f.Max {
			return nil, false, fmt.Sprintf("and a step is a number from 1 to %d", f.Max)
		}
		step = n
	}
	from, to := f.Min, f.Max
	if of != "*" {
		first, last, ranged := strings.Cut(of, "-")
		if from, why = cronNumber(f, first); why != "" {
			return nil, false, why
		}
		if to = from; ranged {
			if to, why = cronNumber(f, last); why != "" {
				return nil, false, why
			}
		} else if stepped {
			to = f.Max
		}
	}
	if to < from { // on from the last to the first, as in FRI-MON
		return nil, true, ""
	}
	for n := from; n <= to; n += step {
		numbers = append(numbers, n)
	}
	return numbers, false, ""
}

// cronNumber is a number of a field, or the word that stands for one.
func cronNumber(f facts.CronField, text string) (n int, why string) {
	if i := slices.Index(f.Words, strings.ToUpper(text)); i >= 0 {
		return f.Min + i, ""
	}
	n, err := strconv.Atoi(text)
	switch {
	case err != nil && len(f.Words) > 0:
		return 0, fmt.Sprintf("and %q is neither a number from %s nor one of %s", text, f.Range(), list(f.Words))
	case err != nil || !f.Range().Has(n):
		return 0, fmt.Sprintf("and %q is no number from %s", text, f.Range())
	}
	return n, ""
}

// leastDay is a day that none of the months has, by which no date can ever be; 0 where
// there is one that can.
func leastDay(days, months, years []int) int {
	if len(days) == 0 || len(months) == 0 {
		return 0
	}
	if len(years) == 0 {
		years = []int{2028} // which leaps
	}
	longest := 0
	for _, y := range years {
		for _, m := range months {
			longest = max(longest, time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day())
		}
	}
	if least := slices.Min(days); least > longest {
		return least
	}
	return 0
}
