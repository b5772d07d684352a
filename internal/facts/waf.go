package facts

// WAF is the groups of rules that AWS keeps, and what a web ACL may take.
type WAF struct {
	Table
	Managed      map[string]ManagedRules // by the word of the language
	Countries    []string
	RateUnits    int    // of a rule for the rate of an address
	RangeUnits   int    // more, where the rate leaves a range out
	CountryUnits int    // of a rule for countries
	PricedUnits  int    // above which a web ACL costs more
	MostUnits    int    // of a web ACL
	LogPrefix    string // of the log groups that a web ACL writes to
}

// ManagedRules is a group of rules that AWS keeps, with its web ACL capacity units.
type ManagedRules struct {
	Name   string
	Units  int
	Blocks string // that is seldom an attack; empty: nothing
}
