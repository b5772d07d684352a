package facts

// Endpoints are the AWS services that a VPC reaches without leaving it.
type Endpoints struct {
	Table
	Port     int // that interface endpoints listen on
	Services map[string]Endpoint

	// What a Fargate task needs without a way out: always, and for what it has.
	Fargate, Secrets, Parameters, Exec, KMS []string
}

// Endpoint is one service.
type Endpoint struct {
	Type string // Gateway or Interface
}

// Gateway reports whether the endpoint is a route, with no address of its own.
func (e Endpoint) Gateway() bool { return e.Type == "Gateway" }

// Endpoint finds a service by its short name, "ecr.api".
func (s Set) Endpoint(name string) (Endpoint, bool) {
	e, ok := s.Endpoints.Services[name]
	return e, ok
}

// EndpointNames are the short names of all services, sorted.
func (s Set) EndpointNames() []string { return keys(s.Endpoints.Services) }

// EndpointService is the full name of a service's endpoint in a region. In China
// most begin with "cn.".
func (s Set) EndpointService(region, name string) string {
	return "com.amazonaws." + region + "." + name
}
