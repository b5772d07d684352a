package infra

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// Build decides one environment of a platform. What it reports is only what the
// decisions show: names that clash, ranges with no room. Whatever else is wrong with
// a platform is found before, and such a platform is not built.
func Build(p model.Platform, f facts.Set) (Platform, diag.List) {
	b := newBuilder(p, f)
	b.identity()
	b.edges()
	if p.Environment.Local {
		b.local()
	} else {
		b.network()
		b.securityGroups()
		b.registry()
		for _, family := range b.rows {
			family.build(b)
		}
		b.monitoring()
		b.metricNamespaces()
		b.reviewed()
		b.prefixLists()
		b.ruleQuota()
		b.lentRoles()
		b.ci()
		slices.SortFunc(b.out.Stacks, Stack.Before)
	}
	b.story()
	b.out.Names = b.names.used
	return b.out, append(b.diags, b.names.diags...)
}

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
			name:  "topics",
			title: func(p model.Platform, at int) string { return p.Topics[at].Title },
			nodes: func(p model.Platform) []string {
				return named(p.Topics, func(n model.Topic) string { return n.Name })
			},
			build: (*builder).topics,
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

// user is a service or a function with what it uses.
type user struct {
	family, name string
	uses         model.Nodes[model.Use]
}

func serviceUser(s model.Service) user { return user{s.Path()[0], s.Name, s.Uses} }

func functionUser(f model.Function) user { return user{"functions", f.Name, f.Uses} }

// users are all that use other nodes, where they run.
func (b *builder) users() (out []user) {
	tasks := b.in.Services
	if !b.in.Environment.Local {
		tasks = b.in.Tasks()
	}
	for _, s := range tasks {
		out = append(out, serviceUser(s))
	}
	if b.in.Environment.Local {
		return out
	}
	for _, f := range b.in.Functions {
		out = append(out, functionUser(f))
	}
	return out
}

// use is a declared edge of a user.
type use struct {
	model.Use
	user string
	at   int // place of the target in its family
	path model.Path
}

// prefix begins the names of the variables that a use brings.
func (u use) prefix() string { return cmp.Or(u.As, capitals(u.Name)) }

// grant is what a user gets on AWS by using a node.
type grant struct {
	traffic     []traffic
	environment []EnvVar
	secrets     []SecretVariable
	execution   []Statement // of the execution role
	task        []Statement // of the task role
	mounts      []Mount     // of the own container
	login       *Login      // to a database of its own
}

// node is where a name stands: which family, and at which place in it.
type node struct{ family, at int }

// builder is a platform on its way from the author's words to decisions.
type builder struct {
	in       model.Platform
	facts    facts.Set
	rows     []family
	names    *names
	nodes    map[string]node
	crowds   map[string]string              // names of groups with several nodes, by label
	group    map[string]string              // node to the label of its security group
	rule     map[ruleKey]int                // place in out.Rules
	ports    map[int]model.Path             // taken on this machine
	owned    map[string][]model.OwnDatabase // by the database node that they are in
	variable map[string]int                 // place in out.Variables

	behind       map[string][]model.Service // services with routes, by balancer
	targetGroups map[string][]TargetGroup   // by service
	plain        *regexp.Regexp             // what a description may hold
	out          Platform
	diags        diag.List
}

func newBuilder(p model.Platform, f facts.Set) *builder {
	owned := p.OwnDatabases()
	if !p.Environment.Local {
		p = p.WithCollectors(model.Collector(f.Tracing.Collector)).WithOwnDatabases(clients(f))
	}
	b := &builder{in: p, facts: f, owned: owned, rows: families(), nodes: map[string]node{}, group: map[string]string{}, crowds: map[string]string{}, rule: map[ruleKey]int{}, ports: map[int]model.Path{}, variable: map[string]int{}, targetGroups: map[string][]TargetGroup{}}
	b.plain = regexp.MustCompile(f.Name("security-group-rule-description").Pattern)
	b.names = &names{
		platform: p.Name, environment: p.Environment.Name, first: map[string]string{},
		rule:   f.Name,
		pos:    p.Origins.At,
		taken:  map[string]model.Path{},
		labels: map[string]model.Path{},
		judged: map[string]bool{},
		told:   map[string]bool{},
	}
	for _, n := range p.Named() {
		if len(n.Former) > 0 {
			b.names.first[n.Name] = n.First()
		}
	}
	for i, family := range b.rows {
		for at, name := range family.nodes(p) {
			b.nodes[name] = node{i, at}
		}
	}
	b.behind = map[string][]model.Service{}
	for _, s := range p.Services {
		for _, balancer := range balancersOf(s) {
			b.behind[balancer] = append(b.behind[balancer], s)
		}
	}
	return b
}

