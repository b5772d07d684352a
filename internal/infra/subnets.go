package infra

import (
	"fmt"
	"net/netip"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// A counted subnet stands in a slot that only its tier and the place of its zone
// decide, so that a zone more or less moves no other subnet: AWS would have to
// replace it, and a subnet that holds a database cannot be. The first three zones
// have their slots by tier, 0 to 8; those beyond follow with a slot for each tier.
const (
	tierCount  = 3
	firstZones = 3
)

// slot is the place of a subnet in the VPC, counted from 0.
func slot(tier, zone int) int {
	if zone < firstZones {
		return tier*firstZones + zone
	}
	return zone*tierCount + tier
}

// subnetBits is how long the prefix of a counted subnet is: 24 while the VPC is large
// enough, otherwise a sixteenth of it, which holds the slots of five zones, or a part
// of 32 for more.
func subnetBits(vpc, zones int) int {
	bits := vpc + 4
	if tierCount*zones > 1<<4 {
		bits++
	}
	return max(24, bits)
}

// nth is the n-th range of a prefix length within an IPv4 range, counted from 0. It
// is not valid where the range has no such part.
func nth(vpc netip.Prefix, bits, n int) netip.Prefix {
	if bits < vpc.Bits() || n >= 1<<(bits-vpc.Bits()) {
		return netip.Prefix{}
	}
	a := vpc.Masked().Addr().As4()
	first := uint32(a[0])<<24 | uint32(a[1])<<16 | uint32(a[2])<<8 | uint32(a[3])
	first += uint32(n) << (32 - bits)
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{byte(first >> 24), byte(first >> 16), byte(first >> 8), byte(first)}), bits)
}

// tiers are the kinds of subnet in the order in which ranges are counted out. The
// database tier comes last, so that the first database or cache moves no other subnet.
func (b *builder) tiers() []tier {
	subnets := b.in.Network.Subnets
	all := []tier{{Public, subnets.Public}, {Private, subnets.Private}}
	if len(b.in.Databases)+len(b.in.Caches) > 0 || len(subnets.Database) > 0 {
		all = append(all, tier{DatabaseNet, subnets.Database})
	}
	return all
}

// tier is a kind of subnet with the ranges that the author gave.
type tier struct {
	tier  Tier
	given []string
}

// ownSubnets are the subnets of an own VPC, by tier, then zone: those given, and the
// others in their slots of its range.
func (b *builder) ownSubnets(zones []string) []Subnet {
	vpc := netip.MustParsePrefix(b.in.Network.CIDR) // the schema takes no other
	var out []Subnet
	bits, short := subnetBits(vpc.Bits(), len(zones)), false
	for t, tier := range b.tiers() {
		for z, zone := range zones {
			s := Subnet{Tier: tier.tier, Zone: zone}
			words := []string{string(tier.tier), zoneSuffix(b.in.Region, zone)}
			s.Label, s.Name = labelOf(words...), b.names.tag(words...)
			if z < len(tier.given) {
				s.CIDR = tier.given[z]
			} else if p := nth(vpc, bits, slot(t, z)); p.IsValid() && b.facts.Network.SubnetPrefix.Has(bits) {
				s.CIDR = p.String()
			} else {
				short = true
			}
			out = append(out, s)
		}
	}
	if short {
		b.tooSmall(vpc, bits)
		return out
	}
	b.overlaps(out, len(zones))
	return out
}

func (b *builder) tooSmall(vpc netip.Prefix, bits int) {
	b.errorf("cidr-too-small", model.At("network", "cidr"), "the VPC has no room for its subnets",
		"%s has slots for %d subnets, each a /%d; a subnet is at least a /%d.", vpc, 1<<(bits-vpc.Bits()), bits, b.facts.Network.SubnetPrefix.Max)
}

// overlaps reports counted subnets that share addresses with given ones, all as one
// finding. Those that are both given are the author's alone, and checked before.
func (b *builder) overlaps(subnets []Subnet, zones int) {
	var first string
	pairs := 0
	given := func(i int) bool { return i%zones < len(b.tiers()[i/zones].given) }
	for i, s := range subnets {
		for j, other := range subnets[:i] {
			if given(i) == given(j) {
				continue
			}
			p, err1 := netip.ParsePrefix(s.CIDR)
			q, err2 := netip.ParsePrefix(other.CIDR)
			if err1 == nil && err2 == nil && p.Overlaps(q) {
				if pairs++; pairs == 1 {
					first = fmt.Sprintf("%s is %s and %s is %s", other.Label, other.CIDR, s.Label, s.CIDR)
				}
			}
		}
	}
	switch {
	case pairs == 1:
		b.errorf("subnet-overlap", model.At("network", "subnets"), "two subnets share addresses", "%s.", first)
	case pairs > 1:
		b.errorf("subnet-overlap", model.At("network", "subnets"), "two subnets share addresses",
			"%s, and so for %d pairs in all: what is not given is counted out of the VPC's range. Give the ranges of every tier.", first, pairs)
	}
}

// zoneSuffix is what a zone adds to its region: "a" of eu-west-1a.
func zoneSuffix(region, zone string) string {
	return strings.TrimPrefix(strings.TrimPrefix(zone, region), "-")
}

// errorf reports a mistake that only the decision shows.
func (b *builder) errorf(code string, at model.Path, summary, format string, args ...any) {
	b.diags = append(b.diags, diag.Diagnostic{
		Code: code, Pos: b.in.Origins.At(at), Path: at.String(), Summary: summary, Detail: fmt.Sprintf(format, args...),
	})
}
