package infra

import (
	"cmp"
	"slices"

	"groundplan.internal/internal/model"
)

// role is a role that a kind of thing of AWS assumes, with no policy yet.
func (b *builder) role(kind string, owner model.Path, description string, words ...string) Role {
	trust := b.trust(kind, owner, words)
	return Role{
		Label:       b.document(owner, words...),
		Name:        b.names.derived("iam-role", owner, words...),
		Description: description,
		Kind:        kind, Service: b.facts.IAM.Principal(kind), Source: b.facts.IAM.Sources[kind], Trust: trust,
	}
}

// document is the label of a document of IAM. That of a role's policy is called like the
// role, and what else has one adds a word to its own label, which may be a role's, too.
func (b *builder) document(owner model.Path, words ...string) string {
	return b.names.label("policy-document", owner, words...)
}

// sharedTrusts are, by kind, the families all of whose roles are assumed by one document.
var sharedTrusts = map[string]struct{ family, label string }{
	"ecs-task":     {"services", "ecs-tasks-trust"},
	"lambda":       {"functions", "lambda-trust"},
	"scheduler":    {"jobs", "scheduler-trust"},
	"codepipeline": {"pipelines", "codepipeline-trust"},
	"codebuild":    {"pipelines", "codebuild-trust"},
}

// trust is the label of the document that says who assumes a role.
func (b *builder) trust(kind string, owner model.Path, words []string) string {
	if shared, ok := sharedTrusts[kind]; ok {
		return b.document(model.At(shared.family), shared.label)
	}
	return b.document(owner, append(words[:len(words):len(words)], "trust")...)
}

// executionStatements are what ECS needs to start a task: its images, its logs and
// the secrets of its variables.
func (b *builder) executionStatements(s model.Service, task Task) (out []Statement) {
	repositories := b.repositories(s)
	if len(repositories) > 0 {
		out = append(out, because("A login to ECR cannot be limited to a repository.", b.permit("ecr-login", "RegistryLogin", nil))...)
		out = append(out, pulling(b.permit("ecr-pull", "PullImage", nil, repositories...))...)
	}
	var groups []Value
	for _, c := range task.Containers {
		if arn := Of(c.LogGroup, LogGroupARN); !slices.ContainsFunc(groups, func(v Value) bool { return slices.Equal(v, arn) }) {
			groups = append(groups, arn)
		}
	}
	out = append(out, b.permit("logs-write", "WriteLogs", nil, groups...)...)
	return append(out, b.secretStatements(s)...)
}

// repositories are the ARNs of the ECR repositories that a service pulls from.
func (b *builder) repositories(s model.Service) (out []Value) {
	for _, c := range b.containersOf(s) {
		arn := b.image(s.Name, c).repository
		if arn != nil && !slices.ContainsFunc(out, func(v Value) bool { return slices.Equal(v, arn) }) {
			out = append(out, arn)
		}
	}
	return out
}

// pulling gives the reason where any repository of the account may be pulled from,
// beside which its others need not be named.
func pulling(statements []Statement) []Statement {
	any := anyRepository()
	for i, s := range statements {
		if slices.ContainsFunc(s.Resources, func(v Value) bool { return slices.Equal(v, any) }) {
			statements[i].Resources = slices.DeleteFunc(s.Resources, func(v Value) bool {
				return v[0].Attribute == RegistryARN && !slices.Equal(v, any)
			})
			statements[i].Reason = "A variable without a default says from which repository, when it is applied."
		}
	}
	return statements
}

// secretStatements let ECS read exactly the secrets of the variables.
func (b *builder) secretStatements(s model.Service) []Statement {
	var read []model.Secret
	var path model.Path
	b.eachSecret(s, func(secret model.Secret, r SecretReader) {
		if len(path) == 0 {
			path = r.Path[:len(r.Path)-1]
		}
		read = append(read, secret)
	})
	return b.secretReads(path, read, "parameter-read")
}

// secretReads let somebody read secrets, and decrypt those that have a key of the
// account's own; parameters is the use of the facts that reads Parameter Store.
func (b *builder) secretReads(path model.Path, secrets []model.Secret, parameters string) (out []Statement) {
	read := map[string][]Value{}
	var keys []string
	for _, secret := range secrets {
		arn := Of(secret.Name, SecretARN)
		if !slices.ContainsFunc(read[secret.Store], func(v Value) bool { return slices.Equal(v, arn) }) {
			read[secret.Store] = append(read[secret.Store], arn)
		}
		if secret.KMSKey != "" {
			keys = append(keys, secret.KMSKey)
		}
	}
	for _, store := range []struct{ name, use, sid string }{
		{"secretsmanager", "secret-read", "ReadSecrets"},
		{"ssm", parameters, "ReadParameters"},
	} {
		if arns := read[store.name]; len(arns) > 0 {
			slices.SortFunc(arns, func(x, y Value) int { return cmp.Compare(x[0].Node, y[0].Node) })
			out = append(out, b.permit(store.use, store.sid, path, arns...)...)
		}
	}
	slices.Sort(keys)
	var arns []Value
	for _, k := range slices.Compact(keys) {
		arns = append(arns, Text(k))
	}
	if len(arns) > 0 {
		out = append(out, b.permit("kms-decrypt", "DecryptSecrets", path, arns...)...)
	}
	return out
}
