package load

import (
	"regexp"
	"strconv"
	"strings"
)

// weekdays as cron names them, from the one that it counts as 0.
var weekdays = [...]string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"}

var weekday = regexp.MustCompile(`[0-7]`)

// cronTexts are other ways to write the five fields of cron: with numbers alone, and as
// Scheduler has them, which counts weekdays from another one, wants a ? and has years.
func cronTexts(got string) (out []string) {
	words := strings.Fields(strings.ToUpper(got))
	if len(words) != 5 {
		return nil
	}
	const day, of = 2, 4
	numbered := words[of]
	for i, name := range weekdays {
		numbered = strings.ReplaceAll(numbered, name, strconv.Itoa(i))
	}
	out = append(out, strings.Join(append(words[:of:of], numbered), " "))
	switch {
	case words[of] == "*":
		words[of] = "?"
	case words[day] == "*" && !strings.ContainsAny(words[of], "/#"):
		words[day] = "?"
		words[of] = weekday.ReplaceAllStringFunc(words[of], func(n string) string {
			i, _ := strconv.Atoi(n)
			return weekdays[i%len(weekdays)]
		})
	default:
		return out
	}
	return append(out, "cron("+strings.Join(words, " ")+" *)")
}
