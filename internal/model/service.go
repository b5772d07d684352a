package model

import (
	"path"
	"slices"
	"strings"
)

// Service is a container, with its sidecars, that ECS keeps running.
type Service struct {
	Name    string `json:"-"`
	Was     string `json:"was"`
	Title   string `json:"title"`
	Purpose string `json:"purpose"`
	App     string `json:"app"`

	Image                  Image        `json:"image"`
	Port                   int          `json:"port"`             // 0: listens on none
	Protocol               string       `json:"protocol"`         // HTTP or HTTPS, on that port
	CPU                    int          `json:"cpu"`              // units, 1024 a vCPU
	Memory                 int          `json:"memory"`           // MiB
	Architecture           string       `json:"architecture"`     // X86_64 or ARM64
	EphemeralStorage       int          `json:"ephemeralStorage"` // GiB; 0: the 20 that come with it
	Command                []string     `json:"command"`
	EntryPoint             []string     `json:"entryPoint"`
	StopTimeout            int          `json:"stopTimeout"` // seconds; 0: ECS's own
	ReadonlyRootFilesystem bool         `json:"readonlyRootFilesystem"`
	Environment            Pairs        `json:"environment"`
	Secrets                Pairs        `json:"secrets"` // variable to "<secret>" or "<secret>:<key>"
	HealthCheck            *HealthCheck `json:"healthCheck"`
	DependsOn              Pairs        `json:"dependsOn"` // container to condition

	Sidecars Nodes[Sidecar] `json:"sidecars"`
	Uses     Nodes[Use]     `json:"uses"`
	Pool     *Pool          `json:"pool"` // nil: not said

	Public        bool           `json:"public"`
	Egress        string         `json:"egress"` // declared or all
	SecurityGroup *SecurityGroup `json:"securityGroup"`
	Routes        []Route        `json:"routes"`
	Discoverable  bool           `json:"discoverable"`
	Tracing       bool           `json:"tracing"`
	Publishes     []string       `json:"publishes"` // CloudWatch namespaces
	Deploys       *Deploys       `json:"deploys"`   // nil: its program makes nothing by itself

	Singleton    bool       `json:"singleton"`
	DesiredCount int        `json:"desiredCount"`
	Scaling      *Scaling   `json:"scaling"`
	Capacity     string     `json:"capacity"` // FARGATE or FARGATE_SPOT
	Deployment   Deployment `json:"deployment"`
	Deploy       string     `json:"deploy"` // terraform or pipeline
	Exec         bool       `json:"exec"`

	Job bool `json:"-"` // it is no service, but what a job runs
}

// Image says where a container image comes from.
type Image struct {
	URI        string `json:"uri"`
	Variable   string `json:"variable"`
	Default    string `json:"default"`
	Repository string `json:"repository"`
	Tag        string `json:"tag"`
}

// HealthCheck is a command that ECS runs in the container. Times are seconds.
type HealthCheck struct {
	Command     []string `json:"command"`
	Interval    int      `json:"interval"`
	Timeout     int      `json:"timeout"`
	Retries     int      `json:"retries"`
	StartPeriod int      `json:"startPeriod"`
}

// Sidecar is a further container of a task.
type Sidecar struct {
	Name                   string       `json:"-"`
	Image                  Image        `json:"image"`
	Port                   int          `json:"port"`
	CPU                    int          `json:"cpu"`
	Memory                 int          `json:"memory"`
	Essential              bool         `json:"essential"`
	Command                []string     `json:"command"`
	EntryPoint             []string     `json:"entryPoint"`
	StopTimeout            int          `json:"stopTimeout"`
	ReadonlyRootFilesystem bool         `json:"readonlyRootFilesystem"`
	Environment            Pairs        `json:"environment"`
	Secrets                Pairs        `json:"secrets"`
	HealthCheck            *HealthCheck `json:"healthCheck"`
	DependsOn              Pairs        `json:"dependsOn"`

	Creates string `json:"-"` // the database node in which it makes the task's own database; empty: none
}

// Use is an edge from a service or a function to the node that it names.
type Use struct {
	Name     string `json:"-"`        // the target node
	Access   string `json:"access"`   // of a bucket or volume: read, write or readwrite; of a queue: send, consume or sendconsume; of a topic: publish; empty: what is usual there
	Path     string `json:"path"`     // of a volume: where the container has it
	Prefix   string `json:"prefix"`   // of a bucket: how keys begin; empty: all
	Suffix   string `json:"suffix"`   // of a bucket: how keys end; empty: all
	Database string `json:"database"` // of a database: the one of the user's own in its server
	Via      string `json:"via"`      // of a database: proxy, or empty for itself
	As       string `json:"as"`       // prefix of the derived variables
	Purpose  string `json:"purpose"`

	WritePrefix string `json:"writePrefix"` // of a bucket: how keys begin that are written; empty: as those that are read

	Provisions bool `json:"-"` // it makes the user that makes the others
}

// VariableOf is a node's name in the spelling of variables: those that tell of a node begin
// with it, where a use says no other word.
func VariableOf(node string) string { return strings.ToUpper(strings.ReplaceAll(node, "-", "_")) }

// Writes is how the keys begin and end that a use of a bucket may write.
func (u Use) Writes() (prefix, suffix string) {
	if u.Access == "readwrite" && u.WritePrefix != "" {
		return u.WritePrefix, ""
	}
	return u.Prefix, u.Suffix
}

// Deploys is what a program makes by itself, through AWS's API.
type Deploys struct {
	Services  []string `json:"services"`  // names, in which a star stands for anything
	Balancers []string `json:"balancers"` // that it adds rules to
}

// Called reports whether a service is called as one that the program makes.
func (d Deploys) Called(service string) bool {
	return slices.ContainsFunc(d.Services, func(pattern string) bool {
		called, _ := path.Match(pattern, service) // the schema refuses all signs but the star
		return called
	})
}

// Pool is how many connections a task may hold to a database.
type Pool struct {
	Workers     int `json:"workers"`     // processes of a task
	Connections int `json:"connections"` // of each
}

// SecurityGroup gives a security group a name of its own.
type SecurityGroup struct {
	Name string `json:"name"`
}

// Scaling follows load between two counts. Targets are percentages, 0 where not followed.
type Scaling struct {
	Min        int         `json:"min"`
	Max        int         `json:"max"`
	CPU        int         `json:"cpu"`
	Memory     int         `json:"memory"`
	Requests   int         `json:"requests"` // a minute for each task
	QueueDepth *QueueDepth `json:"queueDepth"`
	Cooldown   Cooldown    `json:"cooldown"`
}

// QueueDepth is how many messages wait, by a metric that some program publishes.
type QueueDepth struct {
	Namespace  string `json:"namespace"`
	Metric     string `json:"metric"`
	Dimensions Pairs  `json:"dimensions"`
	Target     int    `json:"target"` // messages for each running task
}

// Cooldown is the rest between two steps of scaling, in seconds.
type Cooldown struct {
	In  int `json:"in"`
	Out int `json:"out"`
}

// Deployment is a rolling update; shares are percentages.
type Deployment struct {
	MinimumHealthy int  `json:"minimumHealthy"`
	Maximum        int  `json:"maximum"`
	Rollback       bool `json:"rollback"`
	Grace          int  `json:"grace"` // seconds
	Drain          int  `json:"drain"` // seconds
}
