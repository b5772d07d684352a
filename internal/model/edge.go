package model

import "cmp"

// Balancer is an application load balancer.
type Balancer struct {
	Name    string `json:"-"`
	Was     string `json:"was"`
	Title   string `json:"title"`
	Purpose string `json:"purpose"`

	Internal           bool           `json:"internal"`
	From               []string       `json:"from"`    // empty: the internet, or the VPC where it is internal
	Guarded            bool           `json:"guarded"` // for the platform's own distributions and frontends alone
	SecurityGroup      *SecurityGroup `json:"securityGroup"`
	Certificate        *Certificate   `json:"certificate"` // nil: for the hosts of its routes and redirects
	TLSPolicy          string         `json:"tlsPolicy"`
	Firewall           string         `json:"firewall"` // empty: none
	AccessLogs         bool           `json:"accessLogs"`
	AccessLogDays      int            `json:"accessLogDays"`
	IdleTimeout        int            `json:"idleTimeout"` // seconds
	Redirects          []Redirect     `json:"redirects"`
	Health             RouteHealth    `json:"health"` // of the routes that say nothing
	DeletionProtection bool           `json:"deletionProtection"`
}

// Certificate is a certificate of ACM; its domains are hosts.
type Certificate struct {
	Domains []string `json:"domains"`
}

// Redirect sends the requests for a host elsewhere.
type Redirect struct {
	Host     string `json:"host"`
	Path     string `json:"path"` // empty: every path
	To       string `json:"to"`   // a frontend or distribution
	Priority int    `json:"priority"`
}

// Route brings requests to a service, through a balancer or a gateway.
type Route struct {
	Balancer string       `json:"balancer"`
	Gateway  string       `json:"gateway"`
	Host     string       `json:"host"`     // empty: every host
	Path     string       `json:"path"`     // empty: every path
	Priority int          `json:"priority"` // 0: chosen
	Port     int          `json:"port"`     // 0: the service's own
	Health   *RouteHealth `json:"health"`

	SignIn          string `json:"signIn"`          // an identity provider; empty: nobody need sign in
	Unauthenticated string `json:"unauthenticated"` // authenticate, deny or allow; empty: authenticate
}

// PortOn is the port of the service that the route leads to.
func (r Route) PortOn(s Service) int { return cmp.Or(r.Port, s.Port) }

// FirstChosenPriority is the first of the places that are chosen for routes and redirects
// without one; those before it are the author's alone.
const FirstChosenPriority = 1000

// RouteHealth is the request with which a balancer tries each task. Times are seconds.
type RouteHealth struct {
	Path      string `json:"path"`
	Interval  int    `json:"interval"`
	Timeout   int    `json:"timeout"`
	Healthy   int    `json:"healthy"`   // good answers in a row
	Unhealthy int    `json:"unhealthy"` // bad answers in a row
	Codes     string `json:"codes"`     // 200-299
}

// Gateway is an HTTP API of API Gateway.
type Gateway struct {
	Name    string `json:"-"`
	Was     string `json:"was"`
	Title   string `json:"title"`
	Purpose string `json:"purpose"`
	App     string `json:"app"`

	CORS       *CORS       `json:"cors"`
	Throttle   *Throttle   `json:"throttle"`
	Authorizer *Authorizer `json:"authorizer"`
	AccessLogs bool        `json:"accessLogs"`
}

// CORS is what browsers of other sites may ask for.
type CORS struct {
	Origins     []string `json:"origins"`
	Methods     []string `json:"methods"`
	Headers     []string `json:"headers"`
	Credentials bool     `json:"credentials"`
	MaxAge      int      `json:"maxAge"` // seconds
}

// Throttle is how many requests get through: a second over time, and at once.
type Throttle struct {
	Rate  int `json:"rate"`
	Burst int `json:"burst"`
}

// Authorizer lets through what carries a token of a user pool.
type Authorizer struct {
	UserPool string   `json:"userPool"`
	Clients  []string `json:"clients"` // empty: all
}

// Frontend is a web site of files: a bucket, and CloudFront before it.
type Frontend struct {
	Name    string `json:"-"`
	Was     string `json:"was"`
	Title   string `json:"title"`
	Purpose string `json:"purpose"`
	App     string `json:"app"`

	Hosts      []string        `json:"hosts"`
	Bucket     string          `json:"bucket"` // the name in AWS; empty: derived
	Firewall   string          `json:"firewall"`
	Paths      Nodes[Behavior] `json:"paths"`
	SinglePage bool            `json:"singlePage"`
	PriceClass string          `json:"priceClass"`
}

// Distribution is CloudFront before a balancer, a gateway or a bucket.
type Distribution struct {
	Name    string `json:"-"`
	Was     string `json:"was"`
	Title   string `json:"title"`
	Purpose string `json:"purpose"`
	App     string `json:"app"`

	Hosts      []string        `json:"hosts"`
	To         string          `json:"to"`
	Cache      string          `json:"cache"` // none, optimized, long, or empty for what suits the target
	Firewall   string          `json:"firewall"`
	Paths      Nodes[Behavior] `json:"paths"`
	PriceClass string          `json:"priceClass"`
}

// Behavior says who answers a path of a distribution.
type Behavior struct {
	Name  string `json:"-"` // the pattern of the path
	To    string `json:"to"`
	Cache string `json:"cache"` // none, optimized, long, or empty for what suits the target
}

// Firewall is a web ACL of WAF.
type Firewall struct {
	Name    string `json:"-"`
	Was     string `json:"was"`
	Title   string `json:"title"`
	Purpose string `json:"purpose"`

	Managed        []string `json:"managed"`
	RatePerIP      *Rate    `json:"ratePerIP"`
	BlockCountries []string `json:"blockCountries"`
	Logs           bool     `json:"logs"`
}

// Rate is how much one address may ask for.
type Rate struct {
	Limit  int `json:"limit"`  // requests
	Window int `json:"window"` // seconds
}
