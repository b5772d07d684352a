package infra

import (
	"encoding/json"
	"path"
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// Deploys is what a program makes by itself, through AWS's API.
type Deploys struct {
	Services       []string // what it may call them; a star stands for anything
	Families       []string // of their task definitions, likewise
	Like           []string // the declared services that are called so: nodes
	SecurityGroups []string // of those: labels
	Balancers      []string // nodes
	LongestGroup   int      // characters of the name of a target group
	Tags           model.Pairs
	Environment    []EnvVar // what it is told
}

// deployed is what the program of a service or job makes; nil: nothing. All is said by
// patterns of names, so that one service more or less changes nothing of the program's.
func (b *builder) deployed(s model.Service) *Deploys {
	if s.Deploys == nil {
		return nil
	}
	d := &Deploys{Services: s.Deploys.Services, Balancers: s.Deploys.Balancers, LongestGroup: b.facts.Name("target-group").Max}
	for _, pattern := range d.Services {
		d.Families = append(d.Families, b.names.base()+"-"+pattern)
	}
	for _, like := range b.in.Services {
		if !s.Deploys.Called(like.Name) {
			continue
		}
		d.Like = append(d.Like, like.Name)
		if group := b.group[like.Name]; !slices.Contains(d.SecurityGroups, group) {
			d.SecurityGroups = append(d.SecurityGroups, group)
		}
	}
	slices.Sort(d.SecurityGroups)
	for _, t := range b.out.AllTags() {
		if t.Key == "ManagedBy" {
			t.Value = s.Name // and not who applies Terraform
		}
		d.Tags = append(d.Tags, t)
	}
	d.Environment = b.deployEnvironment(*d)
	return d
}

// deployEnvironment is what a program must know to make services like those that are
// declared, in the subnets that the first of them is in.
func (b *builder) deployEnvironment(d Deploys) []EnvVar {
	tier, public := Private, "DISABLED"
	first := slices.IndexFunc(b.in.Services, func(s model.Service) bool { return s.Name == d.Like[0] })
	if b.serviceTier(b.in.Services[first]) == Public {
		tier, public = Public, "ENABLED"
	}
	var groups Value
	for i, label := range d.SecurityGroups {
		if i > 0 {
			groups = append(groups, Part{Text: ","})
		}
		groups = append(groups, Of(label, SecurityGroupID)...)
	}
	tags := map[string]string{}
	for _, t := range d.Tags {
		tags[t.Key] = t.Value
	}
	text, _ := json.Marshal(tags) // texts cannot fail
	out := []EnvVar{
		{"DEPLOYS_ASSIGN_PUBLIC_IP", Text(public)},
		{"DEPLOYS_CLUSTER", Value{{Attribute: ClusterName}}},
		{"DEPLOYS_FAMILY_PREFIX", Text(b.names.base() + "-")},
		{"DEPLOYS_ROLE_PREFIX", b.roleNamed(b.names.base() + "-")},
		{"DEPLOYS_SECURITY_GROUPS", groups},
		{"DEPLOYS_SUBNETS", Of(string(tier), SubnetIDs)},
		{"DEPLOYS_TAGS", Text(string(text))},
		{"DEPLOYS_VPC_ID", Value{{Attribute: VPCID}}},
	}
	for _, name := range d.Balancers {
		out = append(out, EnvVar{capitals(name) + "_LISTENER_ARN", Of(labelOf(name), ListenerARN)})
	}
	return out
}

// deployStatements let a program make services that are called as it says, of families
// and with roles that are called like them, behind rules of its balancers: each with the
// platform's tags, which it may set on what it makes and on nothing else.
func (b *builder) deployStatements(s model.Service, d Deploys) []Statement {
	at, keys := s.Path().Then("deploys", "services"), b.facts.IAM.Keys
	var families, revisions, services []Value
	for i, pattern := range d.Services {
		family := b.arn("ecs", "task-definition/"+d.Families[i])
		families, revisions = append(families, family), append(revisions, withSuffix(family, ":*"))
		service := b.arn("ecs", "service/")
		services = append(services, append(service, Part{Attribute: ClusterName}, Part{Text: "/" + pattern}))
	}
	tags := b.tagged(d)
	out := slices.Concat(
		because(s.Name+" makes only what has such a name, and exactly these tags.",
			under(b.permit("task-make", "RegisterTaskDefinitions", at, families...), tags...)),
		because("Tags are set when something is created, and added to nothing that exists.",
			under(b.permit("task-tag", "TagTaskDefinitions", at, families...), b.madeBy("ecs", "RegisterTaskDefinition"))),
		under(b.permit("service-make", "CreateServices", at, services...), append([]Condition{
			{"ArnEquals", keys.Cluster, []Value{{{Attribute: ClusterARN}}}}, {"ArnLike", keys.TaskDefinition, revisions},
		}, tags...)...),
		under(b.permit("service-tag", "TagServices", at, services...), b.madeBy("ecs", "CreateService")),
		because("Only the roles of services with such names.", b.passTo("ecs-task", at, b.passedRoles(d)...)))
	return append(out, b.ruleStatements(s, d, tags)...)
}

// ruleStatements let a program put what it makes behind its balancers.
func (b *builder) ruleStatements(s model.Service, d Deploys, tags []Condition) []Statement {
	if len(d.Balancers) == 0 {
		return nil
	}
	at := s.Path().Then("deploys", "balancers")
	var groups, listeners, rules []Value
	for _, pattern := range d.Services {
		groups = append(groups, b.arn("elasticloadbalancing", "targetgroup/"+pattern))
	}
	for _, name := range d.Balancers {
		label := labelOf(name)
		listeners = append(listeners, Of(label, ListenerARN))
		rules = append(rules, append(b.arn("elasticloadbalancing", "listener-rule/"), Of(label, BalancerSuffix)...))
	}
	return slices.Concat(
		under(b.permit("target-group-make", "CreateTargetGroups", at, groups...), tags...),
		under(b.permit("target-group-tag", "TagTargetGroups", at, groups...), b.madeBy("elasticloadbalancing", "CreateTargetGroup")),
		under(b.permit("rule-make", "CreateRules", at, listeners...), tags...),
		under(b.permit("rule-tag", "TagRules", at, rules...), b.madeBy("elasticloadbalancing", "CreateRule")),
		because("Reading rules cannot be limited to a listener. A new rule needs a priority that is free.", b.permit("rules-read", "ReadRules", at)))
}

// tagged asks for the tags, each with its value, and for no others.
func (b *builder) tagged(d Deploys) (out []Condition) {
	var all []Value
	for _, t := range d.Tags {
		out = append(out, Condition{"StringEquals", b.facts.IAM.Keys.RequestTag + t.Key, []Value{Text(t.Value)}})
		all = append(all, Text(t.Key))
	}
	return append(out, Condition{"ForAllValues:StringEquals", b.facts.IAM.Keys.TagKeys, all})
}

// passedRoles are the roles of services that are called so, by their pattern, and by name
// those whose names had to be cut.
func (b *builder) passedRoles(d Deploys) (out []Value) {
	for _, family := range d.Families {
		for _, end := range taskRoleEnds {
			out = append(out, b.roleNamed(family+end))
		}
	}
	for _, name := range d.Like {
		for _, end := range taskRoleEnds {
			if role := b.roleName(name, end); !d.passes(role) {
				out = append(out, b.roleNamed(role))
			}
		}
	}
	return out
}

// taskRoleEnds are what the names of the two roles of a task end in.
var taskRoleEnds = [...]string{"-execution", "-task"}

// roleName is what the role of a service is called, as role makes it.
func (b *builder) roleName(service, end string) string {
	return cut(b.names.platform, b.names.tail(service)+end, b.names.rule("iam-role").Max)
}

// passes reports whether the patterns of roles stand for a role.
func (d Deploys) passes(role string) bool {
	return slices.ContainsFunc(d.Families, func(family string) bool {
		return slices.ContainsFunc(taskRoleEnds[:], func(end string) bool {
			called, _ := path.Match(family+end, role)
			return called
		})
	})
}

// lentRoles reports roles that a program may pass to tasks by their names, and that are of
// something else than the services that it makes the likes of.
func (b *builder) lentRoles() {
	for _, s := range b.out.Tasks() {
		if s.Deploys == nil {
			continue
		}
		own := map[string]bool{}
		for _, name := range s.Deploys.Like {
			own[model.At("services", name).String()] = true
		}
		for _, role := range b.names.used {
			if role.Kind == "iam-role" && !own[role.Path.String()] && s.Deploys.passes(role.Name) {
				own[role.Path.String()] = true // one finding for the two roles of a task
				b.errorf("deploys-role", s.Path().Then("deploys", "services"), "a program could run tasks with the role of something else",
					"What %s makes is called %s, and has the roles of services that are called so; %s, the role of %s, is called so too.", s.Name, strings.Join(s.Deploys.Services, " or "), role.Name, role.Path)
			}
		}
	}
}

// deployEdges lead from a program to the services like those that it makes, and to the
// balancers that it adds rules to. On the author's machine it makes none.
func (b *builder) deployEdges() (out []Edge) {
	if b.in.Environment.Local {
		return nil
	}
	for _, s := range b.in.Tasks() {
		if s.Deploys == nil {
			continue
		}
		at := s.Path().Then("deploys")
		for _, name := range s.Deploys.Balancers {
			out = append(out, Edge{From: s.Name, To: name, Family: "balancers", Label: "adds rules", Path: at.Then("balancers")})
		}
		for _, like := range b.in.Services {
			if s.Deploys.Called(like.Name) {
				out = append(out, Edge{From: s.Name, To: like.Name, Family: "services", Label: "creates", Path: at.Then("services")})
			}
		}
	}
	return out
}
