package check

import (
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

const (
	day  = 24 * 60
	week = 7 * day
)

// window is a span of minutes that comes again: every day or every week.
type window struct{ from, length int }

// dailyWindow reads "03:00-04:00". The schema has seen to its form.
func dailyWindow(text string) window {
	from, to, _ := strings.Cut(text, "-")
	return window{clock(from), (clock(to) - clock(from) + day) % day}
}

// weeklyWindow reads "sun:04:30-sun:05:30".
func weeklyWindow(text string) window {
	from, to, _ := strings.Cut(text, "-")
	start := weekday(from[:3])*day + clock(from[4:])
	end := weekday(to[:3])*day + clock(to[4:])
	return window{start, (end - start + week) % week}
}

func clock(text string) int {
	h, _ := strconv.Atoi(text[:2])
	m, _ := strconv.Atoi(text[3:5])
	return h*60 + m
}

func weekday(name string) int { return strings.Index("monteuwedthufrisatsun", name) / 3 }

// shortWindows is db-window-length.
func (c *checker) shortWindows() {
	least := c.facts.RDS.WindowMinutes
	short := func(at model.Path, d model.Database, text string, w window) {
		if w.length < least {
			c.report(at, "", "The window %s of %s has %d minutes; RDS wants %d at least.", text, d.Name, w.length, least)
		}
	}
	for _, d := range c.Databases {
		at := model.At("databases", d.Name)
		if d.BackupWindow != "" {
			short(at.Then("backupWindow"), d, d.BackupWindow, dailyWindow(d.BackupWindow))
		}
		if d.MaintenanceWindow != "" {
			short(at.Then("maintenanceWindow"), d, d.MaintenanceWindow, weeklyWindow(d.MaintenanceWindow))
		}
	}
}

// waitingUpgrades is db-upgrade-waits.
func (c *checker) waitingUpgrades() {
	for _, d := range c.Databases {
		if d.MajorUpgrade && !d.ApplyImmediately && len(d.Parameters) > 0 {
			at := model.At("databases", d.Name)
			c.report(at.Then("majorUpgrade"), "applyImmediately: true", "%s may get another major version, in its maintenance window. Its parameter group of the older version is in use until then, and the apply fails at deleting it.", d.Name)
			c.also(at.Then("parameters"), "the parameters")
		}
	}
}

// shared is how many minutes a daily and a weekly window have in common. The daily one is
// laid over the weekly one once for each day that this one touches.
func shared(daily, weekly window) (minutes int) {
	end := weekly.from + weekly.length
	for start := daily.from - day; start < end; start += day {
		minutes += max(0, min(start+daily.length, end)-max(start, weekly.from))
	}
	return minutes
}

// windowOverlaps is db-windows-overlap.
func (c *checker) windowOverlaps() {
	for _, d := range c.Databases {
		c.overlap(model.At("databases", d.Name), d.MaintenanceWindow, "backup", d.BackupWindow)
	}
}

// overlap reports a weekly maintenance window that shares time with a daily one.
func (c *checker) overlap(node model.Path, weekly, what, daily string) {
	if daily == "" || weekly == "" {
		return
	}
	if both := shared(dailyWindow(daily), weeklyWindow(weekly)); both > 0 {
		c.report(node.Then("maintenanceWindow"), "", "The maintenance window %s of %s shares %s with its daily %s window %s.", weekly, node[1], count(both, "minute"), what, daily)
		c.also(node.Then(what+"Window"), "the "+what+" window")
	}
}
