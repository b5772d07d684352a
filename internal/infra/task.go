package infra

import (
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// Cluster is the ECS cluster that all services share.
type Cluster struct {
	Name  string
	Stack Stack
}

// LogGroup is a CloudWatch log group.
type LogGroup struct {
	Label         string // Terraform label, and Node in a Value
	Name          string
	RetentionDays int
	Stack         Stack
}

// Service is an ECS service and all that is its own.
type Service struct {
	Name    string // the node
	Label   string // Terraform label
	Title   string
	Purpose string
	Stack   Stack

	Task           Task
	Port           int  // 0: none
	Public         bool // reached from the internet, with no balancer
	Tier           Tier // of the subnets that it runs in
	PublicIP       bool // its only way out, or in
	SecurityGroups []string
	Singleton      bool // one task, never two
	DesiredCount   int
	Scaling        *model.Scaling
	Queue          *QueueDepth // nil: scaling follows none
	Capacity       string      // FARGATE or FARGATE_SPOT
	Deployment     model.Deployment
	Pipeline       bool // revisions come from a pipeline; Terraform leaves them alone
	Exec           bool
	Discoverable   bool // has a private DNS name
	TargetGroups   []TargetGroup
	Grace          int      // seconds; 0: none
	Logins         []Login  // to databases of its own
	Deploys        *Deploys // nil: its program makes nothing by itself
	Job            bool     // it is no service, but what a job runs
}

// Task is a task definition.
type Task struct {
	Family           string
	CPU, Memory      int // units; MiB
	Architecture     string
	EphemeralStorage int // GiB; 0: the 20 that come with it
	Containers       []Container
	ExecutionRole    Role // for ECS: pull, log, read secrets
	TaskRole         Role // for the program in the containers
	Domain           Domain
}

// Container is one container of a task.
type Container struct {
	Name                   string
	Image                  Value
	Essential              bool
	CPU, Memory            int // 0: not limited below the task
	Port                   int
	Command, EntryPoint    []string
	Environment            []EnvVar
	Secrets                []SecretVariable
	Mounts                 []Mount
	HealthCheck            *model.HealthCheck
	DependsOn              model.Pairs // container to condition
	StopTimeout            int         // seconds; 0: ECS's own
	ReadonlyRootFilesystem bool
	Init                   bool   // an init process, which ECS Exec wants
	LogGroup               string // label of the log group
	StreamPrefix           string
}

// EnvVar is an environment variable whose value may hold open parts.
type EnvVar struct {
	Name  string
	Value Value
}

// SecretVariable is an environment variable that ECS fills from a secret.
type SecretVariable struct {
	Name   string
	Source Value  // the ARN of the secret or parameter
	Key    string // of a JSON secret, or empty for the whole
}

// Role is an IAM role and its one policy.
type Role struct {
	Label       string // Terraform label: web_task, web_execution
	Name        string
	Description string
	Kind        string // of what may assume it: ecs-task
	Service     string // the principal of that: ecs-tasks.amazonaws.com
	Source      facts.Source
	Trust       string      // label of the document that says so, which roles may share
	Statements  []Statement // none: the role has no policy
}

// Condition limits a statement: a key of IAM's has one of the values.
type Condition struct {
	Test     string // StringEquals
	Variable string // iam:PassedToService
	Values   []Value
}

// Statement allows actions on resources, or forbids them whatever else allows them.
type Statement struct {
	Sid        string
	Service    string // of its actions, as AWS writes it
	Deny       bool
	Actions    []string
	Resources  []Value
	Conditions []Condition // all of them hold; none: always
	Reason     string      // why the resource is "*", or what the statement is for; a comment in the output
	Path       model.Path  // the declared use that needs it; empty for what every task needs
}
