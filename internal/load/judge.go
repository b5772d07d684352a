package load

import (
	"cmp"
	"slices"
	"strconv"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// judge holds values against their shapes and collects what does not fit, each
// finding at the author's own line.
type judge struct {
	prefix model.Path // of an environment, before the paths of what it patches
	// removed are places where an environment's null took something away, by path.
	removed map[string]diag.Pos
	found   diag.List
}

// value holds v against s. docs is what the schema says of the place.
func (j *judge) value(v *value, s *shape, path model.Path, docs string) {
	if v.data == (unknown{}) {
		return
	}
	switch s.kind {
	case anything:
	case boolean:
		if _, ok := v.data.(bool); !ok {
			j.wrongType(v, s, path, docs)
		}
	case text:
		j.text(v, s, path, docs)
	case whole:
		j.whole(v, s, path, docs)
	case constant, choice:
		if !s.accepts(v) {
			j.wrongChoice(v, s, path, docs)
		}
	case list:
		j.list(v, s, path, docs)
	case mapping:
		j.mapping(v, s, path, docs)
	case structure:
		j.structure(v, s, path, docs)
	}
}

// accepts reports whether a value fits a shape at all.
func (s *shape) accepts(v *value) bool {
	switch s.kind {
	case constant:
		return v.data == s.is
	case choice:
		return slices.ContainsFunc(s.choices, func(c *shape) bool { return c.accepts(v) })
	}
	var trial judge
	trial.value(v, s, nil, "")
	return len(trial.found) == 0
}

func (j *judge) text(v *value, s *shape, path model.Path, docs string) {
	got, ok := v.data.(string)
	switch {
	case !ok:
		j.wrongType(v, s, path, docs)
	case s.pattern != nil && !s.pattern.matches(got):
		j.wrongForm(v, s, path, docs)
	}
}

func (j *judge) whole(v *value, s *shape, path model.Path, docs string) {
	got, ok := v.data.(int64)
	switch {
	case !ok:
		j.wrongType(v, s, path, docs)
	case !s.fits(got):
		j.outOfRange(v, s, path, docs)
	}
}

func (j *judge) list(v *value, s *shape, path model.Path, docs string) {
	got, ok := v.data.([]*value)
	if !ok {
		j.wrongType(v, s, path, docs)
		return
	}
	if len(got) < len(s.items) {
		j.tooShort(v, s, path, docs)
	}
	for i, item := range got {
		of := s.others
		if i < len(s.items) {
			of = s.items[i]
		}
		j.value(item, of, path.Then(strconv.Itoa(i)), docs)
	}
}

func (j *judge) mapping(v *value, s *shape, path model.Path, docs string) {
	got, ok := v.data.(object)
	if !ok {
		j.wrongType(v, s, path, docs)
		return
	}
	for _, m := range got {
		at := path.Then(m.key)
		if s.keys.pattern != nil && !s.keys.pattern.matches(m.key) {
			j.wrongName(m, s, at)
		}
		j.value(m.value, s.values, at, s.values.doc)
		if m.data == nil && s.values.kind == structure { // in YAML, a name with nothing below it
			j.found[len(j.found)-1].Hint = write(at, s.values.smallest())
		}
	}
}

func (j *judge) structure(v *value, s *shape, path model.Path, docs string) {
	got, ok := v.data.(object)
	if !ok {
		j.wrongType(v, s, path, docs)
		return
	}
	meant, known := map[string]bool{}, len(got) == 0 // fields that an unknown one was probably meant to be
	for _, m := range got {
		f := s.field(m.key)
		known = known || f != nil
		if f == nil {
			meant[j.unknownField(m, s, path, got)] = true
			continue
		}
		j.value(m.value, f.shape, path.Then(m.key), byMetric(cmp.Or(f.doc, f.shape.doc), got))
	}
	for _, f := range s.fields {
		if f.required && known && !v.partial && got.get(f.name) == nil && !meant[f.name] {
			j.missing(v, f, path)
		}
	}
}
