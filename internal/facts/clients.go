package facts

// Clients are the programs that make databases, and users for them, in a server that
// several share.
type Clients struct {
	Table
	Provisioner string // the user that makes the others
	Schedule    string // when it is made itself
	Terraform   string // the first that can draw passwords and not keep them
	Clients     map[string]Client
	Engines     map[string]string // the client's name, for RDS engines that are not named like it
}

// Client is what speaks with the servers of an engine.
type Client struct {
	Image             string
	UserLength        int    // the longest name of a user
	Reserved          string // how the names of the engine's own users begin; empty: as they like
	TLS, Plain        string // what it calls TLS that is a must, and that need not be
	Patterns          bool   // Provision is told which databases are for the provisioner
	Provision, Create string // scripts for sh
}

// Client finds what speaks with an RDS engine.
func (s Set) Client(engine string) (Client, bool) {
	if other, ok := s.Clients.Engines[engine]; ok {
		engine = other
	}
	c, ok := s.Clients.Clients[engine]
	return c, ok
}
