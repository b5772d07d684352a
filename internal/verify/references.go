package verify

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
)

var referenceRules = []Rule{
	{"verify-reference", "reference to something that is not there", "Every reference in the Terraform names something that is declared, in its own folder or through module arguments, outputs and remote state."},
	{"verify-cycle", "resources that wait for each other", "No resource, in any stack, depends on itself in the end."},
}

var uniquenessRules = []Rule{
	{"verify-duplicate-address", "two blocks with one address", "Every Terraform address is used once."},
	{"verify-duplicate-name", "two resources with one name in AWS", "No two resources of a type share the name that AWS tells them apart by."},
}

// references finds what is referred to and does not exist, and cycles.
func (o *output) references() (found diag.List) {
	for _, folder := range o.config.folders {
		m := o.config.modules[folder]
		for _, b := range m.blocks {
			b.body.references(func(r string, at diag.Pos) {
				if problem := o.config.unresolved(m, b, r); problem != "" {
					found = append(found, finding(referenceRules, "verify-reference", at, nil, fmt.Sprintf("%s refers to %s, %s.", b.address, r, problem)))
				}
			})
			if b.kind == "module" {
				found = append(found, o.config.arguments(m, b)...)
			}
		}
	}
	return append(found, o.config.cycles()...)
}

// unresolved says what is wrong with a reference, or "".
func (c *configuration) unresolved(m *module, from *block, r string) string {
	names := strings.Split(r, ".")
	switch names[0] {
	case "path", "terraform", "self":
		return ""
	case "each", "count":
		repeats := map[string]string{"each": "for_each", "count": "count"}[names[0]]
		if _, ok := from.body.get(repeats); !ok {
			return "and has no " + repeats
		}
		return ""
	case "var", "local":
		if len(names) < 2 || m.at[names[0]+"."+names[1]] == nil {
			return "which is not declared in " + m.folder
		}
		return ""
	case "aws":
		if !m.hasProvider(r) {
			return "and there is no such provider in " + m.folder
		}
		return ""
	case "module":
		if len(names) < 3 || m.at["module."+names[1]] == nil {
			return "and there is no such module"
		}
		if _, ok := c.output(path.Join(m.folder, m.at["module."+names[1]].body.text("source")), names[2]); !ok {
			return "and that module has no such output"
		}
		return ""
	}
	if strings.HasPrefix(r, "data.terraform_remote_state.") {
		if len(names) < 5 || m.at[strings.Join(names[:3], ".")] == nil {
			return "and there is no such remote state"
		}
		if _, ok := c.output(c.stateFolder(m, names[2]), names[4]); !ok {
			return "and that stack has no such output"
		}
		return ""
	}
	if t, ok := targetOf(m.folder, r); ok {
		if m.at[t.address] == nil {
			return "which is not in " + m.folder
		}
		return ""
	}
	if len(names) == 1 && keyword(from, names[0]) {
		return ""
	}
	return "which is nothing that Terraform knows"
}

// keyword reports whether a bare word is a word of the language where it stands:
// a variable's type, or an attribute named in ignore_changes.
func keyword(b *block, word string) bool {
	if b.kind == "variable" {
		return slices.Contains([]string{"string", "number", "bool", "list", "set", "map", "any"}, word)
	}
	return len(b.body.all("lifecycle")) > 0
}

// arguments compares a module call with the module's variables.
func (c *configuration) arguments(m *module, call *block) (found diag.List) {
	folder := path.Join(m.folder, call.body.text("source"))
	called := c.modules[folder]
	if called == nil {
		return diag.List{finding(referenceRules, "verify-reference", call.pos, nil, fmt.Sprintf("%s has the source %s, where there is nothing.", call.address, folder))}
	}
	for _, a := range call.body.attributes {
		if !slices.Contains([]string{"source", "providers", "depends_on"}, a.name) && called.at["var."+a.name] == nil {
			found = append(found, finding(referenceRules, "verify-reference", a.pos, nil, fmt.Sprintf("%s is given %s, which is no variable of %s.", call.address, a.name, folder)))
		}
	}
	found = append(found, providers(call, called)...)
	for _, b := range called.blocks {
		if b.kind != "variable" {
			continue
		}
		name := strings.TrimPrefix(b.address, "var.")
		_, given := call.body.get(name)
		_, optional := b.body.get("default")
		if !given && !optional {
			found = append(found, finding(referenceRules, "verify-reference", call.pos, nil, fmt.Sprintf("%s is not given %s, which %s needs.", call.address, name, folder)))
		}
	}
	return found
}

