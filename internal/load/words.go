package load

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/agext/levenshtein"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// add reports one finding about the value at a path.
func (j *judge) add(code, summary string, v *value, path model.Path, hint, format string, args ...any) {
	j.found = append(j.found, diag.Diagnostic{
		Code: code, Pos: position(v.pos), Path: slices.Concat(j.prefix, path).String(),
		Summary: summary, Detail: fmt.Sprintf(format, args...), Hint: hint,
	})
}

func (j *judge) wrongType(v *value, s *shape, path model.Path) {
	j.add("schema-type", "wrong type", v, path, typeHint(v, s, last(path)),
		"%s is %s; it must be %s.", subject(path), withType(v), s.describe())
}

func (j *judge) outOfRange(v *value, s *shape, path model.Path) {
	j.add("schema-range", "value out of range", v, path, "write a number "+s.bounds(),
		"%s is %s; it must be %s.", subject(path), v, s.bounds())
}

func (j *judge) wrongForm(v *value, s *shape, path model.Path, docs string) {
	got := v.data.(string)
	hint := "what fits matches " + s.pattern.source
	if better := slug(got); s.pattern.matches(better) {
		hint = fmt.Sprintf("write %q", better)
	}
	j.add("schema-pattern", "value of the wrong form", v, path, hint,
		"%s is %s, which does not have the form that it needs. %s", subject(path), v, explain(s, docs))
}

func (j *judge) wrongName(m member, s *shape, path model.Path) {
	hint := "what fits matches " + s.keys.pattern.source
	if better := slug(m.key); s.keys.pattern.matches(better) {
		hint = fmt.Sprintf("write %s", model.At(better))
	}
	j.add("schema-name", "name of the wrong form", m.value, path, hint,
		"%s cannot be a name in %s. %s", strconv.Quote(clip(m.key, 60)), subject(path[:len(path)-1]), explain(s.keys, s.doc))
}

func (j *judge) wrongChoice(v *value, s *shape, path model.Path) {
	says := s.message
	if says == "" {
		says = "it must be " + s.describe()
	}
	hint := ""
	if best := nearest(fmt.Sprint(v.data), s.constants()); best != "" {
		hint = fmt.Sprintf("write %s: %q", key(last(path)), best)
	}
	j.add("schema-enum", "not one of the choices", v, path, hint, "%s is %s; %s.", subject(path), v, says)
}

func (j *judge) tooShort(v *value, s *shape, path model.Path, docs string) {
	j.add("schema-missing", "missing field", v, path, "",
		"%s needs at least %d elements and has %d. %s", subject(path), len(s.items), len(v.data.([]*value)), docs)
}

// missing reports a required field that is not there: where the struct begins, or
// where an environment took it away.
func (j *judge) missing(v *value, f field, path model.Path) {
	at := path.Then(f.name)
	j.add("schema-missing", "missing field", v, at, fmt.Sprintf("add %s: %s", key(f.name), f.example()),
		"%s has no %s. %s", subject(path), key(f.name), f.doc)
	if pos, ok := j.removed[at.String()]; ok {
		last := &j.found[len(j.found)-1]
		last.Pos = pos
		last.Detail = fmt.Sprintf("null takes %s away from %s, which cannot be without it. %s", key(f.name), subject(path), f.doc)
		last.Hint = "take this line out"
	}
}

// unknownField reports a key that the structure does not have, and returns the
// field that was probably meant, or "".
func (j *judge) unknownField(m member, s *shape, path model.Path, beside object) string {
	var free []string
	for _, name := range s.fieldNames() {
		if beside.get(name) == nil {
			free = append(free, name)
		}
	}
	meant := nearest(m.key, free)
	hint := "there is " + strings.Join(s.fieldNames(), ", ")
	if meant != "" {
		hint = fmt.Sprintf("did you mean %s?", meant)
	}
	j.add("schema-unknown-field", "unknown field", m.value, path.Then(m.key), hint,
		"%s has no field %s.", upperFirst(subject(path)), key(m.key))
	return meant
}

// subject names a value at the beginning of a sentence or inside one.
func subject(path model.Path) string {
	if len(path) == 0 {
		return "the platform"
	}
	return path.String()
}

func upperFirst(s string) string {
	if s == "the platform" {
		return "The platform"
	}
	return s
}

