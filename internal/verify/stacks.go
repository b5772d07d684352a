package verify

import (
	"cmp"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
)

var stackRules = []Rule{
	{"verify-stack-order", "stack that reads one that is applied later", "A root reads the state only of roots whose folders stand before its own, and reads it for something."},
	{"verify-stack-state", "state other than declared", "Every root keeps its state in the declared bucket, encrypted and locked, under a key of its own, and the others read it there."},
	{"verify-stack-list", "stacks.json other than the roots", "stacks.json has every root, in the order of applying, with those that it reads and where its state is."},
}

// stacksJSON lists the roots for programs.
const stacksJSON = "terraform/stacks.json"

// stack is a root as stacks.json has it.
type stack struct {
	Name   string
	Folder string
	Needs  []string
	State  struct{ Bucket, Key, Region, Path string }
}

// stacks proves the roots' order and where their state is.
func (o *output) stacks() (found diag.List) {
	if o.declared.Environment.Local {
		return nil
	}
	if o.declared.Layout != "stacks" {
		return o.backend(o.config.modules["terraform"], "terraform")
	}
	var want []stack
	for _, folder := range o.config.folders {
		m := o.config.modules[folder]
		_, name, _ := strings.Cut(path.Base(folder), "-")
		found = append(found, o.backend(m, name)...)
		found = append(found, o.statesRead(m)...)
		want = append(want, o.stack(m, name))
	}
	return append(found, o.stackList(want)...)
}

// statesRead judges the states that a root reads.
func (o *output) statesRead(m *module) (found diag.List) {
	for _, b := range m.blocks {
		if b.typ != "terraform_remote_state" {
			continue
		}
		report := func(code, format string, args ...any) {
			found = append(found, finding(stackRules, code, b.pos, nil, fmt.Sprintf("%s reads the state %s, ", m.folder, b.label)+fmt.Sprintf(format, args...)+"."))
		}
		from := o.config.stateFolder(m, b.label)
		_, name, _ := strings.Cut(path.Base(from), "-")
		switch {
		case from == "" || o.config.modules[from] == nil:
			report("verify-stack-state", "which no root keeps")
			continue
		case strings.ReplaceAll(name, "-", "_") != b.label:
			report("verify-stack-state", "which is that of %s", from)
		case from >= m.folder:
			report("verify-stack-order", "for %s, and %s is not applied before it", cmp.Or(m.referrer(b.address), "nothing"), from)
		case m.referrer(b.address) == "":
			report("verify-stack-order", "and uses nothing of it")
		}
		config, _ := b.body.get("config")
		if want, got := o.stateOf(name), textsOf(config, "bucket", "key", "region"); o.declared.State != nil && got != want {
			report("verify-stack-state", "which is at %v, and asks for %v", want, got)
		}
		if want := map[bool]string{true: "s3", false: "local"}[o.declared.State != nil]; b.body.text("backend") != want {
			report("verify-stack-state", "which is not kept by %q", b.body.text("backend"))
		}
	}
	return found
}

// referrer is the first block of a folder that refers to another; empty: none does.
func (m *module) referrer(address string) (by string) {
	for _, b := range m.blocks {
		b.body.references(func(r string, _ diag.Pos) {
			if strings.HasPrefix(r, address+".") {
				by = cmp.Or(by, b.address)
			}
		})
	}
	return by
}

// stateOf is where the root of a stack keeps its state: bucket, key and region.
func (o *output) stateOf(name string) [3]string {
	s := o.declared.State
	if s == nil {
		return [3]string{}
	}
	region := s.Region
	if region == "" {
		region = o.declared.Region
	}
	return [3]string{s.Bucket, o.declared.Name + "/" + o.declared.Environment.Name + "/" + name + ".tfstate", region}
}

func textsOf(e expression, names ...string) (out [3]string) {
	for i, name := range names {
		value, _ := e.get(name)
		out[i] = value.text
	}
	return out
}

// backend proves where a root keeps its state.
func (o *output) backend(m *module, name string) (found diag.List) {
	report := func(at diag.Pos, format string, args ...any) {
		found = append(found, finding(stackRules, "verify-stack-state", at, nil, m.folder+fmt.Sprintf(format, args...)))
	}
	settings := m.at["terraform"]
	if settings == nil || settings.body.text("required_version") == "" {
		report(diag.Pos{File: m.folder}, " takes any version of Terraform.")
		return found
	}
	backends := settings.body.all("backend")
	switch want := o.stateOf(name); {
	case o.declared.State == nil && len(backends) > 0:
		report(settings.pos, " has a backend that nobody declares.")
	case o.declared.State == nil:
	case len(backends) != 1:
		report(settings.pos, " has %d backends.", len(backends))
	default:
		b := backends[0]
		if got := [3]string{b.text("bucket"), b.text("key"), b.text("region")}; got != want {
			report(settings.pos, " keeps its state at %v, not %v.", got, want)
		}
		for _, on := range []string{"encrypt", "use_lockfile"} {
			if value, _ := b.get(on); value.text != "true" {
				report(settings.pos, " has no %s.", on)
			}
		}
	}
	return found
}

// stack is a root as stacks.json should have it.
func (o *output) stack(m *module, name string) stack {
	s := stack{Name: name, Folder: path.Base(m.folder), Needs: []string{}}
	from := o.hostsAbove(m)
	for _, b := range m.blocks {
		if b.typ == "terraform_remote_state" {
			from = append(from, path.Base(o.config.stateFolder(m, b.label)))
		}
	}
	slices.Sort(from)
	for _, folder := range slices.Compact(from) {
		_, needed, _ := strings.Cut(folder, "-")
		s.Needs = append(s.Needs, needed)
	}
	if o.declared.State == nil {
		s.State.Path = s.Folder + "/terraform.tfstate"
		return s
	}
	at := o.stateOf(name)
	s.State.Bucket, s.State.Key, s.State.Region = at[0], at[1], at[2]
	return s
}

// stackList compares stacks.json with the roots.
func (o *output) stackList(want []stack) (found diag.List) {
	var got []stack
	if err := json.Unmarshal(o.files[stacksJSON], &got); err != nil {
		return diag.List{finding(stackRules, "verify-stack-list", diag.Pos{File: stacksJSON}, nil, fmt.Sprintf("stacks.json cannot be read: %v.", err))}
	}
	same := func(a, b stack) bool {
		return a.Name == b.Name && a.Folder == b.Folder && a.State == b.State && slices.Equal(a.Needs, b.Needs)
	}
	if !slices.EqualFunc(got, want, same) {
		found = append(found, finding(stackRules, "verify-stack-list", diag.Pos{File: stacksJSON}, nil, fmt.Sprintf("stacks.json has %+v, and the roots are %+v.", got, want)))
	}
	return found
}
