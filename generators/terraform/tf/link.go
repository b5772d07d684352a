package tf

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/artifact"
)

// Link writes the files of a configuration, with paths below the folder that
// they are meant for. References between stacks become outputs and, by layout,
// variables and module arguments or remote states. With the layout Stacks, the roots
// come too, in the order of applying. It fails, with all faults joined, if an address
// or name is missing or declared twice.
func Link(c Configuration) ([]artifact.File, []Root, error) {
	l := linker{
		c:       c,
		units:   make(map[string]*unit),
		home:    make(map[Ref]*unit),
		exports: make(map[string]*export),
		joined:  make(map[string]bool),
		plain:   make(map[Ref]*export),
		inputs:  make(map[string]Input),
		inTags:  make(map[string]bool),
	}
	l.index()
	l.collect()
	l.name()
	if len(l.errs) > 0 {
		return nil, nil, errors.Join(l.errs...)
	}
	l.order()
	l.substitute()
	if c.Layout != Stacks {
		return l.modules(), nil, nil
	}
	return l.roots(), l.rootOrder(), nil
}

type linker struct {
	c       Configuration
	units   map[string]*unit
	sorted  []*unit            // as configured, then in the order of applying
	home    map[Ref]*unit      // by address of a block
	exports map[string]*export // declared ones, by name
	joined  map[string]bool    // names that several stacks have a part of
	plain   map[Ref]*export    // by the reference that they are for
	inputs  map[string]Input
	inTags  map[string]bool // inputs that default_tags uses
	errs    []error
}

// unit is a stack while it is linked.
type unit struct {
	*Stack
	inputs  map[string]bool
	data    map[Ref]bool     // data sources that it has itself
	imports []*export        // of other units, in order of first use
	has     map[*export]bool // the same as a set
	outputs []*export        // that others or the operator use
	links   map[Expr]Expr
	regions []string // beside the platform's, sorted
}

// export is an output while it is linked.
type export struct {
	Export
	from *unit
	ref  Ref // what Value is, if no Export declares it
	used bool
}

func (l *linker) errorf(format string, args ...any) {
	l.errs = append(l.errs, fmt.Errorf(format, args...))
}

// index notes what the configuration declares.
func (l *linker) index() {
	for _, in := range l.c.Inputs {
		if _, ok := l.inputs[in.Name]; ok {
			l.errorf("input %s is declared twice", in.Name)
		}
		l.inputs[in.Name] = in
	}
	for _, s := range l.c.Stacks {
		if slices.ContainsFunc(l.sorted, func(u *unit) bool { return u.label() == s.label() }) {
			l.errorf("stack %s is declared twice", s.Name)
			continue
		}
		u := &unit{Stack: s, inputs: make(map[string]bool), data: make(map[Ref]bool), has: make(map[*export]bool), links: make(map[Expr]Expr)}
		l.units[s.Name] = u
		l.sorted = append(l.sorted, u)
		l.indexFiles(u)
	}
	for _, e := range l.c.Exports {
		l.indexExport(e)
	}
}

func (l *linker) indexFiles(u *unit) {
	for _, f := range u.Files {
		if isOwnFile(f.Name) {
			l.errorf("stack %s: file %s is the linker's to write", u.Name, f.Name)
		}
		for _, b := range f.Blocks {
			if b.Region != "" && b.Region != l.c.Region && !slices.Contains(u.regions, b.Region) {
				u.regions = append(u.regions, b.Region)
				slices.Sort(u.regions)
			}
			addr, ok := b.address()
			if !ok {
				continue
			}
			if addr.Data && !u.data[addr] {
				u.data[addr] = true
				if l.home[addr] != nil {
					continue // a look-up that other stacks make too
				}
			}
			if l.home[addr] != nil {
				l.errorf("%s is declared in stacks %s and %s", addr, l.home[addr].Name, u.Name)
			}
			l.home[addr] = u
		}
	}
}

// key is what an export is found by.
func (e Export) key() string {
	if e.Joined {
		return e.Stack + "." + e.Name
	}
	return e.Name
}

func (l *linker) indexExport(e Export) {
	u := l.units[e.Stack]
	_, isInput := l.inputs[e.Name]
	switch {
	case u == nil:
		l.errorf("export %s: there is no stack %s", e.Name, e.Stack)
		return
	case isInput && !e.Joined || l.exports[e.key()] != nil || l.exports[e.Name] != nil || !e.Joined && l.joined[e.Name]:
		l.errorf("export %s: the name is taken", e.Name)
		return
	}
	l.joined[e.Name] = e.Joined
	x := &export{Export: e, from: u}
	l.exports[e.key()] = x
	if ref, ok := e.Value.(Ref); ok && l.plain[ref] == nil {
		l.plain[ref] = x
	}
}

