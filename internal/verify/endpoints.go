package verify

import (
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// endpointNames are the endpoints that there must be, each by its own name.
func (o *output) endpointNames() (names []string) {
	if o.declared.Network.VPC != "own" {
		return nil
	}
	for _, declared := range o.declared.Network.Endpoints {
		switch declared {
		case "ecr":
			names = append(names, "ecr.api", "ecr.dkr")
		case "needed":
			for _, s := range o.declared.Tasks() {
				names = append(names, o.calls(s)...)
			}
			for _, f := range o.declared.Functions {
				if o.inVPC(f) {
					names = append(names, o.callsFor(f.Secrets, f.Uses)...)
				}
			}
		default:
			names = append(names, declared)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// calls are the services of AWS that a task cannot do without, by their endpoints: to
// start, and for what it uses.
func (o *output) calls(s model.Service) (names []string) {
	e := o.facts.Endpoints
	names = append(names, e.Fargate...)
	variables := slices.Clone(s.Secrets)
	for _, c := range s.Sidecars {
		variables = append(variables, c.Secrets...)
	}
	names = append(names, o.callsFor(variables, s.Uses)...)
	if s.Exec {
		names = append(names, e.Exec...)
	}
	if s.Tracing {
		names = append(names, e.Tracing...)
	}
	if len(s.Publishes) > 0 {
		names = append(names, e.Metrics...)
	}
	return names
}

// callsFor are the services of AWS that secrets and uses lead to.
func (o *output) callsFor(variables model.Pairs, uses []model.Use) (names []string) {
	e := o.facts.Endpoints
	for _, v := range variables {
		name, _, _ := strings.Cut(v.Value, ":")
		secret := o.secrets[name]
		names = append(names, map[string][]string{"ssm": e.Parameters, "secretsmanager": e.Secrets}[secret.Store]...)
		if secret.KMSKey != "" {
			names = append(names, e.KMS...)
		}
	}
	for _, u := range uses {
		for _, n := range o.declared.Nodes() {
			if n.Name == u.Name && !o.calledElsewhere(n.Name) {
				names = append(names, e.Uses[n.Family]...)
			}
		}
		for _, x := range o.declared.Externals {
			if _, ok := o.facts.Endpoint(x.AWS); x.Name == u.Name && ok {
				names = append(names, x.AWS)
			}
		}
	}
	return names
}

// calledElsewhere reports whether a node is a model of another region, where no endpoint leads.
func (o *output) calledElsewhere(node string) bool {
	m, _ := o.calledModel(node)
	return m.Region != "" && m.Region != o.declared.Region
}
