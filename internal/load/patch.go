package load

import (
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// patcher lays what one environment says over the platform: maps merge by key,
// scalars and lists replace, null removes. Untouched parts are shared, so a patch
// costs what it says and no more.
type patcher struct {
	judge
	compared int // unknown names that were compared with all known ones
}

// maxCompared bounds that: who has more unknown names has another problem, and
// comparing them takes quadratic time.
const maxCompared = 50

// environment is the platform as it stands in an environment, and what was found
// and removed on the way.
func (l *language) environment(platform *value, name string, patch *value) (*value, *patcher) {
	p := &patcher{judge: judge{prefix: model.At("environments", name), removed: map[string]diag.Pos{}}}
	base := platform.data.(object)
	merged := slices.Clone(base)
	for _, m := range patch.data.(object) {
		if ofEnvironment(m.key) {
			continue
		}
		f := l.platform.field(m.key)
		if f.kind == mapping {
			merged = merged.with(m.key, p.family(base.get(m.key), m.value, f, model.At(m.key)))
			continue
		}
		merged = merged.with(m.key, p.piece(base.get(m.key), m.value, f.shape, f.doc, model.At(m.key)))
	}
	return &value{pos: platform.pos, data: merged}, p
}

// ofEnvironment reports whether a field is the environment's own, and no patch.
func ofEnvironment(key string) bool { return key == "title" || key == "compose" }

// family lays a patch over a map of nodes, one by one.
func (p *patcher) family(base, patch *value, f *field, path model.Path) *value {
	nodes, ok := patch.data.(object)
	if !ok {
		return p.piece(base, patch, f.shape, f.doc, path)
	}
	var merged object
	if before, ok := base.object(); ok {
		merged = slices.Clone(before)
	}
	for _, m := range nodes {
		at := path.Then(m.key)
		if f.keys.pattern != nil && !f.keys.pattern.matches(m.key) {
			p.wrongName(m, f.shape, at)
			continue
		}
		before := base.get(m.key)
		switch {
		case before == nil && m.data == nil && f.values.kind == structure:
			p.nothingToRemove(base, m, at)
			continue
		case before == nil && p.notAddable(base, m, f.values, at):
			continue
		}
		merged = merged.with(m.key, p.piece(before, m.value, f.values, f.values.doc, at))
	}
	return &value{pos: patch.pos, data: merged}
}

// notAddable reports a node that stands in the environment alone and is not
// complete: most likely its name is misspelt. One that is complete because it needs
// nothing may be misspelt as well.
func (p *patcher) notAddable(base *value, m member, s *shape, path model.Path) bool {
	o, ok := m.data.(object)
	if !ok || s.kind != structure {
		return false
	}
	if lacking := s.lacking(o); len(lacking) > 0 {
		p.unknownNode(base, m, lacking, path)
		return true
	}
	if meant, _ := p.meant(base, m.key); meant != "" && len(s.lacking(nil)) == 0 {
		p.warn("env-new-node", "node in one environment only", m.value, path, fmt.Sprintf("did you mean %s?", meant),
			"%s stands in this environment only, and its name is close to one that stands in all.", path)
	}
	return false
}

// unknownNode reports the patch of what is not there, which lacks fields to be new.
func (p *patcher) unknownNode(base *value, m member, lacking []string, path model.Path) {
	meant, known := p.meant(base, m.key)
	p.add("env-unknown-node", "patch of an unknown node", m.value, path, hintFor(meant, known),
		"The platform has no %s to patch. To add it in this environment alone, give it %s too.", path, strings.Join(lacking, ", "))
}

// nothingToRemove reports null for a node that is not there.
func (p *patcher) nothingToRemove(base *value, m member, path model.Path) {
	hint := "take this line out, or correct the name"
	if meant, _ := p.meant(base, m.key); meant != "" {
		hint = fmt.Sprintf("did you mean %s?", meant)
	}
	p.add("env-unknown-node", "patch of an unknown node", m.value, path, hint,
		"The platform has no %s that null could take away.", path)
}

// meant is which of the names in base was probably meant, and all of them.
func (p *patcher) meant(base *value, name string) (string, []string) {
	var known []string
	if p.compared++; p.compared <= maxCompared {
		nodes, _ := base.object()
		known = nodes.keys()
	}
	return diag.Nearest(name, known), known
}

func hintFor(meant string, known []string) string {
	switch {
	case meant != "":
		return fmt.Sprintf("did you mean %s?", meant)
	case len(known) > 0:
		return "there is " + clip(strings.Join(known, ", "), 200)
	}
	return "declare it in the platform first"
}

// lacking are the fields that a structure needs and o does not have.
func (s *shape) lacking(o object) (names []string) {
	for _, f := range s.fields {
		if f.required && o.get(f.name) == nil {
			names = append(names, f.name)
		}
	}
	return names
}

// piece lays a patch over a node or a field of the platform and judges the result.
func (p *patcher) piece(base, patch *value, s *shape, docs string, path model.Path) *value {
	found := len(p.found)
	merged := p.lay(base, patch, s, path)
	if merged != nil && len(p.found) == found {
		p.value(merged, s, path, docs)
	}
	if _, node := base.object(); node && patch.data != nil && len(p.found) > found && s.kind == structure {
		if _, fields := patch.data.(object); !fields {
			p.found[len(p.found)-1].Hint = write(path, "{…}") + ", with what differs here"
		}
	}
	return merged
}

// lay is patch over base; nil where it removes.
func (p *patcher) lay(base, patch *value, s *shape, path model.Path) *value {
	changes, ok := patch.data.(object)
	if patch.data == nil {
		p.remove(base, path, patch)
		return nil
	}
	if !ok {
		return patch
	}
	before, _ := base.object()
	merged := slices.Clone(before)
	for _, m := range changes {
		inner, at := s.inside(m.key), path.Then(m.key)
		if base.get(m.key) == nil && p.strange(base, m, s, inner, at) {
			continue
		}
		merged = merged.with(m.key, p.lay(base.get(m.key), m.value, inner, at))
	}
	return &value{pos: patch.pos, data: merged}
}

// strange reports a key that is not in base and cannot be added: a part of a node that
// is not complete, or null for what the language does not have.
func (p *patcher) strange(base *value, m member, s, inner *shape, path model.Path) bool {
	switch {
	case s.kind == structure && s.field(m.key) == nil && m.data == nil:
		p.unknownField(m, s, path[:len(path)-1], nil)
		return true
	case s.kind != mapping || inner.kind != structure:
		return false
	case m.data == nil:
		p.nothingToRemove(base, m, path)
		return true
	}
	o, ok := m.data.(object)
	lacking := inner.lacking(o)
	if ok && len(lacking) > 0 {
		p.unknownNode(base, m, lacking, path)
	}
	return ok && len(lacking) > 0
}

// inside is the shape of what stands under a key.
func (s *shape) inside(key string) *shape {
	if s.kind == mapping {
		return s.values
	}
	if f := s.field(key); f != nil {
		return f.shape
	}
	return &shape{kind: anything}
}

// remove takes note of a null, and of each node that it takes away.
func (p *patcher) remove(base *value, path model.Path, patch *value) {
	p.removed[path.String()] = position(patch.pos)
	if nodes, ok := base.object(); ok {
		for _, m := range nodes {
			p.removed[path.Then(m.key).String()] = position(patch.pos)
		}
	}
}

// with is an object with one key set, or without it where v is nil. o is changed.
func (o object) with(name string, v *value) object {
	i, found := slices.BinarySearchFunc(o, name, compareKey)
	switch {
	case v == nil && found:
		return slices.Delete(o, i, i+1)
	case v == nil:
		return o
	case found:
		o[i].value = v
		return o
	}
	return slices.Insert(o, i, member{name, v})
}
