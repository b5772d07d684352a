package verify

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

var permissionRules = []Rule{
	{"verify-secret-permission", "secrets that a task may not read, or need not", "Every secret that a task reads its execution role may read, and no other."},
	{"verify-permission-extra", "permission that no declared use needs", "Every IAM statement of a task role comes from a declared use, and no statement allows every action or, without need, every resource."},
	{"verify-permission-missing", "declared use that is not permitted", "Every declared use of a bucket is permitted to the task role, as far as it was declared and no further."},
	{"verify-trust", "role that somebody else may assume", "Every role is assumed by the one service that it is for, and there is no role that nothing declared needs."},
}

// statement is an emitted IAM statement.
type statement struct {
	actions   []string
	resources []value
	principal []string
	pos       diag.Pos
}

// permissions compares the IAM statements with the declared uses.
func (o *output) permissions() (found diag.List) {
	if o.declared.Environment.Local {
		return nil
	}
	policies := o.policies()
	ofTasks := map[target]bool{}
	for _, t := range o.tasked {
		execution, task := o.role(t, t.json.ExecutionRoleARN), o.role(t, t.json.TaskRoleARN)
		ofTasks[execution], ofTasks[task] = true, true
		found = append(found, o.secretsRead(t, policies[execution])...)
		found = append(found, o.execution(t, policies[execution])...)
		found = append(found, o.uses(t, policies[task])...)
		for _, role := range []target{execution, task} {
			found = append(found, o.trusted(role)...)
			for _, s := range policies[role] {
				found = append(found, o.tooWide(s)...)
			}
		}
	}
	o.config.each("resource", "aws_iam_role", func(m *module, b *block) {
		if role := (target{folder: m.folder, address: b.address}); !ofTasks[role] {
			found = append(found, o.helper(m, b, policies[role])...)
		}
	})
	return found
}

// helpers are what the roles of AWS's own services may be for, by who assumes them.
var helpers = []struct{ assumes, use string }{
	{"flow-logs", "flow-logs-write"},
	{"rds-monitoring", "rds-monitoring-write"},
}

// helper makes sure that a role that is not of a task is for one of the services
// that need one, and allows no more than that.
func (o *output) helper(m *module, b *block, statements []statement) (found diag.List) {
	for _, h := range helpers {
		if !o.assumedBy(b.of(m, "assume_role_policy"), o.facts.IAM.Principal(h.assumes)) {
			continue
		}
		for _, s := range statements {
			found = append(found, o.tooWide(s)...)
			for _, a := range s.actions {
				if !o.grants(h.use, a) {
					found = append(found, finding(permissionRules, "verify-permission-extra", s.pos, nil, fmt.Sprintf("%s may %s, which %s does not need.", b.address, a, h.assumes)))
				}
			}
		}
		return found
	}
	return diag.List{finding(permissionRules, "verify-trust", b.pos, nil, fmt.Sprintf("%s is a role that nothing declared needs.", b.address))}
}

// grants reports whether a use needs an action.
func (o *output) grants(use, action string) bool {
	return slices.ContainsFunc(o.facts.IAM.Grants(use), func(g facts.Grant) bool { return slices.Contains(g.Actions, action) })
}

// assumedBy reports whether a trust policy is for one service alone.
func (o *output) assumedBy(policy value, principal string) bool {
	statements := o.statements(policy)
	return len(statements) > 0 && !slices.ContainsFunc(statements, func(s statement) bool {
		return !slices.Equal(s.principal, []string{principal}) || !slices.Equal(s.actions, []string{"sts:AssumeRole"})
	})
}

// role is the role that a text of the task definition is bound to.
func (o *output) role(t task, text string) target {
	v, _ := o.bound(t, text)
	ref, _ := o.config.target(v)
	ref.attribute = ""
	return ref
}

// policies are the statements of every role.
func (o *output) policies() map[target][]statement {
	out := map[target][]statement{}
	o.config.each("resource", "aws_iam_role_policy", func(m *module, b *block) {
		role, ok := o.config.target(b.of(m, "role"))
		if !ok {
			return
		}
		role.attribute = ""
		out[role] = append(out[role], o.statements(b.of(m, "policy"))...)
	})
	return out
}

// statements reads the aws_iam_policy_document that a value refers to.
func (o *output) statements(v value) (out []statement) {
	ref, ok := o.config.target(v)
	if !ok {
		return nil
	}
	document := o.config.modules[ref.folder].at[ref.address]
	if document == nil {
		return nil
	}
	for _, n := range document.body.blocks {
		if n.name != "statement" {
			continue
		}
		s := statement{pos: n.pos}
		actions, _ := n.body.get("actions")
		for _, a := range o.config.elements(value{ref.folder, actions}) {
			s.actions = append(s.actions, a.text)
		}
		if resources, ok := n.body.get("resources"); ok {
			s.resources = o.config.elements(value{ref.folder, resources})
		}
		for _, p := range n.body.all("principals") {
			who, _ := p.get("identifiers")
			for _, w := range o.config.elements(value{ref.folder, who}) {
				s.principal = append(s.principal, w.text)
			}
		}
		out = append(out, s)
	}
	return out
}

// trusted makes sure that a role is for ECS tasks alone.
func (o *output) trusted(role target) diag.List {
	m := o.config.modules[role.folder]
	b := m.at[role.address]
	if principal := o.facts.IAM.Principal("ecs-task"); !o.assumedBy(b.of(m, "assume_role_policy"), principal) {
		return diag.List{finding(permissionRules, "verify-trust", b.pos, nil, fmt.Sprintf("%s is not for %s alone.", role.address, principal))}
	}
	return nil
}

