package infra

import (
	"slices"
	"strconv"

	"groundplan.internal/internal/model"
)

// Balancer is an application load balancer: HTTPS on 443, and a redirect to it on 80.
type Balancer struct {
	Name, Label, Title, Purpose string
	Stack                       Stack

	AWSName            string
	Internal           bool
	From               []string // who may reach it, for people
	Redirects          bool     // somebody reaches it on port 80
	Tier               Tier
	SecurityGroup      string // label
	Certificate        string // label
	TLSPolicy          string
	IdleTimeout        int // seconds
	DeletionProtection bool
	Logs               *Bucket // of access logs; nil: none are kept
	Guard              *Guard  // what every request must bring; nil: nothing
	Rules              []ListenerRule
}

// ListenerRule says where requests go, by host and path. Both are empty for none asked for.
type ListenerRule struct {
	Label    string // Terraform label
	Priority int    // the lowest is asked first
	Host     string // the full name
	Path     string
	Target   string // label of the target group; empty for a redirect
	Redirect string // host that requests are sent to
	Service  string // node; empty for a redirect
	Stack    Stack
	SignIn   *SignIn // what it asks for before it leads there; nil: nothing
	Declared model.Path
}

// TargetGroup is the tasks of a service that a balancer sends requests to.
type TargetGroup struct {
	Label         string // Terraform label
	Name          string // in AWS
	Balancer      string // node
	BalancerLabel string
	Container     string
	Port          int
	Protocol      string // HTTP or HTTPS
	Drain         int    // seconds
	Health        model.RouteHealth
	Rules         []string // labels of the listener rules that lead to it
}

func (b *builder) balancerGroups() {
	for _, lb := range b.in.Balancers {
		b.guard(model.At("balancers", lb.Name), lb.Name, "Load balancer "+b.names.known(lb.Name), lb.SecurityGroup)
	}
}

// balancerEdges are the way in from the world, and the routes.
func (b *builder) balancerEdges() (out []Edge) {
	for _, lb := range b.in.Balancers {
		out = append(out, b.waysIn(lb)...)
	}
	type way struct {
		balancer string
		port     int
	}
	for _, s := range b.in.Services {
		shown := map[way]bool{}
		for i, r := range s.Routes {
			port := r.PortOn(s)
			if r.Balancer == "" || shown[way{r.Balancer, port}] {
				continue
			}
			shown[way{r.Balancer, port}] = true
			out = append(out, Edge{From: r.Balancer, To: s.Name, Family: "services", Port: port, Label: spokenOn(s, port), Path: routePath(s, i)})
		}
	}
	return append(out, b.signInEdges()...)
}

func (b *builder) balancers() {
	for _, lb := range b.in.Balancers {
		b.out.Balancers = append(b.out.Balancers, b.balancer(lb))
	}
}

func (b *builder) balancer(in model.Balancer) Balancer {
	at, stack := model.At("balancers", in.Name), b.stack(partEdge, "")
	out := Balancer{
		Name: in.Name, Label: labelOf(in.Name), Title: in.Title, Purpose: in.Purpose, Stack: stack,
		AWSName:  b.names.derived("load-balancer", at, in.Name),
		Internal: in.Internal, Tier: Public, SecurityGroup: b.group[in.Name], TLSPolicy: in.TLSPolicy,
		IdleTimeout: in.IdleTimeout, DeletionProtection: in.DeletionProtection,
	}
	if in.Internal && !b.out.Network.Default {
		out.Tier = Private
	}
	out.Certificate = b.certificate(at.Then("certificate"), stack, b.in.Region, b.certifiedHosts(in), in.Name)
	if in.AccessLogs {
		out.Logs = b.accessLogs(in, stack)
	}
	out.Guard = b.guardOf(in)
	b.balancerTraffic(in, &out)
	out.Rules = b.listenerRules(in)
	b.balancerAliases(in, out)
	return out
}

