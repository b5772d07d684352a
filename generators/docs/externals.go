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
	users := v.externalUsers()
	t := table{head: []md{"External", "Hosts", "Port", "Used by", "From when", "While it is away", "Purpose"}}
	apart := table{head: []md{"External", "Hosts", "From when", "While it is away", "Purpose"}}
	for _, e := range v.Externals {
		phase, away := or(text(e.Phase), "not said"), or(text(e.OnFailure), "not said")
		if e.Port == 0 && len(users[e.Name]) == 0 {
			apart.row(text(cmp.Or(e.Title, e.Name)), or(join(each(e.Hosts, code)), "not said"), phase, away, text(e.Purpose))
			continue
		}
		t.row(text(cmp.Or(e.Title, e.Name)), or(join(each(e.Hosts, code)), "not said"), or(port(e.Port), "none"), or(join(users[e.Name]), "nobody"), phase, away, text(e.Purpose))
	}
	if len(t.rows) > 0 {
		pg.para("Security groups cannot tell host names apart: a port that is open to one external is open to every address.")
		pg.table(t)
	}
	if len(apart.rows) > 0 {
		pg.section("Without a connection")
		pg.para("No service connects to these at runtime, and no traffic is let out to them.")
		pg.table(apart)
	}
	return []artifact.File{pg.file("docs/externals.md")}
}

// externalUsers are who uses an external and for what, and whom it brings, by external.
func (v *view) externalUsers() map[string][]md {
	users := map[string][]md{}
	for _, e := range v.Edges {
		switch {
		case e.Family == "externals" && e.From != infra.Internet:
			user := v.nodeName(e.From)
			if e.Purpose != "" {
				user = sentence("%s (%s)", user, text(e.Purpose))
			}
			users[e.To] = append(users[e.To], user)
		case v.nodes[e.From].kind == kindExternal:
			users[e.From] = append(users[e.From], sentence("whoever comes to %s", v.nodeName(e.To)))
		}
	}
	return users
}
