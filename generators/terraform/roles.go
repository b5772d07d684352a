package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// role is an IAM role with its one policy.
func (e *emitter) role(stack infra.Stack, r infra.Role) []*tf.Block {
	role := tf.Resource("aws_iam_role", r.Label, tf.Set("name", tf.String(r.Name)))
	role.AddText("description", r.Description)
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
	b.AddText("sid", s.Sid)
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

// trust lets a service of AWS assume a role, and those that share the document: where it does so on
// behalf of something, of this account alone. "The confused deputy problem" in the IAM user guide
// tells why that matters.
func (e *emitter) trust(stack infra.Stack, r infra.Role) *tf.Block {
	s := visit("AssumeRole", infra.Visit{Principals: []string{r.Service}, Actions: []string{"sts:AssumeRole"}}, nil)
	b := tf.Data("aws_iam_policy_document", r.Trust, s)
	if of := r.Source; of.Service != "" {
		s.Add(
			condition("StringEquals", "aws:SourceAccount", tf.List{e.accountID(stack)}),
			condition("ArnLike", "aws:SourceArn", tf.List{e.arn(stack, of.Service, of.Things)}))
		b.Comment = "For " + of.Title + " of this account alone: otherwise another account could have AWS assume the role."
	}
	return b
}

// visit is the statement that lets services of AWS in.
func visit(sid string, v infra.Visit, resources tf.List, conditions ...tf.Item) *tf.Block {
	b := tf.Nested("statement")
	b.AddText("sid", sid)
	b.Add(tf.Set("actions", tf.Strings(v.Actions...)))
	if resources != nil {
		b.Add(tf.Set("resources", resources))
	}
	b.Add(tf.Nested("principals",
		tf.Set("type", tf.String("Service")),
		tf.Set("identifiers", tf.Strings(v.Principals...))))
	b.Add(conditions...)
	return b
}
