package infra

import (
	"slices"

	"groundplan.internal/internal/model"
)

// Firewall is a web ACL of WAF, in each scope that something needs it in.
type Firewall struct {
	Name, Label, Title, Purpose string
	Stack                       Stack
	Rules                       []FirewallRule // in the order in which they look
	ACLs                        []WebACL
	Balancers                   []string // labels of those that it stands before
}

// FirewallRule looks at a request; exactly one of Managed, Limit and Countries is set.
type FirewallRule struct {
	Name      string
	Priority  int
	Managed   string // AWS's name of a group of rules
	Blocks    string // what it blocks that is seldom an attack, or empty
	Limit     int    // requests of one address
	Window    int    // seconds, with Limit
	Countries []string
}

// WebACL is a firewall in one scope.
type WebACL struct {
	Label  string // Terraform label
	Name   string // in AWS
	Scope  string // REGIONAL or CLOUDFRONT
	Region string
	Logs   *LogGroup   // nil: none are kept
	Inside *AddressSet // of the VPC, which the rate of an address leaves out; nil: it leaves out nothing
}

// AddressSet is a list of ranges that rules speak of.
type AddressSet struct {
	Label string // Terraform label
	Name  string // in AWS
}

// The scopes of a web ACL.
const (
	ScopeRegional   = "REGIONAL"
	ScopeCloudFront = "CLOUDFRONT"
)

func (b *builder) firewalls() {
	for _, in := range b.in.Firewalls {
		f := Firewall{
			Name: in.Name, Label: labelOf(in.Name), Title: in.Title, Purpose: in.Purpose, Stack: b.stack(partEdge, ""),
			Rules: b.firewallRules(in),
		}
		for _, lb := range b.in.Balancers {
			if lb.Firewall == in.Name {
				f.Balancers = append(f.Balancers, labelOf(lb.Name))
			}
		}
		if b.stands(in.Name, "regional") {
			acl := b.webACL(in, ScopeRegional, b.in.Region)
			acl.Inside = b.inside(in)
			f.ACLs = append(f.ACLs, acl)
		}
		if b.stands(in.Name, "cloudfront") {
			f.ACLs = append(f.ACLs, b.webACL(in, ScopeCloudFront, b.region().Edge, "cloudfront"))
		}
		b.out.Firewalls = append(b.out.Firewalls, f)
	}
}

// firewallRules are an author's rules: what AWS keeps first, then rates and countries.
func (b *builder) firewallRules(in model.Firewall) (out []FirewallRule) {
	for _, word := range in.Managed {
		out = append(out, FirewallRule{Name: word, Managed: b.facts.WAF.Managed[word].Name, Blocks: b.facts.WAF.Managed[word].Blocks})
	}
	if r := in.RatePerIP; r != nil {
		out = append(out, FirewallRule{Name: "rate-per-ip", Limit: r.Limit, Window: r.Window})
	}
	if len(in.BlockCountries) > 0 {
		out = append(out, FirewallRule{Name: "blocked-countries", Countries: in.BlockCountries})
	}
	for i := range out {
		out[i].Priority = i + 1
	}
	return out
}

func (b *builder) webACL(in model.Firewall, scope, region string, words ...string) WebACL {
	at := model.At("firewalls", in.Name)
	words = append([]string{in.Name}, words...)
	acl := WebACL{Label: b.names.label("web-acl", at, words...), Name: b.names.derived("web-acl", at, words...), Scope: scope, Region: region}
	if in.Logs {
		acl.Logs = &LogGroup{
			Label:         b.names.label("log-group", at.Then("logs"), append([]string{"waf"}, words...)...),
			Name:          b.names.given("log-group", at, b.facts.WAF.LogPrefix+acl.Name),
			RetentionDays: b.in.Logs.RetentionDays, Stack: b.stack(partEdge, ""),
		}
	}
	return acl
}

// inside is what the rate of an address leaves out before balancers by which gateways
// reach services: of those requests it sees the few addresses of the VPC link, and would
// count everybody as one.
func (b *builder) inside(in model.Firewall) *AddressSet {
	linked := b.linkedBalancers()
	reached := func(lb model.Balancer) bool { return lb.Firewall == in.Name && slices.Contains(linked, lb.Name) }
	if in.RatePerIP == nil || !slices.ContainsFunc(b.in.Balancers, reached) {
		return nil
	}
	return &AddressSet{Label: labelOf(in.Name, "vpc"), Name: b.names.derived("ip-set", model.At("firewalls", in.Name), in.Name, "vpc")}
}