// providers compares those that a module call hands over with those that the module
// asks for. The one without alias goes along by itself.
func providers(call *block, called *module) (found diag.List) {
	given, _ := call.body.get("providers")
	wanted := called.aliases()
	for _, name := range given.keys {
		if name != "aws" && !slices.Contains(wanted, name) {
			found = append(found, finding(referenceRules, "verify-reference", call.pos, nil, fmt.Sprintf("%s is given the provider %s, which %s does not ask for.", call.address, name, called.folder)))
		}
	}
	for _, name := range wanted {
		if !slices.Contains(given.keys, name) {
			found = append(found, finding(referenceRules, "verify-reference", call.pos, nil, fmt.Sprintf("%s is not given the provider %s, which %s needs.", call.address, name, called.folder)))
		}
	}
	return found
}

// cycles follows resources through every indirection.
func (c *configuration) cycles() diag.List {
	const (
		entered = 1
		done    = 2
	)
	state := map[target]int{}
	var trail []target
	var found diag.List
	var visit func(target)
	visit = func(t target) {
		switch state[t] {
		case done:
			return
		case entered:
			names := []string{t.address}
			for i := len(trail) - 1; i >= 0 && trail[i] != t; i-- {
				names = append(names, trail[i].address)
			}
			slices.Reverse(names)
			found = append(found, finding(referenceRules, "verify-cycle", c.modules[t.folder].at[t.address].pos, nil,
				fmt.Sprintf("%s waits for itself: %s.", t.address, strings.Join(append([]string{t.address}, names...), " needs "))))
			return
		}
		state[t] = entered
		trail = append(trail, t)
		m := c.modules[t.folder]
		if b := m.at[t.address]; b != nil {
			b.body.references(func(r string, _ diag.Pos) {
				c.leaves(value{m.folder, expression{kind: ref, text: r}}, visit)
			})
		}
		trail = trail[:len(trail)-1]
		state[t] = done
	}
	for _, folder := range c.folders {
		for _, b := range c.modules[folder].blocks {
			if b.kind == "resource" || b.kind == "data" {
				visit(target{folder: folder, address: b.address})
			}
		}
	}
	return found
}

// leaves calls f with every resource that a value depends on, without attribute.
func (c *configuration) leaves(v value, f func(target)) {
	v = c.resolve(v)
	if v.kind == ref {
		if t, ok := targetOf(v.folder, v.text); ok && c.modules[t.folder].at[t.address] != nil {
			f(target{folder: t.folder, address: t.address})
		}
		return
	}
	for _, p := range v.parts {
		c.leaves(value{v.folder, p}, f)
	}
}

// naming is the argument by which AWS tells resources of a type apart.
var naming = map[string]string{
	"aws_security_group":        "name",
	"aws_iam_role":              "name",
	"aws_ecs_cluster":           "name",
	"aws_ecs_service":           "name",
	"aws_ecs_task_definition":   "family",
	"aws_cloudwatch_log_group":  "name",
	"aws_db_instance":           "identifier",
	"aws_db_subnet_group":       "name",
	"aws_db_parameter_group":    "name",
	"aws_secretsmanager_secret": "name",
	"aws_s3_bucket":             "bucket",
}

// uniqueness finds addresses and names that are used twice.
func (o *output) uniqueness() (found diag.List) {
	type name struct{ typ, name string }
	first := map[name]*block{}
	for _, folder := range o.config.folders {
		m := o.config.modules[folder]
		for _, b := range m.double {
			found = append(found, finding(uniquenessRules, "verify-duplicate-address", b.pos, nil,
				fmt.Sprintf("%s is declared at %s already.", b.address, m.at[b.address].pos)))
		}
		for _, b := range m.blocks {
			argument, ok := naming[b.typ]
			if b.kind != "resource" || !ok {
				continue
			}
			n := name{b.typ, strings.ToLower(o.config.spelled(b.of(m, argument)))}
			if n.name == "" {
				continue
			}
			if other := first[n]; other != nil {
				found = append(found, finding(uniquenessRules, "verify-duplicate-name", b.pos, nil,
					fmt.Sprintf("%s and %s are both named %q.", other.address, b.address, n.name)))
				continue
			}
			first[n] = b
		}
	}
	return found
}
