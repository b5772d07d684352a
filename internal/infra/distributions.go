package infra

import (
	"slices"
	"strconv"

	"groundplan.internal/internal/model"
)

// Distribution is a distribution of CloudFront, of a frontend or before something else.
type Distribution struct {
	Name, Label, Title, Purpose string
	App                         string // empty: of none
	Stack                       Stack
	Bucket                      *Bucket // of a frontend's files; nil: it has none of its own

	Comment       string   // by which the console tells distributions apart
	Hosts         []string // full names
	Certificate   string   // label
	Firewall      string   // label of a web ACL; empty: none
	PriceClass    string
	MinimumTLS    string
	Function      *EdgeFunction // what a single page does with paths of its own; nil: nothing
	AccessControl string        // name of what signs requests for buckets; empty: it reads none
	Long          *LongCache    // for objects that never change; nil: none are said not to
	Origins       []Origin      // each once, the one that answers by default first
	Default       Behavior
	Behaviors     []Behavior // in the order in which they are asked
}

// LongCache is a cache policy of the platform's own.
type LongCache struct {
	Name    string // in AWS
	Seconds int
}

// EdgeFunction is a program that CloudFront runs for each request.
type EdgeFunction struct{ Name, Runtime string }

// Origin is where CloudFront gets what it has not kept.
type Origin struct {
	Node   string // by which behaviors name it
	Family string // frontends, for its own files, buckets, gateways or balancers
	Label  string
	Host   string // by which a balancer is asked; empty: by the name that CloudFront was asked by
	Guard  *Guard // what a balancer asks of every request; nil: nothing
}

// Behavior is what CloudFront does with the requests for a path.
type Behavior struct {
	Path     string // pattern; empty for the default one
	Origin   string // its node
	Methods  []string
	Cache    Policy
	Request  Policy // what else of a request the origin gets to see; empty: nothing
	Headers  Policy // what answers get besides
	Declared model.Path
}

// Policy is one that AWS manages, or the distribution's own, which has no identifier yet.
type Policy struct{ Name, ID string }

// site is what frontends and distributions have in common.
type site struct {
	at                                 model.Path
	name, title, purpose, app          string
	hosts                              []string
	to, cache, firewall, price, bucket string
	paths                              []model.Behavior
}

func (b *builder) sites(family string) (out []site) {
	if family == "frontends" {
		for _, in := range b.in.Frontends {
			out = append(out, site{
				model.At(family, in.Name), in.Name, in.Title, in.Purpose, in.App,
				in.Hosts, in.Name, "optimized", in.Firewall, in.PriceClass, in.Bucket, in.Paths,
			})
		}
		return out
	}
	for _, in := range b.in.Distributions {
		out = append(out, site{
			model.At(family, in.Name), in.Name, in.Title, in.Purpose, in.App,
			in.Hosts, in.To, in.Cache, in.Firewall, in.PriceClass, "", in.Paths,
		})
	}
	return out
}

func (b *builder) distributionEdges() []Edge { return b.siteEdges("distributions") }

// siteEdges are the way in from the world, and who answers for a site.
func (b *builder) siteEdges(family string) (out []Edge) {
	for _, s := range b.sites(family) {
		out = append(out, Edge{From: Internet, To: s.name, Family: family, Port: 443, Label: "HTTPS 443", Path: s.at})
		if family == "frontends" {
			out = append(out, Edge{From: s.name, To: FilesOf(s.name), Family: "buckets", Access: "read", Label: "read", Path: s.at})
		}
		seen := map[string]bool{s.name: true}
		answers := func(to string, at model.Path) {
			if seen[to] {
				return
			}
			seen[to] = true
			e := Edge{From: s.name, To: to, Family: b.familyOf(to), Port: 443, Label: "HTTPS 443", Path: at}
			if e.Family == "buckets" {
				e.Port, e.Access, e.Label = 0, "read", "read"
			}
			out = append(out, e)
		}
		answers(s.to, s.at.Then("to"))
		for _, p := range s.paths {
			answers(p.To, s.at.Then("paths", p.Name, "to"))
		}
	}
	return out
}

// familyOf is the family of a node.
func (b *builder) familyOf(node string) string { return b.rows[b.nodes[node].family].name }

func (b *builder) distributions() {
	for _, s := range b.sites("distributions") {
		b.out.Distributions = append(b.out.Distributions, b.distribution(s))
	}
}

// distribution decides a distribution, except for what a frontend has of its own.
func (b *builder) distribution(s site) Distribution {
	stack := b.stack(partFrontends, s.app)
	out := Distribution{
		Name: s.name, Label: labelOf(s.name), Title: s.title, Purpose: s.purpose, App: s.app, Stack: stack,
		Comment: b.names.derived("cloudfront-comment", s.at, s.name), PriceClass: s.price, MinimumTLS: b.facts.CloudFront.MinimumTLS,
	}
	for _, host := range s.hosts {
		out.Hosts = append(out.Hosts, b.fullName(host))
	}
	out.Certificate = b.certificate(s.at, stack, b.region().Edge, s.hosts, s.name)
	for i, host := range s.hosts {
		b.alias(s.at.Then("hosts", strconv.Itoa(i)), stack, host, AliasTarget{Kind: "distributions", Label: out.Label})
	}
	if s.firewall != "" {
		out.Firewall = labelOf(s.firewall, "cloudfront")
	}
	out.Default = b.behavior(&out, "", s.to, s.cache, s.at)
	for _, p := range inOrder(s.paths) {
		out.Behaviors = append(out.Behaviors, b.behavior(&out, p.Name, p.To, p.Cache, s.at.Then("paths", p.Name)))
	}
	return out
}

