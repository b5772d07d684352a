package infra

import (
	"groundplan.internal/internal/model"
)

// Tier is a kind of subnet, by its way out.
type Tier string

// The tiers.
const (
	Public      Tier = "public"   // routes to the internet gateway
	Private     Tier = "private"  // routes to a NAT gateway, or nowhere
	DatabaseNet Tier = "database" // no route out of the VPC
)

// Network is the VPC and its subnets.
type Network struct {
	Default   bool   // the account's own, looked up and never changed
	Name      string // Name tag of an own VPC
	CIDR      string // of an own VPC
	Zones     []string
	Subnets   []Subnet // by tier, then zone; in the default VPC all are Public
	NAT       string   // none, single or perZone
	Endpoints []Endpoint
	ACLs      []NetworkACL // by tier; empty: the VPC's own, which lets everything through
	FlowLogs  *FlowLogs    // nil: none kept

	PrefixLists []PrefixList // that rules name, beside those of endpoints
}

// Subnet is a range in one zone.
type Subnet struct {
	Label string // Terraform label: public_a; in the default VPC: a
	Name  string // Name tag
	Tier  Tier
	Zone  string // eu-west-1a
	CIDR  string // empty in the default VPC
}

// FlowLogs is the record of who talked to whom.
type FlowLogs struct {
	LogGroup LogGroup
	Role     Role
}

// Endpoint is a way to an AWS service without leaving the VPC.
type Endpoint struct {
	Name    string // as declared and as a label's base: secretsmanager, ecr.api
	Service string // com.amazonaws.eu-west-1.secretsmanager
	Gateway bool   // in route tables, with a prefix list; otherwise an interface with a security group
}

// SecurityGroup is a group of network interfaces that rules speak of.
type SecurityGroup struct {
	Label       string   // Terraform label
	Name        string   // in AWS
	Description string   // in AWS; changing it would replace the group
	Nodes       []string // who is in it: services, databases, or the endpoints (named EndpointsNode)
}

// EndpointsNode stands for the interface endpoints as a member of a security
// group. No node can have this name.
const EndpointsNode = "endpoints*"

// Rule lets traffic through one security group in one direction. A flow between
// two groups is two rules.
type Rule struct {
	Label       string // Terraform label: web_from_internet_8080, web_to_db_5432
	Group       string // label of the group that has the rule
	Egress      bool
	Peer        Peer
	Protocol    string // tcp, udp, or -1 for all; then there are no ports
	FromPort    int
	ToPort      int
	Description string     // in AWS's alphabet, at most 255 characters
	Path        model.Path // the declared edge that it stands for
}

// Peer is the other side of a rule: exactly one is set.
type Peer struct {
	Group      string // label of a security group
	CIDR       string // IPv4
	PrefixList string // name of a gateway endpoint whose prefix list it is
	CDN        string // whose addresses it is, by the word of the language
}

// World reports whether the other side is the whole internet.
func (p Peer) World() bool { return p.CIDR == "0.0.0.0/0" }

// network decides where everything stands.
func (b *builder) network() {
	in := b.in.Network
	n := &b.out.Network
	b.stack(partNetwork, "")
	n.Zones = b.zones()
	if in.VPC == "default" {
		n.Default, n.NAT = true, "none"
		for _, zone := range n.Zones {
			n.Subnets = append(n.Subnets, Subnet{Label: labelOf(zoneSuffix(b.in.Region, zone)), Tier: Public, Zone: zone})
		}
		return
	}
	n.Name = b.names.tag()
	n.CIDR, n.NAT = in.CIDR, in.NAT
	n.Subnets = b.ownSubnets(n.Zones)
	n.Endpoints = b.endpoints()
	b.networkACLs()
	if in.FlowLogs {
		n.FlowLogs = b.flowLogs()
	}
}

// zones are those that the author names, or the first of the region.
func (b *builder) zones() []string {
	if given := b.in.Network.AvailabilityZones; len(given) > 0 {
		return given
	}
	all := b.region().Zones
	return all[:min(len(all), b.in.Network.Zones)]
}

func (b *builder) flowLogs() *FlowLogs {
	path := model.At("network", "flowLogs")
	group := LogGroup{
		Label:         b.names.label("log-group", path, "flow-logs"),
		Name:          b.names.from("log-group", path, "/vpc/"+b.names.platform, b.names.environment),
		RetentionDays: b.in.Logs.RetentionDays,
		Stack:         b.stack(partNetwork, ""),
	}
	role := b.role("flow-logs", path, "Writes the flow logs of the VPC", "flow-logs")
	role.Statements = b.permit("flow-logs-write", "WriteLogs", path, Of(group.Label, LogGroupARN))
	return &FlowLogs{LogGroup: group, Role: role}
}

// serviceTier is where a service of an own VPC stands: in the open when it is
// public, otherwise behind the NAT gateway or the endpoints. The default VPC has
// public subnets only.
func (b *builder) serviceTier(s model.Service) Tier {
	if b.out.Network.Default || s.Public {
		return Public
	}
	return Private
}
