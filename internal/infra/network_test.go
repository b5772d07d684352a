package infra

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"groundplan.internal/internal/model"
)

// cidrs are the ranges of a tier, joined.
func cidrs(p Platform, tier Tier) string {
	var out []string
	for _, s := range p.Network.Subnets {
		if s.Tier == tier {
			out = append(out, s.CIDR)
		}
	}
	return strings.Join(out, " ")
}

func TestSubnetsAreCountedByTierThenZone(t *testing.T) {
	p := build(t, with(empty(), database("db")))
	for _, c := range []struct {
		tier Tier
		want string
	}{
		{Public, "10.0.0.0/24 10.0.1.0/24 10.0.2.0/24"},
		{Private, "10.0.3.0/24 10.0.4.0/24 10.0.5.0/24"},
		{DatabaseNet, "10.0.6.0/24 10.0.7.0/24 10.0.8.0/24"},
	} {
		if got := cidrs(p, c.tier); got != c.want {
			t.Errorf("%s: %s, want %s", c.tier, got, c.want)
		}
	}
	first := p.Network.Subnets[0]
	if want := (Subnet{Label: "public_a", Name: "shop-test-public-a", Tier: Public, Zone: "eu-west-1a", CIDR: "10.0.0.0/24"}); first != want {
		t.Errorf("%+v, want %+v", first, want)
	}
}

func TestFirstDatabaseMovesNoSubnet(t *testing.T) {
	before, after := build(t, empty()), build(t, with(empty(), database("db")))
	if n := len(before.Network.Subnets); !slices.Equal(before.Network.Subnets, after.Network.Subnets[:n]) {
		t.Errorf("%v\nbecame\n%v", before.Network.Subnets, after.Network.Subnets[:n])
	}
}

// A subnet cannot be renumbered in place, nor be replaced under a database.
func TestAnotherZoneMovesNoSubnet(t *testing.T) {
	for _, c := range []struct {
		cidr string
		most int // zones until the subnets become smaller
	}{{"10.0.0.0/16", 6}, {"10.0.0.0/19", 6}, {"10.0.0.0/20", 5}, {"10.0.0.0/23", 5}} {
		at := map[string]string{}
		for zones := 1; zones <= c.most; zones++ {
			in := with(empty(), database("db"), network(func(n *model.Network) { n.CIDR, n.Zones = c.cidr, zones }))
			in.Region = "us-east-1"
			for _, s := range build(t, in).Network.Subnets {
				if before := at[s.Label]; before != "" && before != s.CIDR {
					t.Errorf("%s: with %d zones %s moves from %s to %s", c.cidr, zones, s.Label, before, s.CIDR)
				}
				at[s.Label] = s.CIDR
			}
		}
	}
}

func TestSubnetSizes(t *testing.T) {
	for _, c := range []struct {
		cidr  string
		zones int
		want  string // the last database subnet; or the diagnostic
	}{
		{"10.1.0.0/16", 2, "10.1.7.0/24"},
		{"10.1.0.0/16", 4, "10.1.11.0/24"},
		{"10.1.16.0/20", 3, "10.1.24.0/24"},
		{"10.1.16.0/21", 3, "10.1.20.0/25"},
		{"10.1.2.0/24", 3, "10.1.2.128/28"},
		{"10.1.2.0/25", 2, "cidr-too-small"},
		{"10.1.16.0/20", 5, "10.1.30.0/24"},
		{"10.1.16.0/20", 6, "10.1.24.128/25"},
		{"10.1.2.0/24", 5, "10.1.2.224/28"},
		{"10.1.2.0/24", 6, "cidr-too-small"},
	} {
		in := with(empty(), database("db"), network(func(n *model.Network) { n.CIDR, n.Zones = c.cidr, c.zones }))
		in.Region = "us-east-1"
		p, list := Build(in, known(t))
		if len(list) > 0 {
			if list[0].Code != c.want || list[0].Path != "network.cidr" {
				t.Errorf("%s: %s at %s: %s", c.cidr, list[0].Code, list[0].Path, list[0].Detail)
			}
			continue
		}
		if got := p.Network.Subnets[len(p.Network.Subnets)-1].CIDR; got != c.want {
			t.Errorf("%s in %d zones: %s, want %s", c.cidr, c.zones, got, c.want)
		}
	}
}

func TestGivenSubnetsWin(t *testing.T) {
	given := model.Subnets{Private: []string{"10.0.100.0/22", "10.0.104.0/22", "10.0.108.0/22"}}
	p := build(t, with(empty(), network(func(n *model.Network) { n.Subnets = given })))
	if got := cidrs(p, Private); got != strings.Join(given.Private, " ") {
		t.Error(got)
	}
	if got := cidrs(p, Public); got != "10.0.0.0/24 10.0.1.0/24 10.0.2.0/24" {
		t.Error(got)
	}
	list := found(t, with(empty(), network(func(n *model.Network) { n.Subnets.Private = []string{"10.0.0.0/22"} })))
	if len(list) != 1 || list[0].Code != "subnet-overlap" {
		t.Errorf("%+v", list)
	}
}

func TestDefaultNetwork(t *testing.T) {
	p := build(t, with(empty(), database("db"), service("web", 80), network(func(n *model.Network) {
		n.VPC, n.Zones, n.NAT = "default", 2, "single"
	})))
	want := []Subnet{{Label: "a", Tier: Public, Zone: "eu-west-1a"}, {Label: "b", Tier: Public, Zone: "eu-west-1b"}}
	if !p.Network.Default || p.Network.NAT != "none" || !slices.Equal(p.Network.Subnets, want) {
		t.Errorf("%+v", p.Network)
	}
	if s := p.Services[0]; s.Tier != Public || !s.PublicIP || s.Public {
		t.Errorf("the service is in %s, public address %t, public %t", s.Tier, s.PublicIP, s.Public)
	}
	if d := p.Databases[0]; d.Tier != Public {
		t.Errorf("the database is in %s", d.Tier)
	}
}

func TestPlacesInAnOwnNetwork(t *testing.T) {
	p := build(t, with(empty(), database("db"), service("inside", 80), service("outside", 80), change(public)))
	in, out := p.Services[0], p.Services[1]
	got := fmt.Sprintf("%s %t %s %t %s", in.Tier, in.PublicIP, out.Tier, out.PublicIP, p.Databases[0].Tier)
	if got != "private false public true database" {
		t.Error(got)
	}
}

func TestZonesAndEndpoints(t *testing.T) {
	p := build(t, with(empty(), network(func(n *model.Network) {
		n.AvailabilityZones = []string{"eu-west-1b", "eu-west-1c"}
		n.Endpoints = []string{"s3", "ecr", "ecr.api"}
		n.FlowLogs = true
	})))
	if p.Network.Subnets[0].Label != "public_b" || len(p.Network.Subnets) != 4 {
		t.Errorf("%+v", p.Network.Subnets)
	}
	want := []Endpoint{
		{"ecr.api", "com.amazonaws.eu-west-1.ecr.api", false},
		{"ecr.dkr", "com.amazonaws.eu-west-1.ecr.dkr", false},
		{"s3", "com.amazonaws.eu-west-1.s3", true},
	}
	if !slices.Equal(p.Network.Endpoints, want) {
		t.Errorf("%+v", p.Network.Endpoints)
	}
	if f := p.Network.FlowLogs; f == nil || f.LogGroup.Name != "/vpc/shop-test" || f.Role.Service != "vpc-flow-logs.amazonaws.com" || len(f.Role.Statements) != 2 {
		t.Errorf("%+v", f)
	}
}