// behavior is what a distribution does with a path, whose origin it gets if it is new.
func (b *builder) behavior(d *Distribution, path, to, cache string, at model.Path) Behavior {
	i := slices.IndexFunc(d.Origins, func(o Origin) bool { return o.Node == to })
	if i < 0 {
		i = len(d.Origins)
		d.Origins = append(d.Origins, b.origin(d, to))
	}
	out := Behavior{Path: path, Origin: to, Declared: at}
	known := b.facts.CloudFront
	policies := answering(d.Origins[i], cache)
	out.Methods = policies.methods
	out.Cache = Policy{policies.cache, known.CachePolicies[policies.cache]}
	if cache == "long" {
		if d.Long == nil {
			d.Long = &LongCache{b.names.derived("cloudfront-cache-policy", model.At(b.familyOf(d.Name), d.Name), d.Name, "long"), known.LongSeconds}
		}
		out.Cache = Policy{Name: d.Long.Name}
	}
	out.Request = Policy{policies.request, known.RequestPolicies[policies.request]}
	out.Headers = Policy{securityHeaders, known.HeadersPolicies[securityHeaders]}
	return out
}

// securityHeaders tells browsers to stay with TLS, and not to guess or to frame.
const securityHeaders = "SecurityHeadersPolicy"

// handling is how requests for an origin are handled.
type handling struct {
	cache, request string // names of managed policies
	methods        []string
}

// answering says how requests for an origin are handled. What is kept is found again by
// what the policy counts: a bucket's files by their path, what a balancer answers by the
// host, the query and the cookies as well, for as long as the answer itself allows. Of
// all else that is kept, the origin has seen nothing but the path.
func answering(o Origin, cache string) handling {
	files := o.Family == "buckets" || o.Family == "frontends"
	readonly, all := []string{"GET", "HEAD", "OPTIONS"}, []string{"GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"}
	switch {
	case files && cache == "none":
		return handling{"CachingDisabled", "", readonly[:2]}
	case files:
		return handling{"CachingOptimized", "", readonly[:2]}
	case cache == "optimized" && o.Family == "balancers" && o.Host == "":
		return handling{"UseOriginCacheControlHeaders-QueryStrings", "", readonly}
	case cache == "optimized":
		return handling{"CachingOptimized", "", readonly}
	case o.Family == "balancers" && o.Host == "":
		return handling{"CachingDisabled", "AllViewer", all}
	}
	// API Gateway knows its API by the name of its own that it is asked by.
	return handling{"CachingDisabled", "AllViewerExceptHostHeader", all}
}

// origin is a node that answers for a distribution.
func (b *builder) origin(d *Distribution, node string) Origin {
	o := Origin{Node: node, Family: b.familyOf(node), Label: labelOf(node)}
	switch o.Family {
	case "balancers":
		o.Host = b.originHost(node, d.Hosts)
		o.Guard = b.out.Balancers[b.nodes[node].at].Guard
	case "buckets":
		b.readBy(node, d)
	}
	if o.Family == "buckets" || o.Family == "frontends" {
		d.AccessControl = b.accessControl(d)
	}
	return o
}

func (b *builder) accessControl(d *Distribution) string {
	if d.AccessControl != "" {
		return d.AccessControl
	}
	return b.names.derived("cloudfront-access-control", model.At(b.familyOf(d.Name), d.Name), d.Name)
}

// readBy lets a distribution read a bucket, whose policy then stands with the last one.
func (b *builder) readBy(bucket string, d *Distribution) {
	i := slices.IndexFunc(b.out.Buckets, func(x Bucket) bool { return x.Name == bucket })
	in := &b.out.Buckets[i]
	in.ReadBy, in.Visitor = append(in.ReadBy, d.Label), b.visit("distribution-read")
	if in.PolicyStack == "" || in.PolicyStack.Before(d.Stack) < 0 {
		in.PolicyStack = d.Stack
	}
}

// originHost is the name by which CloudFront asks a balancer. Where no route is for one
// of the hosts that CloudFront answers to, it is the first that the balancer has for
// itself.
func (b *builder) originHost(balancer string, hosts []string) string {
	i := slices.IndexFunc(b.in.Balancers, func(x model.Balancer) bool { return x.Name == balancer })
	for _, s := range b.in.Services {
		for _, r := range s.Routes {
			if r.Balancer == balancer && (r.Host == "" || slices.ContainsFunc(hosts, func(h string) bool { return fits(b.fullName(r.Host), h) })) {
				return ""
			}
		}
	}
	edge := b.edgeHosts()
	for _, h := range b.balancerHosts(b.in.Balancers[i]) {
		if !slices.Contains(edge, h) && h[0] != '*' {
			return h
		}
	}
	return ""
}
