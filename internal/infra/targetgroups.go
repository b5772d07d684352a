package infra

import (
	"cmp"
	"slices"
	"strconv"

	"groundplan.internal/internal/model"
)

// balanced is where requests reach a service: through a balancer, on a port.
type balanced struct {
	label    string // of the target group
	balancer string
	port     int
}

// balancedBy are the target groups of a service, one for each balancer and port that
// its routes name. What all of them share is not in their labels.
func balancedBy(s model.Service) (out []balanced) {
	for _, r := range s.Routes {
		one := balanced{balancer: r.Balancer, port: cmp.Or(r.Port, s.Port)}
		if r.Balancer != "" && !slices.Contains(out, one) {
			out = append(out, one)
		}
	}
	slices.SortFunc(out, func(x, y balanced) int {
		return cmp.Or(cmp.Compare(x.balancer, y.balancer), cmp.Compare(x.port, y.port))
	})
	balancers, ports := map[string]bool{}, map[int]bool{}
	for _, x := range out {
		balancers[x.balancer], ports[x.port] = true, true
	}
	for i, x := range out {
		words := []string{s.Name}
		if len(balancers) > 1 {
			words = append(words, x.balancer)
		}
		if len(ports) > 1 {
			words = append(words, strconv.Itoa(x.port))
		}
		out[i].label = labelOf(words...)
	}
	return out
}
