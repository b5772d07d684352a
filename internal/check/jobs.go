package check

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"groundplan.internal/internal/model"
)

// rate is how often something comes: rate(15 minutes).
var rate = regexp.MustCompile(`^[1-9][0-9]{0,8} ([a-z]+)$`)

// The fields of a cron expression in which a date is.
const cronDay, cronMonth, cronWeekday, cronYear = 2, 3, 4, 5

// jobSchedules is job-schedule.
func (c *checker) jobSchedules() {
	for _, j := range c.Jobs {
		if why, better := c.scheduleFault(j.Schedule); why != "" {
			hint := ""
			if better != "" {
				hint = fmt.Sprintf("schedule: %q", better)
			}
			c.report(model.At("jobs", j.Name, "schedule"), hint, "The schedule of %s is %q: %s.", j.Name, j.Schedule, why)
		}
	}
}

// scheduleFault says what is wrong with a schedule, and which would be right where that is known.
func (c *checker) scheduleFault(schedule string) (why, better string) {
	kind, inner, _ := strings.Cut(strings.TrimSuffix(schedule, ")"), "(")
	switch kind {
	case "rate":
		m := rate.FindStringSubmatch(inner)
		var units []string
		for _, one := range []string{"minute", "hour", "day"} {
			units = append(units, one, c.facts.Scheduler.Units[one])
		}
		if m == nil || !slices.Contains(units, m[1]) {
			return "a rate is a number from 1 on and minutes, hours or days, as in rate(15 minutes)", ""
		}
	case "at":
		if _, err := time.Parse("2006-01-02T15:04:05", inner); err != nil {
			return "that is no day and time of the calendar, as in at(2027-03-01T09:00:00)", ""
		}
	default:
		return c.cronFault(inner)
	}
	return "", ""
}

func (c *checker) cronFault(inner string) (why, better string) {
	words := strings.Fields(inner)
	if len(words) == cronYear { // as everywhere else
		sixth := inner + " *"
		if why, better = c.cronFault(sixth); why == "" {
			better = "cron(" + sixth + ")"
		}
		return "it has 5 fields, and Scheduler takes a year as the sixth", better
	}
	if _, why := parseCron(c.facts.Scheduler.Cron, inner); why != "" {
		return why, ""
	}
	day, weekday := words[cronDay] == "?", words[cronWeekday] == "?"
	switch {
	case day && weekday:
		return "both the day of the month and the day of the week are ?, and one of them must say which day", ""
	case !day && !weekday:
		for _, i := range []int{cronWeekday, cronDay} {
			if words[i] == "*" {
				words[i] = "?"
				better = "cron(" + strings.Join(words, " ") + ")"
				break
			}
		}
		return "both the day of the month and the day of the week are said, and one of them must be ?", better
	}
	return "", ""
}

// neverJobs is job-schedule-never: a date that no calendar has, or that was over on the day
// of the facts.
func (c *checker) neverJobs() {
	today := c.facts.Scheduler.Checked
	over := func(j model.Job, when string) {
		c.report(model.At("jobs", j.Name, "schedule"), "", "%s starts %s, which was over on %s: it would never run.", j.Name, when, today)
	}
	for _, j := range c.Jobs {
		if moment, ok := strings.CutPrefix(j.Schedule, "at("); ok && moment < today {
			over(j, "at "+strings.TrimSuffix(moment, ")"))
		}
		inner, isCron := strings.CutPrefix(strings.TrimSuffix(j.Schedule, ")"), "cron(")
		if !isCron {
			continue
		}
		if why, _ := c.cronFault(inner); why != "" {
			continue // reported
		}
		said, _ := parseCron(c.facts.Scheduler.Cron, inner)
		if years := said[cronYear]; len(years) > 0 && strconv.Itoa(slices.Max(years)) < today[:4] {
			over(j, "in "+strconv.Itoa(slices.Max(years)))
			continue
		}
		if day := leastDay(said[cronDay], said[cronMonth], said[cronYear]); day > 0 {
			c.report(model.At("jobs", j.Name, "schedule"), "", "%s starts on day %d of a month, and none of the months that its schedule names has that many: it would never run.", j.Name, day)
		}
	}
}

// unknownZones is timezone-unknown.
func (c *checker) unknownZones() {
	check := func(zone, by string, at model.Path) {
		if zone != "" && !slices.Contains(c.facts.Scheduler.Timezones, zone) {
			hint := meant(zone, c.facts.Scheduler.Timezones)
			for _, z := range c.facts.Scheduler.Timezones {
				if !strings.ContainsAny(zone, "+-") && strings.HasSuffix(strings.ToLower(z), "/"+strings.ToLower(zone)) {
					hint = fmt.Sprintf("timezone: %q", z)
					break
				}
			}
			c.report(at, hint, "%s goes by the time of %q, which the IANA database does not know.", by, zone)
		}
	}
	for _, j := range c.Jobs {
		check(j.Timezone, j.Name, model.At("jobs", j.Name, "timezone"))
	}
	if c.Park != nil && c.Park.Schedule != nil {
		check(c.Park.Schedule.Timezone, "The parking", model.At("park", "schedule", "timezone"))
	}
}

// parkTimes is park-schedule.
func (c *checker) parkTimes() {
	if c.Park == nil || c.Park.Schedule == nil {
		return
	}
	for _, moment := range []struct{ field, text string }{{"park", c.Park.Schedule.Park}, {"unpark", c.Park.Schedule.Unpark}} {
		at := model.At("park", "schedule", moment.field)
		said, why := parseCron(c.facts.Scheduler.Crontab, moment.text)
		if why != "" {
			c.report(at, "", "The time is %q: %s.", moment.text, why)
			continue
		}
		if day := leastDay(said[cronDay], said[cronMonth], nil); day > 0 && len(said[cronWeekday]) == 0 {
			c.report(at, "", "The time is %q, and no month that it names has a day %d: it never comes.", moment.text, day)
		}
	}
	if c.Park.Schedule.Park == c.Park.Schedule.Unpark {
		c.report(model.At("park", "schedule", "unpark"), "", "It is parked and unparked at the same minute.")
	}
}
