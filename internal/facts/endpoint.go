package facts

import "slices"

// Endpoints are the AWS services that a VPC reaches without leaving it.
type Endpoints struct {
	Table
	Gateway   []string // routes to a prefix list, with no address of their own
	Interface []string // network interfaces

	// What a Fargate task needs without a way out: always, and for what it has.
	Fargate, Secrets, Parameters, Exec, KMS, Tracing, Metrics []string

	Uses map[string][]string // and by the family of what it uses
}

// Endpoint is the kind of a service's endpoint, in Terraform's spelling: Gateway
// or Interface.
type Endpoint string

// Gateway reports whether it is a route, with no address and no security group.
func (e Endpoint) Gateway() bool { return e == "Gateway" }

// Endpoint finds the endpoint of a service by its short name, "ecr.api".
func (s Set) Endpoint(name string) (Endpoint, bool) {
	switch {
	case slices.Contains(s.Endpoints.Gateway, name):
		return "Gateway", true
	case slices.Contains(s.Endpoints.Interface, name):
		return "Interface", true
	}
	return "", false
}

// EndpointNames are the short names of all services, sorted.
func (s Set) EndpointNames() []string {
	return slices.Sorted(slices.Values(slices.Concat(s.Endpoints.Gateway, s.Endpoints.Interface)))
}

// EndpointService is the full name of a service's endpoint in a region. In China
// some begin with "cn." beside; the tables do not say which.
func (s Set) EndpointService(region, name string) string {
	return "com.amazonaws." + region + "." + name
}
