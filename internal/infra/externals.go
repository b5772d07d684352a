package infra

import (
	"cmp"
	"strconv"
	"strings"
)

func (b *builder) externals() {
	for _, e := range b.in.Externals {
		out := External{
			Name: e.Name, Title: cmp.Or(e.Title, b.facts.Services.Services[e.AWS].Title), Purpose: e.Purpose, Phase: e.Phase, OnFailure: e.OnFailure,
			Hosts: e.Hosts,
		}
		if e.Runtime {
			out.Port = e.Port
		}
		b.out.Externals = append(b.out.Externals, out)
	}
}

func (b *builder) externalEdge(u use) Edge {
	if e := b.in.Externals[u.at]; e.AWS != "" {
		return Edge{Access: "call", Label: strings.Join(e.Actions, ", ")}
	}
	port := b.in.Externals[u.at].Port
	return Edge{Port: port, Label: b.protocol(port) + " " + strconv.Itoa(port)}
}

// protocol is what usually speaks on a port of the world.
func (b *builder) protocol(port int) string {
	switch port {
	case 80:
		return "HTTP"
	case 443:
		return "HTTPS"
	}
	for _, p := range b.facts.SensitivePorts(port, port) {
		return p.Name
	}
	return "TCP"
}

// useExternal opens the port to the whole internet, since a security group cannot
// tell one host from another. A service that may go anywhere is out already.
func (b *builder) useExternal(u use) grant {
	e := b.in.Externals[u.at]
	if e.AWS != "" {
		return grant{task: b.useAWS(u, e)} // over HTTPS, which every task may speak
	}
	if b.freeToGo(u.user) {
		return grant{}
	}
	what := b.protocol(e.Port) + " to any host"
	if len(e.Hosts) > 0 {
		what += ", for " + e.Hosts[0]
	}
	return grant{traffic: b.towards(u, internet(), e.Port, what)}
}

// freeToGo reports whether a service or a job may connect anywhere.
func (b *builder) freeToGo(user string) bool {
	n := b.nodes[user]
	switch b.rows[n.family].name {
	case "services":
		return b.in.Services[n.at].Egress == "all"
	case "jobs":
		return b.in.Jobs[n.at].Egress == "all"
	}
	return false
}
