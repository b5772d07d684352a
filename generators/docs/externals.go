package docs

import (
	"cmp"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// externalsPage shows what the platform needs from others, and what happens while it
// is away.
func externalsPage(v *view) []artifact.File {
	if len(v.Externals) == 0 {
		return nil
	}
	pg := v.page(sentence("Externals of %s: %s", text(v.Title), text(v.Environment)))
	pg.para("Security groups cannot tell host names apart: a port that is open to one external is open to every address.")
	users := map[string][]md{}
	for _, e := range v.Edges {
		switch {
		case e.Family == "externals" && e.From != infra.Internet:
			users[e.To] = append(users[e.To], v.nodeName(e.From))
		case v.nodes[e.From].kind == kindExternal:
			users[e.From] = append(users[e.From], sentence("whoever comes to %s", v.nodeName(e.To)))
		}
	}
	t := table{head: []md{"External", "Hosts", "Port", "Used by", "From when", "While it is away", "Purpose"}}
	for _, e := range v.Externals {
		t.row(text(cmp.Or(e.Title, e.Name)), join(each(e.Hosts, code)), number(e.Port), or(join(users[e.Name]), "nobody"),
			or(text(e.Phase), "not said"), or(text(e.OnFailure), "not said"), text(e.Purpose))
	}
	pg.table(t)
	return []artifact.File{pg.file("docs/externals.md")}
}
