package infra

import (
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// target is what an alarm watches: a node, or a part of it that has numbers of its own.
type target struct {
	node   string
	part   []string         // tells the parts of a node apart
	values map[string]Value // what series and expressions of the facts speak of
}

// targets are the things that an alarm watches by one row of its metric.
func (b *builder) targets(a model.Alarm, row facts.Watched) (out []target) {
	for _, family := range row.Families {
		for _, t := range watchable()[family](b, row.Kind) {
			if len(a.On) == 0 || slices.Contains(a.On, t.node) {
				out = append(out, t)
			}
		}
	}
	return out
}

// watchable lists the things of a family of one kind.
func watchable() map[string]func(b *builder, kind string) []target {
	return map[string]func(*builder, string) []target{
		"services":      (*builder).watchedServices,
		"functions":     func(b *builder, _ string) []target { return watchedBy(b.out.Functions, functionNumbers) },
		"jobs":          func(b *builder, _ string) []target { return watchedBy(b.out.Jobs, jobNumbers) },
		"databases":     (*builder).watchedDatabases,
		"caches":        (*builder).watchedCaches,
		"queues":        func(b *builder, _ string) []target { return watchedBy(b.out.Queues, queueNumbers) },
		"firewalls":     (*builder).watchedFirewalls,
		"userPools":     (*builder).watchedUserPools,
		"balancers":     func(b *builder, _ string) []target { return watchedBy(b.out.Balancers, balancerNumbers) },
		"gateways":      func(b *builder, _ string) []target { return watchedBy(b.out.Gateways, gatewayNumbers) },
		"distributions": func(b *builder, _ string) []target { return b.watchedDistributions("distributions") },
		"frontends":     func(b *builder, _ string) []target { return b.watchedDistributions("frontends") },
		"guardrails":    func(b *builder, _ string) []target { return watchedBy(b.out.Guardrails, guardrailNumbers) },
	}
}

// watchedBy makes a target of each node, by what tells its numbers from others.
func watchedBy[T any](nodes []T, of func(T) (node string, values map[string]Value)) (out []target) {
	for _, n := range nodes {
		node, values := of(n)
		out = append(out, target{node: node, values: values})
	}
	return out
}

// numbers are attributes of one resource, by their names.
func numbers(label string, attributes ...Attribute) map[string]Value {
	out := map[string]Value{}
	for _, a := range attributes {
		out[string(a)] = Of(label, a)
	}
	return out
}

func balancerNumbers(x Balancer) (string, map[string]Value) {
	return x.Name, numbers(x.Label, BalancerSuffix)
}

func gatewayNumbers(x Gateway) (string, map[string]Value) { return x.Name, numbers(x.Label, GatewayID) }

func functionNumbers(x Function) (string, map[string]Value) {
	values := numbers(x.Label, FunctionName)
	values[string(QueueName)] = Of(x.Failed.Label, QueueName)
	return x.Name, values
}

func jobNumbers(x Job) (string, map[string]Value) {
	return x.Name, numbers(x.Failed.Label, QueueName)
}

func queueNumbers(x Queue) (string, map[string]Value) {
	values := numbers(x.Label, QueueName)
	values["dead-queue-name"] = Of(x.Dead.Label, QueueName)
	return x.Name, values
}

func guardrailNumbers(x Guardrail) (string, map[string]Value) {
	return x.Name, numbers(x.Label, GuardrailARN, GuardrailVersion)
}

func (b *builder) watchedServices(string) (out []target) {
	for _, s := range b.out.Services {
		values := numbers(s.Label, ServiceName)
		values["cluster-name"] = Value{{Attribute: ClusterName}}
		values["task-group"] = Text("service:" + b.names.known(s.Name))
		values["stopped-tasks"] = Text(b.names.base())
		out = append(out, target{node: s.Name, values: values})
	}
	return out
}

// watchedDatabases are the instances, the clusters by the role of their instances, which
// stays where instances change places, or the volumes of the clusters.
func (b *builder) watchedDatabases(kind string) (out []target) {
	for _, d := range b.in.Databases {
		label, aurora := labelOf(d.Name), b.engine(d).Aurora
		values := map[string]Value{"volume-bytes": Text(strconv.Itoa(b.facts.Metrics.VolumeBytes))}
		given, _ := d.Parameters.Get("max_connections")
		if n, ok := b.facts.MaxConnections(d.Engine, d.Class, given); ok {
			values["max-connections"] = Text(strconv.Itoa(n))
		}
		switch {
		case kind == "instance" && !aurora:
			values["database-identifier"], values["allocated-gibibytes"] = Of(label, DatabaseIdentifier), Of(label, AllocatedGibibytes)
			out = append(out, target{d.Name, nil, values})
		case kind == "volume" && aurora:
			values["cluster-identifier"] = Of(label, ClusterIdentifier)
			out = append(out, target{d.Name, nil, values})
		case kind == "cluster" && aurora:
			out = append(out, clusterRoles(d, values)...)
		}
	}
	return out
}

// clusterRoles are the writer of a cluster, and its readers where it has some.
func clusterRoles(d model.Database, values map[string]Value) (out []target) {
	for _, role := range []struct {
		word, role string
		least      int // instances for somebody to have it
	}{{"writer", "WRITER", 1}, {"readers", "READER", 2}} {
		if max(d.Instances, 1) < role.least {
			continue
		}
		own := map[string]Value{"cluster-identifier": Of(labelOf(d.Name), ClusterIdentifier), "cluster-role": Text(role.role)}
		if n, ok := values["max-connections"]; ok {
			own["max-connections"] = n
		}
		out = append(out, target{d.Name, []string{role.word}, own})
	}
	return out
}

// watchedCaches are the nodes of caches: which of them is the primary changes.
func (b *builder) watchedCaches(string) (out []target) {
	for _, c := range b.in.Caches {
		for i := range 1 + c.Replicas {
			suffix := nodeSuffix(i)
			node := Value{{Node: labelOf(c.Name), Attribute: CacheIdentifier}, {Text: suffix}}
			out = append(out, target{c.Name, []string{strings.TrimPrefix(suffix, "-")}, map[string]Value{"cache-node": node}})
		}
	}
	return out
}

// watchedFirewalls are the web ACLs, of which a firewall has one for each scope that
// something needs it in.
func (b *builder) watchedFirewalls(kind string) (out []target) {
	for _, f := range b.out.Firewalls {
		label := f.Label
		if kind == "cloudfront" {
			label += "_cloudfront"
		}
		if !b.stands(f.Name, kind) {
			continue
		}
		values := numbers(label, FirewallMetric)
		values["region"] = Text(b.in.Region)
		t := target{node: f.Name, values: values}
		if kind == "cloudfront" {
			t.part = []string{kind}
		}
		out = append(out, t)
	}
	return out
}

// stands reports whether a firewall stands before something of a scope.
func (b *builder) stands(firewall, scope string) bool {
	if scope == "regional" {
		return slices.ContainsFunc(b.in.Balancers, func(x model.Balancer) bool { return x.Firewall == firewall })
	}
	return slices.ContainsFunc(b.in.Frontends, func(x model.Frontend) bool { return x.Firewall == firewall }) ||
		slices.ContainsFunc(b.in.Distributions, func(x model.Distribution) bool { return x.Firewall == firewall })
}

// watchedUserPools are the clients of user pools: Cognito counts by client.
func (b *builder) watchedUserPools(string) (out []target) {
	for _, p := range b.out.UserPools {
		i := slices.IndexFunc(b.in.UserPools, func(x model.UserPool) bool { return x.Name == p.Name })
		for _, c := range b.in.UserPools[i].Clients {
			values := numbers(p.Label, UserPoolID)
			values["user-pool-client-id"] = Of(labelOf(p.Name, c.Name), UserPoolClientID)
			out = append(out, target{p.Name, []string{c.Name}, values})
		}
	}
	return out
}

// watchedDistributions are those that a family made.
func (b *builder) watchedDistributions(family string) (out []target) {
	for _, d := range b.out.Distributions {
		if n, ok := b.nodes[d.Name]; ok && b.rows[n.family].name == family {
			out = append(out, target{node: d.Name, values: numbers(d.Label, DistributionID)})
		}
	}
	return out
}
