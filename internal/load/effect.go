package load

import (
	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// withoutEffect are the fields of a patch that say what holds anyway, by what differs
// once defaults are filled in.
func (p *patcher) withoutEffect(platform, patch *value, different []model.Difference) diag.List {
	e := effects{judge: judge{prefix: p.prefix}, changed: map[string]bool{}, above: map[string]bool{}}
	for _, d := range different {
		e.changed[d.Path.String()] = true
		for i := range d.Path {
			e.above[d.Path[:i].String()] = true
		}
	}
	for _, m := range patch.data.(object) {
		if !ofEnvironment(m.key) {
			e.look(platform.get(m.key), m.value, model.At(m.key))
		}
	}
	return e.found
}

// effects looks for what in a patch changes nothing.
type effects struct {
	judge
	changed map[string]bool // paths of differences
	above   map[string]bool // paths that have a difference somewhere below
}

func (e *effects) look(base, patch *value, path model.Path) {
	if e.changed[path.String()] {
		return // with all that is in it
	}
	fields, ok := patch.object()
	for _, m := range fields {
		e.look(base.get(m.key), m.value, path.Then(m.key))
	}
	if ok && (len(fields) > 0 || len(path) < 2) || e.above[path.String()] {
		return
	}
	const code, summary, hint = "env-nothing-changed", "patch without effect", "take it out"
	switch {
	case ok:
		e.warn(code, summary, patch, path, hint, "%s is there without it.", path)
	case patch.data != nil:
		e.warn(code, summary, patch, path, hint, "%s is %s without it.", path, patch)
	case base != nil:
		e.warn(code, summary, patch, path, hint, "null brings the default back, and %s is %s by default.", path, base)
	default:
		e.warn(code, summary, patch, path, hint, "null takes away what is said, and nothing is said of %s.", path)
	}
}
