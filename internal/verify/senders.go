package verify

import (
	"slices"
	"strings"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// senderPrefix marks the addresses of a CDN among the peers.
const senderPrefix = "the addresses of "

// sender is the peer that a word of the language stands for.
func (o *output) sender(word string) (string, bool) {
	switch _, cdn := o.facts.CDNs.Networks[word]; {
	case word == "internet":
		return world, true
	case word == "vpc":
		return o.declared.Network.CIDR, true
	case cdn:
		return senderPrefix + word, true
	}
	return word, false
}

// senders are the words for who is let through to a balancer.
func senders(b model.Balancer) []string {
	switch {
	case len(b.From) > 0:
		return b.From
	case b.Internal:
		return []string{"vpc"}
	}
	return []string{"internet"}
}

// balancerFlows calls flow with what is let through to a balancer: who is declared, and
// nobody else. On port 80 there is the way to HTTPS alone, which CloudFront never takes.
func (o *output) balancerFlows(b model.Balancer, flow func(from, to, protocol string, port int, declared model.Path)) {
	at := model.At("balancers", b.Name)
	for _, word := range senders(b) {
		from, _ := o.sender(word)
		flow(from, b.Name, "tcp", 443, at)
		if word != "cloudfront" {
			flow(from, b.Name, "tcp", 80, at)
		}
	}
}

// cdn is the CDN whose addresses a prefix list has, neither more nor fewer; empty for
// any other list.
func (o *output) cdn(list target) string {
	b := o.config.block(list)
	if b == nil || b.typ != "aws_ec2_managed_prefix_list" {
		return ""
	}
	for word, known := range o.facts.CDNs.Networks {
		if b.kind == "data" && len(b.body.attributes) == 1 && b.body.text("name") == known.List && known.List != "" {
			return word
		}
		var ranges []string
		for _, entry := range b.body.all("entry") {
			ranges = append(ranges, entry.text("cidr"))
		}
		if b.kind == "resource" && len(ranges) > 0 && slices.Equal(slices.Sorted(slices.Values(ranges)), slices.Sorted(slices.Values(known.Ranges))) {
			return word
		}
	}
	return ""
}

// declaredCDNs are those that rules are declared for, by word.
func (o *output) declaredCDNs() map[string]facts.CDN {
	out := map[string]facts.CDN{}
	wanted, _ := o.wanted()
	for p := range wanted {
		if word, ok := strings.CutPrefix(p.peer, senderPrefix); ok {
			out[word] = o.facts.CDNs.Networks[word]
		}
	}
	return out
}

// ownPrefixLists are those of CDNs whose ranges are known, by label.
func (o *output) ownPrefixLists() map[string]arguments {
	out := map[string]arguments{}
	for word, cdn := range o.declaredCDNs() {
		if len(cdn.Ranges) > 0 {
			out[word] = arguments{"address_family": "IPv4", "max_entries": len(cdn.Ranges), "entry.cidr": strings.Join(cdn.Ranges, ",")}
		}
	}
	return out
}

// knownPrefixLists are those that AWS keeps, by label.
func (o *output) knownPrefixLists() map[string]arguments {
	out := map[string]arguments{}
	for word, cdn := range o.declaredCDNs() {
		if len(cdn.Ranges) == 0 {
			out[word] = arguments{"name": cdn.List}
		}
	}
	return out
}
