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
		if m.key == "title" || m.key == "compose" {
			continue // of the environment itself
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

// family lays a patch over a map of nodes, one by one.
func (p *patcher) family(base, patch *value, f *field, path model.Path) *value {
	nodes, ok := patch.data.(object)
	if !ok {
		return p.piece(base, patch, f.shape, f.doc, path)
	}
	var merged object
	if base != nil {
		merged = slices.Clone(base.data.(object))
	}
	for _, m := range nodes {
		at := path.Then(m.key)
		if f.keys.pattern != nil && !f.keys.pattern.matches(m.key) {
			p.wrongName(m, f.shape, at)
			continue
		}
		before := base.get(m.key)
		if before == nil && m.data != nil && p.notAddable(base, m, f.values, at) {
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
	required := s.requiredFields()
	lacking := slices.DeleteFunc(slices.Clone(required), func(name string) bool { return o.get(name) != nil })
	if len(required) > 0 && len(lacking) == 0 {
		return false
	}
	var known []string
	if p.compared++; base != nil && p.compared <= maxCompared {
		known = base.data.(object).keys()
	}
	meant := diag.Nearest(m.key, known)
	switch {
	case len(lacking) > 0:
		p.add("env-unknown-node", "patch of an unknown node", m.value, path, hintFor(meant, known),
			"The platform has no %s to patch. To add it in this environment alone, give it %s too.", path, strings.Join(lacking, ", "))
	case meant != "":
		p.add("env-new-node", "node in one environment only", m.value, path, fmt.Sprintf("did you mean %s?", meant),
			"%s stands in this environment only, and its name is close to one that stands in all.", path)
		p.found[len(p.found)-1].Severity = diag.Warning
	}
	return len(lacking) > 0
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

func (s *shape) requiredFields() (out []string) {
	for _, f := range s.fields {
		if f.required {
			out = append(out, f.name)
		}
	}
	return out
}

// piece lays a patch over a node or a field of the platform and judges the result.
func (p *patcher) piece(base, patch *value, s *shape, docs string, path model.Path) *value {
	found := len(p.found)
	merged := p.lay(base, patch, path)
	if merged == nil || len(p.found) > found {
		return merged
	}
	if base != nil && equal(base, merged) {
		p.add("env-no-change", "patch without effect", patch, path, "take it out",
			"%s says what the platform says already.", slices.Concat(p.prefix, path))
		p.found[len(p.found)-1].Severity = diag.Warning
		return base
	}
	p.value(merged, s, path, docs)
	return merged
}

// lay is patch over base; nil where it removes.
func (p *patcher) lay(base, patch *value, path model.Path) *value {
	changes, ok := patch.data.(object)
	if patch.data == nil {
		p.remove(base, patch, path)
		return nil
	}
	if !ok {
		return patch
	}
	var merged object
	if base != nil {
		merged, _ = base.data.(object)
		merged = slices.Clone(merged)
	}
	for _, m := range changes {
		merged = merged.with(m.key, p.lay(base.get(m.key), m.value, path.Then(m.key)))
	}
	return &value{pos: patch.pos, data: merged}
}

// remove takes note of a null, and reports one that removes nothing.
func (p *patcher) remove(base, patch *value, path model.Path) {
	p.removed[path.String()] = position(patch.pos)
	if base != nil {
		return
	}
	code, summary := "env-unknown-field", "null for a field that is not there"
	if family := theLanguage().platform.field(path[0]); len(path) == 2 && family.kind == mapping && family.values.kind == structure {
		code, summary = "env-unknown-node", "patch of an unknown node"
	}
	p.add(code, summary, patch, path, "take this line out, or correct the name",
		"null removes what the platform says, and it says nothing of %s.", path)
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
