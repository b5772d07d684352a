// Package infra turns a platform in the author's words into the decisions that
// AWS wants: networks, security groups and their rules, tasks, roles, stores and
// names. What leaves is one value that Terraform, task definitions, matrices and
// diagrams are all written from, so that they cannot disagree. It knows no HCL, no
// Markdown and no files.
package infra

import (
	"cmp"

	"groundplan.internal/internal/budget"
	"groundplan.internal/internal/model"
)

// Platform is one environment of a platform, decided. Every list is in the order
// in which it is to be written.
type Platform struct {
	Name             string // the platform
	Title            string // what people call it; never empty
	Description      string
	Environment      string
	EnvironmentTitle string // what people call it; empty: its name
	File             string // the platform file, for headers
	Region           string
	Account          string // the only one that Terraform works in; empty: any
	Partition        string // of the region: aws, aws-cn or aws-us-gov
	Layout           string // single or stacks
	State            *State // nil: beside the root
	Tags             model.Pairs
	Variables        []Variable // what whoever applies may set
	Stacks           []Stack    // those that hold something, in the order of applying

	Network        Network
	SecurityGroups []SecurityGroup
	Rules          []Rule
	Cluster        *Cluster // nil without services
	LogGroups      []LogGroup
	Services       []Service
	Jobs           []Job
	Functions      []Function
	Notifications  []Notification // of buckets, in the order of the functions
	Databases      []Database
	Budgets        []budget.Budget // of connections, one for each database
	Caches         []Cache
	Buckets        []Bucket
	Volumes        []Volume
	Queues         []Queue
	Secrets        []Secret
	Externals      []External
	Domain         Domain
	ExternalDNS    bool // records are made by hand; otherwise the domain's hosted zone is looked up
	Certificates   []Certificate
	Aliases        []Alias
	Apps           []model.App
	Balancers      []Balancer
	Firewalls      []Firewall
	UserPools      []UserPool
	VPCLink        *VPCLink // nil: no gateway needs one
	Gateways       []Gateway
	Distributions  []Distribution // of frontends too
	Models         []Model
	Guardrails     []Guardrail
	Discovery      *Discovery // nil: none
	Park           *Park      // nil: the platform cannot be parked
	Repositories   []Repository
	CI             *CI       // nil: no CI system applies it
	Delivery       *Delivery // what pipelines share; nil without them
	Pipelines      []Pipeline
	Topics         []Topic
	Alarms         []Alarm
	StoppedTasks   *StoppedTasks // nil: nobody watches them
	Dashboards     []Dashboard
	Insights       *Insights // nil: none

	IdentityProviders []IdentityProvider

	Edges    []Edge // every declared edge, for diagrams and tables
	Flows    []Flow
	Diagrams []Diagram
	Concerns model.Pairs
	Accepted []model.Accept
	Costs    *model.Costs // nil: nobody asks for them

	AppOf     map[string]string // by node that belongs to one
	First     map[string]string // by node that was renamed: the name that AWS knows it by
	Names     []Name            // of what is made, where AWS wants them unique
	Published []Name            // namespaces of metrics, once for each program that publishes to one
	Watched   []Name            // namespaces of metrics, once for each alarm and scaling that looks at one

	Local *Local // set for an environment that runs with docker compose; then nothing above the edges is
}

// AllTags are those of every resource. The author's own take the place of ours.
func (p Platform) AllTags() (out model.Pairs) {
	for _, own := range []model.Pair{{Key: "Platform", Value: p.Name}, {Key: "Environment", Value: p.Environment}, {Key: "ManagedBy", Value: "groundplan"}} {
		if _, given := p.Tags.Get(own.Key); !given {
			out = append(out, own)
		}
	}
	return append(out, p.Tags...)
}

// Known is the name that AWS knows a node by: the first that it had.
func (p Platform) Known(node string) string { return cmp.Or(p.First[node], node) }

// State is the S3 backend of Terraform.
type State struct{ Bucket, Region string }

// Variable is an input of the whole platform, by its Terraform name.
type Variable struct {
	Name        string
	Description string
	Bool        bool   // true or false; otherwise a text
	Default     string // empty: whoever applies must say
	Prefix      string // what an image must begin with, up to its tag or digest; empty: anything
	Message     string // what to say when it does not
}

// Attribute is something of a node that only deployment knows.
type Attribute string

