package verify

import "groundplan.internal/internal/model"

// guardHeader is what a guarded balancer asks of every request.
const guardHeader = "X-Origin-Verify"

// guardOf is the header of a balancer with its value; empty where it asks for none.
func (o *output) guardOf(balancer string) string {
	for _, b := range o.declared.Balancers {
		if b.Name == balancer && b.Guarded {
			return guardHeader + " aws_ssm_parameter." + label(b.Name) + ".value"
		}
	}
	return ""
}

// guardTokens keep the values of these headers, as caches' passwords are kept.
func (o *output) guardTokens() map[string]arguments {
	return per(o.declared.Balancers, func(b model.Balancer) string { return b.Name }, func(b model.Balancer) arguments {
		if !b.Guarded {
			return nil
		}
		return keptToken()
	})
}