// certifiedHosts are the hosts that a balancer's certificate is for.
func (b *builder) certifiedHosts(in model.Balancer) []string {
	if in.Certificate != nil {
		return in.Certificate.Domains
	}
	return b.balancerHosts(in)
}

// balancerHosts are the hosts that a balancer is asked for, each once.
func (b *builder) balancerHosts(in model.Balancer) (hosts []string) {
	add := func(host string) {
		if host != "" && !slices.Contains(hosts, b.fullName(host)) {
			hosts = append(hosts, b.fullName(host))
		}
	}
	for _, s := range b.behind[in.Name] {
		for _, r := range s.Routes {
			if r.Balancer == in.Name {
				add(r.Host)
			}
		}
	}
	for _, r := range in.Redirects {
		add(r.Host)
	}
	slices.Sort(hosts)
	return hosts
}

// accessLogs is the bucket that a balancer keeps a line for every request in.
func (b *builder) accessLogs(in model.Balancer, stack Stack) *Bucket {
	at := model.At("balancers", in.Name, "accessLogs")
	const logs = "-access-logs"
	name := in.Name + logs
	room := b.roomBeforeAccount("s3-bucket")
	return &Bucket{
		Name: name, Label: b.bucketLabel(at, name), Purpose: "Access logs of the balancer " + in.Name + ".", Stack: stack,
		Bucket: b.names.within(room, "s3-bucket", at, b.names.platform, b.names.tail(b.names.known(in.Name)+logs)), AccountSuffix: true,
		ExpireDays: in.AccessLogDays, Visitor: b.visit("access-logs"),
	}
}

// balancerTraffic lets in who may reach a balancer. CloudFront asks for HTTPS alone.
func (b *builder) balancerTraffic(in model.Balancer, out *Balancer) {
	to := b.groupSide(in.Name)
	for i, word := range senders(in) {
		at := model.At("balancers", in.Name)
		if len(in.From) > 0 {
			at = at.Then("from", strconv.Itoa(i))
		}
		from, ok := b.sender(word)
		if !ok {
			continue // reported where ranges are checked
		}
		out.From = append(out.From, b.senderTitle(word))
		b.allow(traffic{from, to, "tcp", 443, "HTTPS to " + in.Name, at})
		if word != cloudFront {
			out.Redirects = true
			b.allow(traffic{from, to, "tcp", 80, "HTTP to " + in.Name + ", which redirects it", at})
		}
	}
}

// balancerAliases gives a balancer the names that it is asked for, except those that
// CloudFront answers to.
func (b *builder) balancerAliases(in model.Balancer, out Balancer) {
	edge := b.edgeHosts()
	for _, host := range b.balancerHosts(in) {
		if !slices.Contains(edge, host) {
			b.alias(b.askedAt(in, host), out.Stack, host, AliasTarget{Kind: "balancers", Label: out.Label})
		}
	}
}

// askedAt is where a host of a balancer is first said.
func (b *builder) askedAt(in model.Balancer, host string) model.Path {
	for _, s := range b.behind[in.Name] {
		for i, r := range s.Routes {
			if r.Balancer == in.Name && r.Host != "" && b.fullName(r.Host) == host {
				return routePath(s, i).Then("host")
			}
		}
	}
	for i, r := range in.Redirects {
		if b.fullName(r.Host) == host {
			return model.At("balancers", in.Name, "redirects", strconv.Itoa(i), "host")
		}
	}
	return model.At("balancers", in.Name)
}

// edgeHosts are the names that frontends and distributions answer to.
func (b *builder) edgeHosts() (hosts []string) {
	for _, x := range b.in.Frontends {
		for _, h := range x.Hosts {
			hosts = append(hosts, b.fullName(h))
		}
	}
	for _, d := range b.in.Distributions {
		for _, h := range d.Hosts {
			hosts = append(hosts, b.fullName(h))
		}
	}
	return hosts
}
