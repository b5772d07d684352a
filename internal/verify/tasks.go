package verify

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

var taskRules = []Rule{
	{"verify-task-missing", "service that is not deployed as declared", "Every declared service has one ECS service and one task definition, and there are no others."},
	{"verify-task-differs", "task definition other than declared", "Every task definition has the declared size, containers, ports, variables and secrets, logs to a group that exists, and names roles that exist."},
	{"verify-task-placeholder", "placeholder that nothing fills", "Every placeholder of a task definition is bound by Terraform, and nothing is bound that is not used."},
}

// task is an emitted task definition and all that hangs on it.
type task struct {
	service  model.Service
	file     string     // of the JSON
	bindings expression // what Terraform fills the placeholders with
	folder   string     // whose names the bindings use
	pos      diag.Pos   // of the task definition in Terraform
	json     taskJSON
}

// taskJSON is what verify reads of a RegisterTaskDefinition input.
type taskJSON struct {
	Family               string          `json:"family"`
	CPU                  string          `json:"cpu"`
	Memory               string          `json:"memory"`
	ExecutionRoleARN     string          `json:"executionRoleArn"`
	TaskRoleARN          string          `json:"taskRoleArn"`
	ContainerDefinitions []containerJSON `json:"containerDefinitions"`
}

type containerJSON struct {
	Name         string `json:"name"`
	PortMappings []struct {
		ContainerPort int `json:"containerPort"`
	} `json:"portMappings"`
	Environment []struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	} `json:"environment"`
	Secrets []struct {
		Name      string `json:"name"`
		ValueFrom string `json:"valueFrom"`
	} `json:"secrets"`
	LogConfiguration struct {
		Options map[string]string `json:"options"`
	} `json:"logConfiguration"`
}

// tasks compares the task definitions with the declared services.
func (o *output) tasks() (found diag.List) {
	if o.declared.Environment.Local {
		return nil
	}
	o.tasked, found = o.readTasks()
	for _, t := range o.tasked {
		found = append(found, o.differences(t)...)
		found = append(found, o.placeholders(t)...)
	}
	return found
}

// readTasks finds the task definition of every declared service.
func (o *output) readTasks() (tasks []task, found diag.List) {
	emitted := map[string]*block{}
	folders := map[string]*module{}
	o.config.each("resource", "aws_ecs_service", func(m *module, b *block) {
		emitted[b.body.text("name")] = b
		folders[b.body.text("name")] = m
	})
	for _, s := range o.declared.Services {
		b, m := emitted[s.Name], folders[s.Name]
		if b == nil {
			found = append(found, finding(taskRules, "verify-task-missing", diag.Pos{File: o.declared.File}, model.At("services", s.Name),
				fmt.Sprintf("No aws_ecs_service is named %q.", s.Name)))
			continue
		}
		delete(emitted, s.Name)
		t, problem := o.readTask(s, m, b)
		if problem != "" {
			found = append(found, finding(taskRules, "verify-task-missing", b.pos, model.At("services", s.Name), problem))
			continue
		}
		tasks = append(tasks, t)
	}
	for _, name := range slices.Sorted(maps.Keys(emitted)) {
		found = append(found, finding(taskRules, "verify-task-missing", emitted[name].pos, nil, fmt.Sprintf("The ECS service %q is not declared.", name)))
	}
	return tasks, found
}

// readTask follows a service to its task definition and the JSON that it is made from.
func (o *output) readTask(s model.Service, m *module, b *block) (t task, problem string) {
	ref, ok := o.config.target(b.of(m, "task_definition"))
	if !ok || !strings.HasPrefix(ref.address, "aws_ecs_task_definition.") {
		return t, fmt.Sprintf("The ECS service %q has no task definition.", s.Name)
	}
	folder := o.config.modules[ref.folder]
	definition := folder.at[ref.address]
	t = task{service: s, folder: ref.folder, pos: definition.pos}
	call, ok := o.templateOf(folder, definition)
	if !ok {
		return t, fmt.Sprintf("%s is not made from a file.", ref.address)
	}
	t.file, t.bindings = path.Join(ref.folder, strings.TrimPrefix(o.config.spelled(value{ref.folder, call.parts[0]}), "path.module")), call.parts[1]
	data, ok := o.files[t.file]
	if !ok {
		return t, fmt.Sprintf("%s is made from %s, which is not there.", ref.address, t.file)
	}
	if err := json.Unmarshal(data, &t.json); err != nil {
		return t, fmt.Sprintf("%s cannot be read: %v.", t.file, err)
	}
	return t, ""
}

// templateOf finds the templatefile call that a block is made from, through locals.
func (o *output) templateOf(m *module, b *block) (call expression, ok bool) {
	var search func(expression) bool
	search = func(e expression) bool {
		if e.kind == ref {
			// A local is referred to whole or by one of its fields.
			names := strings.Split(e.text, ".")
			if names[0] == "local" && len(names) > 1 && m.at["local."+names[1]] != nil {
				v, _ := m.at["local."+names[1]].body.get("value")
				return search(v)
			}
			return false
		}
		if e.isCall("templatefile", 2) {
			call = e
			return true
		}
		return slices.ContainsFunc(e.parts, search)
	}
	for _, a := range b.body.attributes {
		if search(a.value) {
			return call, true
		}
	}
	return call, false
}

func (e expression) isCall(function string, arguments int) bool {
	return e.kind == call && e.text == function && len(e.parts) == arguments
}

