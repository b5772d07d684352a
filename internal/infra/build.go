package infra

import (
	"cmp"
	"regexp"
	"slices"

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

// node is where a name stands: which family, and at which place in it.
type node struct {
	family, at int
	title      string // what people call it; empty: its name
}

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
		p = p.WithCollectors(model.Collector(f.Tracing.Collector)).WithOwnDatabases(clients(f)).WithQueueAlarms(f.SQS.AlarmWindow)
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
	for _, n := range p.Nodes() {
		row := slices.IndexFunc(b.rows, func(f family) bool { return f.name == n.Family })
		if row < 0 {
			panic("infra: no row of families is for " + n.Family)
		}
		b.nodes[n.Name] = node{row, n.Place, n.Title}
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
		First: b.names.first, AppOf: map[string]string{},
	}
	for _, n := range b.in.Nodes() {
		if n.App != "" {
			b.out.AppOf[n.Name] = n.App
		}
	}
	if d := b.out.Domain; d.Variable != "" && d.Name != "" {
		what := "Domain of the platform, which all its hosts are below. Its hosted zone must exist."
		if b.in.ExternalDNS() {
			what = "Domain of the platform, which all its hosts are below. Its records are not managed here."
		}
		b.addVariable(Variable{Name: d.Variable, Description: what, Default: d.Name}, model.At("domainVariable"))
	}
	b.park()
	if s := b.in.State; s != nil {
		b.out.State = &State{Bucket: s.Bucket, Region: cmp.Or(s.Region, b.in.Region)}
	}
}

// region is what is known of the platform's region. One that is not known is
// reported before.
func (b *builder) region() facts.Region {
	r, _ := b.facts.Region(b.in.Region)
	return r
}
