package facts

// Network is how a VPC may be cut. Prefixes are IPv4 prefix lengths.
type Network struct {
	Table
	VPCPrefix     Range
	SubnetPrefix  Range
	AnswerPorts   Range // that programs send from, to which answers go
	ACLRuleStep   int   // between the numbers of a network ACL's rules
	DatabaseZones int   // zones of a DB subnet group, at least
	BalancerZones int   // zones of a load balancer, at least
	PrivateRanges []string
	AwkwardRanges []string // CIDRs that a VPC should keep clear of
}

// Quotas are limits per account or resource.
type Quotas struct {
	Table
	Quotas map[string]Quota // by our name: rulesPerSecurityGroup
}

// Quota is one limit, as accounts begin with it.
type Quota struct {
	Value   int
	Most    int    // that it is raised to; 0: not told
	Service string // in Service Quotas: vpc
	Code    string // in Service Quotas: L-0EA8095F; empty where it has none
}

// Quota finds a limit by name. A name that the table does not have is a broken
// invariant of the compiler, so it panics.
func (s Set) Quota(name string) Quota {
	q, ok := s.Quotas.Quotas[name]
	if !ok {
		panic("facts: no quota is named " + name)
	}
	return q
}

// Ports are TCP ports with a meaning for rules that are open to the world.
type Ports struct {
	Table
	Sensitive []Port
}

// Port is a TCP port that should not be open to the whole internet.
type Port struct {
	Port int
	Name string // what listens there: PostgreSQL
}

// SensitivePorts are those from from to to that should not be open to the world,
// in ascending order.
func (s Set) SensitivePorts(from, to int) []Port {
	var found []Port
	for _, p := range s.Ports.Sensitive {
		if from <= p.Port && p.Port <= to {
			found = append(found, p)
		}
	}
	return found
}
