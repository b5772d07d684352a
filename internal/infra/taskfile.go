package infra

import (
	"slices"
	"strconv"
	"strings"
)

// StackDir is the folder of a stack's Terraform, relative to the environment's folder.
func (p Platform) StackDir(s Stack) string {
	if p.Layout == "stacks" {
		return "terraform/" + s.Prefix() + string(s)
	}
	return "terraform/modules/" + string(s)
}

// TaskFile is the task definition of a service, relative to the folder of the stack
// that registers it.
func (s Service) TaskFile() string { return "ecs/" + s.Name + ".json" }

// Placeholder stands in a task definition for a part that only deployment knows:
// ${NAME} in the file.
type Placeholder struct {
	Name string
	Part Part
}

// Placeholders are the open parts of a task, each once, sorted by name. Who writes
// the file and who fills it in both go by them.
func (t Task) Placeholders() []Placeholder {
	var out []Placeholder
	seen, taken := map[Part]bool{}, map[string]bool{}
	groups := t.logGroups()
	t.eachPart(func(part Part) {
		if part.Attribute == "" || seen[part] {
			return
		}
		seen[part] = true
		base := t.placeholder(part, groups)
		name := base
		for n := 2; taken[name]; n++ { // the database db and a secret db-secret
			name = base + "_" + strconv.Itoa(n)
		}
		taken[name] = true
		out = append(out, Placeholder{name, part})
	})
	slices.SortFunc(out, func(a, b Placeholder) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// Execution is the ARN of the role for ECS, Program that of the role for the containers.
func (t Task) Execution() Value { return Of(t.ExecutionRole.Label, RoleARN) }

// Program is the ARN of the role for the program in the containers.
func (t Task) Program() Value { return Of(t.TaskRole.Label, RoleARN) }

// placeholder is a name that says what a part is: DB_ADDRESS, JWT_SECRET_ARN.
func (t Task) placeholder(p Part, logGroups int) string {
	switch p.Attribute {
	case RoleARN:
		if p.Node == t.ExecutionRole.Label {
			return "EXECUTION_ROLE_ARN"
		}
		return "TASK_ROLE_ARN"
	case LogGroupName:
		if logGroups == 1 {
			return "LOG_GROUP_NAME"
		}
		return placeholderName(p.Node, "log-group-name")
	case VariableValue:
		return placeholderName(p.Node)
	case BucketName:
		return placeholderName(p.Node, "bucket-name")
	case AccountID, ClusterARN, ClusterName, VPCID:
		return placeholderName(string(p.Attribute))
	}
	return placeholderName(p.Node, string(p.Attribute))
}

// placeholderName is words in the spelling of environment variables.
func placeholderName(words ...string) string {
	return strings.ToUpper(strings.ReplaceAll(strings.Join(words, "_"), "-", "_"))
}

// logGroups is how many log groups the containers write to.
func (t Task) logGroups() int {
	var labels []string
	for _, c := range t.Containers {
		if !slices.Contains(labels, c.LogGroup) {
			labels = append(labels, c.LogGroup)
		}
	}
	return len(labels)
}

// eachPart calls f with every part of every value in a task definition.
func (t Task) eachPart(f func(Part)) {
	each := func(v Value) {
		for _, p := range t.Domain.Open(v) {
			f(p)
		}
	}
	texts := func(list []string) {
		for _, text := range list {
			each(Text(text))
		}
	}
	each(t.Execution())
	each(t.Program())
	for _, c := range t.Containers {
		each(c.Image)
		texts(c.EntryPoint)
		texts(c.Command)
		if c.HealthCheck != nil {
			texts(c.HealthCheck.Command)
		}
		for _, e := range c.Environment {
			each(e.Value)
		}
		for _, s := range c.Secrets {
			each(s.Source)
		}
		for _, m := range c.Mounts {
			each(Of(m.Volume, VolumeID))
			each(Of(m.Volume, AccessPointID))
		}
		if c.LogGroup != "" {
			each(Of(c.LogGroup, LogGroupName))
			each(Text(c.StreamPrefix))
		}
	}
}
