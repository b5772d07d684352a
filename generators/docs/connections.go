package docs

import (
	"groundplan.internal/internal/budget"
)

// connectionTables show what services may hold to databases, and of how many.
func connectionTables(pg *page, budgets []budget.Budget) {
	terms := table{head: []md{"Database", "Service", "Tasks", "While a deployment replaces them", "Processes of a task", "Connections of each", "Total"}}
	sums := table{head: []md{"Database", "Takes", "For administrators", "Services may hold", "Of those for services", "Not known"}}
	functions := false
	for _, b := range budgets {
		if len(b.Terms) == 0 {
			continue
		}
		for _, t := range b.Terms {
			functions = functions || t.Function
			through := text(b.Database)
			if t.Proxied {
				through = sentence("the proxy of %s", through)
			}
			terms.row(through, text(t.Service), number(t.Tasks), number(t.Running), number(t.Workers), number(t.Connections), number(t.Sum()))
		}
		held := number(b.Held())
		if b.Proxy != nil {
			held = sentence("%s, %s of them by its proxy", held, number(b.Proxy.Held))
		}
		takes, share := md("not known"), md("not known")
		if b.Usable() > 0 {
			takes, share = number(b.Max), percent(b.Held()*100/b.Usable())
		}
		sums.row(text(b.Database), takes, number(b.Reserved), held, share, or(join(each(b.Unknown, text)), "nothing"))
	}
	if len(terms.rows) == 0 {
		return
	}
	pg.subsection("Connections")
	pg.para("The most connections that services hold to a database at once: the most tasks, with those that a deployment starts beside them, times the processes of a task, times the connections of a process. Tasks that are stopping may hold theirs a little longer.")
	if functions {
		pg.para("A function counts as many tasks as it may have calls at once, with a connection of each.")
	}
	pg.table(terms)
	pg.para("How many a database takes is calculated from all the memory of its class, of which RDS keeps some for itself: it takes somewhat fewer, unless max_connections is declared. Services that do not say what they hold are not in the sums.")
	pg.table(sums)
}
