package infra

import "groundplan.internal/internal/model"

// family is one kind of node: what it becomes, and what a service gets that uses
// one. Adding a family is one row.
type family struct {
	name  string // the field of the platform
	nodes func(model.Platform) []string
	title func(p model.Platform, at int) string // what people call one; empty: its name
	edge  func(*builder, use) Edge              // port, access and label of a use
	edges func(*builder) []Edge                 // those that begin at its nodes; nil: none do
	group func(*builder)                        // its security groups, on AWS; nil: it has none
	build func(*builder)                        // on AWS
	use   func(*builder, use) grant             // on AWS; nil, as edge: none is used
	// With docker compose: its containers, and the variables of a service that uses
	// it and the containers that it waits for; nil: nothing runs.
	local    func(*builder)
	localUse func(*builder, use) ([]LocalVariable, []string)
}

// families are in the order of building: what services use comes before them.
func families() []family {
	return []family{
		{
			name:  "databases",
			title: func(p model.Platform, at int) string { return p.Databases[at].Title },
			nodes: func(p model.Platform) []string {
				return named(p.Databases, func(d model.Database) string { return d.Name })
			},
			edge: (*builder).databaseEdge, group: (*builder).proxyGroups, build: (*builder).databases, use: (*builder).useDatabase,
			local: (*builder).localDatabases, localUse: (*builder).localUseDatabase,
		},
		{
			name:  "caches",
			title: func(p model.Platform, at int) string { return p.Caches[at].Title },
			nodes: func(p model.Platform) []string {
				return named(p.Caches, func(c model.Cache) string { return c.Name })
			},
			edge: (*builder).cacheEdge, group: (*builder).cacheGroups, build: (*builder).caches, use: (*builder).useCache,
			local: (*builder).localCaches, localUse: (*builder).localUseCache,
		},
		{
			name:  "buckets",
			title: func(p model.Platform, at int) string { return p.Buckets[at].Title },
			nodes: func(p model.Platform) []string {
				return named(p.Buckets, func(b model.Bucket) string { return b.Name })
			},
			edge: (*builder).bucketEdge, build: (*builder).buckets, use: (*builder).useBucket,
			local: (*builder).localBuckets, localUse: (*builder).localUseBucket,
		},
		{
			name:  "volumes",
			title: func(p model.Platform, at int) string { return p.Volumes[at].Title },
			nodes: func(p model.Platform) []string {
				return named(p.Volumes, func(v model.Volume) string { return v.Name })
			},
			edge: (*builder).volumeEdge, group: (*builder).volumeGroups, build: (*builder).volumes, use: (*builder).useVolume,
			local: (*builder).localVolumes, localUse: (*builder).localUseVolume,
		},
		{
			name:  "queues",
			title: func(p model.Platform, at int) string { return p.Queues[at].Title },
			nodes: func(p model.Platform) []string {
				return named(p.Queues, func(q model.Queue) string { return q.Name })
			},
			edge: (*builder).queueEdge, build: (*builder).queues, use: (*builder).useQueue, localUse: (*builder).localUseQueue,
		},
		{
			name:  "topics",
			title: func(p model.Platform, at int) string { return p.Topics[at].Title },
			nodes: func(p model.Platform) []string {
				return named(p.Topics, func(n model.Topic) string { return n.Name })
			},
			edge: (*builder).topicEdge, edges: (*builder).topicEdges, build: (*builder).topics, use: (*builder).useTopic,
			localUse: (*builder).localUseTopic,
		},
		{
			name:  "secrets",
			title: func(model.Platform, int) string { return "" },
			nodes: func(p model.Platform) []string {
				return named(p.Secrets, func(s model.Secret) string { return s.Name })
			},
			build: (*builder).secrets,
		},
		{
			name:  "externals",
			title: func(p model.Platform, at int) string { return p.Externals[at].Title },
			nodes: func(p model.Platform) []string {
				return named(p.Externals, func(e model.External) string { return e.Name })
			},
			edge: (*builder).externalEdge, build: (*builder).externals, use: (*builder).useExternal,
		},
		{
			name:  "guardrails",
			title: func(p model.Platform, at int) string { return p.Guardrails[at].Title },
			nodes: func(p model.Platform) []string {
				return named(p.Guardrails, func(n model.Guardrail) string { return n.Name })
			},
			build: (*builder).guardrails,
		},
		{
			name:  "models",
			title: func(p model.Platform, at int) string { return p.Models[at].Title },
			nodes: func(p model.Platform) []string {
				return named(p.Models, func(n model.Model) string { return n.Name })
			},
			edge: (*builder).modelEdge, build: (*builder).models, use: (*builder).useModel,
			localUse: (*builder).localUseModel,
		},
		{
			name:  "firewalls",
			title: func(p model.Platform, at int) string { return p.Firewalls[at].Title },
			nodes: func(p model.Platform) []string {
				return named(p.Firewalls, func(n model.Firewall) string { return n.Name })
			},
			build: (*builder).firewalls,
		},
		{
			name:  "balancers",
			title: func(p model.Platform, at int) string { return p.Balancers[at].Title },
			nodes: func(p model.Platform) []string {
				return named(p.Balancers, func(n model.Balancer) string { return n.Name })
			},
			edges: (*builder).balancerEdges, group: (*builder).balancerGroups, build: (*builder).balancers,
		},
		{
			name:  "identityProviders",
			title: func(p model.Platform, at int) string { return p.IdentityProviders[at].Title },
			nodes: func(p model.Platform) []string {
				return named(p.IdentityProviders, func(n model.IdentityProvider) string { return n.Name })
			},
			build: (*builder).identityProviders,
		},
		{
			name:  "userPools",
			title: func(p model.Platform, at int) string { return p.UserPools[at].Title },
			nodes: func(p model.Platform) []string {
				return named(p.UserPools, func(n model.UserPool) string { return n.Name })
			},
			edges: (*builder).userPoolEdges, build: (*builder).userPools,
		},
		{
			name:  "services",
			title: func(p model.Platform, at int) string { return p.Services[at].Title },
			nodes: func(p model.Platform) []string {
				return named(p.Services, func(s model.Service) string { return s.Name })
			},
			edge: (*builder).serviceEdge, edges: (*builder).deployEdges, build: (*builder).services, use: (*builder).useService,
			local: (*builder).localServices, localUse: (*builder).localUseService,
		},
		{
			name:  "jobs",
			title: func(p model.Platform, at int) string { return p.Jobs[at].Title },
			nodes: func(p model.Platform) []string {
				return named(p.Jobs, func(n model.Job) string { return n.Name })
			},
			build: (*builder).jobs,
		},
		{
			name:  "functions",
			title: func(p model.Platform, at int) string { return p.Functions[at].Title },
			nodes: func(p model.Platform) []string {
				return named(p.Functions, func(n model.Function) string { return n.Name })
			},
			edge: (*builder).functionEdge, edges: (*builder).functionEdges, group: (*builder).functionGroups,
			build: (*builder).functions, use: (*builder).useFunction, localUse: (*builder).localUseFunction,
		},
		{
			name:  "gateways",
			title: func(p model.Platform, at int) string { return p.Gateways[at].Title },
			nodes: func(p model.Platform) []string {
				return named(p.Gateways, func(n model.Gateway) string { return n.Name })
			},
			edges: (*builder).gatewayEdges, group: (*builder).gatewayGroups, build: (*builder).gateways,
		},
		{
			name:  "frontends",
			title: func(p model.Platform, at int) string { return p.Frontends[at].Title },
			nodes: func(p model.Platform) []string {
				return named(p.Frontends, func(n model.Frontend) string { return n.Name })
			},
			edges: (*builder).frontendEdges, build: (*builder).frontends,
		},
		{
			name:  "distributions",
			title: func(p model.Platform, at int) string { return p.Distributions[at].Title },
			nodes: func(p model.Platform) []string {
				return named(p.Distributions, func(n model.Distribution) string { return n.Name })
			},
			edges: (*builder).distributionEdges, build: (*builder).distributions,
		},
		{
			name:  "pipelines",
			title: func(p model.Platform, at int) string { return p.Pipelines[at].Title },
			nodes: func(p model.Platform) []string {
				return named(p.Pipelines, func(n model.Pipeline) string { return n.Name })
			},
			edges: (*builder).pipelineEdges, build: (*builder).pipelines,
		},
	}
}

func named[T any](nodes model.Nodes[T], name func(T) string) []string {
	out := make([]string, len(nodes))
	for i, n := range nodes {
		out[i] = name(n)
	}
	return out
}
