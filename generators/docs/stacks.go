package docs

import "groundplan.internal/internal/infra"

// standing is what stands in a stack: by name where there are one or two of a kind,
// otherwise by number.
func standing(p infra.Platform, s infra.Stack) md {
	here := func(in infra.Stack, what md) md {
		if in != s {
			return ""
		}
		return what
	}
	var out []md
	switch s {
	case infra.StackNetwork:
		if !p.Network.Default {
			out = append(out, "VPC, subnets", some(len(p.Network.Endpoints), "endpoint", "endpoints"))
		}
		out = append(out, "security groups")
	case infra.StackSecrets:
		out = append(out, "places for secret values")
	}
	out = append(out,
		things("database", "databases", s, p.Databases, func(d infra.Database) (infra.Stack, string) { return d.Stack, d.Name }),
		things("cache", "caches", s, p.Caches, func(c infra.Cache) (infra.Stack, string) { return c.Stack, c.Name }),
		things("volume", "volumes", s, p.Volumes, func(x infra.Volume) (infra.Stack, string) { return x.Stack, x.Name }),
		things("bucket", "buckets", s, p.Buckets, func(b infra.Bucket) (infra.Stack, string) { return b.Stack, b.Name }),
		things("queue", "queues", s, p.Queues, func(q infra.Queue) (infra.Stack, string) { return q.Stack, q.Name }),
		numbered("certificate", "certificates", s, p.Certificates, func(c infra.Certificate) infra.Stack { return c.Stack }),
		things("firewall", "firewalls", s, p.Firewalls, func(f infra.Firewall) (infra.Stack, string) { return f.Stack, f.Name }),
		things("balancer", "balancers", s, p.Balancers, func(b infra.Balancer) (infra.Stack, string) { return b.Stack, b.Name }),
	)
	if p.VPCLink != nil {
		out = append(out, here(p.VPCLink.Stack, "VPC link"))
	}
	out = append(out,
		numbered("DNS name", "DNS names", s, p.Aliases, func(a infra.Alias) infra.Stack { return a.Stack }),
		things("user pool", "user pools", s, p.UserPools, func(u infra.UserPool) (infra.Stack, string) { return u.Stack, u.Name }),
	)
	if p.Cluster != nil {
		out = append(out, here(p.Cluster.Stack, "the cluster"))
	}
	out = append(out,
		numbered("repository", "repositories", s, p.Repositories, func(r infra.Repository) infra.Stack { return r.Stack }),
		things("guardrail", "guardrails", s, p.Guardrails, func(g infra.Guardrail) (infra.Stack, string) { return g.Stack, g.Name }),
	)
	if p.Discovery != nil {
		out = append(out, here(p.Discovery.Stack, sentence("namespace %s", text(p.Discovery.Namespace))))
	}
	out = append(out,
		things("service", "services", s, p.Services, func(x infra.Service) (infra.Stack, string) { return x.Stack, x.Name }),
		things("job", "jobs", s, p.Jobs, func(j infra.Job) (infra.Stack, string) { return j.Stack, j.Name }),
		things("function", "functions", s, p.Functions, func(f infra.Function) (infra.Stack, string) { return f.Stack, f.Name }),
		things("notification of the bucket", "notifications of the buckets", s, p.Notifications, func(n infra.Notification) (infra.Stack, string) { return n.Stack, n.Bucket }),
		things("gateway", "gateways", s, p.Gateways, func(g infra.Gateway) (infra.Stack, string) { return g.Stack, g.Name }),
		things("distribution", "distributions", s, p.Distributions, func(d infra.Distribution) (infra.Stack, string) { return d.Stack, d.Name }),
	)
	if p.Delivery != nil {
		out = append(out, here(p.Delivery.Stack, "the connection to GitHub, the bucket and key of pipelines"))
	}
	out = append(out,
		things("pipeline", "pipelines", s, p.Pipelines, func(x infra.Pipeline) (infra.Stack, string) { return x.Stack, x.Name }),
		things("topic", "topics", s, p.Topics, func(t infra.Topic) (infra.Stack, string) { return t.Stack, t.Name }),
		numbered("alarm", "alarms", s, p.Alarms, func(a infra.Alarm) infra.Stack { return a.Stack }),
		numbered("dashboard", "dashboards", s, p.Dashboards, func(d infra.Dashboard) infra.Stack { return d.Stack }),
	)
	if p.Insights != nil {
		out = append(out, here(p.Insights.Stack, "Application Insights"))
	}
	return or(join(out), "what others share")
}

// things are the nodes of a family that stand in a stack.
func things[T any](one, many string, s infra.Stack, nodes []T, place func(T) (infra.Stack, string)) md {
	var names []md
	for _, n := range nodes {
		if stack, name := place(n); stack == s {
			names = append(names, text(name))
		}
	}
	switch len(names) {
	case 1:
		return sentence("%s %s", md(one), names[0])
	case 2:
		return sentence("%s %s and %s", md(many), names[0], names[1])
	}
	return some(len(names), one, many)
}

// numbered counts what stands in a stack.
func numbered[T any](one, many string, s infra.Stack, all []T, place func(T) infra.Stack) md {
	n := 0
	for _, x := range all {
		if place(x) == s {
			n++
		}
	}
	return some(n, one, many)
}
