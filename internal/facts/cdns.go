package facts

// CDNs are the content delivery networks that may stand before a load balancer.
type CDNs struct {
	Table
	Networks map[string]CDN // by the word of the language
}

// CDN is one of them, by the addresses that it asks from.
type CDN struct {
	Title  string
	Ranges []string // IPv4; empty: AWS keeps a list of them
	List   string   // name of that prefix list
	Weight int      // of that list
}

// Entries is how many rules one counts as that names all addresses.
func (c CDN) Entries() int { return len(c.Ranges) + c.Weight }
