package docs

import (
	"slices"

	"groundplan.internal/internal/infra"
)

// upgradeSection tells when a changed database takes the change, and how it gets another
// major version.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.MajorVersion.Process.html
func (v *view) upgradeSection(pg *page) {
	if len(v.Databases) == 0 {
		return
	}
	pg.section("Change or upgrade a database")
	t := table{head: []md{"Database", "Maintenance window (UTC)", "Another class or version", "Another major version"}}
	for _, d := range v.Databases {
		when, major := md("waits for the window"), md("AWS refuses it")
		if d.ApplyImmediately {
			when = "comes at once"
		}
		if d.MajorUpgrade {
			major = "is let through"
		}
		t.row(text(d.Name), or(code(d.MaintenanceWindow), "chosen by AWS"), when, major)
	}
	pg.table(t)
	pg.para("Every plan shows what waits until the window has come. With %s it is done at once, and the database is unavailable meanwhile.", code("applyImmediately: true"))
	pg.subsection("Another major version")
	pg.steps(v.majorUpgrade())
}

func (v *view) majorUpgrade() []md {
	steps := []md{
		sentence("Try it on a copy: %s, and upgrade what is restored.", link("restore the database", "#restore-a-database")),
		sentence("Set the new %s, %s and %s. The plan must change the database in place, and not replace it.", code("version"), code("majorUpgrade: true"), code("applyImmediately: true")),
		"Apply while nobody needs the database. There is no way back but a restore into the older version.",
	}
	postgres := func(d infra.Database) bool { return d.Extensible }
	if slices.ContainsFunc(v.Databases, postgres) {
		steps = append(steps, sentence("In PostgreSQL, run %s, since statistics are not carried over, and %s for each extension.", code("ANALYZE"), code("ALTER EXTENSION name UPDATE")))
	}
	return append(steps, sentence("Take %s and %s away, and apply.", code("majorUpgrade"), code("applyImmediately")))
}
