// Package model is the platform in the author's words: nodes, edges and where
// each value was written. What enters is a tree that the schema has accepted, with
// environments patched and defaults filled in; nothing here knows AWS, CUE or files.
package model

import "strings"

// Declaration is one platform file: the platform as it stands in each of its
// environments, sorted by environment.
type Declaration struct {
	Name         string // the platform's name
	File         string // relative to the root, with forward slashes
	Environments []Platform
}

// Platform is everything declared, as it stands in one environment. Every family
// is sorted by name.
type Platform struct {
	Name        string `json:"name"`
	Title       string `json:"title"`
	Description string `json:"description"`
	Region      string `json:"region"`
	Account     string `json:"account"` // its number; empty: whichever the credentials are of
	Layout      string `json:"layout"`  // single or stacks
	State       *State `json:"state"`   // nil keeps the state beside the root
	Tags        Pairs  `json:"tags"`

	Domain string `json:"domain"` // that hosts stand below; empty: none
	// DomainVariable is the Terraform variable that holds it; empty: none does.
	DomainVariable string     `json:"domainVariable"`
	DNS            string     `json:"dns"` // where its records are kept: route53 or external
	Apps           Nodes[App] `json:"apps"`

	Network        Network                   `json:"network"`
	Logs           Logs                      `json:"logs"`
	Discovery      *Discovery                `json:"discovery"`
	Park           *Park                     `json:"park"` // nil: it cannot be parked
	SecurityGroups Nodes[SecurityGroupRules] `json:"securityGroups"`
	Services       Nodes[Service]            `json:"services"`
	Functions      Nodes[Function]           `json:"functions"`
	Jobs           Nodes[Job]                `json:"jobs"`
	Databases      Nodes[Database]           `json:"databases"`
	Caches         Nodes[Cache]              `json:"caches"`
	Buckets        Nodes[Bucket]             `json:"buckets"`
	Volumes        Nodes[Volume]             `json:"volumes"`
	Queues         Nodes[Queue]              `json:"queues"`
	Balancers      Nodes[Balancer]           `json:"balancers"`
	Gateways       Nodes[Gateway]            `json:"gateways"`
	Frontends      Nodes[Frontend]           `json:"frontends"`
	Distributions  Nodes[Distribution]       `json:"distributions"`
	Firewalls      Nodes[Firewall]           `json:"firewalls"`
	UserPools      Nodes[UserPool]           `json:"userPools"`
	Models         Nodes[Model]              `json:"models"`
	Guardrails     Nodes[Guardrail]          `json:"guardrails"`
	Secrets        Nodes[Secret]             `json:"secrets"`
	Externals      Nodes[External]           `json:"externals"`

	IdentityProviders Nodes[IdentityProvider] `json:"identityProviders"`

	Repositories        Nodes[Repository] `json:"repositories"`
	Pipelines           Nodes[Pipeline]   `json:"pipelines"`
	Delivery            *Delivery         `json:"delivery"` // nil: none is written
	Topics              Nodes[Topic]      `json:"topics"`
	Alarms              Nodes[Alarm]      `json:"alarms"`
	Notify              []string          `json:"notify"` // topics of alarms that name none
	Dashboards          *Dashboards       `json:"dashboards"`
	ApplicationInsights bool              `json:"applicationInsights"`

	Flows    Nodes[Flow]    `json:"flows"`
	Diagrams Nodes[Diagram] `json:"diagrams"`
	Concerns Pairs          `json:"concerns"` // of security, to what answers them
	Costs    *Costs         `json:"costs"`    // nil: nobody asks for them
	Quotas   Quotas         `json:"quotas"`
	Accept   []Accept       `json:"accept"`

	// Environment is what the environment says of itself.
	Environment Environment `json:"-"`
	// Past is what earlier compilations decided, and this one must keep.
	Past Past `json:"-"`
	// File is the platform file, relative to the root.
	File string `json:"-"`
	// Origins tells where each value was written.
	Origins Origins `json:"-"`
}

// Environment is one place where the platform runs.
type Environment struct {
	Name    string             `json:"-"`
	Title   string             `json:"title"`
	Compose Nodes[ComposeNode] `json:"compose"` // what differs, by node
	Local   bool               `json:"-"`       // runs with docker compose, not on AWS
}

// ExternalDNS reports whether somebody else keeps the records of the platform's hosts.
func (p Platform) ExternalDNS() bool { return p.DNS == "external" }

// Productive reports whether the environment's name says that people rely on it.
func (e Environment) Productive() bool {
	first, _, _ := strings.Cut(e.Name, "-")
	return first == "production" || first == "prod" || first == "live"
}

// ComposeNode says how a node runs with docker compose.
type ComposeNode struct {
	Name      string   `json:"-"`    // the node
	Container string   `json:"name"` // the container's name
	Build     string   `json:"build"`
	Image     string   `json:"image"`
	Port      int      `json:"port"`
	Volumes   Pairs    `json:"volumes"` // volume to mount path
	Command   []string `json:"command"`
}

// State is the S3 backend of Terraform.
type State struct {
	Bucket string `json:"bucket"`
	Region string `json:"region"`
}

// Network is an own VPC or the account's default one.
type Network struct {
	VPC               string   `json:"vpc"` // own or default
	CIDR              string   `json:"cidr"`
	Zones             int      `json:"zones"`
	AvailabilityZones []string `json:"availabilityZones"`
	NAT               string   `json:"nat"` // none, single or perZone
	Subnets           Subnets  `json:"subnets"`
	Endpoints         []string `json:"endpoints"` // "needed": those that the services use
	ACLs              bool     `json:"acls"`
	FlowLogs          bool     `json:"flowLogs"`

	EndpointSecurityGroup *SecurityGroup `json:"endpointSecurityGroup"`
}

// App is a product: nodes that belong together.
type App struct {
	Name    string `json:"-"`
	Title   string `json:"title"`
	Purpose string `json:"purpose"`
}

// Discovery gives services private DNS names.
type Discovery struct {
	Namespace string `json:"namespace"`
	TTL       int    `json:"ttl"` // seconds
}

// Subnets are ranges given by the author, in the order of the zones.
type Subnets struct {
	Public   []string `json:"public"`
	Private  []string `json:"private"`
	Database []string `json:"database"`
}

// Logs says where containers log to.
type Logs struct {
	Group         string `json:"group"` // empty: one for each service
	Prefix        string `json:"prefix"`
	RetentionDays int    `json:"retentionDays"`
}

// Quotas are limits that AWS has raised; zero means not raised.
type Quotas struct {
	RulesPerSecurityGroup int `json:"rulesPerSecurityGroup"`
	RulesPerBalancer      int `json:"rulesPerBalancer"`
}

// Accept takes note of one warning.
type Accept struct {
	Code   string `json:"code"`
	Node   string `json:"node"` // empty: every node
	Reason string `json:"reason"`
}