func last(path model.Path) string {
	if len(path) == 0 {
		return "platform"
	}
	return path[len(path)-1]
}

// key is a field's name as it is typed.
func key(name string) string { return model.At(clip(name, 60)).String() }

// withType is a value and its type: "80", a string.
func withType(v *value) string {
	switch v.data.(type) {
	case nil:
		return "null"
	case bool:
		return v.String()
	case string:
		return v.String() + ", a string"
	case int64:
		return v.String() + ", a whole number"
	case number:
		return v.String() + ", no whole number"
	case object:
		return v.String() + ", a struct"
	}
	return v.String()
}

// describe says what fits, as the end of "it must be …".
func (s *shape) describe() string {
	switch s.kind {
	case boolean:
		return "true or false"
	case text:
		return "a string"
	case whole:
		if s.min == nil && s.max == nil {
			return "a whole number"
		}
		return "a whole number " + s.bounds()
	case constant:
		return (&value{data: s.is}).String()
	case choice:
		return "one of " + strings.Join(s.constants(), ", ")
	case list:
		of := s.others
		if of == nil {
			of = s.items[0]
		}
		return "a list of " + of.plural()
	case mapping:
		return "a map of " + s.values.plural() + " by name"
	case structure:
		return "a struct with " + strings.Join(s.fieldNames(), ", ")
	}
	return "anything"
}

// plural says what several of a shape are.
func (s *shape) plural() string {
	switch s.kind {
	case text, choice:
		return "strings"
	case whole:
		return "whole numbers"
	}
	return "structs"
}

// bounds says between what a number lies.
func (s *shape) bounds() string {
	switch {
	case s.max == nil:
		return fmt.Sprintf("of at least %d", *s.min)
	case s.min == nil:
		return fmt.Sprintf("of at most %d", *s.max)
	}
	return fmt.Sprintf("between %d and %d", *s.min, *s.max)
}

// example is something to type for a field of the shape.
func (s *shape) example() string {
	switch s.kind {
	case text:
		return `"…"`
	case whole:
		if s.min != nil {
			return strconv.FormatInt(*s.min, 10)
		}
	case choice:
		if all := s.constants(); len(all) > 0 {
			return strconv.Quote(all[0])
		}
	case list:
		return "[…]"
	case boolean:
		return "true"
	}
	return "{…}"
}

// constants are the texts among the choices.
func (s *shape) constants() (out []string) {
	for _, c := range s.choices {
		if c.kind == constant {
			out = append(out, fmt.Sprint(c.is))
		}
	}
	return out
}

// typeHint is how the value would be typed, where that can be told.
func typeHint(v *value, s *shape, name string) string {
	switch got := v.data.(type) {
	case nil:
		return fmt.Sprintf("leave %s out", key(name))
	case string:
		if _, err := strconv.ParseInt(got, 10, 64); err == nil && s.kind == whole {
			return fmt.Sprintf("write %s: %s", key(name), got)
		}
		if s.kind == boolean && (got == "true" || got == "false") {
			return fmt.Sprintf("write %s: %s", key(name), got)
		}
		if s.kind == list {
			return fmt.Sprintf("write %s: [%s]", key(name), v)
		}
	case int64, number:
		if s.kind == text {
			return fmt.Sprintf("write %s: \"%v\"", key(name), got)
		}
	}
	return fmt.Sprintf("write %s: %s", key(name), s.example())
}

// explain is what the schema says of a place: of the field, or of the definition.
func explain(s *shape, docs string) string {
	if strings.HasPrefix(s.doc, "#") {
		_, docs, _ = strings.Cut(s.doc, " ")
		return "It " + docs
	}
	return docs
}

// slug is a text as a name would be written.
func slug(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		} else {
			b.WriteByte('-')
		}
	}
	return strings.Join(strings.FieldsFunc(b.String(), func(r rune) bool { return r == '-' }), "-")
}

// nearest is the known name that was probably meant, or "".
func nearest(name string, known []string) string {
	best, least := "", max(2, len(name)/3)+1
	lower := strings.ToLower(clip(name, 60))
	for _, k := range known {
		if d := levenshtein.Distance(lower, strings.ToLower(k), nil); d < least && d < len(k) {
			best, least = k, d
		}
	}
	return best
}
