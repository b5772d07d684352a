package check

import (
	"net/netip"
	"slices"
	"strconv"

	"groundplan.internal/internal/model"
)

// from is where one of those who may reach a balancer is named.
func from(b model.Balancer, i int) model.Path {
	return model.At("balancers", b.Name, "from", strconv.Itoa(i))
}

// strandedSenders is balancer-from: an internal balancer is reached by addresses of the
// VPC, and any other by public ones.
func (c *checker) strandedSenders() {
	for _, b := range c.Balancers {
		for i, word := range b.From {
			_, cdn := c.facts.CDNs.Networks[word]
			network, _ := netip.ParsePrefix(word)
			switch {
			case b.Internal && (cdn || word == "internet"):
				c.report(from(b, i), "internal: false", "%s is internal, and %q comes from the internet: it would never get there.", b.Name, word)
				c.also(model.At("balancers", b.Name, "internal"), "said here")
			case !b.Internal && word == "vpc":
				c.report(from(b, i), "internal: true", "%s is asked by its public addresses from within the VPC too, and what leaves the VPC has none of its addresses any more: only an internal balancer is reached from it.", b.Name)
			case !b.Internal && network.Addr().IsPrivate():
				hint := "internal: true"
				if slices.ContainsFunc(b.From, func(other string) bool { return other == "internet" || c.facts.CDNs.Networks[other].Title != "" }) {
					hint = "" // others come from there: the range is what is too much
				}
				c.report(from(b, i), hint, "%s is asked by its public addresses, to which nothing comes from the private range %s.", b.Name, word)
			}
		}
	}
}

// senderRanges are the ranges from which a balancer may be reached, as they are written.
func senderRanges(b model.Balancer) (out []cidr) {
	for i, text := range b.From {
		if p, err := netip.ParsePrefix(text); err == nil {
			out = append(out, cidr{at: from(b, i), place: i, text: text, Prefix: p})
		}
	}
	return out
}

// overlappingSenders is balancer-from-overlap: one finding for whoever is let in by
// another already.
func (c *checker) overlappingSenders() {
	for _, b := range c.Balancers {
		for i, word := range b.From {
			for j, wider := range b.From {
				if i != j && word != wider && c.lets(wider, word) && (j < i || !c.lets(word, wider)) {
					c.report(from(b, i), "", "%q lets in %q already.", wider, word)
					c.also(from(b, j), "said here")
					break
				}
			}
		}
	}
}

// lets reports whether one who may reach a balancer stands for all addresses of another.
func (c *checker) lets(wider, word string) bool {
	outer, inner := c.addresses(wider), c.addresses(word)
	if cdn, known := c.facts.CDNs.Networks[word]; known && len(cdn.Ranges) == 0 { // AWS keeps them; they are of the world
		inner = c.addresses("internet")
	}
	return len(inner) > 0 && !slices.ContainsFunc(inner, func(in netip.Prefix) bool {
		return !slices.ContainsFunc(outer, func(out netip.Prefix) bool { return out.Bits() <= in.Bits() && out.Contains(in.Addr()) })
	})
}

// addresses are those that a word of the language or a range stands for, as far as they
// are known.
func (c *checker) addresses(word string) (out []netip.Prefix) {
	texts := []string{word}
	switch cdn, known := c.facts.CDNs.Networks[word]; {
	case word == "internet":
		texts = []string{"0.0.0.0/0"}
	case word == "vpc":
		texts = []string{c.Network.CIDR}
	case known:
		texts = cdn.Ranges
	}
	for _, text := range texts {
		if p, err := netip.ParsePrefix(text); err == nil {
			out = append(out, p.Masked())
		}
	}
	return out
}

// shutBalancers is distribution-balancer-from.
func (c *checker) shutBalancers() {
	c.eachBalancedSite(func(s edgeSite, b model.Balancer, at model.Path) {
		open := func(word string) bool { return word == "cloudfront" || c.lets(word, "internet") }
		if len(b.From) > 0 && !b.Internal && !slices.ContainsFunc(b.From, open) {
			c.report(at, `from: ["cloudfront"]`, "%s asks %s from CloudFront's addresses, and only %s may reach it: every request would fail.", s.name, b.Name, list(b.From))
			c.also(model.At("balancers", b.Name, "from"), "who may reach it")
		}
	})
}

// misledFirewalls is firewall-address-cdn: CDNs that nothing of the platform's stands
// before are those from elsewhere; CloudFront's own distributions are firewall-rate-edge.
func (c *checker) misledFirewalls() {
	for _, b := range c.Balancers {
		i := slices.IndexFunc(c.Firewalls, func(f model.Firewall) bool { return f.Name == b.Firewall })
		cdn := slices.IndexFunc(b.From, func(word string) bool { return len(c.facts.CDNs.Networks[word].Ranges) > 0 })
		if i < 0 || cdn < 0 {
			continue
		}
		title := c.facts.CDNs.Networks[b.From[cdn]].Title
		what := ""
		switch f := c.Firewalls[i]; {
		case f.RatePerIP != nil && len(f.BlockCountries) > 0:
			what = "counts the requests of each address and knows the country of it"
		case f.RatePerIP != nil:
			what = "counts the requests of each address"
		case len(f.BlockCountries) > 0:
			what = "knows the country of an address"
		default:
			continue
		}
		c.report(model.At("balancers", b.Name, "firewall"), "", "The firewall %s of %s %s, and what comes by %s has addresses of %s's: %s itself is the place for that.", b.Firewall, b.Name, what, title, title, title)
		c.also(from(b, cdn), "said here")
	}
}
