package verify

import (
	"math/big"
	"slices"

	"groundplan.internal/internal/model"
)

// costing are the nodes that cost something by being there, and those of which nobody can
// tell how much.
func (o *output) costing() (priced, unpriced []string) {
	d := o.declared
	priced = slices.Concat(
		names(d.Services, func(x model.Service) string { return x.Name }),
		names(d.Jobs, func(x model.Job) string { return x.Name }),
		names(d.Functions, func(x model.Function) string { return x.Name }),
		names(d.Databases, func(x model.Database) string { return x.Name }),
		names(d.Caches, func(x model.Cache) string { return x.Name }),
		names(d.Volumes, func(x model.Volume) string { return x.Name }),
		names(d.Queues, func(x model.Queue) string { return x.Name }),
		names(d.Buckets, func(x model.Bucket) string { return x.Name }),
		names(d.Balancers, func(x model.Balancer) string { return x.Name }),
		names(d.Gateways, func(x model.Gateway) string { return x.Name }),
		names(d.Frontends, func(x model.Frontend) string { return x.Name }),
		names(d.Distributions, func(x model.Distribution) string { return x.Name }),
		names(d.Firewalls, func(x model.Firewall) string { return x.Name }),
		names(d.UserPools, func(x model.UserPool) string { return x.Name }),
		names(d.Repositories, func(x model.Repository) string { return x.Name }),
		names(d.Pipelines, func(x model.Pipeline) string { return x.Name }),
	)
	unpriced = slices.Concat(
		names(d.Models, func(x model.Model) string { return x.Name }),
		names(d.Guardrails, func(x model.Guardrail) string { return x.Name }),
		names(d.Topics, func(x model.Topic) string { return x.Name }),
	)
	for _, s := range d.Secrets {
		switch {
		case s.Existing:
			unpriced = append(unpriced, s.Name)
		case s.Store == "secretsmanager":
			priced = append(priced, s.Name)
		}
	}
	return priced, unpriced
}

// names are the names of a family.
func names[T any](nodes []T, name func(T) string) (out []string) {
	for _, n := range nodes {
		out = append(out, name(n))
	}
	return out
}

// counted are the hours of what the declaration counts, by component and price.
func (o *output) counted() map[string]sums {
	d, hours := o.declared, int64(o.declared.Costs.HoursPerMonth)
	out := map[string]sums{}
	count := func(at string, n int, stops bool) {
		all := big.NewRat(hours*int64(n), 1)
		out[at] = sums{all, all, all}
		if stops {
			out[at] = sums{all, all, new(big.Rat)}
		}
	}
	for _, s := range d.Services {
		least, most := s.DesiredCount, s.DesiredCount
		if s.Scaling != nil {
			least, most = s.Scaling.Min, s.Scaling.Max
		}
		price := map[string]string{"FARGATE": "fargate-", "FARGATE_SPOT": "fargate-spot-"}[s.Capacity]
		of := map[string]string{"X86_64": "-x86", "ARM64": "-arm"}[s.Architecture]
		for what, size := range map[string]int{"vcpu": s.CPU, "memory": s.Memory} {
			each := big.NewRat(hours*int64(size), 1024)
			out[s.Name+" "+price+what+of] = sums{scaled(each, least), scaled(each, most), new(big.Rat)}
		}
	}
	for _, x := range d.Databases {
		n := 1
		switch {
		case o.aurora(x):
			n = max(x.Instances, 1)
		case x.MultiAZ:
			n = 2
		}
		count(x.Name+" "+o.facts.Prices.ClassPrice(x.Engine, x.Class), n, d.Park != nil && d.Park.Databases)
	}
	for _, x := range d.Caches {
		count(x.Name+" "+o.facts.Prices.ClassPrice(x.Engine, x.Class), 1+x.Replicas, false)
	}
	for _, x := range d.Balancers {
		count(x.Name+" alb", 1, false)
	}
	if n := map[string]int{"single": 1, "perZone": len(o.zones())}[d.Network.NAT]; n > 0 && d.Network.VPC == "own" {
		count("network nat-gateway", n, d.Park != nil && d.Park.NAT && !d.LeavesParked())
	}
	return out
}
