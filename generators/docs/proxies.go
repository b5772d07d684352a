package docs

import "groundplan.internal/internal/infra"

// proxyTable shows the proxies before databases, and how services log in to them.
func proxyTable(v *view) table {
	t := table{head: []md{"Database", "Proxy", "Port", "Services log in with", "Endpoint for readers", "Connections of the database", "Idle clients", "Used by"}}
	for _, d := range v.Databases {
		if d.Proxy == nil {
			continue
		}
		t.row(text(d.Name), code(d.Proxy.Name), number(d.Proxy.Port), login(*d.Proxy), or(code(d.Proxy.ReadEndpoint), "none"),
			sentence("up to %s %%", number(d.Proxy.MaxConnections)), sentence("let go after %s", count(d.Proxy.IdleTimeout, "second", "seconds")), or(join(v.through(*d.Proxy)), "nobody"))
	}
	return t
}

// login says what a service shows to a proxy.
func login(p infra.Proxy) md {
	if p.IAM {
		return "a token of their role, over TLS"
	}
	return "the master password, over TLS"
}

// through are the services that go through a proxy.
func (v *view) through(p infra.Proxy) (out []md) {
	for _, e := range v.Edges {
		if e.Via == p.Node {
			out = append(out, text(e.From))
		}
	}
	return out
}