// The attributes that nodes have.
const (
	DatabaseAddress  Attribute = "address"            // host name, no port
	DatabaseSecret   Attribute = "secret-arn"         // ARN of the secret that RDS keeps the master password in
	ProxyAddress     Attribute = "proxy-address"      // host name of a database's proxy
	ProxyReadAddress Attribute = "proxy-read-address" // of what only reads
	ProxyResource    Attribute = "proxy-resource"     // by which IAM knows the proxy: prx-…
	CacheAddress     Attribute = "primary-address"    // host name of the primary
	CacheReadAddress Attribute = "reader-address"     // of what only reads
	CacheSecret      Attribute = "url-arn"            // ARN of the secret that clients connect with
	BucketName       Attribute = "bucket"             // its name
	BucketARN        Attribute = "bucket-arn"         //
	VolumeID         Attribute = "file-system-id"
	VolumeARN        Attribute = "file-system-arn"
	AccessPointID    Attribute = "access-point-id" // of a volume
	AccessPointARN   Attribute = "access-point-arn"
	SecretARN        Attribute = "arn"       // of a Secrets Manager secret or Parameter Store parameter
	LoginARN         Attribute = "login-arn" // of the secret of a Login, by its label
	LogGroupName     Attribute = "log-group" // of a log group, by its label
	LogGroupARN      Attribute = "log-group-arn"
	VariableValue    Attribute = "variable"    // of an input variable, by its name
	AccountID        Attribute = "account-id"  // of no node
	RegistryARN      Attribute = "registry"    // of no node: arn:aws:ecr:<region>:<account>:repository/<Node>
	ClusterARN       Attribute = "cluster-arn" // of no node
	RoleARN          Attribute = "role-arn"    // of an IAM role, by its label
	FunctionARN      Attribute = "function"    // of no node: arn:aws:lambda:<region>:<account>:function:<Node>
	QueueARN         Attribute = "queue-arn"   // of a queue, by its label
	QueueURL         Attribute = "queue-url"
	TopicARN         Attribute = "topic-arn" // by its label
)

// The attributes by which CloudWatch tells things apart, and those that an alarm counts
// with: each of a resource, by its label.
const (
	ClusterName        Attribute = "cluster-name"
	ServiceName        Attribute = "service-name"
	BalancerSuffix     Attribute = "balancer-suffix"
	TargetGroupSuffix  Attribute = "target-group-suffix"
	GatewayID          Attribute = "api-id"
	DistributionID     Attribute = "distribution-id"
	CacheIdentifier    Attribute = "cache-identifier"
	DatabaseIdentifier Attribute = "database-identifier"
	ClusterIdentifier  Attribute = "cluster-identifier"
	AllocatedGibibytes Attribute = "allocated-gibibytes"
	FirewallMetric     Attribute = "firewall-metric"
	FunctionName       Attribute = "function-name"
	QueueName          Attribute = "queue-name"
	UserPoolID         Attribute = "user-pool-id"
	UserPoolClientID   Attribute = "user-pool-client-id"
	GuardrailID        Attribute = "guardrail-id"
	GuardrailARN       Attribute = "guardrail-arn"
	GuardrailVersion   Attribute = "guardrail-version"
)

// The attributes that a program must know which makes services by itself.
const (
	ListenerARN     Attribute = "listener-arn"      // of a balancer, by its label: the one that speaks HTTPS
	SecurityGroupID Attribute = "security-group-id" // by its label
	SubnetIDs       Attribute = "subnets"           // of a tier, joined by commas
	VPCID           Attribute = "vpc-id"            // of no node
)

// Value is a text, parts of which only deployment knows.
type Value []Part

// Part is literal text, or an attribute of a node.
type Part struct {
	Text      string
	Node      string    // with Attribute: the node that has it
	Attribute Attribute // empty for literal text
}

// Text is a value that is known now.
func Text(s string) Value { return Value{{Text: s}} }

// Of is an attribute of a node.
func Of(node string, a Attribute) Value { return Value{{Node: node, Attribute: a}} }

// Literal is the text of a value that has no open part.
func (v Value) Literal() (string, bool) {
	s := ""
	for _, p := range v {
		if p.Attribute != "" {
			return "", false
		}
		s += p.Text
	}
	return s, true
}

// Edge is a declared use: who talks to whom, on what, and why.
type Edge struct {
	From, To string // nodes; From or To is Internet where the world takes part
	Family   string // of To: "databases", "buckets", …; "services" for the world's edges
	Port     int    // TCP; 0 where the edge is permission alone (a bucket)
	Access   string // read, write, readwrite, send, consume, …, or empty
	Via      string // what stands between: ProxyNode of a database; empty: nothing
	Label    string // what a diagram's arrow says: "PostgreSQL 5432", "read, write"
	Purpose  string
	Path     model.Path // where it is declared
}

// Internet stands for the world in edges and rules. No node can have this name.
const Internet = "*"

// External is something outside of the platform.
type External struct {
	Name, Title, Purpose, Phase, OnFailure string
	Hosts                                  []string
	Port                                   int // 0: nobody connects to it
}

// Flow is a sequence of steps between nodes and actors.
type Flow struct {
	Name, Title string
	Actors      []Participant // in order of appearance, actors and nodes alike
	Steps       []model.Step
}

// Participant is who takes part in a flow.
type Participant struct {
	Name, Title string
	Actor       bool // a person or thing outside, not a node
}

// Diagram is a view of some nodes and the edges between them.
type Diagram struct {
	Name, Title string
	Nodes       []string
	App         string   // whose nodes are shown; empty: those of Nodes
	Without     []string // nodes left out of the app's view
	Others      []model.Other
	Edges       []model.DiagramEdge
	Frames      []model.Frame // empty: those of the network
}
