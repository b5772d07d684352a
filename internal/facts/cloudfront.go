package facts

// CloudFront are the policies that AWS manages, and how large a distribution can be.
type CloudFront struct {
	Table
	CachePolicies   map[string]string // identifiers by name
	RequestPolicies map[string]string
	HeadersPolicies map[string]string
	OriginSeconds   int    // for which it waits for an answer
	LongSeconds     int    // for which what never changes is kept
	MinimumTLS      string // that browsers must speak
	FunctionRuntime string
	Aliases         int // of a distribution, as origins and behaviors
	Behaviors       int // the default one included
	Origins         int
}
