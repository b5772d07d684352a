package check

import (
	"fmt"
	"slices"
	"strconv"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// eachAlarm calls f with every alarm and the facts of its metric.
func (c *checker) eachAlarm(f func(a model.Alarm, metric facts.Watched, at model.Path)) {
	for _, a := range c.Alarms {
		f(a, c.watched(a), model.At("alarms", a.Name))
	}
}

// watched are the facts of an alarm's metric; none of a program's own.
func (c *checker) watched(a model.Alarm) facts.Watched {
	if rows := c.facts.Metrics.Metric(a.Metric); len(rows) > 0 {
		return rows[0]
	}
	return facts.Watched{}
}

// alarmMetrics is alarm-metric.
func (c *checker) alarmMetrics() {
	c.eachAlarm(func(a model.Alarm, _ facts.Watched, at model.Path) {
		switch {
		case a.Metric == "" && a.Custom == nil:
			c.report(at, `metric: "service-cpu-percent"`, "%s says nothing of what it watches: metric for what AWS counts of nodes, custom for what a program counts itself.", a.Name)
		case a.Metric != "" && a.Custom != nil:
			c.report(at.Then("custom"), "", "%s watches %s already. Another alarm can watch %s.", a.Name, a.Metric, a.Custom.Metric)
			c.also(at.Then("metric"), "the other")
		}
	})
}

// alarmBounds is alarm-bound.
func (c *checker) alarmBounds() {
	c.eachAlarm(func(a model.Alarm, metric facts.Watched, at model.Path) {
		said := 0
		for _, is := range []bool{a.Above != nil, a.Below != nil, a.Anomaly} {
			if is {
				said++
			}
		}
		switch {
		case said == 0:
			bound := "above: 5, or anomaly: true"
			if metric.Bad == "low" {
				bound = "below: 5"
			}
			c.report(at, bound, "%s says nothing of when it goes off: above a number, below one, or above what is usual.", a.Name)
		case said > 1:
			c.report(at, "", "%s has more than one of above, below and anomaly. Two alarms can watch the same metric.", a.Name)
		}
	})
}

// alarmPercents is alarm-percent.
func (c *checker) alarmPercents() {
	c.eachAlarm(func(a model.Alarm, metric facts.Watched, at model.Path) {
		for _, bound := range []struct {
			field string
			n     *int
		}{{"above", a.Above}, {"below", a.Below}} {
			if metric.Unit == "percent" && bound.n != nil && *bound.n > 100 {
				c.report(at.Then(bound.field), "", "%s is counted in percent, and %d is more than all.", a.Metric, *bound.n)
			}
		}
	})
}

// alarmDirections is alarm-direction.
func (c *checker) alarmDirections() {
	c.eachAlarm(func(a model.Alarm, metric facts.Watched, at model.Path) {
		good := map[string]string{"low": "more is better", "high": "less is better"}[metric.Bad]
		switch {
		case metric.Bad == "low" && a.Above != nil:
			c.report(at.Then("above"), fmt.Sprintf("below: %d", *a.Above), "%s goes off above %d, and of %s, %s: it is red while all is well, and silent when it is not.", a.Name, *a.Above, a.Metric, good)
		case metric.Bad == "high" && a.Below != nil:
			c.report(at.Then("below"), fmt.Sprintf("above: %d", *a.Below), "%s goes off below %d, and of %s, %s: it is red while all is well, and silent when it is not.", a.Name, *a.Below, a.Metric, good)
		}
	})
}

// alarmWindows is alarm-window.
func (c *checker) alarmWindows() {
	limits := c.facts.Metrics.Alarm
	c.eachAlarm(func(a model.Alarm, _ facts.Watched, at model.Path) {
		least := limits.PeriodStep
		for _, row := range c.facts.Metrics.Metric(a.Metric) {
			if c.rowApplies(row) {
				least = max(least, row.Window)
			}
		}
		whole := (a.Window + limits.PeriodStep - 1) / limits.PeriodStep * limits.PeriodStep
		most := limits.MaxSpan(a.Window)
		switch {
		case a.Window != whole:
			c.report(at.Then("window"), fmt.Sprintf("window: %d", whole), "CloudWatch takes windows of whole minutes, and %d seconds are none.", a.Window)
		case a.Window < least:
			c.report(at.Then("window"), fmt.Sprintf("window: %d", least), "AWS counts %s every %d seconds: a window of %d would mostly be empty.", a.Metric, least, a.Window)
		case a.Window*a.Periods > most:
			c.report(at.Then("periods"), "periods: "+strconv.Itoa(most/a.Window), "%d windows of %d seconds are %d seconds; CloudWatch looks back %d at most.", a.Periods, a.Window, a.Window*a.Periods, most)
		}
	})
}

// rowApplies reports whether the platform has what a row of a metric is for: with
// databases, instances and clusters are counted differently.
func (c *checker) rowApplies(row facts.Watched) bool {
	if row.Kind != "instance" && row.Kind != "cluster" && row.Kind != "volume" {
		return true
	}
	for _, d := range c.Databases {
		if engine, _ := c.facts.RDS.Engine(d.Engine); engine.Aurora == (row.Kind != "instance") {
			return true
		}
	}
	return false
}

// idleAlarms is alarm-idle.
func (c *checker) idleAlarms() {
	c.eachAlarm(func(a model.Alarm, metric facts.Watched, at model.Path) {
		if len(a.On) > 0 || a.Metric == "" {
			return // those that are not there are reported where references are
		}
		for _, family := range metric.Families {
			for _, name := range c.names {
				if c.family[name] == family {
					return
				}
			}
		}
		c.report(at.Then("metric"), "", "No node of %s has %s: %s watches nothing.", c.Environment.Name, a.Metric, a.Name)
	})
}

// unheardAlarms is alarm-unheard.
func (c *checker) unheardAlarms() {
	c.eachAlarm(func(a model.Alarm, _ facts.Watched, at model.Path) {
		if len(a.Notify)+len(c.Notify) == 0 {
			hint := ""
			if len(c.Topics) > 0 {
				hint = fmt.Sprintf("notify: [%q]", c.Topics[0].Name)
			}
			c.report(at, hint, "%s speaks to no topic: it turns red in the console, and nobody is told.", a.Name)
		}
	})
}

// alarmActions is alarm-actions.
func (c *checker) alarmActions() {
	most := c.facts.Metrics.Alarm.Actions
	if len(c.Notify) > most {
		c.report(model.At("notify"), "", "An alarm speaks to %d topics at most, and here are %d.", most, len(c.Notify))
	}
	c.eachAlarm(func(a model.Alarm, _ facts.Watched, at model.Path) {
		if len(a.Notify) > most {
			c.report(at.Then("notify"), "", "An alarm speaks to %d topics at most, and here are %d.", most, len(a.Notify))
		}
	})
}

// uncountedConnections is alarm-connections-unknown.
func (c *checker) uncountedConnections() {
	c.eachAlarm(func(a model.Alarm, _ facts.Watched, at model.Path) {
		if a.Metric != "database-connections-percent" {
			return
		}
		for _, d := range c.Databases {
			parameter, _ := d.Parameters.Get("max_connections")
			if _, known := c.facts.MaxConnections(d.Engine, d.Class, parameter); known || len(a.On) > 0 && !slices.Contains(a.On, d.Name) || !c.knownClass(d) {
				continue
			}
			c.report(at.Then("metric"), "databases: "+model.Label(d.Name)+`: parameters: max_connections: "1000"`,
				"Nothing tells how many connections %s takes: the memory of %s changes, or max_connections is a formula.", d.Name, d.Class)
		}
	})
}

// knownClass reports whether RDS has a database's class at all.
func (c *checker) knownClass(d model.Database) bool {
	_, known := c.facts.Classes.Memory(d.Class)
	return known
}
