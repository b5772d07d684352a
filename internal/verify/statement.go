package verify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
)

// statement is an emitted IAM statement, its values spelled with every reference
// resolved.
type statement struct {
	effect     string // Allow or Deny
	actions    []string
	resources  []string
	principals []string // type and identifiers: "Service ecs-tasks.amazonaws.com"
	conditions []string // test, variable and values: "Bool aws:SecureTransport false"
	others     []string // parts that nobody expects
	pos        diag.Pos
}

// String is everything that a statement says.
func (s statement) String() string {
	said := s.effect + " " + strings.Join(s.actions, ", ")
	for _, part := range []struct {
		word string
		list []string
	}{{"on", s.resources}, {"for", s.principals}, {"if", s.conditions}, {"with", s.others}} {
		if len(part.list) > 0 {
			said += " " + part.word + " " + strings.Join(part.list, ", ")
		}
	}
	return said
}

// odd says what a statement of a role's policy has beside actions that it allows or denies
// on resources, maybe under conditions, or "".
func (s statement) odd() string {
	switch {
	case s.effect != "Allow" && s.effect != "Deny":
		return "does not allow but " + s.effect
	case len(s.principals)+len(s.others) > 0:
		return "says more than that it allows actions on resources"
	}
	return ""
}

// unsaid is what keeps a policy from saying exactly what it must, in its order; empty: nothing.
func (o *output) unsaid(m *module, b *block, argument string, want ...statement) string {
	have := o.statements(b.of(m, argument))
	if slices.EqualFunc(have, want, func(a, b statement) bool { return a.String() == b.String() }) {
		return ""
	}
	return fmt.Sprintf("%s must say: %v; it says: %v.", b.address, want, have)
}

// statements reads the aws_iam_policy_document that a value refers to. What is none,
// or has parts that are no statements, gives a statement that nobody expects.
func (o *output) statements(v value) (out []statement) {
	t := o.config.whole(v)
	document := o.config.block(t)
	if document == nil || document.typ != "aws_iam_policy_document" {
		return []statement{{effect: "Allow", others: []string{"no policy document"}}}
	}
	for _, a := range document.body.attributes {
		out = append(out, statement{effect: "Allow", others: []string{a.name}, pos: a.pos})
	}
	for _, n := range document.body.blocks {
		s := statement{effect: "Allow", others: []string{n.name}, pos: n.pos}
		if n.name == "statement" {
			s = o.statement(t.folder, n)
		}
		out = append(out, s)
	}
	return out
}

func (o *output) statement(folder string, n nested) statement {
	s := statement{effect: cmp.Or(n.body.text("effect"), "Allow"), pos: n.pos}
	list := func(e expression) (out []string) {
		for _, v := range o.config.elements(value{folder, e}) {
			out = append(out, o.config.spelled(v))
		}
		return out
	}
	for _, a := range n.body.attributes {
		switch a.name {
		case "sid", "effect":
		case "actions":
			s.actions = list(a.value)
		case "resources":
			s.resources = list(a.value)
		default:
			s.others = append(s.others, a.name)
		}
	}
	for _, b := range n.body.blocks {
		values, _ := b.body.get("values")
		identifiers, _ := b.body.get("identifiers")
		switch b.name {
		case "principals":
			s.principals = append(s.principals, b.body.text("type")+" "+strings.Join(list(identifiers), ","))
		case "condition":
			s.conditions = append(s.conditions, b.body.text("test")+" "+b.body.text("variable")+" "+strings.Join(list(values), ","))
		default:
			s.others = append(s.others, b.name)
		}
	}
	return s
}
