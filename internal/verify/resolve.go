package verify

import (
	"path"
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
		caller, block := c.caller(v.folder)
		if block == nil {
			return v, false
		}
		e, ok := block.body.get(names[1])
		return value{caller, e}, ok
	case names[0] == "module" && len(names) > 2:
		if b := c.modules[v.folder].at["module."+names[1]]; b != nil {
			return c.output(path.Join(v.folder, b.body.text("source")), names[2])
		}
	case strings.HasPrefix(v.text, "data.terraform_remote_state.") && len(names) > 4:
		return c.output(path.Join(path.Dir(v.folder), names[2]), names[4])
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

// caller is the root's module block that a folder is called by; nil for a root.
func (c *configuration) caller(folder string) (string, *block) {
	root := path.Dir(path.Dir(folder))
	m := c.modules[root]
	if m == nil {
		return "", nil
	}
	for _, b := range m.blocks {
		if b.kind == "module" && path.Join(root, b.body.text("source")) == folder {
			return root, b
		}
	}
	return "", nil
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

// targetOf splits a reference to a resource or data source.
func targetOf(folder, text string) (target, bool) {
	n := 2
	if strings.HasPrefix(text, "data.") {
		n = 3
	}
	names := strings.SplitN(text, ".", n+1)
	if len(names) < n || !strings.HasPrefix(names[n-2], "aws_") {
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
