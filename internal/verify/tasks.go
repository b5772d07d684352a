package verify

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

var taskRules = []Rule{
	{"verify-task-missing", "service that is not deployed as declared", "Every declared service has one ECS service and one task definition, and there are no others."},
	{"verify-task-differs", "task definition other than declared", "Every task definition is, to its last field, what the declared service needs: size, images, commands, ports, variables, secrets, checks, logs and roles."},
	{"verify-task-placeholder", "placeholder that nothing fills", "Every placeholder of a task definition is bound by Terraform, and nothing is bound that is not used."},
}

// task is an emitted task definition and all that hangs on it.
type task struct {
	service  model.Service
	file     string     // of the JSON
	bindings expression // what Terraform fills the placeholders with
	folder   string     // whose names the bindings use
	pos      diag.Pos   // of the task definition in Terraform
}

// tasks compares the task definitions with the declared services.
func (o *output) tasks() (found diag.List) {
	if o.declared.Environment.Local {
		return nil
	}
	tasks, found := o.readTasks()
	for _, t := range tasks {
		found = append(found, o.placeholders(t)...)
		found = append(found, o.differences(t)...)
	}
	return append(found, o.images()...)
}

// readTasks finds the task definition of every declared service and job.
func (o *output) readTasks() (tasks []task, found diag.List) {
	emitted := map[string]runs{}
	o.config.each("resource", "aws_ecs_service", func(m *module, b *block) {
		emitted[b.body.text("name")] = runs{m, b, b.of(m, "task_definition")}
	})
	o.config.each("resource", "aws_scheduler_schedule", func(m *module, b *block) {
		emitted[scheduled(b.label)] = runs{m, b, o.started(m, b)}
	})
	for _, s := range o.declared.Tasks() {
		name := o.known(s.Name)
		if s.Job {
			name = scheduled(label(s.Name))
		}
		r, ok := emitted[name]
		if !ok {
			found = append(found, finding(taskRules, "verify-task-missing", diag.Pos{File: o.declared.File}, s.Path(),
				fmt.Sprintf("Nothing runs the %s.", s.What())))
			continue
		}
		delete(emitted, name)
		t, problem := o.readTask(s, r)
		if problem != "" {
			found = append(found, finding(taskRules, "verify-task-missing", r.by.pos, s.Path(), problem))
			continue
		}
		tasks = append(tasks, t)
	}
	for _, name := range slices.Sorted(maps.Keys(emitted)) {
		found = append(found, finding(taskRules, "verify-task-missing", emitted[name].by.pos, nil, fmt.Sprintf("%s is not declared.", emitted[name].by.address)))
	}
	return tasks, found
}

// runs is what has a task definition run.
type runs struct {
	in         *module
	by         *block
	definition value
}

// scheduled tells schedules apart from services, none of which has such a name.
func scheduled(label string) string { return "schedule " + label }

// started is the task definition that a schedule has run.
func (o *output) started(m *module, b *block) value {
	for _, run := range starts(b) {
		e, _ := run.get("task_definition_arn")
		return value{m.folder, e}
	}
	return value{m.folder, expression{}}
}

