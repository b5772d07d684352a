package check

import (
	"net/netip"
	"slices"
	"strconv"

	"groundplan.internal/internal/model"
)

// cidr is a range that the author wrote.
type cidr struct {
	at    model.Path
	tier  string // of a subnet; empty for the VPC
	place int    // in the tier
	text  string
	netip.Prefix
}

// what names the range, for details.
func (r cidr) what() string {
	if r.tier == "" {
		return "The range of the VPC"
	}
	return "The " + r.tier + " subnet"
}

// hostBits reports whether the range says more than a network address.
func (r cidr) hostBits() bool { return r.Masked() != r.Prefix }

// cidrs are the ranges of an own VPC, its own first. The schema has seen to it that
// they can be parsed.
func (c *checker) cidrs() (vpc cidr, subnets []cidr) {
	if c.Network.VPC != "own" {
		return cidr{}, nil
	}
	parse := func(at model.Path, tier string, place int, text string) cidr {
		p, _ := netip.ParsePrefix(text)
		return cidr{at, tier, place, text, p}
	}
	vpc = parse(model.At("network", "cidr"), "", 0, c.Network.CIDR)
	for _, t := range c.tiers() {
		for i, text := range t.ranges {
			subnets = append(subnets, parse(model.At("network", "subnets", t.name, strconv.Itoa(i)), t.name, i, text))
		}
	}
	return vpc, subnets
}

type tier struct {
	name   string
	ranges []string
}

func (c *checker) tiers() []tier {
	s := c.Network.Subnets
	return []tier{{"public", s.Public}, {"private", s.Private}, {"database", s.Database}}
}

// hostBits is cidr-host-bits.
func (c *checker) hostBits() {
	vpc, subnets := c.cidrs()
	for _, r := range append([]cidr{vpc}, subnets...) {
		if r.IsValid() && r.hostBits() {
			hint := strconv.Quote(r.Masked().String())
			if r.tier == "" {
				hint = "cidr: " + hint
			}
			c.report(r.at, hint, "%s is %s, where /%d leaves %s as the network's address.", r.what(), r.text, r.Bits(), r.Masked().Addr())
		}
	}
	for _, b := range c.Balancers {
		for _, r := range senderRanges(b) {
			if r.hostBits() {
				c.report(r.at, strconv.Quote(r.Masked().String()), "%s may be reached from %s, where /%d leaves %s as the network's address.", b.Name, r.text, r.Bits(), r.Masked().Addr())
			}
		}
	}
}

// prefixLengths is cidr-prefix-length.
func (c *checker) prefixLengths() {
	vpc, subnets := c.cidrs()
	if allowed := c.facts.Network.VPCPrefix; vpc.IsValid() && !allowed.Has(vpc.Bits()) {
		c.report(vpc.at, "", "The range of the VPC is %s; AWS takes prefixes of /%d to /%d.", vpc.text, allowed.Min, allowed.Max)
	}
	for _, r := range subnets {
		if allowed := c.facts.Network.SubnetPrefix; !allowed.Has(r.Bits()) {
			c.report(r.at, "", "The %s subnet is %s; AWS takes prefixes of /%d to /%d.", r.tier, r.text, allowed.Min, allowed.Max)
		}
	}
}

// outsideVPC is subnet-outside-vpc, one finding where all of several subnets are:
// then most likely one environment has another VPC.
func (c *checker) outsideVPC() {
	vpc, subnets := c.cidrs()
	outside := func(r cidr) bool { return r.Bits() < vpc.Bits() || !vpc.Contains(r.Addr()) }
	if len(subnets) > 1 && !slices.ContainsFunc(subnets, func(r cidr) bool { return !outside(r) }) {
		c.report(model.At("network", "subnets"), "", "None of the %d subnets is within the VPC's range %s. An environment with a VPC of its own has subnets of its own, or none: subnets: null.", len(subnets), vpc.text)
		c.also(vpc.at, "the VPC")
		return
	}
	for _, r := range subnets {
		if outside(r) {
			c.report(r.at, "", "The %s subnet %s is not within the VPC's range %s.", r.tier, r.text, vpc.text)
			c.also(vpc.at, "the VPC")
		}
	}
}

// overlaps is subnet-overlap, one finding for a subnet however many it meets. Ranges
// beyond the number of zones are reported as such.
func (c *checker) overlaps() {
	_, subnets := c.cidrs()
	zones := c.zones()
	subnets = slices.DeleteFunc(subnets, func(r cidr) bool { return r.place >= zones })
	for i, r := range subnets {
		for _, other := range subnets[:i] {
			if r.Overlaps(other.Prefix) {
				c.report(r.at, "", "The %s subnet %s shares addresses with the %s subnet %s.", r.tier, r.text, other.tier, other.text)
				c.also(other.at, "the other subnet")
				break
			}
		}
	}
}

// subnetCounts is subnet-count.
func (c *checker) subnetCounts() {
	if c.Network.VPC != "own" {
		return
	}
	for _, t := range c.tiers() {
		if n := len(t.ranges); n > 0 && n != c.zones() {
			c.report(model.At("network", "subnets", t.name), "", "There are %d ranges of %s subnets and %s: each zone has one, in the same order.", n, t.name, count(c.zones(), "zone"))
		}
	}
}

// awkwardRanges is cidr-awkward.
func (c *checker) awkwardRanges() {
	vpc, _ := c.cidrs()
	if !vpc.IsValid() {
		return
	}
	for _, text := range c.facts.Network.AwkwardRanges {
		if p, err := netip.ParsePrefix(text); err == nil && p.Overlaps(vpc.Prefix) {
			c.report(vpc.at, `cidr: "10.0.0.0/16"`, "The range of the VPC, %s, shares addresses with %s, which docker or AWS use themselves.", vpc.text, text)
		}
	}
	private := false
	for _, text := range c.facts.Network.PrivateRanges {
		p, err := netip.ParsePrefix(text)
		private = private || err == nil && p.Contains(vpc.Addr()) && p.Bits() <= vpc.Bits()
	}
	if !private {
		c.report(vpc.at, `cidr: "10.0.0.0/16"`, "The range of the VPC, %s, is not a private one: its addresses belong to somebody on the internet, who cannot be reached from within.", vpc.text)
	}
}
