package model

// Job is a task that ECS starts at set times.
type Job struct {
	Name    string `json:"-"`
	Was     string `json:"was"`
	Title   string `json:"title"`
	Purpose string `json:"purpose"`
	App     string `json:"app"`

	Schedule string `json:"schedule"` // cron(…), rate(…) or at(…)
	Timezone string `json:"timezone"` // of the IANA database
	Retries  int    `json:"retries"`  // of a start

	Image                  Image          `json:"image"`
	CPU                    int            `json:"cpu"`
	Memory                 int            `json:"memory"`
	Architecture           string         `json:"architecture"`
	EphemeralStorage       int            `json:"ephemeralStorage"`
	Command                []string       `json:"command"`
	EntryPoint             []string       `json:"entryPoint"`
	StopTimeout            int            `json:"stopTimeout"`
	ReadonlyRootFilesystem bool           `json:"readonlyRootFilesystem"`
	Environment            Pairs          `json:"environment"`
	Secrets                Pairs          `json:"secrets"`
	Uses                   Nodes[Use]     `json:"uses"`
	Pool                   *Pool          `json:"pool"`
	Egress                 string         `json:"egress"`
	SecurityGroup          *SecurityGroup `json:"securityGroup"`
	Publishes              []string       `json:"publishes"`
	Deploys                *Deploys       `json:"deploys"`
	Capacity               string         `json:"capacity"`

	creators []Sidecar // of databases of its own
	waits    Pairs     // for those
}

// Task is what a job runs, as a service would run it that has one task.
func (j Job) Task() Service {
	return Service{
		Job: true, Name: j.Name, Title: j.Title, Purpose: j.Purpose, App: j.App,
		Image: j.Image, CPU: j.CPU, Memory: j.Memory, Architecture: j.Architecture, EphemeralStorage: j.EphemeralStorage,
		Command: j.Command, EntryPoint: j.EntryPoint, StopTimeout: j.StopTimeout, ReadonlyRootFilesystem: j.ReadonlyRootFilesystem,
		Environment: j.Environment, Secrets: j.Secrets, Uses: j.Uses, Pool: j.Pool, Egress: j.Egress,
		SecurityGroup: j.SecurityGroup, Publishes: j.Publishes, Deploys: j.Deploys, Capacity: j.Capacity, Sidecars: j.creators, DependsOn: j.waits, DesiredCount: 1, Singleton: true,
	}
}

// Tasks are all that run on ECS: services, and what jobs run.
func (p Platform) Tasks() []Service {
	out := append(make([]Service, 0, len(p.Services)+len(p.Jobs)), p.Services...)
	for _, j := range p.Jobs {
		out = append(out, j.Task())
	}
	return out
}

// Path is where a service is declared, or the job whose task it is.
func (s Service) Path() Path {
	if s.Job {
		return At("jobs", s.Name)
	}
	return At("services", s.Name)
}

// What says what it is: "service web".
func (s Service) What() string {
	if s.Job {
		return "job " + s.Name
	}
	return "service " + s.Name
}