// collect follows every reference of every block and of the exports in use.
func (l *linker) collect() {
	for _, u := range l.sorted {
		for _, f := range u.Files {
			for _, b := range f.Blocks {
				by := b.name()
				walk(b.Body, func(e Expr) { l.refer(u, e, by) })
			}
		}
	}
	leaves(l.c.Tags, l.referInTags)
	for _, e := range l.c.Exports {
		if x := l.exports[e.key()]; e.Public && x != nil {
			l.use(x)
		}
	}
}

// referInTags allows what every root can say.
func (l *linker) referInTags(e Expr) {
	switch e := e.(type) {
	case Var:
		if _, ok := l.inputs[string(e)]; !ok {
			l.errorf("default_tags: there is no input %s", e)
		}
		l.inTags[string(e)] = true
	case Ref, Use:
		l.errorf("default_tags: %v is not an input", e)
	}
}

// refer notes what an expression of u needs. by is the block that it stands in.
func (l *linker) refer(u *unit, e Expr, by string) {
	switch e := e.(type) {
	case Var:
		if _, ok := l.inputs[string(e)]; !ok {
			l.errorf("%s: there is no input %s", by, e)
		}
		u.inputs[string(e)] = true
	case Use:
		x := l.exports[string(e)]
		if x == nil {
			l.errorf("%s: there is no export %s", by, e)
			return
		}
		if x.from != u {
			l.wire(u, x)
			return
		}
		u.links[e] = x.Value
		leaves(x.Value, func(part Expr) { l.referWithin(x, part) })
	case Ref:
		l.referTo(u, e, by)
	}
}

func (l *linker) referTo(u *unit, ref Ref, by string) {
	addr := ref
	addr.Path = ""
	home := l.home[addr]
	switch {
	case home == nil:
		l.errorf("%s: nothing declares %s", by, addr)
	case home == u, u.data[addr]:
	case ref == addr:
		l.errorf("%s: %s as a whole is in another stack, %s", by, addr, home.Name)
	default:
		x := l.plain[ref]
		if x == nil || x.from != home {
			x = &export{from: home, ref: ref, Export: Export{
				Stack:       home.Name,
				Description: fmt.Sprintf("%s of %s.", inWords(ref.Path), addr),
				Value:       ref,
			}}
			l.plain[ref] = x
		}
		l.wire(u, x)
	}
}

// inWords is the name of an attribute as people write it: "ARN", "CIDR block".
func inWords(attribute string) string {
	words := strings.Split(attribute, "_")
	for i, w := range words {
		switch w {
		case "arn", "cidr", "dns", "fqdn", "id", "url":
			words[i] = strings.ToUpper(w)
		case "ids":
			words[i] = "IDs"
		}
	}
	words[0] = strings.ToUpper(words[0][:1]) + words[0][1:]
	return strings.Join(words, " ")
}

// referWithin is refer for the value of an export, in its own stack.
func (l *linker) referWithin(x *export, e Expr) {
	if name, ok := e.(Use); ok && l.exports[string(name)] != nil && l.exports[string(name)].from == x.from {
		l.errorf("export %s: uses export %s of the same stack", x.Name, name)
		return
	}
	l.refer(x.from, e, "export "+x.Name)
}

// wire has u import x.
func (l *linker) wire(u *unit, x *export) {
	if u.has[x] {
		return
	}
	u.has[x] = true
	u.imports = append(u.imports, x)
	l.use(x)
}

// use makes x an output.
func (l *linker) use(x *export) {
	if x.used {
		return
	}
	x.used = true
	x.from.outputs = append(x.from.outputs, x)
	leaves(x.Value, func(e Expr) { l.referWithin(x, e) })
	for _, ref := range x.After {
		l.referWithin(x, ref)
	}
}

// substitute notes what each import is called where it is used, and sorts what
// will be listed.
func (l *linker) substitute() {
	byName := func(a, b *export) int { return strings.Compare(a.Name, b.Name) }
	for _, u := range l.sorted {
		for _, x := range u.imports {
			to := linked("var." + x.Name)
			if l.c.Layout == Stacks {
				to = linked("data.terraform_remote_state." + x.from.label() + ".outputs." + x.Name)
			}
			u.links[Use(x.Name)] = to
			if ref, ok := x.Value.(Ref); ok {
				u.links[ref] = to
			}
		}
		slices.SortFunc(u.imports, byName)
		slices.SortFunc(u.outputs, byName)
	}
}

// name is how messages call a block.
func (b *Block) name() string {
	if addr, ok := b.address(); ok {
		return addr.String()
	}
	return strings.Join(append([]string{b.Type}, b.Labels...), " ")
}
