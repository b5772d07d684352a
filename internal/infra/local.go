package infra

import "groundplan.internal/internal/model"

// Local is an environment that runs with docker compose.
type Local struct {
	Project  string // the compose project, and its network's base name
	Services []LocalService
	Volumes  []string
	Missing  []Parity
}

// LocalService is one container of a compose file.
type LocalService struct {
	Node        string // the node that it runs or stands in for
	Name        string // in the compose file
	Container   string // container_name
	Family      string // of the node: services, databases, buckets
	Image       string // empty with Build
	Build       string // folder with the Dockerfile
	Command     []string
	EntryPoint  []string
	Environment []LocalVariable
	Port        int         // in the container; 0: none
	Published   int         // on this machine; 0: none
	Volumes     model.Pairs // volume to mount path
	Health      *model.HealthCheck
	DependsOn   []string // names of services that must be healthy, or started where they have no check
}

// LocalVariable is an environment variable of a compose service. A value that must
// not stand in a file is Asked: the compose file takes it from a variable of .env.
type LocalVariable struct {
	Name, Value string
	Asked       string // name in .env, or empty
}

// Parity says what the local environment does otherwise than AWS.
type Parity struct{ Node, On, Here string }
