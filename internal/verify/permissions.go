package verify

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

var permissionRules = []Rule{
	{"verify-permission-extra", "permission that no declared use needs", "No role may do more than its declared uses need, action by action and resource by resource, and no statement has a part that is not compared."},
	{"verify-permission-missing", "declared use that is not permitted", "Every role may do what its declared uses need: reach its buckets, pull its images, write its logs, read and decrypt its secrets."},
	{"verify-trust", "role that somebody else may assume", "Every role is assumed by the one service that it is for, on behalf of this account alone, and there is no role that nothing declared needs."},
	{"verify-key-policy", "key that others may use", "The policy of a key leaves to the policies of the account's roles who may use it, and lets nobody else."},
	{"verify-bucket-policy", "bucket that is reached without TLS", "The policy of every bucket forbids whatever comes without TLS, and says nothing else but that the declared balancers and distributions may reach it."},
}

// permissions compares the IAM statements with the declared uses.
func (o *output) permissions() (found diag.List) {
	if o.declared.Environment.Local {
		return nil
	}
	policies := o.policies()
	purposes := o.helpers()
	for _, s := range o.declared.Tasks() {
		at := s.Path()
		purposes["aws_iam_role."+label(s.Name)+"_execution"] = purpose{"ecs-task", o.execution(s), at}
		purposes["aws_iam_role."+label(s.Name)+"_task"] = purpose{"ecs-task", o.program(s), at}
	}
	o.config.each("resource", "aws_iam_role", func(m *module, b *block) {
		p, declared := purposes[b.address]
		if !declared {
			found = append(found, finding(permissionRules, "verify-trust", b.pos, nil, fmt.Sprintf("%s is a role that nothing declared needs.", b.address)))
			return
		}
		found = append(found, o.trusted(m, b, p)...)
		found = append(found, o.allowed(b, policies[b.address], p)...)
		delete(policies, b.address)
	})
	for _, role := range slices.Sorted(maps.Keys(policies)) {
		found = append(found, finding(permissionRules, "verify-permission-extra", policies[role][0].pos, nil, "A policy is of a role that is not of the platform."))
	}
	return slices.Concat(found, o.lent(), o.keyPolicies(), o.bucketPolicies(), o.repositoryPolicies())
}

// purpose is what a role is for: who assumes it, and what it may do.
type purpose struct {
	assumes  string // a kind of thing in the facts
	may      map[permission]bool
	declared model.Path
}

// permission is an action on a resource, and the conditions under which it is allowed,
// as they are spelled when references are resolved.
type permission struct{ action, on, when string }

// denied begins an action that is not allowed but forbidden.
const denied = "not "

func (p permission) String() string {
	if p.when == "" {
		return p.action + " on " + p.on
	}
	return p.action + " on " + p.on + " if " + p.when
}

func comparePermissions(a, b permission) int {
	return cmp.Or(strings.Compare(a.on, b.on), strings.Compare(a.action, b.action), strings.Compare(a.when, b.when))
}

// trusted makes sure that a role is assumed by one service, for this account alone.
func (o *output) trusted(m *module, b *block, p purpose) diag.List {
	if problem := o.unsaid(m, b, "assume_role_policy", o.trustee(p.assumes)); problem != "" {
		return diag.List{finding(permissionRules, "verify-trust", b.pos, p.declared, problem)}
	}
	return nil
}

// trustee is who assumes the role of a purpose, and on whose behalf.
func (o *output) trustee(assumes string) statement {
	if pool, ok := strings.CutPrefix(assumes, identityPool); ok {
		return o.signedIn(pool)
	}
	out := statement{
		effect: "Allow", actions: []string{"sts:AssumeRole"},
		principals: []string{"Service " + o.facts.IAM.Principal(assumes)},
	}
	if source, named := o.facts.IAM.Sources[assumes]; named {
		out.conditions = []string{
			"StringEquals aws:SourceAccount " + accountID,
			"ArnLike aws:SourceArn " + o.arn(source.Service, accountID) + source.Things,
		}
	}
	return out
}

// visit is what services of AWS may do with a thing, by its own policy.
func (o *output) visit(purpose string, resources []string, conditions ...string) statement {
	v := o.facts.IAM.Visit(purpose)
	return statement{
		effect: "Allow", actions: v.Actions, resources: resources,
		principals: []string{"Service " + strings.Join(v.Principals, ",")}, conditions: conditions,
	}
}

// identityPool begins the purpose of the role of an identity pool, which its label ends.
const identityPool = "identity-pool "

// accountID is how the account is spelled that whoever applies is in.
const accountID = "data.aws_caller_identity.current.account_id"

// arn is the beginning of an ARN of the region: arn:aws:ecs:eu-west-1:123456789012:
func (o *output) arn(service, account string) string {
	region, _ := o.facts.Region(o.declared.Region)
	return "arn:" + region.Partition + ":" + service + ":" + o.declared.Region + ":" + account + ":"
}

// allowed compares what a role may do with what it must.
func (o *output) allowed(b *block, statements []statement, p purpose) (found diag.List) {
	have := map[permission]diag.Pos{}
	for _, s := range statements {
		if odd := s.odd(); odd != "" {
			found = append(found, finding(permissionRules, "verify-permission-extra", s.pos, p.declared, fmt.Sprintf("A statement of %s %s.", b.address, odd)))
		}
		for _, a := range s.actions {
			if s.effect == "Deny" {
				a = denied + a
			}
			for _, r := range s.resources {
				have[permission{a, r, strings.Join(s.conditions, ", ")}] = s.pos
			}
		}
	}
	for _, w := range slices.SortedFunc(maps.Keys(p.may), comparePermissions) {
		if _, ok := have[w]; !ok {
			found = append(found, finding(permissionRules, "verify-permission-missing", b.pos, p.declared, fmt.Sprintf("%s may not %s.", b.address, w)))
		}
	}
	for _, h := range slices.SortedFunc(maps.Keys(have), comparePermissions) {
		if !p.may[h] {
			found = append(found, finding(permissionRules, "verify-permission-extra", have[h], p.declared, fmt.Sprintf("%s may %s, which no declared use needs.", b.address, h)))
		}
	}
	return found
}

// policies are the statements of every role, by its address.
func (o *output) policies() map[string][]statement {
	out := map[string][]statement{}
	o.config.each("resource", "aws_iam_role_policy", func(m *module, b *block) {
		role := o.config.whole(b.of(m, "role")).address
		out[role] = append(out[role], o.statements(b.of(m, "policy"))...)
	})
	return out
}
