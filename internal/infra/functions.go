package infra

import (
	"cmp"
	"slices"
	"strconv"

	"groundplan.internal/internal/model"
)

// Function is a function of Lambda and all that is its own.
type Function struct {
	Name    string // the node
	Label   string // Terraform label
	Title   string
	Purpose string
	Stack   Stack

	Function     string   // name in AWS
	Image        Value    // nil: it is an archive
	Archive      *Archive // nil: it is an image
	Command      []string // of an image
	Architecture string   // x86_64 or arm64
	Memory       int      // MiB
	Timeout      int      // seconds
	Storage      int      // MiB at /tmp, where that is more than comes with it; 0: it is not
	Disk         int      // MiB at /tmp
	Concurrency  *int     // calls at once; nil: as many as the account has left
	Environment  []EnvVar
	Role         Role
	LogGroup     string // label

	Tier          Tier   // of its subnets; empty: it does not stand in the VPC
	SecurityGroup string // label; with Tier

	Retries  int
	Failed   DeadQueue // what it failed at
	Triggers []Trigger
	Callers  []Caller
}

// Connected reports whether the function stands in the VPC.
func (f Function) Connected() bool { return f.Tier != "" }

// Archive is a program in a bucket.
type Archive struct {
	Bucket, Key      string // Bucket: the node
	Runtime, Handler string
}

func (b *builder) functionGroups() {
	for _, f := range b.in.Functions {
		if b.in.Connected(f) {
			b.guard(model.At("functions", f.Name), f.Name, "Lambda function "+b.names.known(f.Name), f.SecurityGroup)
		}
	}
}

// functions decides every function, its role and its queue, and what buckets tell them.
func (b *builder) functions() {
	for _, f := range b.in.Functions {
		b.out.Functions = append(b.out.Functions, b.function(f))
	}
	for _, f := range b.out.Functions {
		for _, t := range f.Triggers {
			b.notify(f, t)
		}
	}
}

func (b *builder) function(f model.Function) Function {
	at := model.At("functions", f.Name)
	out := Function{
		Name: f.Name, Label: b.names.label("function", at, f.Name), Title: f.Title, Purpose: f.Purpose, Stack: b.stack(partServices, f.App),
		Function: b.names.derived("lambda-function", at, f.Name), Command: f.Command, Architecture: b.facts.Lambda.Architectures[f.Architecture],
		Memory: f.Memory, Timeout: f.Timeout, Storage: f.EphemeralStorage, Disk: cmp.Or(f.EphemeralStorage, b.facts.Lambda.EphemeralStorage.Min), Concurrency: f.Concurrency,
		Role: b.role("lambda", at, "The function "+f.Name, f.Name), Retries: f.Retries,
		Failed: b.deadQueue(at, false, f.Name, "failed"),
	}
	b.program(f, &out)
	out.LogGroup = b.functionLogs(f, out)
	var got grant
	b.eachUse(functionUser(f), func(family family, u use) {
		g := family.use(b, u)
		got.traffic, got.task = append(got.traffic, g.traffic...), slices.Concat(got.task, g.execution, g.task)
		got.environment = append(got.environment, g.environment...)
		for _, s := range g.secrets { // Lambda reads no secrets: the program does
			got.environment = append(got.environment, EnvVar{u.prefix() + "_SECRET", s.Source})
		}
	})
	if b.in.Connected(f) {
		out.Tier, out.SecurityGroup = b.functionTier(), b.group[f.Name]
		b.functionTraffic(f)
		for _, t := range got.traffic {
			b.allow(t)
		}
	}
	out.Environment = b.functionVariables(f, got.environment)
	out.Role.Statements = b.functionStatements(f, out, got.task)
	out.Callers = b.callers(f)
	for i, t := range f.Triggers {
		out.Triggers = append(out.Triggers, b.trigger(t, at.Then("triggers", strconv.Itoa(i))))
	}
	return out
}

// program is what the function runs: an image, or an archive.
func (b *builder) program(f model.Function, out *Function) {
	if f.Zip != nil {
		out.Archive = &Archive{Bucket: f.Zip.Bucket, Key: f.Zip.Key, Runtime: f.Runtime, Handler: f.Handler}
		return
	}
	at := model.At("functions", f.Name)
	image := b.image(f.Name, container{name: f.Name, what: "function " + f.Name, path: at, own: true, image: *f.Image})
	if image.variable != nil {
		b.addVariable(*image.variable, at.Then("image"))
	}
	out.Image = image.value
	for i, r := range b.out.Repositories {
		if r.Name == f.Image.Repository {
			b.document(model.At("repositories", r.Name), r.Label, "repository")
			b.out.Repositories[i].Functions = append(r.Functions, Of(out.Function, FunctionARN))
			b.out.Repositories[i].Fetcher = b.visit("function-image")
		}
	}
}

// functionTier is where functions of the VPC stand: they have no address of their own.
func (b *builder) functionTier() Tier {
	if b.out.Network.Default {
		return Public
	}
	return Private
}

