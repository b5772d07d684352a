package infra

import (
	"fmt"
	"net/netip"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// smallestSubnet is the longest prefix of a subnet in AWS.
// https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
const smallestSubnet = 28

// subnetBits is how long the prefix of a counted subnet is: 24 while the VPC is at
// least a /20, otherwise a sixteenth of it.
func subnetBits(vpc int) int {
	if vpc <= 20 {
		return 24
	}
	return vpc + 4
}

// nth is the n-th range of a prefix length within an IPv4 range, counted from 0. It
// is not valid where the range has no such part.
func nth(vpc netip.Prefix, bits, n int) netip.Prefix {
	if bits < vpc.Bits() || bits > smallestSubnet || n >= 1<<(bits-vpc.Bits()) {
		return netip.Prefix{}
	}
	a := vpc.Masked().Addr().As4()
	first := uint32(a[0])<<24 | uint32(a[1])<<16 | uint32(a[2])<<8 | uint32(a[3])
	first += uint32(n) << (32 - bits)
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{byte(first >> 24), byte(first >> 16), byte(first >> 8), byte(first)}), bits)
}

// tiers are the kinds of subnet in the order in which ranges are counted out. The
// database tier comes last, so that the first database moves no other subnet.
func (b *builder) tiers() []tier {
	subnets := b.in.Network.Subnets
	all := []tier{{Public, subnets.Public}, {Private, subnets.Private}}
	if len(b.in.Databases) > 0 || len(subnets.Database) > 0 {
		all = append(all, tier{DatabaseNet, subnets.Database})
	}
	return all
}

// tier is a kind of subnet with the ranges that the author gave.
type tier struct {
	tier  Tier
	given []string
}

// ownSubnets are the subnets of an own VPC: those given, and the others counted out
// of its range by tier, then zone.
func (b *builder) ownSubnets(zones []string) []Subnet {
	vpc, err := netip.ParsePrefix(b.in.Network.CIDR)
	if err != nil || !vpc.Addr().Is4() {
		b.errorf("cidr-invalid", model.At("network", "cidr"), "a range is not an IPv4 CIDR", "%q is not an IPv4 range such as 10.0.0.0/16", b.in.Network.CIDR)
		return nil
	}
	var out []Subnet
	bits, short := subnetBits(vpc.Bits()), false
	for t, tier := range b.tiers() {
		for z, zone := range zones {
			s := Subnet{Tier: tier.tier, Zone: zone}
			words := []string{string(tier.tier), zoneSuffix(b.in.Region, zone)}
			s.Label, s.Name = labelOf(words...), b.names.tag(words...)
			if z < len(tier.given) {
				s.CIDR = tier.given[z]
			} else if p := nth(vpc, bits, t*len(zones)+z); p.IsValid() {
				s.CIDR = p.String()
			} else {
				short = true
			}
			out = append(out, s)
		}
	}
	if short {
		b.tooSmall(vpc, bits, len(out))
		return out
	}
	b.overlaps(out, len(zones))
	return out
}

func (b *builder) tooSmall(vpc netip.Prefix, bits, wanted int) {
	room := 0
	if bits <= smallestSubnet {
		room = 1 << (bits - vpc.Bits())
	}
	b.errorf("cidr-too-small", model.At("network", "cidr"), "the VPC has no room for its subnets",
		"%s holds %d subnets of /%d, and %d are needed; a subnet is at least a /%d", vpc, room, min(bits, smallestSubnet), wanted, smallestSubnet)
}

// overlaps reports counted subnets that share addresses with given ones. Those that
// are both given are the author's alone, and checked before.
func (b *builder) overlaps(subnets []Subnet, zones int) {
	given := func(i int) bool { return i%zones < len(b.tiers()[i/zones].given) }
	for i, s := range subnets {
		for j, other := range subnets[:i] {
			if given(i) == given(j) {
				continue
			}
			p, err1 := netip.ParsePrefix(s.CIDR)
			q, err2 := netip.ParsePrefix(other.CIDR)
			if err1 == nil && err2 == nil && p.Overlaps(q) {
				b.errorf("subnet-overlap", model.At("network", "subnets"), "two subnets share addresses",
					"%s is %s and %s is %s", other.Label, other.CIDR, s.Label, s.CIDR)
			}
		}
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
