package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// taskTrust is the document that lets ECS assume the roles of all tasks.
const taskTrust = "ecs_tasks_trust"

// role is an IAM role with its one policy.
func (e *emitter) role(stack infra.Stack, r infra.Role, trust string) []*tf.Block {
	role := tf.Resource("aws_iam_role", r.Label, tf.Set("name", tf.String(r.Name)))
	if r.Description != "" {
		role.Add(tf.Set("description", tf.String(r.Description)))
	}
	role.Add(tf.Set("assume_role_policy", tf.RefToData("aws_iam_policy_document", trust, "json")))
	if len(r.Statements) == 0 {
		return []*tf.Block{role}
	}
	document := tf.Data("aws_iam_policy_document", r.Label)
	for _, s := range r.Statements {
		document.Add(e.statement(stack, s))
	}
	return []*tf.Block{
		role,
		tf.Resource("aws_iam_role_policy", r.Label,
			tf.Set("name", tf.String(r.Name)),
			tf.Set("role", role.Ref("name")),
			tf.Set("policy", document.Ref("json"))),
		document,
	}
}

func (e *emitter) statement(stack infra.Stack, s infra.Statement) *tf.Block {
	b := tf.Nested("statement",
		tf.Set("sid", tf.String(s.Sid)),
		tf.Set("actions", tf.Strings(s.Actions...)),
		tf.Set("resources", e.values(stack, s.Resources)))
	b.Comment = s.Reason
	return b
}

// assumedFor says on whose behalf a service of AWS may assume a role: what follows
// the account in the ARN that it names. "The confused deputy problem" in the IAM
// user guide tells why; each service's own guide has its pattern.
var assumedFor = []struct{ principal, service, resource string }{
	{"ecs-tasks.amazonaws.com", "ecs", "*"},
	{"vpc-flow-logs.amazonaws.com", "ec2", "vpc-flow-log/*"},
	{"monitoring.rds.amazonaws.com", "rds", "db:*"},
}

// trust lets a service of AWS assume roles, on behalf of this account alone.
func (e *emitter) trust(stack infra.Stack, label, principal string) *tf.Block {
	condition := func(test, variable string, value tf.Expr) *tf.Block {
		return tf.Nested("condition",
			tf.Set("test", tf.String(test)),
			tf.Set("variable", tf.String(variable)),
			tf.Set("values", tf.List{value}))
	}
	s := tf.Nested("statement",
		tf.Set("sid", tf.String("AssumeRole")),
		tf.Set("actions", tf.Strings("sts:AssumeRole")),
		tf.Nested("principals",
			tf.Set("type", tf.String("Service")),
			tf.Set("identifiers", tf.Strings(principal))),
		condition("StringEquals", "aws:SourceAccount", e.accountID(stack)))
	for _, row := range assumedFor {
		if row.principal == principal {
			s.Add(condition("ArnLike", "aws:SourceArn", e.arn(stack, row.service, row.resource)))
		}
	}
	b := tf.Data("aws_iam_policy_document", label, s)
	b.Comment = "The account is named so that nobody else's " + principalTitle(principal) + " can use the role."
	return b
}

func principalTitle(principal string) string {
	switch principal {
	case "ecs-tasks.amazonaws.com":
		return "ECS tasks"
	case "vpc-flow-logs.amazonaws.com":
		return "flow logs"
	}
	return "resources"
}
