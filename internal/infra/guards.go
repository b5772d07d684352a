package infra

import "groundplan.internal/internal/model"

// GuardHeader is the header by which a guarded balancer knows the platform's own distributions
// and frontends.
const GuardHeader = "X-Origin-Verify"

// Guard is the value of that header, drawn once.
type Guard struct {
	Label     string // Terraform label
	Parameter string // name of the parameter that keeps it
}

// guardOf is what a balancer asks of every request; nil: nothing.
func (b *builder) guardOf(in model.Balancer) *Guard {
	if !in.Guarded {
		return nil
	}
	at := model.At("balancers", in.Name, "guarded")
	return &Guard{Label: labelOf(in.Name), Parameter: b.names.derived("ssm-parameter", at, in.Name, "guard")}
}
