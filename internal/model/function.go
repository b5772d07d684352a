package model

// Function is a program that Lambda runs when something happens.
type Function struct {
	Name    string `json:"-"`
	Was     string `json:"was"`
	Title   string `json:"title"`
	Purpose string `json:"purpose"`
	App     string `json:"app"`

	Image            *Image   `json:"image"` // exactly one of image and zip
	Zip              *Zip     `json:"zip"`
	Runtime          string   `json:"runtime"`
	Handler          string   `json:"handler"`
	Command          []string `json:"command"`
	Architecture     string   `json:"architecture"`     // X86_64 or ARM64
	Memory           int      `json:"memory"`           // MiB
	Timeout          int      `json:"timeout"`          // seconds
	EphemeralStorage int      `json:"ephemeralStorage"` // MiB; 0: the 512 that come with it
	Concurrency      *int     `json:"concurrency"`      // calls at once; nil: as many as the account has left
	Retries          int      `json:"retries"`

	Environment   Pairs          `json:"environment"`
	Secrets       Pairs          `json:"secrets"` // variable to secret, whose ARN it holds
	Uses          Nodes[Use]     `json:"uses"`
	SecurityGroup *SecurityGroup `json:"securityGroup"`
	Triggers      []Trigger      `json:"triggers"`
}

// Zip is an archive with a program.
type Zip struct {
	Bucket string `json:"bucket"` // the node
	Key    string `json:"key"`
}

// Trigger runs a function for objects of a bucket.
type Trigger struct {
	Bucket string   `json:"bucket"`
	Events []string `json:"events"` // created, removed
	Prefix string   `json:"prefix"` // empty: any
	Suffix string   `json:"suffix"` // empty: any
}

// Connected reports whether the function stands in the VPC: what it uses is reached from
// there alone.
func (p Platform) Connected(f Function) bool {
	within := map[string]bool{}
	for _, n := range p.Services {
		within[n.Name] = true
	}
	for _, n := range p.Databases {
		within[n.Name] = true
	}
	for _, n := range p.Caches {
		within[n.Name] = true
	}
	for _, u := range f.Uses {
		if within[u.Name] {
			return true
		}
	}
	return false
}