// reads are the actions by which ECS fetches the values of secrets.
var reads = []string{"secretsmanager:GetSecretValue", "ssm:GetParameters"}

// secretsRead compares the secrets of a task with what its execution role may read.
func (o *output) secretsRead(t task, statements []statement) (found diag.List) {
	want, have := map[string]bool{}, map[string]bool{}
	for _, c := range t.json.ContainerDefinitions {
		for _, s := range c.Secrets {
			v, ok := o.bound(t, s.ValueFrom)
			if !ok {
				v = value{t.folder, expression{kind: literal, text: s.ValueFrom}}
			}
			want[o.config.spelled(v)] = true
		}
	}
	for _, s := range statements {
		if slices.ContainsFunc(s.actions, func(a string) bool { return slices.Contains(reads, a) }) {
			for _, r := range s.resources {
				have[o.config.spelled(r)] = true
			}
		}
	}
	at := model.At("services", t.service.Name)
	for _, id := range slices.Sorted(maps.Keys(want)) {
		if !have[id] {
			found = append(found, finding(permissionRules, "verify-secret-permission", t.pos, at, fmt.Sprintf("The tasks of %s read %s, which their execution role may not.", t.service.Name, id)))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(have)) {
		if !want[id] {
			found = append(found, finding(permissionRules, "verify-secret-permission", t.pos, at, fmt.Sprintf("The execution role of %s may read %s, which no task of it does.", t.service.Name, id)))
		}
	}
	return found
}

// tooWide finds statements for every action or every resource.
func (o *output) tooWide(s statement) (found diag.List) {
	for _, a := range s.actions {
		if strings.HasSuffix(a, "*") {
			found = append(found, finding(permissionRules, "verify-permission-extra", s.pos, nil, fmt.Sprintf("The action %s is open.", a)))
		}
		for _, r := range s.resources {
			if r.kind == literal && r.text == "*" && !o.withoutResource(a) {
				found = append(found, finding(permissionRules, "verify-permission-extra", s.pos, nil, fmt.Sprintf("%s is allowed on every resource.", a)))
			}
		}
	}
	return found
}

// uses compares what a task role may do with the declared uses, action by action
// and bucket by bucket.
func (o *output) uses(t task, statements []statement) (found diag.List) {
	at := model.At("services", t.service.Name)
	have := map[permission]diag.Pos{}
	for _, s := range statements {
		for _, a := range s.actions {
			for _, r := range s.resources {
				have[permission{a, o.object(r)}] = s.pos
			}
		}
	}
	want := o.permitted(t.service)
	for _, p := range slices.SortedFunc(maps.Keys(want), comparePermissions) {
		if _, ok := have[p]; !ok {
			found = append(found, finding(permissionRules, "verify-permission-missing", t.pos, at, fmt.Sprintf("The task role of %s may not %s on %s.", t.service.Name, p.action, p.on)))
		}
	}
	for _, p := range slices.SortedFunc(maps.Keys(have), comparePermissions) {
		if !want[p] {
			found = append(found, finding(permissionRules, "verify-permission-extra", have[p], at, fmt.Sprintf("The task role of %s may %s on %s, which no declared use needs.", t.service.Name, p.action, p.on)))
		}
	}
	return found
}

// permission is an action on something: "*", "bucket x", or "objects of x".
type permission struct{ action, on string }

func comparePermissions(a, b permission) int {
	return cmp.Or(strings.Compare(a.on, b.on), strings.Compare(a.action, b.action))
}

// permitted is what the task role of a service needs, and no more.
func (o *output) permitted(s model.Service) map[permission]bool {
	want := map[permission]bool{}
	add := func(use, bucket string) {
		for _, g := range o.facts.IAM.Grants(use) {
			on := map[string]string{"bucket": "bucket " + bucket, "object": "objects of " + bucket, "*": "*"}[g.Resource]
			for _, a := range g.Actions {
				want[permission{a, on}] = true
			}
		}
	}
	if s.Exec {
		add("exec", "")
	}
	for _, u := range s.Uses {
		if o.buckets[u.Name] {
			add("s3-"+cmp.Or(u.Access, "read"), label(u.Name))
		}
	}
	return want
}

// object says what a resource of a statement is.
func (o *output) object(v value) string {
	if v.kind == literal {
		return v.text
	}
	bucket := ""
	o.config.leaves(v, func(t target) {
		if name, ok := strings.CutPrefix(t.address, "aws_s3_bucket."); ok {
			bucket = name
		}
	})
	switch {
	case bucket == "":
		return o.config.spelled(v)
	case strings.HasSuffix(o.config.spelled(v), "/*"):
		return "objects of " + bucket
	}
	return "bucket " + bucket
}

// withoutResource reports whether an action knows no ARN, so that it must be
// allowed on everything.
func (o *output) withoutResource(action string) bool {
	for _, grants := range o.facts.IAM.Access {
		for _, g := range grants {
			if g.Resource == "*" && slices.Contains(g.Actions, action) {
				return true
			}
		}
	}
	return false
}

// executionUses are what an execution role may be for; which secrets is compared apart.
var executionUses = []string{"ecr-login", "ecr-pull", "logs-write", "secret-read", "parameter-read", "kms-decrypt"}

// execution finds actions that ECS does not need to start a task.
func (o *output) execution(t task, statements []statement) (found diag.List) {
	for _, s := range statements {
		for _, a := range s.actions {
			if !slices.ContainsFunc(executionUses, func(use string) bool { return o.grants(use, a) }) {
				found = append(found, finding(permissionRules, "verify-permission-extra", s.pos, model.At("services", t.service.Name), fmt.Sprintf("The execution role of %s may %s, which starting a task does not need.", t.service.Name, a)))
			}
		}
	}
	return found
}