// readTask follows a service or a schedule to its task definition and the JSON that it is made from.
func (o *output) readTask(s model.Service, r runs) (t task, problem string) {
	ref, ok := o.config.target(r.definition)
	if !ok || !strings.HasPrefix(ref.address, "aws_ecs_task_definition.") {
		return t, fmt.Sprintf("The %s has no task definition.", s.What())
	}
	folder := o.config.modules[ref.folder]
	definition := folder.at[ref.address]
	t = task{service: s, folder: ref.folder, pos: definition.pos}
	call, ok := o.templateOf(folder, definition)
	if !ok {
		return t, fmt.Sprintf("%s is not made from a file.", ref.address)
	}
	t.file, t.bindings = path.Join(ref.folder, strings.TrimPrefix(o.config.spelled(value{ref.folder, call.parts[0]}), "path.module")), call.parts[1]
	if _, ok := o.files[t.file]; !ok {
		return t, fmt.Sprintf("%s is made from %s, which is not there.", ref.address, t.file)
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

// split takes a template apart at its placeholders: a text, a name, a text, and so on to
// the last text. Texts are compared as JSON has them, which is right only while a file
// holds nothing else that Terraform would change when it fills the placeholders in.
func split(data []byte) (parts [][]byte) {
	for {
		text, rest, opened := bytes.Cut(data, []byte("${"))
		name, after, closed := bytes.Cut(rest, []byte("}"))
		if !opened || !closed {
			return append(parts, data)
		}
		parts, data = append(parts, text, name), after
	}
}

// placeholders compares those of the file with what Terraform binds.
func (o *output) placeholders(t task) (found diag.List) {
	if bytes.Contains(o.files[t.file], []byte("$${")) || bytes.Contains(o.files[t.file], []byte("%{")) {
		found = append(found, finding(taskRules, "verify-task-placeholder", diag.Pos{File: t.file}, nil, "A text reads as a part of a template."))
	}
	used := map[string]bool{}
	for i, part := range split(o.files[t.file]) {
		if i%2 == 1 {
			used[string(part)] = true
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

// filled is the file as Terraform reads it, with what is bound spelled out.
func (o *output) filled(t task) (out any, err error) {
	var data []byte
	for i, part := range split(o.files[t.file]) {
		if i%2 == 0 {
			data = append(data, part...)
			continue
		}
		e, _ := t.bindings.get(string(part)) // one that is not bound is reported
		text, _ := json.Marshal(o.config.spelled(value{t.folder, e}))
		data = append(data, bytes.Trim(text, `"`)...)
	}
	err = json.Unmarshal(data, &out)
	return out, err
}

// differences compares a task definition, to its last field, with the declared service.
func (o *output) differences(t task) (found diag.List) {
	differ := func(format string, args ...any) {
		found = append(found, finding(taskRules, "verify-task-differs", diag.Pos{File: t.file}, t.service.Path(), fmt.Sprintf(format, args...)))
	}
	got, err := o.filled(t)
	if err != nil {
		differ("It cannot be read: %v.", err)
		return found
	}
	if top, ok := got.(map[string]any); ok {
		family, _ := top["family"].(string)
		if first := o.laterName(family); first != "" {
			differ("Its family is %q, and AWS knows it by the name %s.", family, first)
		}
		delete(top, "family") // is derived, and names nothing else
	}
	unlikeJSON("", asJSON(o.definition(t.service)), got, differ)
	return found
}

// unlikeJSON reports every place where one value of JSON is not as another.
func unlikeJSON(at string, want, got any, differ func(string, ...any)) {
	wantFields, isObject := want.(map[string]any)
	gotFields, both := got.(map[string]any)
	if isObject && both {
		all := maps.Clone(wantFields)
		maps.Copy(all, gotFields)
		for _, key := range slices.Sorted(maps.Keys(all)) {
			unlikeJSON(strings.TrimPrefix(at+"."+key, "."), wantFields[key], gotFields[key], differ)
		}
		return
	}
	wantList, isList := want.([]any)
	gotList, both := got.([]any)
	if isList && both && len(wantList) == len(gotList) {
		for i := range wantList {
			unlikeJSON(fmt.Sprintf("%s[%d]", at, i), wantList[i], gotList[i], differ)
		}
		return
	}
	if !reflect.DeepEqual(want, got) {
		differ("%s is %s, and must be %s.", at, shown(got), shown(want))
	}
}

// shown is a value of JSON in a message.
func shown(v any) string {
	if v == nil {
		return "not there"
	}
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}

// images compares what the variables for images hold, unless they are set, with the
// declaration.
func (o *output) images() (found diag.List) {
	want := map[string]string{}
	for _, s := range o.declared.Tasks() {
		all := []model.Image{s.Image}
		for _, c := range s.Sidecars {
			all = append(all, c.Image)
		}
		for _, i := range all {
			if i.Variable != "" {
				want[i.Variable] = i.Default
			}
		}
		if s.Image.Repository != "" && s.Image.Tag == "" && o.delivered(s.Name) {
			want[label(s.Name)+"_image_tag"] = "initial"
		}
	}
	for _, f := range o.declared.Functions {
		if f.Image != nil && f.Image.Variable != "" {
			want[f.Image.Variable] = f.Image.Default
		}
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		var defaults []string
		for _, folder := range o.config.folders {
			if b := o.config.modules[folder].at["var."+name]; b != nil {
				if e, ok := b.body.get("default"); ok {
					defaults = append(defaults, e.text)
				}
			}
		}
		if got := strings.Join(defaults, ", "); got != want[name] {
			found = append(found, finding(taskRules, "verify-task-differs", diag.Pos{File: o.declared.File}, nil, fmt.Sprintf("The variable %s holds %q, and must hold %q.", name, got, want[name])))
		}
	}
	return found
}