// placeholder is an open part of a template; one with a doubled dollar is literal.
// Texts are compared as JSON has them, which is right only while a file holds nothing
// else that Terraform would change when it fills the placeholders in.
var placeholder = regexp.MustCompile(`(\$?)\$\{([^}]*)\}`)

// placeholders compares those of the file with what Terraform binds.
func (o *output) placeholders(t task) (found diag.List) {
	if bytes.Contains(o.files[t.file], []byte("$${")) || bytes.Contains(o.files[t.file], []byte("%{")) {
		found = append(found, finding(taskRules, "verify-task-placeholder", diag.Pos{File: t.file}, nil, "A text reads as a part of a template."))
	}
	used := map[string]bool{}
	for _, m := range placeholder.FindAllSubmatch(o.files[t.file], -1) {
		if len(m[1]) == 0 {
			used[string(m[2])] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(used)) {
		if _, ok := t.bindings.get(name); !ok {
			found = append(found, finding(taskRules, "verify-task-placeholder", diag.Pos{File: t.file}, nil, fmt.Sprintf("${%s} is bound by nothing.", name)))
		}
	}
	for _, name := range t.bindings.keys {
		if !used[name] {
			found = append(found, finding(taskRules, "verify-task-placeholder", t.pos, nil, fmt.Sprintf("%s is bound, and %s does not use it.", name, t.file)))
		}
	}
	return found
}

// bound is what Terraform fills the sole placeholder of a text with; a suffix
// behind it, as ":password::", is left out.
func (o *output) bound(t task, text string) (value, bool) {
	m := placeholder.FindStringSubmatchIndex(text)
	if m == nil || m[0] != 0 || m[2] != m[3] {
		return value{}, false
	}
	e, ok := t.bindings.get(text[m[4]:m[5]])
	return value{t.folder, e}, ok
}

// differences compares a task definition with the declared service.
func (o *output) differences(t task) (found diag.List) {
	differ := func(format string, args ...any) {
		found = append(found, finding(taskRules, "verify-task-differs", diag.Pos{File: t.file}, model.At("services", t.service.Name), fmt.Sprintf(format, args...)))
	}
	s := t.service
	if t.json.CPU != strconv.Itoa(s.CPU) || t.json.Memory != strconv.Itoa(s.Memory) {
		differ("%s has %s CPU units and %s MiB; %d and %d are declared.", s.Name, t.json.CPU, t.json.Memory, s.CPU, s.Memory)
	}
	want := map[string]declaredContainer{s.Name: {s.Port, s.Environment, s.Secrets}}
	for _, c := range s.Sidecars {
		want[c.Name] = declaredContainer{c.Port, c.Environment, c.Secrets}
	}
	for _, c := range t.json.ContainerDefinitions {
		declared, ok := want[c.Name]
		if !ok {
			differ("The container %q is not declared.", c.Name)
			continue
		}
		delete(want, c.Name)
		compareContainer(c, declared, differ)
		if region := c.LogConfiguration.Options["awslogs-region"]; region != o.declared.Region {
			differ("The container %q logs to the region %q.", c.Name, region)
		}
		if !o.refersTo(t, c.LogConfiguration.Options["awslogs-group"], "aws_cloudwatch_log_group.") {
			differ("The container %q logs to no group of the platform.", c.Name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		differ("There is no container %q.", name)
	}
	for _, role := range []string{t.json.ExecutionRoleARN, t.json.TaskRoleARN} {
		if !o.refersTo(t, role, "aws_iam_role.") {
			differ("%s has a role that is not of the platform: %q.", s.Name, role)
		}
	}
	return found
}

// refersTo reports whether a text of the JSON is bound to a resource of a type.
func (o *output) refersTo(t task, text, typ string) bool {
	v, ok := o.bound(t, text)
	if !ok {
		return false
	}
	ref, ok := o.config.target(v)
	return ok && strings.HasPrefix(ref.address, typ)
}

// declaredContainer is what the author says of one container.
type declaredContainer struct {
	port        int
	environment model.Pairs
	secrets     model.Pairs
}

// compareContainer looks for what is declared and not emitted, or emitted
// otherwise. Variables that uses bring are not declared by name, and pass.
func compareContainer(c containerJSON, want declaredContainer, differ func(string, ...any)) {
	ports := []int{}
	for _, p := range c.PortMappings {
		ports = append(ports, p.ContainerPort)
	}
	if want.port == 0 && len(ports) > 0 || want.port != 0 && !slices.Equal(ports, []int{want.port}) {
		differ("The container %q maps the ports %v; %d is declared.", c.Name, ports, want.port)
	}
	environment := map[string]string{}
	for _, v := range c.Environment {
		if _, double := environment[v.Name]; double {
			differ("The container %q has the variable %s twice.", c.Name, v.Name)
		}
		environment[v.Name] = v.Value
	}
	for _, v := range want.environment {
		if got, ok := environment[v.Key]; !ok || got != v.Value {
			differ("The container %q has not the declared value of %s.", c.Name, v.Key)
		}
	}
	secrets := map[string]bool{}
	for _, v := range c.Secrets {
		if _, plain := environment[v.Name]; plain || secrets[v.Name] {
			differ("The container %q has the variable %s twice.", c.Name, v.Name)
		}
		secrets[v.Name] = true
	}
	for _, v := range want.secrets {
		if !secrets[v.Key] {
			differ("The container %q does not get the secret %s.", c.Name, v.Key)
		}
	}
}
