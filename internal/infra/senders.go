package infra

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// PrefixList is the addresses of a CDN under one name, by which rules speak of them.
type PrefixList struct {
	CDN     string   // and Terraform label
	Title   string   // of the CDN
	Name    string   // in AWS
	Ranges  []string // empty: AWS keeps the list itself
	Source  string   // page that the ranges are from
	Checked string   // day of the page
}

// cloudFront is the word for CloudFront's addresses.
const cloudFront = "cloudfront"

// senders are who may reach a balancer.
func senders(in model.Balancer) []string {
	switch {
	case len(in.From) > 0:
		return in.From
	case in.Internal:
		return []string{"vpc"}
	}
	return []string{"internet"}
}

// sender is who a word of the language, or a range, stands for; false where it stands
// for nobody, as "vpc" does in the default VPC.
func (b *builder) sender(word string) (side, bool) {
	switch {
	case word == "internet":
		return internet(), true
	case word == "vpc":
		return side{"vpc", Peer{CIDR: b.out.Network.CIDR}}, b.out.Network.CIDR != ""
	}
	if _, ok := b.facts.CDNs.Networks[word]; ok {
		return side{word, Peer{CDN: word}}, true
	}
	p, err := netip.ParsePrefix(word)
	label := strings.NewReplacer(".", "_", "/", "_").Replace(word)
	return side{label, Peer{CIDR: word}}, err == nil && p.Addr().Is4() && p == p.Masked()
}

// senderTitle is what people call who a word stands for.
func (b *builder) senderTitle(word string) string {
	switch word {
	case "internet":
		return "the internet"
	case "vpc":
		return "the VPC"
	}
	return cmp.Or(b.facts.CDNs.Networks[word].Title, word)
}

// waysIn are the edges to a balancer from outside: by an external where one has the name
// of the CDN that may reach it, and otherwise from the internet.
func (b *builder) waysIn(lb model.Balancer) (out []Edge) {
	if lb.Internal {
		return nil
	}
	at := model.At("balancers", lb.Name)
	to := func(from, label string) Edge {
		return Edge{From: from, To: lb.Name, Family: "balancers", Port: 443, Label: label, Path: at}
	}
	var others []string
	for _, word := range senders(lb) {
		switch n, named := b.nodes[word]; {
		case word == "internet":
			return []Edge{to(Internet, "HTTPS 443")}
		case word == cloudFront && b.behindDistribution(lb.Name):
		case named && b.rows[n.family].name == "externals":
			out = append(out, Edge{From: Internet, To: word, Family: "externals", Port: 443, Label: "HTTPS 443", Path: at}, to(word, "HTTPS 443"))
		default:
			others = append(others, b.senderTitle(word))
		}
	}
	if len(others) > 0 {
		out = append(out, to(Internet, "HTTPS 443 from "+strings.Join(others, ", ")))
	}
	return out
}

// behindDistribution reports whether a distribution or frontend of the platform asks a
// balancer.
func (b *builder) behindDistribution(balancer string) bool {
	asks := func(s site) bool {
		return s.to == balancer || slices.ContainsFunc(s.paths, func(p model.Behavior) bool { return p.To == balancer })
	}
	return slices.ContainsFunc(b.sites("distributions"), asks) || slices.ContainsFunc(b.sites("frontends"), asks)
}

// prefixLists are those that the rules name, sorted.
func (b *builder) prefixLists() {
	var named []string
	for _, r := range b.out.Rules {
		if r.Peer.CDN != "" {
			named = append(named, r.Peer.CDN)
		}
	}
	slices.Sort(named)
	for _, word := range slices.Compact(named) {
		cdn := b.facts.CDNs.Networks[word]
		list := PrefixList{CDN: word, Title: cdn.Title, Name: cdn.List, Ranges: cdn.Ranges, Source: b.facts.CDNs.Source, Checked: b.facts.CDNs.Checked}
		if list.Name == "" {
			list.Name = b.names.derived("prefix-list", model.At("network"), word)
		}
		b.out.Network.PrefixLists = append(b.out.Network.PrefixLists, list)
	}
}
