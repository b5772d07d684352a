package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/ledger"
	"groundplan.internal/internal/model"
)

// Written is the folder that earlier compilations wrote to: what they remember is read
// there, and nothing else. The zero Written is that of a platform which nobody compiled.
type Written struct {
	Root fs.FS  // nil: there is none
	Name string // as people call it
}

// longestLedger is how many bytes of a ledger are read: a hundred times what 2,000 services need.
const longestLedger = 256 << 20

// ledger is what is remembered of an environment.
func (w Written) ledger(p model.Platform, f facts.Set) (ledger.Ledger, diag.List) {
	if w.Root == nil || p.Environment.Local {
		return ledger.Ledger{}, nil
	}
	file := path.Join(p.Name, p.Environment.Name, ledger.File)
	data, err := regular(w.Root, file)
	if errors.Is(err, fs.ErrNotExist) {
		if !artifact.Owns(w.Root, p.Name, path.Join(p.Environment.Name, ledger.File)) {
			return ledger.Ledger{}, nil
		}
		err = errors.New("it was written, and is gone")
	}
	var l ledger.Ledger
	if err == nil {
		l, err = ledger.Parse(data, f.ELB.Priorities.Has)
	}
	if err != nil {
		return ledger.Ledger{}, diag.List{{
			Code: "out-ledger", Pos: diag.Pos{File: path.Join(w.Name, file)}, Summary: "what was remembered cannot be read",
			Detail: fmt.Sprintf("%s tells which names and addresses nodes had: %v.", path.Join(w.Name, file), err),
			Hint:   "restore it from version control; of a merge, keep what both sides say in nodes and in moved; where nothing was ever applied, delete " + path.Join(w.Name, p.Name) + " and compile again",
		}}
	}
	return l, nil
}

// regular is what is in a file that is no link to another.
func regular(root fs.FS, file string) ([]byte, error) {
	info, err := fs.Lstat(root, file)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("it is no regular file")
	case info.Size() > longestLedger:
		return nil, fmt.Errorf("it has %d bytes", info.Size())
	}
	return fs.ReadFile(root, file)
}

// renamed finds nodes that cannot have been what they say, by what is remembered.
func renamed(p model.Platform) (found diag.List) {
	if !p.Past.Known {
		return nil
	}
	for _, n := range p.Named() {
		if n.Was == "" || slices.Contains(p.Past.Former[n.Family][n.Name], n.Was) {
			continue
		}
		_, there := p.Past.Former[n.Family][n.Name]
		_, remembered := p.Past.Former[n.Family][n.Was]
		at := n.Path().Then("was")
		d := diag.Diagnostic{Pos: p.Origins.At(at), Path: at.String()}
		switch {
		case there && remembered:
			d.Code, d.Summary = "name-was-other", "a node was another beside it"
			d.Detail = fmt.Sprintf("%s and %s were both there when %s was last compiled, so that none can become the other.", n.Path(), model.At(n.Family, n.Was), p.Environment.Name)
			d.Hint = "take was out: what is no longer declared is then deleted; nodes that are to swap their names go through a third one, a compilation and an apply at a time"
		case !remembered:
			d.Code, d.Summary = "name-was-unknown", "nobody had this name"
			d.Detail = fmt.Sprintf("When %s was last compiled, there was no %s: a node that is called so in AWS would be made anew.", p.Environment.Name, model.At(n.Family, n.Was))
			left := gone(p, n.Family)
			meant := diag.Nearest(n.Was, left)
			if i := slices.IndexFunc(left, func(name string) bool { return slices.Contains(p.Past.Former[n.Family][name], n.Was) }); i >= 0 {
				meant = left[i] // which was called so before
			}
			switch {
			case meant != "":
				d.Hint = "was: " + strconv.Quote(meant)
			case there:
				d.Detail = fmt.Sprintf("%s is remembered without it: what it was before is known only where it is said with the new name, in one compilation.", n.Path())
				d.Hint = "bring the addresses.json back that was there before the renaming, and compile again"
			}
		default:
			continue
		}
		found = append(found, d)
	}
	return found
}

// reused finds new nodes with a name that AWS still knows one by that goes in the same
// compilation, and had another name at the end.
func reused(p model.Platform) (found diag.List) {
	type key struct{ family, name string }
	stays := map[key]bool{}
	for _, n := range p.Named() {
		stays[key{n.Family, n.Name}], stays[key{n.Family, n.Was}] = true, true
	}
	going := map[key]string{} // nodes that go, by the name that AWS knows them by
	for family, nodes := range p.Past.Former {
		for _, name := range slices.Sorted(maps.Keys(nodes)) {
			if former := nodes[name]; len(former) > 0 && !stays[key{family, name}] {
				going[key{family, former[0]}] = name
			}
		}
	}
	for _, n := range p.Named() {
		name, taken := going[key{n.Family, n.Name}]
		if _, known := p.Past.Former[n.Family][n.Name]; known || !taken || n.First() != n.Name {
			continue
		}
		found = append(found, diag.Diagnostic{
			Code: "name-was-freed", Pos: p.Origins.At(n.Path()), Path: n.Path().String(), Summary: "a name that AWS has still taken",
			Detail: fmt.Sprintf("AWS knows %s, which goes now, by the name %s: Terraform would make the new one before the old one is gone.", model.At(n.Family, name), n.Name),
			Hint:   "apply without " + n.Name + " first, and add it then",
		})
	}
	return found
}

// gone are the nodes of a family that are remembered and no longer there.
func gone(p model.Platform, family string) (names []string) {
	there := map[string]bool{}
	for _, n := range p.Named() {
		there[n.Name] = there[n.Name] || n.Family == family
	}
	for _, name := range slices.Sorted(maps.Keys(p.Past.Former[family])) {
		if !there[name] {
			names = append(names, name)
		}
	}
	return names
}
