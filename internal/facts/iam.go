package facts

// IAM is who assumes roles and what declared uses need.
type IAM struct {
	Table
	PolicyVersion   string
	Principals      map[string]string  // by the kind of thing: ecs-task
	Managed         map[string]string  // path of a policy of AWS's own, by use
	Access          map[string][]Grant // by use: s3-read
	Suffixes        map[string]string  // what an ARN of this kind ends in, after Terraform's
	Keys            ConditionKeys
	SecretSuffix    string // pattern for the end of a secret's ARN
	SessionDuration Range  // seconds
}

// ConditionKeys limit what a program makes by itself.
type ConditionKeys struct {
	Cluster, TaskDefinition string
	CreateAction            map[string]string // by the prefix of actions: ecs
	RequestTag, TagKeys     string            // the first is followed by the tag's own key
	PassedTo                string
	Listed                  map[string]string // of what a list is asked for, by the action: s3:ListBucket
}

// Grant is a set of actions on one kind of resource.
type Grant struct {
	Resource string   // bucket, object, secret, …; "*" where the actions know no ARN
	Actions  []string // sorted
}

// Grants are what a use needs. A use that the table does not have is a broken
// invariant of the compiler, so it panics.
func (i IAM) Grants(use string) []Grant {
	g, ok := i.Access[use]
	if !ok {
		panic("facts: no access is named " + use)
	}
	return g
}

// Principal is the service that assumes a role for a kind of thing,
// "ecs-tasks.amazonaws.com" for "ecs-task". It panics for an unknown kind.
func (i IAM) Principal(kind string) string {
	p, ok := i.Principals[kind]
	if !ok {
		panic("facts: no principal is named " + kind)
	}
	return p
}
