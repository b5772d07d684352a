// Package ecs writes the task definition of each service as the input of the ECS
// API's RegisterTaskDefinition, with ${NAME} where only deployment knows. Tasks of
// the IR enter, one JSON file each leaves, which Terraform reads and a pipeline can
// register. It knows nothing of Terraform but that the file stands beside it.
package ecs

import (
	"path"
	"strconv"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/model"
)

// Emit is the task definitions of a platform, with paths relative to the
// environment's folder; nothing for an environment that does not run on AWS.
func Emit(p infra.Platform) []artifact.File {
	if p.Local != nil {
		return nil
	}
	tasks := p.Tasks()
	files := make([]artifact.File, len(tasks))
	for i, s := range tasks {
		w := writer{region: p.Region, domain: s.Task.Domain, names: make(map[infra.Part]string)}
		for _, open := range s.Task.Placeholders() {
			w.names[open.Part] = open.Name
		}
		files[i] = artifact.File{
			Path: path.Join(p.StackDir(s.Stack), s.TaskFile()),
			Data: append(appendValue(nil, w.task(s.Task), 0, 0), '\n'),
		}
	}
	return files
}

// writer makes one task definition.
type writer struct {
	region string
	domain infra.Domain
	names  map[infra.Part]string // of placeholders
}

// task has its fields in a reader's order: what it is, how big, for whom, and what
// runs in it.
func (w writer) task(t infra.Task) object {
	o := object{
		{"family", literal(t.Family)},
		{"requiresCompatibilities", literals([]string{"FARGATE"})},
		{"networkMode", literal("awsvpc")},
		// The API takes the sizes of a task as text, those of a container as numbers.
		{"cpu", literal(strconv.Itoa(t.CPU))},
		{"memory", literal(strconv.Itoa(t.Memory))},
		{"runtimePlatform", object{
			{"operatingSystemFamily", literal("LINUX")},
			{"cpuArchitecture", literal(t.Architecture)},
		}},
	}
	if t.EphemeralStorage > 0 {
		o = o.set("ephemeralStorage", object{{"sizeInGiB", number(t.EphemeralStorage)}})
	}
	o = o.set("executionRoleArn", w.text(t.Execution()))
	o = o.set("taskRoleArn", w.text(t.Program()))
	if mounts := t.Mounts(); len(mounts) > 0 {
		o = o.set("volumes", w.volumes(mounts))
	}
	var containers list
	for _, c := range t.Containers {
		containers = append(containers, w.container(c))
	}
	return o.set("containerDefinitions", containers)
}

func (w writer) container(c infra.Container) object {
	o := object{
		{"name", literal(c.Name)},
		{"image", w.text(c.Image)},
		{"essential", boolean(c.Essential)},
	}
	if c.CPU > 0 {
		o = o.set("cpu", number(c.CPU))
	}
	if c.Memory > 0 {
		o = o.set("memory", number(c.Memory))
	}
	if len(c.EntryPoint) > 0 {
		o = o.set("entryPoint", w.texts(c.EntryPoint))
	}
	if len(c.Command) > 0 {
		o = o.set("command", w.texts(c.Command))
	}
	if c.Port > 0 {
		o = o.set("portMappings", list{object{{"containerPort", number(c.Port)}, {"protocol", literal("tcp")}}})
	}
	o = w.variables(o, c)
	if len(c.Mounts) > 0 {
		o = o.set("mountPoints", mountPoints(c.Mounts))
	}
	if len(c.DependsOn) > 0 {
		o = o.set("dependsOn", dependencies(c.DependsOn))
	}
	if c.HealthCheck != nil {
		o = o.set("healthCheck", w.healthCheck(*c.HealthCheck))
	}
	if c.StopTimeout > 0 {
		o = o.set("stopTimeout", number(c.StopTimeout))
	}
	if c.ReadonlyRootFilesystem {
		o = o.set("readonlyRootFilesystem", boolean(true))
	}
	if c.Init {
		o = o.set("linuxParameters", object{{"initProcessEnabled", boolean(true)}})
	}
	return w.logs(o, c)
}

// variables are what the container finds in its environment, plain and secret.
func (w writer) variables(o object, c infra.Container) object {
	var environment, secrets list
	for _, v := range c.Environment {
		environment = append(environment, w.variable(v))
	}
	for _, s := range c.Secrets {
		from := w.text(s.Source)
		if s.Key != "" { // <arn>:<key>:<stage>:<version>
			from = append(from, part{literal: ":" + s.Key + "::"})
		}
		secrets = append(secrets, object{{"name", literal(s.Name)}, {"valueFrom", from}})
	}
	if len(environment) > 0 {
		o = o.set("environment", environment)
	}
	if len(secrets) > 0 {
		o = o.set("secrets", secrets)
	}
	return o
}

// volumes are file systems of EFS, over TLS and with the task role.
func (w writer) volumes(mounts []infra.Mount) (l list) {
	for _, m := range mounts {
		l = append(l, object{{"name", literal(m.Volume)}, {"efsVolumeConfiguration", object{
			{"fileSystemId", w.text(infra.Of(m.Volume, infra.VolumeID))},
			{"transitEncryption", literal("ENABLED")},
			{"authorizationConfig", object{
				{"accessPointId", w.text(infra.Of(m.Volume, infra.AccessPointID))},
				{"iam", literal("ENABLED")},
			}},
		}}})
	}
	return l
}

func mountPoints(mounts []infra.Mount) (l list) {
	for _, m := range mounts {
		l = append(l, object{{"sourceVolume", literal(m.Volume)}, {"containerPath", literal(m.Path)}, {"readOnly", boolean(m.ReadOnly)}})
	}
	return l
}

func (w writer) variable(v infra.EnvVar) object {
	return object{{"name", literal(v.Name)}, {"value", w.text(v.Value)}}
}

func dependencies(on model.Pairs) (l list) {
	for _, d := range on {
		l = append(l, object{{"containerName", literal(d.Key)}, {"condition", literal(d.Value)}})
	}
	return l
}

func (w writer) healthCheck(h model.HealthCheck) object {
	o := object{
		{"command", w.texts(h.Command)},
		{"interval", number(h.Interval)},
		{"timeout", number(h.Timeout)},
		{"retries", number(h.Retries)},
	}
	if h.StartPeriod > 0 {
		o = o.set("startPeriod", number(h.StartPeriod))
	}
	return o
}

func (w writer) logs(o object, c infra.Container) object {
	if c.LogGroup == "" {
		return o
	}
	return o.set("logConfiguration", object{
		{"logDriver", literal("awslogs")},
		{"options", object{
			{"awslogs-group", w.text(infra.Of(c.LogGroup, infra.LogGroupName))},
			{"awslogs-region", literal(w.region)},
			{"awslogs-stream-prefix", w.text(infra.Text(c.StreamPrefix))},
		}},
	})
}

// text is a value with placeholders for its open parts.
func (w writer) text(v infra.Value) text {
	v = w.domain.Open(v)
	t := make(text, len(v))
	for i, p := range v {
		if p.Attribute == "" {
			t[i] = part{literal: p.Text}
		} else {
			t[i] = part{placeholder: w.names[p]}
		}
	}
	return t
}

// texts are values of the author's, each with placeholders for its open parts.
func (w writer) texts(values []string) (l list) {
	for _, v := range values {
		l = append(l, w.text(infra.Text(v)))
	}
	return l
}
