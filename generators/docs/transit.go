package docs

import (
	"slices"

	"groundplan.internal/internal/infra"
)

// inTransitTable asks of every connection what makes it private.
func (v *view) inTransitTable() table {
	t := table{head: []md{"From", "To", "TLS"}}
	said := map[[3]md]bool{}
	for _, e := range v.Edges {
		row := [3]md{v.nodeName(e.From), v.nodeName(e.To), v.inTransit(e)}
		if row[2] != "" && !said[row] {
			said[row] = true
			t.row(row[:]...)
		}
	}
	return t
}

// upToPrograms is said where nothing that is declared decides it.
const upToPrograms = "up to the programs"

func (v *view) inTransit(e infra.Edge) md {
	if v.nodes[e.From].kind == kindPipeline || e.From == infra.Internet && e.Family == "externals" {
		return "" // what deploys, and what is not ours
	}
	switch e.Family {
	case "balancers":
		i := slices.IndexFunc(v.Balancers, func(b infra.Balancer) bool { return b.Name == e.To })
		return sentence("always, by the policy %s", code(v.Balancers[i].TLSPolicy))
	case "frontends", "distributions":
		i := slices.IndexFunc(v.Distributions, func(d infra.Distribution) bool { return d.Name == e.To })
		if d := v.Distributions[i]; d.Certificate != "" {
			return sentence("always, %s or later", code(d.MinimumTLS))
		}
		return "always"
	case "gateways", "userPools", "models", "identityProviders", "functions":
		return "always"
	case "caches":
		return "always: the cache takes nothing else"
	case "buckets":
		return "always: the bucket refuses anything else"
	case "queues":
		return "always: the queue refuses anything else"
	case "topics":
		return "always: the topic refuses anything else"
	case "volumes":
		i := slices.IndexFunc(v.Volumes, func(x infra.Volume) bool { return x.Name == e.To })
		if !v.Volumes[i].Policy {
			return "always by these tasks; the file system has no policy, and takes anything"
		}
		return "always: the file system refuses anything else"
	case "databases":
		return v.databaseTLS(e)
	case "externals":
		if e.Access == "call" {
			return "always"
		}
		return upToPrograms
	case "services":
		return v.serviceTLS(e)
	}
	return ""
}

func (v *view) databaseTLS(e infra.Edge) md {
	i := slices.IndexFunc(v.Databases, func(d infra.Database) bool { return d.Name == e.To })
	d := v.Databases[i]
	if e.Via != "" {
		if d.Proxy != nil && d.Proxy.IAM {
			return "always: the proxy takes nothing else"
		}
		return upToPrograms
	}
	for _, p := range d.Parameters {
		if p.Name == "rds.force_ssl" && p.Value == "1" || p.Name == "require_secure_transport" && (p.Value == "1" || p.Value == "ON") {
			return "always: the database takes nothing else"
		}
	}
	return "offered: used where the program, or the engine's default, asks for it"
}

func (v *view) serviceTLS(e infra.Edge) md {
	s, _ := v.service(e.To)
	for _, g := range s.TargetGroups {
		if g.Balancer != e.From || g.Port != e.Port {
			continue
		}
		if g.Protocol == "HTTPS" {
			return "always; a balancer does not look at the certificate"
		}
		return "none, within the VPC"
	}
	return upToPrograms
}
