package verify

import (
	"path"
	"slices"
	"strings"
)

// target is an attribute of a resource or data source, wherever it stands. The
// whole resource has an empty attribute.
type target struct {
	folder    string
	address   string // aws_db_instance.db, data.aws_vpc.default
	attribute string // address, master_user_secret
}

// value is an expression in the folder whose names it uses.
type value struct {
	folder string
	expression
}

// resolve follows variables, module outputs, remote state and locals to what they
// stand for. A reference to a resource, and a variable that is given from outside,
// stay as they are.
func (c *configuration) resolve(v value) value {
	for range 16 { // longer chains than module, output, local do not exist
		if v.kind != ref {
			return v
		}
		next, ok := c.step(v)
		if !ok {
			return v
		}
		v = next
	}
	return v
}

// step follows one reference.
func (c *configuration) step(v value) (value, bool) {
	names := strings.Split(v.text, ".")
	switch {
	case names[0] == "local" && len(names) > 1:
		if b := c.modules[v.folder].at["local."+names[1]]; b != nil && len(names) == 2 {
			e, ok := b.body.get("value")
			return value{v.folder, e}, ok
		}
	case names[0] == "var" && len(names) > 1:
		call := c.calls[v.folder]
		e, ok := call.arguments[names[1]]
		return value{call.root, e}, ok
	case names[0] == "module" && len(names) > 2:
		if b := c.modules[v.folder].at["module."+names[1]]; b != nil {
			return c.output(path.Join(v.folder, b.body.text("source")), names[2])
		}
	case strings.HasPrefix(v.text, "data.terraform_remote_state.") && len(names) > 4:
		return c.output(c.stateFolder(c.modules[v.folder], names[2]), names[4])
	}
	return v, false
}

// output is the value of an output of a folder.
func (c *configuration) output(folder, name string) (value, bool) {
	m := c.modules[folder]
	if m == nil || m.at["output."+name] == nil {
		return value{}, false
	}
	e, ok := m.at["output."+name].body.get("value")
	return value{folder, e}, ok
}

// moduleCall is how a root calls a module.
type moduleCall struct {
	root      string
	arguments map[string]expression
}

// called finds the call of every module.
func (c *configuration) called() map[string]moduleCall {
	calls := map[string]moduleCall{}
	for _, root := range c.folders {
		for _, b := range c.modules[root].blocks {
			if b.kind != "module" {
				continue
			}
			given := map[string]expression{}
			for _, a := range b.body.attributes {
				given[a.name] = a.value
			}
			calls[path.Join(root, b.body.text("source"))] = moduleCall{root, given}
		}
	}
	return calls
}

// spelled is a value as a text by which two can be compared: what is literal as it is,
// references by what they lead to, what is in a list or, by key, in an object with commas.
func (c *configuration) spelled(v value) string {
	v = c.resolve(v)
	if v.kind == literal || v.kind == ref {
		return v.text
	}
	if v.kind == call && len(v.parts) == 0 {
		return v.text + "()"
	}
	parts := make([]string, len(v.parts))
	for i, p := range v.parts {
		parts[i] = c.spelled(value{v.folder, p})
	}
	switch v.kind {
	case object:
		for i, k := range v.keys {
			parts[i] = k + "=" + parts[i]
		}
		slices.Sort(parts)
		return strings.Join(parts, ",")
	case list:
		return strings.Join(parts, ",")
	}
	return strings.Join(parts, "")
}

// elements are the resolved elements of a list, or the value itself.
func (c *configuration) elements(v value) (out []value) {
	v = c.resolve(v)
	if v.kind != list {
		return []value{v}
	}
	for _, p := range v.parts {
		out = append(out, c.elements(value{v.folder, p})...)
	}
	return out
}

// target is the resource attribute that a value resolves to.
func (c *configuration) target(v value) (target, bool) {
	v = c.resolve(v)
	if v.kind != ref {
		return target{}, false
	}
	return targetOf(v.folder, v.text)
}

// whole is the resource that a value is an attribute of.
func (c *configuration) whole(v value) target {
	t, _ := c.target(v)
	t.attribute = ""
	return t
}

// block is the block of a resource; nil where there is none.
func (c *configuration) block(t target) *block {
	if m := c.modules[t.folder]; m != nil {
		return m.at[t.address]
	}
	return nil
}

// targetOf splits a reference to a resource or data source.
func targetOf(folder, text string) (target, bool) {
	n := 2
	if strings.HasPrefix(text, "data.") {
		n = 3
	}
	names := strings.SplitN(text, ".", n+1)
	if len(names) < n || !strings.HasPrefix(names[n-2], "aws_") && names[n-2] != "terraform_data" {
		return target{}, false
	}
	t := target{folder: folder, address: strings.Join(names[:n], ".")}
	if len(names) > n {
		t.attribute, _, _ = strings.Cut(names[n], ".")
	}
	return t, true
}

// of is an attribute of a block, as a value.
func (b *block) of(m *module, name string) value {
	e, _ := b.body.get(name)
	return value{m.folder, e}
}
