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
			for _, s := range b.in.Tasks() {
				wanted = append(wanted, b.neededEndpoints(s)...)
			}
			for _, f := range b.in.Functions {
				if b.in.Connected(f) {
					wanted = append(wanted, b.calledEndpoints(functionUser(f), b.functionSecrets(f))...)
				}
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
	var secrets []model.Secret
	b.eachSecret(s, func(secret model.Secret, _ SecretReader) { secrets = append(secrets, secret) })
	needed := append(slices.Clone(e.Fargate), b.calledEndpoints(serviceUser(s), secrets)...)
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

// calledEndpoints are the services of AWS that secrets and uses lead to.
func (b *builder) calledEndpoints(by user, secrets []model.Secret) (needed []string) {
	e := b.facts.Endpoints
	for _, secret := range secrets {
		if secret.Store == "ssm" {
			needed = append(needed, e.Parameters...)
		} else {
			needed = append(needed, e.Secrets...)
		}
		if secret.KMSKey != "" {
			needed = append(needed, e.KMS...)
		}
	}
	b.eachUse(by, func(f family, u use) {
		switch {
		case f.name == "models" && b.modelRegion(b.in.Models[u.at]) != b.in.Region: // no endpoint leads there
		case f.name == "externals":
			if service := b.in.Externals[u.at].AWS; b.hasEndpoint(service) {
				needed = append(needed, service)
			}
		default:
			needed = append(needed, e.Uses[f.name]...)
		}
	})
	return needed
}

func (b *builder) hasEndpoint(service string) bool {
	_, ok := b.facts.Endpoint(service)
	return ok
}
