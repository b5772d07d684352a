package docs

import (
	"cmp"
	"slices"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// iamPage shows every role, who assumes it and what it may do.
func iamPage(v *view) []artifact.File {
	roles := v.roles()
	if len(roles) == 0 {
		return nil
	}
	pg := v.page(sentence("IAM roles of %s: %s", text(v.Title), text(v.Environment)))
	pg.para("Every service has two roles of its own. The execution role is for ECS: it pulls the image, writes logs and reads secrets. The task role is for the program in the containers.")
	if len(v.Jobs) > 0 {
		pg.para("A job has the two roles of its task, and one for EventBridge Scheduler, which starts it.")
	}
	if len(v.Functions) > 0 {
		pg.para("A function has one role, for its program and for what Lambda does on its behalf: its log, and the queue for what failed.")
	}
	if v.usesBuckets() {
		pg.para("A service that uses a bucket without saying how may read: see what is in it, and get objects. To write is to put objects and to delete them, and brings no reading along; what is deleted from a bucket with versioning is kept for a while as an old version.")
	}
	v.roleCharts(pg, roles)
	pg.section("Roles")
	t := table{head: []md{"Role", "Name in AWS", "Assumed by", "What for"}}
	for _, r := range roles {
		t.row(text(r.Label), code(r.Name), code(r.Service), text(r.Description))
	}
	pg.table(t)
	pg.section("Permissions")
	pg.table(v.statementTable(roles))
	return []artifact.File{pg.file("docs/iam.md")}
}

// roles are all roles: of services, jobs, functions, databases, the network, user pools and pipelines.
func (v *view) roles() (out []infra.Role) {
	for _, s := range v.Services {
		out = append(out, s.Task.ExecutionRole, s.Task.TaskRole)
	}
	for _, j := range v.Jobs {
		out = append(out, j.Task.ExecutionRole, j.Task.TaskRole, j.Starts)
	}
	for _, f := range v.Functions {
		out = append(out, f.Role)
	}
	for _, d := range v.Databases {
		if d.MonitoringRole != nil {
			out = append(out, *d.MonitoringRole)
		}
		if d.Proxy != nil {
			out = append(out, d.Proxy.Role)
		}
	}
	if v.Network.FlowLogs != nil {
		out = append(out, v.Network.FlowLogs.Role)
	}
	for _, u := range v.UserPools {
		if u.IdentityPool != nil {
			out = append(out, u.IdentityPool.Role)
		}
		if u.Texts != nil {
			out = append(out, *u.Texts)
		}
	}
	for _, p := range v.Pipelines {
		out = append(out, p.Role)
		for _, project := range p.Projects() {
			out = append(out, project.Role)
		}
	}
	return out
}

func (v *view) usesBuckets() bool {
	return slices.ContainsFunc(v.Edges, func(e infra.Edge) bool { return e.Family == "buckets" })
}

func (v *view) statementTable(roles []infra.Role) table {
	t := table{head: []md{"Role", "May", "On", "Why", "Declared at"}}
	for _, r := range roles {
		for _, s := range r.Statements {
			t.row(text(r.Label), may(s), v.statementOn(s), text(cmp.Or(s.Reason, s.Sid)), or(code(s.Path.String()), everybody(r)))
		}
		if len(r.Statements) == 0 {
			t.row(text(r.Label), "nothing", "", "the role has no policy", "")
		}
	}
	return t
}

// may are the actions of a statement, which it may also forbid.
func may(s infra.Statement) md {
	actions := join(each(s.Actions, code))
	if s.Deny {
		return "never " + actions
	}
	return actions
}

// everybody is who has a permission that no single line of the declaration brings.
func everybody(r infra.Role) md {
	switch r.Kind {
	case ofTasks:
		return "every task"
	case "lambda":
		return "every function"
	}
	return ""
}

// statementOn is what a statement is about, and under which conditions.
func (v *view) statementOn(s infra.Statement) md {
	on := join(each(s.Resources, v.shown))
	tagged, conditions := tagsOf(s.Conditions)
	var all []md
	for _, c := range conditions {
		all = append(all, code(c.Variable)+" is "+join(each(c.Values, v.shown)))
	}
	if tagged != "" {
		all = append(all, tagged)
	}
	for i, c := range all {
		word := md(" and ")
		if i == 0 {
			word = " if "
		}
		on += word + c
	}
	return on
}

// ofTasks is the kind of the roles of tasks.
const ofTasks = "ecs-task"
