package infra

// family is one kind of node: what it becomes, and what a service gets that uses
// one. Adding a family is one row.
type family struct {
	name  string                    // the field of the platform
	edge  func(*builder, use) Edge  // port, access and label of a use
	edges func(*builder) []Edge     // those that begin at its nodes; nil: none do
	group func(*builder)            // its security groups, on AWS; nil: it has none
	build func(*builder)            // on AWS
	use   func(*builder, use) grant // on AWS; nil, as edge: none is used
	// With docker compose: its containers, and the variables of a service that uses
	// it and the containers that it waits for; nil: nothing runs.
	local    func(*builder)
	localUse func(*builder, use) ([]LocalVariable, []string)
}

// families are in the order of building: what services use comes before them.
func families() []family {
	return []family{
		{
			name: "databases",
			edge: (*builder).databaseEdge, group: (*builder).proxyGroups, build: (*builder).databases, use: (*builder).useDatabase,
			local: (*builder).localDatabases, localUse: (*builder).localUseDatabase,
		},
		{
			name: "caches",
			edge: (*builder).cacheEdge, group: (*builder).cacheGroups, build: (*builder).caches, use: (*builder).useCache,
			local: (*builder).localCaches, localUse: (*builder).localUseCache,
		},
		{
			name: "buckets",
			edge: (*builder).bucketEdge, build: (*builder).buckets, use: (*builder).useBucket,
			local: (*builder).localBuckets, localUse: (*builder).localUseBucket,
		},
		{
			name: "volumes",
			edge: (*builder).volumeEdge, group: (*builder).volumeGroups, build: (*builder).volumes, use: (*builder).useVolume,
			local: (*builder).localVolumes, localUse: (*builder).localUseVolume,
		},
		{
			name: "queues",
			edge: (*builder).queueEdge, build: (*builder).queues, use: (*builder).useQueue, localUse: (*builder).localUseQueue,
		},
		{
			name: "topics",
			edge: (*builder).topicEdge, edges: (*builder).topicEdges, build: (*builder).topics, use: (*builder).useTopic,
			localUse: (*builder).localUseTopic,
		},
		{
			name:  "secrets",
			build: (*builder).secrets,
		},
		{
			name: "externals",
			edge: (*builder).externalEdge, build: (*builder).externals, use: (*builder).useExternal,
		},
		{
			name:  "guardrails",
			build: (*builder).guardrails,
		},
		{
			name: "models",
			edge: (*builder).modelEdge, build: (*builder).models, use: (*builder).useModel,
			localUse: (*builder).localUseModel,
		},
		{
			name:  "firewalls",
			build: (*builder).firewalls,
		},
		{
			name:  "balancers",
			edges: (*builder).balancerEdges, group: (*builder).balancerGroups, build: (*builder).balancers,
		},
		{
			name:  "identityProviders",
			build: (*builder).identityProviders,
		},
		{
			name:  "userPools",
			edges: (*builder).userPoolEdges, build: (*builder).userPools,
		},
		{
			name: "services",
			edge: (*builder).serviceEdge, edges: (*builder).deployEdges, build: (*builder).services, use: (*builder).useService,
			local: (*builder).localServices, localUse: (*builder).localUseService,
		},
		{
			name:  "jobs",
			build: (*builder).jobs,
		},
		{
			name: "functions",
			edge: (*builder).functionEdge, edges: (*builder).functionEdges, group: (*builder).functionGroups,
			build: (*builder).functions, use: (*builder).useFunction, localUse: (*builder).localUseFunction,
		},
		{
			name:  "gateways",
			edges: (*builder).gatewayEdges, group: (*builder).gatewayGroups, build: (*builder).gateways,
		},
		{
			name:  "frontends",
			edges: (*builder).frontendEdges, build: (*builder).frontends,
		},
		{
			name:  "distributions",
			edges: (*builder).distributionEdges, build: (*builder).distributions,
		},
		{
			name:  "pipelines",
			edges: (*builder).pipelineEdges, build: (*builder).pipelines,
		},
	}
}
