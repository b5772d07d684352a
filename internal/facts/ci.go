package facts

// CI is what workflows of GitHub and CircleCI run on and with.
type CI struct {
	Table
	Terraform     string            // the oldest version that locks its state in a bucket
	DefaultBranch string            // of GitHub, which runs schedules for that, unless told otherwise
	Actions       map[string]Action // by what a step does
	Runners       map[string]string // of GitHub, by architecture of ECS
	Resources     map[string]string // classes of CircleCI, likewise
	Machine       string            // of CircleCI, with docker and the AWS CLI
	Images        struct{ Terraform string }
	AnswerSeconds int    // that an address may take to answer
	Silence       string // the longest of a step, as CircleCI writes it
	CommentBytes  int    // of a plan that are posted
}

// Action is an action of GitHub, at the commit of a version.
type Action struct{ Name, Version, Commit string }