func (b *builder) identity() {
	b.out = Platform{
		Name: b.in.Name, Title: cmp.Or(b.in.Title, b.in.Name), Description: b.in.Description,
		Environment: b.in.Environment.Name, EnvironmentTitle: b.in.Environment.Title, File: b.in.File,
		Region: b.in.Region, Account: b.in.Account, Partition: b.region().Partition, Layout: b.in.Layout, Tags: b.in.Tags,
		Domain: Domain{b.in.Domain, b.in.DomainVariable}, ExternalDNS: b.in.ExternalDNS(), Apps: b.in.Apps, Concerns: b.in.Concerns, Accepted: b.in.Accept, Costs: b.in.Costs,
		First: b.names.first,
	}
	if d := b.out.Domain; d.Variable != "" && d.Name != "" {
		what := "The DNS name that hosts stand below. Its hosted zone exists."
		if b.in.ExternalDNS() {
			what = "The DNS name that hosts stand below. Its records are not kept here."
		}
		b.addVariable(Variable{Name: d.Variable, Description: what, Default: d.Name}, model.At("domainVariable"))
	}
	b.park()
	if s := b.in.State; s != nil {
		b.out.State = &State{Bucket: s.Bucket, Region: cmp.Or(s.Region, b.in.Region)}
	}
}

// edges lists every declared use, and what the world may reach.
func (b *builder) edges() {
	for _, s := range b.in.Services {
		if s.Public && s.Port != 0 {
			b.out.Edges = append(b.out.Edges, Edge{
				From: Internet, To: s.Name, Family: "services", Port: s.Port, Label: spokenOn(s, s.Port),
				Path: model.At("services", s.Name, "public"),
			})
		}
	}
	for _, by := range b.users() {
		b.eachUse(by, func(f family, u use) {
			e := f.edge(b, u)
			e.From, e.To, e.Family, e.Purpose, e.Path = by.name, u.Name, f.name, u.Purpose, u.path
			b.out.Edges = append(b.out.Edges, e)
		})
	}
	for _, f := range b.rows {
		if f.edges != nil {
			b.out.Edges = append(b.out.Edges, f.edges(b)...)
		}
	}
	slices.SortStableFunc(b.out.Edges, func(x, y Edge) int {
		return cmp.Or(strings.Compare(x.From, y.From), strings.Compare(x.To, y.To))
	})
}

// eachUse calls f with every use of a user whose target there is, in order.
func (b *builder) eachUse(by user, f func(family, use)) {
	for _, u := range by.uses {
		n, ok := b.nodes[u.Name]
		if !ok || b.rows[n.family].use == nil {
			continue // reported where references are checked
		}
		f(b.rows[n.family], use{Use: u, user: by.name, at: n.at, path: model.At(by.family, by.name, "uses", u.Name)})
	}
}

// region is what is known of the platform's region. One that is not known is
// reported before.
func (b *builder) region() facts.Region {
	r, _ := b.facts.Region(b.in.Region)
	return r
}

// capitals is a name in the spelling of environment variables: STRIPE_WEBHOOK_SECRET
// of stripe and webhookSecret.
func capitals(words ...string) string {
	var out strings.Builder
	for w, word := range words {
		for i := range len(word) {
			if i == 0 && w > 0 || hump(word, i) {
				out.WriteByte('_')
			}
			switch c := word[i]; {
			case 'a' <= c && c <= 'z':
				out.WriteByte(c - 'a' + 'A')
			case upper(c), '0' <= c && c <= '9':
				out.WriteByte(c)
			default:
				out.WriteByte('_')
			}
		}
	}
	return out.String()
}

// hump reports whether a word of camelCase begins within a name: the S of webhookSecret,
// the K of APIKey.
func hump(name string, i int) bool {
	if i == 0 || !upper(name[i]) || strings.IndexByte("_-.", name[i-1]) >= 0 {
		return false
	}
	return !upper(name[i-1]) || i+1 < len(name) && 'a' <= name[i+1] && name[i+1] <= 'z'
}

func upper(c byte) bool { return 'A' <= c && c <= 'Z' }
