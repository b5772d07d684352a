package tf

import (
	"maps"
	"path"
	"slices"

	"groundplan.internal/internal/artifact"
)

// isOwnFile reports whether the linker writes files of that name.
func isOwnFile(name string) bool {
	return slices.Contains([]string{
		"outputs.tf", "providers.tf", "remote-state.tf", "variables.tf", "versions.tf",
	}, name)
}

// dir collects the files of one folder.
type dir struct {
	header string
	path   string
	print  printer
	files  []artifact.File
}

// add prints blocks to a file, if there are any.
func (d *dir) add(name string, blocks ...*Block) {
	if len(blocks) > 0 {
		d.files = append(d.files, artifact.File{Path: path.Join(d.path, name), Data: d.print.file(d.header, blocks)})
	}
}

// stack adds the stack's own files.
func (d *dir) stack(u *unit) {
	for _, f := range u.Files {
		d.add(f.Name, f.Blocks...)
	}
}

// modules is the single layout: a root and a module for each stack.
func (l *linker) modules() []artifact.File {
	root := dir{header: l.c.Header}
	var calls, outputs []*Block
	var regions []string
	used := maps.Clone(l.inTags)
	for _, u := range l.sorted {
		calls = append(calls, u.call())
		maps.Copy(used, u.inputs)
		regions = append(regions, u.regions...)
	}
	slices.Sort(regions)
	joined := make(map[string]bool)
	for _, e := range l.c.Exports {
		switch {
		case !e.Public || joined[e.Name]:
		case e.Joined:
			joined[e.Name] = true
			outputs = append(outputs, output(e, l.join(e.Name)))
		default:
			outputs = append(outputs, output(e, l.outputOf(e)))
		}
	}
	root.add("main.tf", calls...)
	root.add("outputs.tf", append(outputs, l.told(used)...)...)
	root.add("providers.tf", l.c.providers(slices.Compact(regions))...)
	root.add("variables.tf", l.variables(used)...)
	root.add("versions.tf", l.c.versions("terraform", l.sorted...))
	files := root.files
	for _, u := range l.sorted {
		files = append(files, l.module(u)...)
	}
	return files
}

// outputOf is an export as the root sees it, in the module of its stack.
func (l *linker) outputOf(e Export) Expr {
	return linked("module." + l.units[e.Stack].label() + "." + e.Name)
}

// join is the list that several stacks have parts of.
func (l *linker) join(name string) Expr {
	var parts []Expr
	for _, e := range l.c.Exports {
		if e.Joined && e.Name == name {
			parts = append(parts, l.outputOf(e))
		}
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return Fn("distinct", Fn("concat", parts...))
}

// call is the root's call of the module of u.
func (u *unit) call() *Block {
	b := &Block{Type: "module", Labels: []string{u.label()}, Body: []Item{
		Set("source", String("./modules/"+u.Name)), Gap{},
	}}
	if len(u.regions) > 0 {
		b.Add(Set("providers", handed(u.regions)), Gap{})
	}
	for _, name := range slices.Sorted(maps.Keys(u.inputs)) {
		b.Add(Set(name, Var(name)))
	}
	for _, x := range u.imports {
		b.Add(Set(x.Name, linked("module."+x.from.label()+"."+x.Name)))
	}
	return b
}

// module is the files of the module of u. Its inputs have no default of their
// own: the root's is the only one.
func (l *linker) module(u *unit) []artifact.File {
	d := dir{header: l.c.Header, path: "modules/" + u.Name, print: printer{links: u.links, region: l.c.Region}}
	d.stack(u)
	d.add("outputs.tf", u.outputBlocks()...)
	var variables []*Block
	for _, name := range slices.Sorted(maps.Keys(u.inputs)) {
		in := l.inputs[name]
		variables = append(variables, Input{Name: name, Type: in.Type, Description: in.Description, Sensitive: in.Sensitive}.block())
	}
	for _, x := range u.imports {
		variables = append(variables, x.variable().block())
	}
	d.add("variables.tf", variables...)
	d.add("versions.tf", &Block{Type: "terraform", Body: []Item{requiredProviders(u.regions...)}})
	return d.files
}

// roots is the stacks layout: a root for each stack.
func (l *linker) roots() []artifact.File {
	var files []artifact.File
	for _, u := range l.sorted {
		d := dir{header: l.c.Header, path: u.dir(), print: printer{links: u.links, region: l.c.Region}}
		d.stack(u)
		d.add("outputs.tf", append(u.outputBlocks(), l.told(u.inputs)...)...)
		d.add("providers.tf", l.c.providers(u.regions)...)
		d.add("remote-state.tf", l.remoteStates(u)...)
		used := maps.Clone(l.inTags)
		maps.Copy(used, u.inputs)
		d.add("variables.tf", l.variables(used)...)
		d.add("versions.tf", l.c.versions(u.Name, u))
		files = append(files, d.files...)
	}
	return files
}

// remoteStates is one data source for each stack that u imports from, in order
// of application.
func (l *linker) remoteStates(u *unit) []*Block {
	var blocks []*Block
	for _, from := range l.sources(u) {
		blocks = append(blocks, l.c.remoteState(from))
	}
	return blocks
}

// told are the outputs of a root that tell what it was applied with.
func (l *linker) told(used map[string]bool) (blocks []*Block) {
	for _, name := range slices.Sorted(maps.Keys(used)) {
		if in := l.inputs[name]; in.Told {
			blocks = append(blocks, output(Export{Name: name, Description: in.Description}, Var(name)))
		}
	}
	return blocks
}

// variables declares inputs in a root.
func (l *linker) variables(used map[string]bool) []*Block {
	var blocks []*Block
	for _, name := range slices.Sorted(maps.Keys(used)) {
		blocks = append(blocks, l.inputs[name].block())
	}
	return blocks
}

func (u *unit) outputBlocks() []*Block {
	var blocks []*Block
	for _, x := range u.outputs {
		b := output(x.Export, x.Value)
		if len(x.After) > 0 {
			after := make(List, len(x.After))
			for i, ref := range x.After {
				after[i] = ref
			}
			b.Add(Gap{}, Comment("Whatever uses this value needs these too, without referring to them."), Set("depends_on", after))
		}
		blocks = append(blocks, b)
	}
	return blocks
}

func output(e Export, value Expr) *Block {
	b := &Block{Type: "output", Labels: []string{e.Name}}
	if e.Description != "" {
		b.Add(Set("description", String(e.Description)))
	}
	b.Add(Set("value", value))
	if e.Sensitive {
		b.Add(Set("sensitive", Bool(true)))
	}
	return b
}

// variable is what receives x in a module.
func (x *export) variable() Input {
	typ := x.Type
	if typ == nil {
		typ = valueType(x.Value)
	}
	return Input{Name: x.Name, Type: typ, Description: x.Description, Sensitive: x.Sensitive}
}

func (in Input) block() *Block {
	b := &Block{Type: "variable", Labels: []string{in.Name}, Body: []Item{Set("type", in.Type)}}
	if in.Description != "" {
		b.Add(Set("description", String(in.Description)))
	}
	if in.Default != nil {
		b.Add(Set("default", in.Default))
	}
	if in.Sensitive {
		b.Add(Set("sensitive", Bool(true)))
	}
	for _, v := range in.Validations {
		b.Add(Nested("validation", Set("condition", v.Condition), Set("error_message", String(v.Message))))
	}
	return b
}
