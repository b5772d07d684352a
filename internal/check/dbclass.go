package check

import (
	"fmt"
	"strings"

	"groundplan.internal/internal/model"
)

// unknownClasses is db-class-unknown: no such family, or no such size of it.
func (c *checker) unknownClasses() {
	for _, d := range c.Databases {
		if _, known := c.facts.Classes.Memory(d.Class); known || d.Class == c.facts.Classes.Serverless {
			continue
		}
		c.report(model.At("databases", d.Name, "class"), meant(d.Class, c.facts.Classes.For(d.Engine)), "RDS has no instance class %s, which %s asks for.", d.Class, d.Name)
	}
}

// foreignClasses is db-class-engine: a class that the engine or its version does
// not run on.
func (c *checker) foreignClasses() {
	for _, d := range c.Databases {
		at := model.At("databases", d.Name, "class")
		if d.Class == c.facts.Classes.Serverless {
			c.report(at, c.classInstead(d), "Aurora Serverless v2, which %s asks for with %s, cannot be declared yet: it wants capacity units in place of a class. An instance has a class with a size.", d.Name, d.Class)
			continue
		}
		if _, known := c.facts.Classes.Memory(d.Class); !known {
			continue
		}
		if !c.facts.Classes.Offered(d.Engine, d.Class) {
			c.report(at, c.classInstead(d), "%s does not run on %s, which %s asks for.", c.title(d), d.Class, d.Name)
			continue
		}
		if limit, ok := c.facts.RDS.Excluded(d.Engine, d.Version, d.Class); ok {
			why := "from " + limit.From + " on, no class of that family is offered"
			if limit.Since != "" {
				why = "the classes of that family are offered from " + limit.Since + " on"
			}
			c.report(at, c.classInstead(d), "%s %s does not run on %s: %s.", c.title(d), d.Version, d.Class, why)
			c.also(model.At("databases", d.Name, "version"), "the version")
		}
	}
}

// classInstead is the smallest class that a database's engine and version run on: of the
// family that is asked for, if it has one, or else of the newest.
func (c *checker) classInstead(d model.Database) string {
	family := func(class string) string { return class[:strings.LastIndex(class, ".")] }
	best := ""
	for _, class := range c.facts.Classes.For(d.Engine) {
		if _, excluded := c.facts.RDS.Excluded(d.Engine, d.Version, class); excluded {
			continue
		}
		if family(class) == family(d.Class) {
			return fmt.Sprintf("class: %q", class) // the first of a family is its smallest
		}
		least, _ := c.facts.Classes.Memory(best)
		if memory, _ := c.facts.Classes.Memory(class); best == "" || memory <= least {
			best = class
		}
	}
	return fmt.Sprintf("class: %q", best)
}

// insights is db-insights-class.
func (c *checker) insights() {
	for _, d := range c.Databases {
		e, _ := c.facts.RDS.Engine(d.Engine)
		if d.PerformanceInsights && !e.Insights(d.Class) {
			c.report(model.At("databases", d.Name, "performanceInsights"), "", "Performance Insights does not run with %s on %s, which %s has, nor on %s.", e.Title, d.Class, d.Name, list(without(e.NoInsights, d.Class)))
			c.also(model.At("databases", d.Name, "class"), "the class")
		}
	}
}

// logExports is db-log-unknown.
func (c *checker) logExports() {
	for _, d := range c.Databases {
		e, _ := c.facts.RDS.Engine(d.Engine)
		known := " " + strings.Join(e.Logs, " ") + " "
		for i, log := range d.Logs {
			if !strings.Contains(known, " "+log+" ") {
				c.report(model.At("databases", d.Name, "logs", fmt.Sprint(i)), meant(log, e.Logs), "%s has no log %q to export; it has %s.", e.Title, log, list(e.Logs))
			}
		}
	}
}

func without(words []string, word string) (out []string) {
	for _, w := range words {
		if w != word {
			out = append(out, w)
		}
	}
	return out
}