// functionLogs makes the group that Lambda would otherwise make by itself, and keep for
// ever.
func (b *builder) functionLogs(f model.Function, out Function) string {
	at := model.At("functions", f.Name)
	g := LogGroup{
		Label: b.names.label("log-group", at, f.Name), Name: b.names.given("log-group", at, b.facts.Lambda.LogGroup+out.Function),
		RetentionDays: b.in.Logs.RetentionDays, Stack: out.Stack,
	}
	b.out.LogGroups = append(b.out.LogGroups, g)
	return g.Label
}

// functionTraffic is what every function in the VPC needs beside what it uses: the APIs
// of AWS. Its logs and its image are Lambda's affair.
func (b *builder) functionTraffic(f model.Function) {
	own := b.groupSide(f.Name)
	if !b.out.Network.Default && b.out.Network.NAT != "none" {
		b.allow(traffic{own, internet(), "tcp", 443, b.spoken(f.Name) + " to AWS APIs", nil})
	}
	b.endpointTraffic(f.Name, !b.out.Network.Default && b.out.Network.NAT != "none")
}

// functionVariables are the author's own, the ARNs of secrets, and the derived ones.
func (b *builder) functionVariables(f model.Function, derived []EnvVar) []EnvVar {
	var arns []EnvVar
	for _, p := range f.Secrets {
		arns = append(arns, EnvVar{p.Key, Of(p.Value, SecretARN)})
	}
	return variables(f.Environment, append(arns, derived...), nil)
}

// functionStatements are what the role of a function may do: log, keep what failed, stand
// in the VPC, read its secrets, and what its uses bring.
func (b *builder) functionStatements(f model.Function, out Function, uses []Statement) []Statement {
	statements := b.permit("logs-write", "WriteLogs", nil, Of(out.LogGroup, LogGroupARN))
	statements = append(statements, b.permit("queue-send", "KeepFailed", nil, Of(out.Failed.Label, QueueARN))...)
	if out.Connected() {
		statements = append(statements, b.networking(out, uses)...)
	}
	statements = append(statements, b.secretReads(model.At("functions", f.Name, "secrets"), b.functionSecrets(f), "parameter-get")...)
	return append(statements, uses...)
}

// networking lets Lambda make the interfaces of a function, and forbids the same to its
// program, but for what that declares to use.
func (b *builder) networking(f Function, uses []Statement) []Statement {
	out := because("Interfaces have no ARN before they are made.", b.permit("function-network", "Network", nil))
	for _, s := range out {
		s.Sid, s.Deny, s.Reason = "NetworkOfLambdaAlone", true, "The same role is the program's, which needs nothing of this."
		s.Actions = slices.DeleteFunc(slices.Clone(s.Actions), func(action string) bool {
			return slices.ContainsFunc(uses, func(use Statement) bool { return slices.Contains(use.Actions, action) })
		})
		s.Conditions = []Condition{{Test: "ArnEquals", Variable: b.facts.Lambda.SourceKey, Values: []Value{Of(f.Function, FunctionARN)}}}
		if len(s.Actions) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// functionSecrets are the secrets that a function reads.
func (b *builder) functionSecrets(f model.Function) (out []model.Secret) {
	b.eachFunctionSecret(f, func(s model.Secret, _ SecretReader) { out = append(out, s) })
	return out
}

// eachFunctionSecret calls do with every variable of a function that holds the ARN of a secret.
func (b *builder) eachFunctionSecret(f model.Function, do func(model.Secret, SecretReader)) {
	for _, p := range f.Secrets {
		n, ok := b.nodes[p.Value]
		if !ok || b.rows[n.family].name != "secrets" {
			continue // reported where references are checked
		}
		do(b.in.Secrets[n.at], SecretReader{Service: f.Name, Variable: p.Key, Path: model.At("functions", f.Name, "secrets", p.Key)})
	}
}

// functionEdges lead from buckets to the functions that they run. On the author's machine
// nothing runs them.
func (b *builder) functionEdges() (out []Edge) {
	if b.in.Environment.Local {
		return nil
	}
	for _, f := range b.in.Functions {
		for i, t := range f.Triggers {
			out = append(out, Edge{
				From: t.Bucket, To: f.Name, Family: "functions", Access: "trigger", Label: triggerLabel(t),
				Path: model.At("functions", f.Name, "triggers", strconv.Itoa(i)),
			})
		}
	}
	return out
}

func (b *builder) functionEdge(use) Edge { return Edge{Access: "invoke", Label: "invokes"} }

// useFunction permits to call a function, by the name that it will have: two that call
// each other could not be made otherwise.
func (b *builder) useFunction(u use) grant {
	name := cut(b.names.platform, b.names.tail(b.names.known(u.Name)), b.facts.Name("lambda-function").Max)
	return grant{
		environment: []EnvVar{{u.prefix() + "_FUNCTION", Text(name)}},
		task:        b.permit("function-invoke", "Invoke"+studly(u.Name), u.path, Of(name, FunctionARN)),
	}
}
