package facts

// CI is what workflows of GitHub and CircleCI run on and with.
type CI struct {
	Table
	Terraform string            // the oldest version that locks its state in a bucket
	Actions   map[string]Action // by what a step does
	Runners   map[string]string // of GitHub, by architecture of ECS
	Resources map[string]string // classes of CircleCI, likewise
	Machine   string            // of CircleCI, with docker and the AWS CLI
	Images    struct{ Terraform, Base string }
}

// Action is an action of GitHub, at the commit of a version.
type Action struct{ Name, Version, Commit string }
