package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"

	"groundplan.internal/internal/diag"
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
func (w Written) ledger(p model.Platform) (ledger.Ledger, diag.List) {
	if w.Root == nil || p.Environment.Local {
		return ledger.Ledger{}, nil
	}
	file := path.Join(p.Name, p.Environment.Name, ledger.File)
	data, err := regular(w.Root, file)
	if errors.Is(err, fs.ErrNotExist) {
		return ledger.Ledger{}, nil
	}
	var l ledger.Ledger
	if err == nil {
		l, err = ledger.Parse(data)
	}
	if err != nil {
		return ledger.Ledger{}, diag.List{{
			Code: "out-ledger", Pos: diag.Pos{File: path.Join(w.Name, file)}, Summary: "what was remembered cannot be read",
			Detail: fmt.Sprintf("%s tells which names and addresses nodes had: %v.", path.Join(w.Name, file), err),
			Hint:   "restore it from version control; of a merge, either side and another compile will do",
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
			d.Hint = "take was out; what " + n.Was + " has in AWS is then deleted"
		case !remembered:
			d.Code, d.Severity, d.Summary = "name-was-unknown", diag.Warning, "nobody had this name"
			d.Detail = fmt.Sprintf("When %s was last compiled, there was no %s. What AWS would know it by is taken to be there all the same.", p.Environment.Name, model.At(n.Family, n.Was))
			if meant := diag.Nearest(n.Was, gone(p, n.Family)); meant != "" {
				d.Hint = "did you mean " + strconv.Quote(meant) + "?"
			}
		default:
			continue
		}
		found = append(found, d)
	}
	return found
}

// gone are the nodes of a family that are remembered and no longer there.
func gone(p model.Platform, family string) (names []string) {
	there := map[string]bool{}
	for _, n := range p.Named() {
		there[n.Name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(p.Past.Former[family])) {
		if !there[name] {
			names = append(names, name)
		}
	}
	return names
}
