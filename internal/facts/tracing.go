package facts

// Tracing is the collector that stands beside a service and sends its traces to X-Ray.
type Tracing struct {
	Table
	Collector
	Ports []int // that the collector listens on
}

// Collector is the container that takes traces, and the variables that lead to it.
type Collector struct {
	Container        string
	Image            string
	ConfigVariable   string // that the collector takes its configuration from
	Config           string
	Probe            []string // the command of its health check
	EndpointVariable string   // that tells a program where to send
	Endpoint         string
	NameVariable     string // that tells a program what it is called
}
