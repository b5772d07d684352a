package infra

import (
	"slices"

	"groundplan.internal/internal/model"
)

// endpoints are those that the author names, sorted; "ecr" is two, and "needed" those
// that the services cannot do without where they have no way out.
func (b *builder) endpoints() (out []Endpoint) {
	var wanted []string
	for _, name := range b.in.Network.Endpoints {
		switch name {
		case "ecr":
			wanted = append(wanted, "ecr.api", "ecr.dkr")
		case "needed":
			for _, s := range b.in.Services {
				wanted = append(wanted, b.neededEndpoints(s)...)
			}
		default:
			wanted = append(wanted, name)
		}
	}
	slices.Sort(wanted)
	for _, name := range slices.Compact(wanted) {
		kind, _ := b.facts.Endpoint(name) // unknown ones are interfaces, and reported before
		out = append(out, Endpoint{Name: name, Service: b.facts.EndpointService(b.in.Region, name), Gateway: kind.Gateway()})
	}
	return out
}

// neededEndpoints are the services of AWS that a service calls, or ECS on its behalf.
func (b *builder) neededEndpoints(s model.Service) []string {
	e := b.facts.Endpoints
	needed := slices.Clone(e.Fargate)
	b.eachSecret(s, func(secret model.Secret, _ SecretReader) {
		if secret.Store == "ssm" {
			needed = append(needed, e.Parameters...)
		} else {
			needed = append(needed, e.Secrets...)
		}
		if secret.KMSKey != "" {
			needed = append(needed, e.KMS...)
		}
	})
	b.eachUse(s, func(f family, u use) {
		switch f.name {
		case "databases", "caches":
			needed = append(needed, e.Secrets...)
		case "buckets":
			needed = append(needed, e.Buckets...)
		case "models":
			needed = append(needed, e.Models...)
		case "externals":
			if service := b.in.Externals[u.at].AWS; service != "" {
				if _, ok := b.facts.Endpoint(service); ok {
					needed = append(needed, service)
				}
			}
		}
	})
	if s.Exec {
		needed = append(needed, e.Exec...)
	}
	if s.Tracing {
		needed = append(needed, e.Tracing...)
	}
	if len(s.Publishes) > 0 {
		needed = append(needed, e.Metrics...)
	}
	return needed
}
