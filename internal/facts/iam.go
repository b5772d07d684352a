package facts

// IAM is who assumes roles and what declared uses need.
type IAM struct {
	Table
	Principals    map[string]string  // by the kind of thing: ecs-task
	Sources       map[string]Source  // on behalf of what they assume a role, by the kind of thing; none: nobody names it
	Visits        map[string]Visit   // by what for: access-logs
	Access        map[string][]Grant // by use: s3-read
	Suffixes      map[string]string  // what an ARN of this kind ends in, after Terraform's
	Keys          ConditionKeys
	SecretSuffix  string // pattern for the end of a secret's ARN
	AccountDigits int    // of the number of an account
}

// Source is what a service of AWS works on behalf of: things of the account, by their ARN.
type Source struct {
	Title   string // as people call them: tasks
	Service string // of the ARN: ecs
	Things  string // what follows the account there: *
}

// Visit is what the policy of a thing lets services of AWS do with it.
type Visit struct {
	Principals, Actions []string
	Source              Source // zero: not told by the kind of thing alone
	Folder              string // of a bucket; empty: none
}

// Visit is what is let in for a purpose. One that the table does not have is a broken
// invariant of the compiler, so it panics.
func (i IAM) Visit(purpose string) Visit {
	v, ok := i.Visits[purpose]
	if !ok {
		panic("facts: no visit is named " + purpose)
	}
	return v
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
