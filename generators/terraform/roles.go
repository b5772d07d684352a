package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// role is an IAM role with its one policy.
func (e *emitter) role(stack infra.Stack, r infra.Role) []*tf.Block {
	role := tf.Resource("aws_iam_role", r.Label, tf.Set("name", tf.String(r.Name)))
	if r.Description != "" {
		role.Add(tf.Set("description", tf.String(r.Description)))
	}
	role.Add(tf.Set("assume_role_policy", tf.RefToData("aws_iam_policy_document", r.Trust, "json")))
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
	b := tf.Nested("statement")
	if s.Sid != "" {
		b.Add(tf.Set("sid", tf.String(s.Sid)))
	}
	if s.Deny {
		b.Add(tf.Set("effect", tf.String("Deny")))
	}
	b.Add(
		tf.Set("actions", tf.Strings(s.Actions...)),
		tf.Set("resources", e.values(stack, s.Resources)))
	for _, c := range s.Conditions {
		b.Add(condition(c.Test, c.Variable, e.values(stack, c.Values)))
	}
	b.Comment = s.Reason
	return b
}

func condition(test, variable string, values tf.List) *tf.Block {
	return tf.Nested("condition",
		tf.Set("test", tf.String(test)),
		tf.Set("variable", tf.String(variable)),
		tf.Set("values", values))
}

// deputy is a service of AWS that assumes roles on behalf of something: a resource of
// its own, whose ARN it names. "The confused deputy problem" in the IAM user guide
// tells why that matters; each service's own guide has its pattern.
type deputy struct{ title, service, resource string }

func deputyOf(principal string) (deputy, bool) {
	d, ok := map[string]deputy{
		"ecs-tasks.amazonaws.com":      {"tasks", "ecs", "*"},
		"vpc-flow-logs.amazonaws.com":  {"flow logs", "ec2", "vpc-flow-log/*"},
		"monitoring.rds.amazonaws.com": {"databases", "rds", "db:*"},
		"codepipeline.amazonaws.com":   {"pipelines", "codepipeline", "*"},
		"codebuild.amazonaws.com":      {"builds", "codebuild", "project/*"},
		"scheduler.amazonaws.com":      {"schedules", "scheduler", "schedule-group/default"},
		"cognito-idp.amazonaws.com":    {"user pools", "cognito-idp", "userpool/*"},
	}[principal]
	return d, ok
}

// trust lets a service of AWS assume a role, and those that share the document, on behalf of
// this account alone.
func (e *emitter) trust(stack infra.Stack, r infra.Role) *tf.Block {
	s := tf.Nested("statement",
		tf.Set("sid", tf.String("AssumeRole")),
		tf.Set("actions", tf.Strings("sts:AssumeRole")),
		tf.Nested("principals",
			tf.Set("type", tf.String("Service")),
			tf.Set("identifiers", tf.Strings(r.Service))),
		condition("StringEquals", "aws:SourceAccount", tf.List{e.accountID(stack)}))
	b := tf.Data("aws_iam_policy_document", r.Trust, s)
	if d, ok := deputyOf(r.Service); ok {
		s.Add(condition("ArnLike", "aws:SourceArn", tf.List{e.arn(stack, d.service, d.resource)}))
		b.Comment = "For " + d.title + " of this account alone: otherwise another account could have AWS assume the role."
	}
	return b
}
