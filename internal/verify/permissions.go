package verify

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
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

// sources are which things of a service of AWS assume a role: a service and what follows the account in
// their ARN.
var sources = map[string]struct{ service, things string }{
	"ecs-task":       {"ecs", "*"},
	"flow-logs":      {"ec2", "vpc-flow-log/*"},
	"rds-monitoring": {"rds", "db:*"},
	"scheduler":      {"scheduler", "schedule-group/default"},
	"codepipeline":   {"codepipeline", "*"},
	"codebuild":      {"codebuild", "project/*"},
	"user-pool":      {"cognito-idp", "userpool/*"},
}

// trusted makes sure that a role is assumed by one service, for this account alone.
func (o *output) trusted(m *module, b *block, p purpose) diag.List {
	want := o.trustee(p.assumes)
	if have := o.statements(b.of(m, "assume_role_policy")); len(have) != 1 || have[0].String() != want.String() {
		return diag.List{finding(permissionRules, "verify-trust", b.pos, p.declared, fmt.Sprintf("%s must be for %s alone, and is for %v.", b.address, want, have))}
	}
	return nil
}

// trustee is who assumes the role of a purpose, and on whose behalf.
func (o *output) trustee(assumes string) statement {
	if pool, ok := strings.CutPrefix(assumes, identityPool); ok {
		return o.signedIn(pool)
	}
	source := sources[assumes]
	out := statement{
		effect: "Allow", actions: []string{"sts:AssumeRole"},
		principals: []string{"Service " + o.facts.IAM.Principal(assumes)},
		conditions: []string{
			"StringEquals aws:SourceAccount " + accountID,
			"ArnLike aws:SourceArn " + o.arn(source.service, accountID) + source.things,
		},
	}
	if assumes == "rds-proxy" || assumes == "lambda" { // name no account and no source
		out.conditions = nil
	}
	return out
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

// permit adds what a use needs on a thing, by the ARN that Terraform gives for it.
func (o *output) permit(may map[permission]bool, use, arn string) { o.permitIf(may, use, arn, "") }

// permitIf is permit under a condition: "StringEquals iam:PassedToService ecs-tasks.amazonaws.com".
func (o *output) permitIf(may map[permission]bool, use, arn, when string) {
	for _, g := range o.facts.IAM.Grants(use) {
		on := arn + o.facts.IAM.Suffixes[g.Resource]
		if g.Resource == "*" {
			on = "*"
		}
		for _, a := range g.Actions {
			may[permission{a, on, when}] = true
		}
	}
}

// program is what the task role of a service may do.
func (o *output) program(s model.Service) map[permission]bool {
	may := map[permission]bool{}
	if s.Exec {
		o.permit(may, "exec", "")
	}
	if s.Tracing {
		o.permit(may, "xray-write", "")
	}
	if len(s.Publishes) > 0 {
		o.permitIf(may, "metrics-write", "", "StringEquals "+o.facts.Metrics.Namespaces.Condition+" "+strings.Join(s.Publishes, ","))
	}
	o.deployMay(may, s)
	for _, u := range s.Uses {
		if m, ok := o.calledModel(u.Name); ok {
			o.modelMay(may, m)
		}
		o.externalMay(may, u.Name)
		if d, ok := o.databases[u.Name]; ok && rolesLogIn(d, u) {
			o.permit(may, "rds-connect", o.proxyUser(d))
		}
		if o.buckets[u.Name] {
			o.bucketMay(may, u)
		}
		if v, ok := o.volume(u.Name); ok {
			o.volumeMay(may, v, u)
		}
		if name := o.functionName(u.Name); name != "" {
			o.permit(may, "function-invoke", o.arn("lambda", accountID)+"function:"+name)
		}
	}
	return may
}

// bucketMay adds what a use of a bucket needs, on the objects that it is for.
func (o *output) bucketMay(may map[permission]bool, u model.Use) {
	access, arn := cmp.Or(u.Access, "read"), "aws_s3_bucket."+label(u.Name)+".arn"
	allow := func(use, prefix, suffix string) {
		for _, g := range o.facts.IAM.Grants("s3-" + use) {
			on := arn
			if g.Resource == "object" {
				on += "/" + prefix + "*" + suffix
			}
			for _, a := range g.Actions {
				when := ""
				if a == "s3:ListBucket" && prefix != "" {
					when = "StringLike s3:prefix " + prefix + "*"
				}
				may[permission{a, on, when}] = true
			}
		}
	}
	if access != "readwrite" || u.WritePrefix == "" {
		allow(access, u.Prefix, u.Suffix)
		return
	}
	allow("read", u.Prefix, u.Suffix)
	allow("write", u.WritePrefix, "")
}

// execution is what the execution role of a service may do: pull, log and read secrets.
func (o *output) execution(s model.Service) map[permission]bool {
	may := map[permission]bool{}
	o.permit(may, "logs-write", "aws_cloudwatch_log_group."+o.logGroup(s)+".arn")
	images, secrets := []model.Image{s.Image}, slices.Clone(s.Secrets)
	for _, c := range s.Sidecars {
		images, secrets = append(images, c.Image), append(secrets, c.Secrets...)
	}
	for _, arn := range o.repositories(images) {
		o.permit(may, "ecr-login", "")
		o.permit(may, "ecr-pull", arn)
	}
	for _, variable := range secrets {
		name, _, _ := strings.Cut(variable.Value, ":")
		secret, ok := o.secrets[name]
		if !ok {
			continue // reported where references are checked
		}
		o.permit(may, map[string]string{"secretsmanager": "secret-read", "ssm": "parameter-read"}[secret.Store], secretARN(secret))
		if secret.KMSKey != "" {
			o.permit(may, "kms-decrypt", secret.KMSKey)
		}
	}
	o.storeSecrets(may, s.Uses)
	for _, u := range s.Uses {
		if u.Database != "" {
			o.permit(may, "secret-read", login(s.Name, u.Name))
		}
		if u.Database != "" || u.Provisions {
			o.permit(may, "secret-read", login(u.Name, "provisioner"))
		}
	}
	return may
}

// storeSecrets adds what connecting to the databases and caches among uses needs.
func (o *output) storeSecrets(may map[permission]bool, uses []model.Use) {
	for _, u := range uses {
		if d, ok := o.databases[u.Name]; ok && !rolesLogIn(d, u) && u.Database == "" {
			o.permit(may, "secret-read", o.masterSecret(d))
		}
		if c, ok := o.cached(u.Name); ok {
			o.permit(may, "secret-read", cacheSecret(c))
		}
	}
}

// secretARN is how the ARN of a secret is spelled.
func secretARN(s model.Secret) string {
	typ := "aws_secretsmanager_secret."
	if s.Store == "ssm" {
		typ = "aws_ssm_parameter."
	}
	if s.Existing {
		typ = "data." + typ
	}
	return typ + label(s.Name) + ".arn"
}

// registry is a reference to an image in ECR: its account, region and repository.
var registry = regexp.MustCompile(`^([0-9]{12})[.]dkr[.-]ecr(?:-fips)?[.]([a-z0-9-]+)[.](?:amazonaws|on)[.][a-z.]+/([^:@]+)`)

// repositories are the ARNs of the repositories in ECR that images come from. With
// any repository of the account, its others need not be named.
func (o *output) repositories(images []model.Image) (arns []string) {
	own := o.arn("ecr", accountID) + "repository/"
	address := func(name string) string {
		if declared, ok := o.ownRepository(name); ok {
			return declared + ".arn"
		}
		return own + name
	}
	for _, i := range images {
		reference := cmp.Or(i.URI, i.Default)
		switch m := registry.FindStringSubmatch(reference); {
		case i.Repository != "":
			arns = append(arns, address(i.Repository))
		case reference == "":
			arns = append(arns, own+"*")
		case m != nil:
			region, _ := o.facts.Region(m[2])
			arns = append(arns, "arn:"+cmp.Or(region.Partition, "aws")+":ecr:"+m[2]+":"+m[1]+":repository/"+m[3])
		}
	}
	if !slices.Contains(arns, own+"*") {
		return arns
	}
	return slices.DeleteFunc(arns, func(arn string) bool { return strings.HasPrefix(arn, own) && arn != own+"*" })
}

// helpers are what the roles of AWS's own services are for, by address.
func (o *output) helpers() map[string]purpose {
	out := map[string]purpose{}
	if n := o.declared.Network; n.VPC == "own" && n.FlowLogs {
		may := map[permission]bool{}
		o.permit(may, "flow-logs-write", "aws_cloudwatch_log_group.flow_logs.arn")
		out["aws_iam_role.flow_logs"] = purpose{"flow-logs", may, model.At("network", "flowLogs")}
	}
	for _, d := range o.declared.Databases {
		if d.Proxy != nil {
			may := map[permission]bool{}
			o.permit(may, "secret-read", o.masterSecret(d))
			out["aws_iam_role."+label(d.Name)+"_proxy"] = purpose{"rds-proxy", may, model.At("databases", d.Name, "proxy")}
		}
		if d.MonitoringInterval > 0 {
			may := map[permission]bool{}
			o.permit(may, "rds-monitoring-write", o.arn("logs", accountID)+"log-group:RDS*")
			out["aws_iam_role."+label(d.Name)+"_monitoring"] = purpose{"rds-monitoring", may, model.At("databases", d.Name, "monitoringInterval")}
		}
	}
	for _, f := range o.declared.Functions {
		out["aws_iam_role."+label(f.Name)] = purpose{"lambda", o.functionMay(f), model.At("functions", f.Name)}
	}
	maps.Copy(out, o.jobRoles())
	maps.Copy(out, o.userPoolRoles())
	maps.Copy(out, o.pipelineRoles())
	return out
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

// visitors are what the policy of a bucket, by its label, allows to services of AWS.
func (o *output) visitors(bucket string) (out []statement) {
	arn := "aws_s3_bucket." + bucket + ".arn"
	for _, b := range o.declared.Balancers {
		if b.AccessLogs && bucket == label(b.Name)+"_access_logs" {
			out = append(out, statement{
				effect: "Allow", actions: []string{"s3:PutObject"}, resources: []string{arn + "/AWSLogs/" + accountID + "/*"},
				principals: []string{"Service logdelivery.elasticloadbalancing.amazonaws.com"},
				conditions: []string{"ArnLike aws:SourceArn " + o.arn("elasticloadbalancing", accountID) + "loadbalancer/*"},
			})
		}
	}
	return append(out, o.reads(bucket)...)
}

// bucketPolicies makes sure that every bucket refuses to speak without TLS.
func (o *output) bucketPolicies() (found diag.List) {
	o.config.each("resource", "aws_s3_bucket_policy", func(m *module, b *block) {
		arn := "aws_s3_bucket." + b.label + ".arn"
		want := []string{statement{
			effect: "Deny", actions: []string{"s3:*"}, resources: []string{arn, arn + "/*"},
			principals: []string{"* *"}, conditions: []string{"Bool aws:SecureTransport false"},
		}.String()}
		for _, s := range o.visitors(b.label) {
			want = append(want, s.String())
		}
		var have []string
		for _, s := range o.statements(b.of(m, "policy")) {
			have = append(have, s.String())
		}
		if !slices.Equal(have, want) {
			found = append(found, finding(permissionRules, "verify-bucket-policy", b.pos, nil, fmt.Sprintf("%s must say: %q; it says: %q.", b.address, want, have)))
		}
	})
	return found
}
