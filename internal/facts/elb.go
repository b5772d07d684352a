package facts

// ELB is what application load balancers speak and take.
type ELB struct {
	Table
	TLSPolicies            map[string]string // the oldest version of TLS, by security policy
	CallbackPath           string            // where people come back to from an identity provider
	SoundTLS               string            // older versions of TLS are broken
	Priorities             Range             // of a listener's rules
	WildcardsPerRule       int               // in host and path together
	TargetGroupsPerService int
}

// ACM is what a certificate takes.
type ACM struct {
	Table
	FirstName int // characters
	Names     int
}
