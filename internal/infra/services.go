package infra

import (
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// container is one container of a service in the author's words: the service's own
// or a sidecar.
type container struct {
	name    string
	what    string // for people: service web, sidecar proxy of web
	path    model.Path
	own     bool // not a sidecar
	image   model.Image
	secrets model.Pairs
	plain   model.Pairs
	creates string // the database node in which it makes the service's own database; empty: none
	Container
}

// containersOf are a service's own container, which ECS knows by the service's first name,
// then its sidecars.
func (b *builder) containersOf(s model.Service) []container {
	at, own := s.Path(), b.names.known(s.Name)
	after := func(others model.Pairs) model.Pairs { return renamed(others, s.Name, own) }
	out := []container{{
		name: s.Name, what: s.What(), path: at, own: true,
		image: s.Image, secrets: s.Secrets, plain: s.Environment,
		Container: Container{
			Name: own, Essential: true, Port: s.Port, Command: s.Command, EntryPoint: s.EntryPoint,
			HealthCheck: s.HealthCheck, DependsOn: after(s.DependsOn), StopTimeout: s.StopTimeout,
			ReadonlyRootFilesystem: s.ReadonlyRootFilesystem,
		},
	}}
	for _, c := range s.Sidecars {
		out = append(out, container{
			name: c.Name, what: "sidecar " + c.Name + " of " + s.Name, path: at.Then("sidecars", c.Name),
			image: c.Image, secrets: c.Secrets, plain: c.Environment, creates: c.Creates,
			Container: Container{
				Name: c.Name, Essential: c.Essential, CPU: c.CPU, Memory: c.Memory, Port: c.Port,
				Command: c.Command, EntryPoint: c.EntryPoint, HealthCheck: c.HealthCheck, DependsOn: after(c.DependsOn),
				StopTimeout: c.StopTimeout, ReadonlyRootFilesystem: c.ReadonlyRootFilesystem,
			},
		})
	}
	return out
}

// renamed is pairs where a key has another name.
func renamed(pairs model.Pairs, from, to string) model.Pairs {
	i := slices.IndexFunc(pairs, func(p model.Pair) bool { return p.Key == from })
	if i < 0 || from == to {
		return pairs
	}
	out := slices.Clone(pairs)
	out[i].Key = to
	slices.SortFunc(out, func(x, y model.Pair) int { return strings.Compare(x.Key, y.Key) })
	return out
}

// services decides every service, its task and its roles, and the rules that let it
// reach what it uses.
func (b *builder) services() {
	if len(b.in.Services)+len(b.in.Jobs) == 0 {
		return
	}
	b.discovery()
	b.out.Cluster = &Cluster{Stack: b.stack(partCluster, ""), Name: b.names.derived("ecs-cluster", model.At("name"))}
	if b.in.Logs.Group != "" {
		b.out.LogGroups = append(b.out.LogGroups, LogGroup{
			Label: sharedLogs, Name: b.names.given("log-group", model.At("logs", "group"), b.in.Logs.Group),
			RetentionDays: b.in.Logs.RetentionDays, Stack: b.stack(partCluster, ""),
		})
	}
	for _, s := range b.in.Services {
		b.out.Services = append(b.out.Services, b.service(s))
	}
	slices.SortFunc(b.out.Variables, func(x, y Variable) int { return strings.Compare(x.Name, y.Name) })
}

// sharedLogs is the label of a log group for all services.
const sharedLogs = "services"

func (b *builder) service(s model.Service) Service {
	b.serviceTraffic(s)
	var got grant
	var logins []Login
	b.eachUse(serviceUser(s), func(f family, u use) {
		g := f.use(b, u)
		if g.login != nil {
			logins = append(logins, *g.login)
		}
		for _, t := range g.traffic {
			b.allow(t)
		}
		got.environment = append(got.environment, g.environment...)
		got.secrets = append(got.secrets, g.secrets...)
		got.execution = append(got.execution, g.execution...)
		got.task = append(got.task, g.task...)
		got.mounts = append(got.mounts, g.mounts...)
	})
	deploys := b.deployed(s)
	if deploys != nil {
		got.environment = append(got.environment, deploys.Environment...)
		got.task = append(got.task, b.deployStatements(s, *deploys)...)
	}
	tier := b.serviceTier(s)
	slices.SortFunc(b.targetGroups[s.Name], func(x, y TargetGroup) int { return strings.Compare(x.Label, y.Label) })
	_, delivered := b.pipelineOf(s.Name)
	return Service{
		Job: s.Job, Deploys: deploys, Name: s.Name, Label: labelOf(s.Name), Title: s.Title, Purpose: s.Purpose, Stack: b.stack(partServices, s.App),
		Task: b.task(s, got), Port: s.Port, Public: s.Public, Tier: tier, PublicIP: tier == Public,
		SecurityGroups: []string{b.group[s.Name]}, DesiredCount: firstCount(s), Scaling: s.Scaling, Queue: b.queueDepth(s),
		Singleton: s.Singleton,
		Capacity:  s.Capacity, Deployment: rollout(s), Pipeline: delivered || s.Deploy == "pipeline", Exec: s.Exec, Discoverable: b.discoveryName(s) != "", TargetGroups: b.targetGroups[s.Name], Grace: s.Deployment.Grace,
		Logins: logins,
	}
}

// firstCount is how many tasks a service begins with: as many as scaling keeps, where
// that is more. Terraform leaves the count alone from then on.
func firstCount(s model.Service) int {
	if s.Scaling == nil {
		return s.DesiredCount
	}
	return max(s.DesiredCount, s.Scaling.Min)
}

// rollout is how a new revision takes the place of the old one. The task of a singleton
// goes before the next one comes.
func rollout(s model.Service) model.Deployment {
	out := s.Deployment
	if s.Singleton {
		out.MinimumHealthy, out.Maximum = 0, 100
	}
	return out
}

// publishing lets a program write metrics to its own namespaces.
func (b *builder) publishing(s model.Service) []Statement {
	if len(s.Publishes) == 0 {
		return nil
	}
	out := because("Metrics have no ARNs: the namespace is the limit.",
		b.permit("metrics-write", "PublishMetrics", s.Path().Then("publishes")))
	namespaces := Condition{Test: "StringEquals", Variable: b.facts.Metrics.Namespaces.Condition}
	for _, n := range s.Publishes {
		namespaces.Values = append(namespaces.Values, Text(n))
	}
	for i := range out {
		out[i].Conditions = []Condition{namespaces}
	}
	return out
}

// task is the task definition with its two roles: one for ECS, which starts it, and
// one for the program in it.
func (b *builder) task(s model.Service, got grant) Task {
	at := s.Path()
	t := Task{
		Family: b.names.derived("ecs-family", at, s.Name), CPU: s.CPU, Memory: s.Memory,
		Architecture: s.Architecture, EphemeralStorage: s.EphemeralStorage, Domain: b.out.Domain,
		ExecutionRole: b.role("ecs-task", at, "Execution role of the tasks of "+s.Name, s.Name, "execution"),
		TaskRole:      b.role("ecs-task", at, "Task role of the program in "+s.Name, s.Name, "task"),
	}
	group := b.logGroup(s)
	for _, c := range b.containersOf(s) {
		t.Containers = append(t.Containers, b.container(s, c, group, got))
	}
	t.ExecutionRole.Statements = append(b.executionStatements(s, t), got.execution...)
	t.TaskRole.Statements = append(got.task, b.publishing(s)...)
	if s.Tracing {
		t.TaskRole.Statements = append(t.TaskRole.Statements,
			because("Traces have no ARNs.", b.permit("xray-write", "SendTraces", at.Then("tracing")))...)
	}
	if s.Exec {
		t.TaskRole.Statements = append(t.TaskRole.Statements,
			because("The channels of ECS Exec have no ARNs.", b.permit("exec", "Exec", at.Then("exec")))...)
	}
	return t
}

// logGroup is the label of the group that a service logs to.
func (b *builder) logGroup(s model.Service) string {
	if b.in.Logs.Group != "" {
		return sharedLogs
	}
	at := s.Path()
	g := LogGroup{
		Label:         b.names.label("log-group", at, s.Name),
		Name:          b.names.from("log-group", at, "/ecs/"+b.names.platform, b.names.environment+"/"+b.names.known(s.Name)),
		RetentionDays: b.in.Logs.RetentionDays,
		Stack:         b.stack(partServices, s.App),
	}
	b.out.LogGroups = append(b.out.LogGroups, g)
	return g.Label
}

// container is a container with its variables; those that its uses bring are for the
// service's own.
func (b *builder) container(s model.Service, c container, group string, got grant) Container {
	image := b.image(s.Name, c)
	if image.variable != nil {
		b.addVariable(*image.variable, c.path.Then("image", "default"))
	}
	out := c.Container
	out.Image, out.LogGroup, out.StreamPrefix, out.Init = image.value, group, b.in.Logs.Prefix, s.Exec
	switch {
	case c.creates != "":
		got = b.creating(s.Name, c.creates)
	case !c.own:
		got = grant{}
	}
	out.Mounts = got.mounts
	out.Secrets = secretVariables(c.secrets, got.secrets)
	out.Environment = variables(c.plain, got.environment, out.Secrets)
	return out
}

// variables are the author's own and the derived ones, by name. What the author
// wrote, as a value or as a secret, stands against what is derived.
func variables(own model.Pairs, derived []EnvVar, secrets []SecretVariable) []EnvVar {
	var out []EnvVar
	for _, p := range own {
		out = append(out, EnvVar{p.Key, Text(p.Value)})
	}
	for _, d := range derived {
		known := slices.ContainsFunc(out, func(e EnvVar) bool { return e.Name == d.Name }) ||
			slices.ContainsFunc(secrets, func(s SecretVariable) bool { return s.Name == d.Name })
		if !known {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(x, y EnvVar) int { return strings.Compare(x.Name, y.Name) })
	return out
}

// secretVariables are the author's own and the derived ones, by name.
func secretVariables(own model.Pairs, derived []SecretVariable) []SecretVariable {
	var out []SecretVariable
	for _, p := range own {
		name, key, _ := strings.Cut(p.Value, ":")
		out = append(out, SecretVariable{Name: p.Key, Source: Of(name, SecretARN), Key: key})
	}
	for _, d := range derived {
		if !slices.ContainsFunc(out, func(s SecretVariable) bool { return s.Name == d.Name }) {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(x, y SecretVariable) int { return strings.Compare(x.Name, y.Name) })
	return out
}

func (b *builder) serviceEdge(u use) Edge {
	s := b.in.Services[u.at]
	return Edge{Port: s.Port, Label: spokenOn(s, s.Port)}
}

// spokenOn is what is spoken on a port of a service: "HTTPS 443". Sidecars speak HTTP.
func spokenOn(s model.Service, port int) string { return protocol(s, port) + " " + strconv.Itoa(port) }

func protocol(s model.Service, port int) string {
	if port == s.Port {
		return s.Protocol
	}
	return "HTTP"
}

// towards is the flow from the user to what it uses; none where nothing listens.
func (b *builder) towards(u use, to side, port int, what string) []traffic {
	if port == 0 {
		return nil
	}
	why := b.spoken(u.user) + " to " + b.spoken(u.Name) + ": " + what
	if u.Purpose != "" {
		why += ", " + u.Purpose
	}
	return []traffic{{b.groupSide(u.user), to, "tcp", port, why, u.path}}
}
