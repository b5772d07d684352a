package infra

import (
	"cmp"
	"strings"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// permit makes the statements that a use of the facts' tables needs, one for each
// kind of resource. Each resource is on's ARN, and what the kind adds to it.
func (b *builder) permit(use, sid string, path model.Path, on ...Value) (out []Statement) {
	grants := b.facts.IAM.Grants(use)
	for _, g := range grants {
		s := Statement{Sid: sid, Service: b.serviceTitle(g.Actions[0]), Actions: g.Actions, Path: path}
		if len(grants) > 1 {
			s.Sid += studly(g.Resource)
		}
		if g.Resource == "*" {
			s.Resources = []Value{Text("*")}
		} else {
			for _, arn := range on {
				s.Resources = append(s.Resources, withSuffix(arn, b.facts.IAM.Suffixes[g.Resource]))
			}
		}
		out = append(out, s)
	}
	return out
}

// serviceTitle is how AWS writes the service of an action.
func (b *builder) serviceTitle(action string) string {
	prefix, _, _ := strings.Cut(action, ":")
	return cmp.Or(b.facts.Services.Title(prefix), prefix)
}

// Visit is what the policy of a thing lets services of AWS do with it.
type Visit facts.Visit

func (b *builder) visit(purpose string) Visit { return Visit(b.facts.IAM.Visit(purpose)) }

func withSuffix(v Value, suffix string) Value {
	if suffix == "" {
		return v
	}
	return append(v[:len(v):len(v)], Part{Text: suffix})
}

// because gives statements a reason to stand beside them.
func because(reason string, statements []Statement) []Statement {
	for i := range statements {
		statements[i].Reason = reason
	}
	return statements
}

// studly joins the words of a name with capitals, for a Sid: letters and digits only.
func studly(name string) string {
	var out strings.Builder
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '.' || r == '_' }) {
		out.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return out.String()
}

// arn is the name of something of this account and region, by what follows the account.
func (b *builder) arn(service, resource string) Value {
	return Value{{Text: "arn:" + b.out.Partition + ":" + service + ":" + b.in.Region + ":"}, {Attribute: AccountID}, {Text: ":" + resource}}
}

// roleNamed is the ARN of a role by its name.
func (b *builder) roleNamed(name string) Value {
	return Value{{Text: "arn:" + b.out.Partition + ":iam::"}, {Attribute: AccountID}, {Text: ":role/" + name}}
}

// under puts conditions on statements.
func under(statements []Statement, conditions ...Condition) []Statement {
	for i := range statements {
		statements[i].Conditions = conditions
	}
	return statements
}

// madeBy is met by the tags that come with a call, and by no others.
func (b *builder) madeBy(service, call string) Condition {
	return Condition{"StringEquals", b.facts.IAM.Keys.CreateAction[service], []Value{Text(call)}}
}

// passTo permits to hand roles to a kind of thing of AWS, and to no other.
func (b *builder) passTo(kind string, path model.Path, roles ...Value) []Statement {
	return under(b.permit("role-pass", "PassTaskRoles", path, roles...),
		Condition{"StringEquals", b.facts.IAM.Keys.PassedTo, []Value{Text(b.facts.IAM.Principal(kind))}})
}
