package docs

import (
	"strings"

	"groundplan.internal/internal/infra"
)

// databaseLogTable shows where RDS writes what it exports.
func databaseLogTable(p infra.Platform) table {
	t := table{head: []md{"Database", "Log", "Log group", "Kept"}}
	for _, d := range p.Databases {
		for _, g := range p.LogGroups {
			if log, ok := strings.CutPrefix(g.Name, d.LogPrefix()); ok {
				t.row(text(d.Name), text(log), code(g.Name), count(g.RetentionDays, "day", "days"))
			}
		}
	}
	return t
}
