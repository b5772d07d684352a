package load

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// lowerFirst is a sentence as it goes on after a colon.
func lowerFirst(s string) string {
	first, _, _ := strings.Cut(s, " ")
	if first == "" || strings.ToLower(first[1:]) != first[1:] {
		return s // an abbreviation
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// write is a hint that gives the last field of a path a value; an element of a
// list has no name to write.
func write(path model.Path, text string) string {
	if len(path) == 0 {
		return "write platform: " + text
	}
	last := path[len(path)-1]
	if _, err := strconv.Atoi(last); err == nil {
		return "write " + element(text)
	}
	return fmt.Sprintf("write %s: %s", key(last), text)
}

// key is a field's name as it is typed.
func key(name string) string { return model.Label(clip(name, 60)) }

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
func (s *shape) describe(docs string) string {
	switch s.kind {
	case boolean:
		return "true or false"
	case text:
		return "a string"
	case whole:
		if s.min == nil && s.max == nil {
			return "a whole number"
		}
		return "a whole number " + s.bounds(docs)
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
		return "a struct with " + few(s)
	}
	return "anything"
}

// few names the fields of a structure that say most: those that are required, and some more.
func few(s *shape) string {
	names := s.lacking(nil)
	for _, name := range s.fieldNames() {
		if len(names) < 5 && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) < len(s.fields) {
		names = append(names, "…")
	}
	return strings.Join(names, ", ")
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

// bounds says between what a number lies, and in which unit.
func (s *shape) bounds(docs string) string {
	switch in := unitOf(docs).in(); {
	case s.max == nil:
		return fmt.Sprintf("of at least %d%s", *s.min, in)
	case s.min == nil:
		return fmt.Sprintf("of at most %d%s", *s.max, in)
	default:
		return fmt.Sprintf("between %d and %d%s", *s.min, *s.max, in)
	}
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

// constant is how the choice of a text is typed.
func (s *shape) constant(text string) string {
	for _, c := range s.choices {
		if c.kind == constant && fmt.Sprint(c.is) == text {
			return (&value{data: c.is}).String()
		}
	}
	return strconv.Quote(text)
}

// explain is what the schema says of a place: of its definition, or else of the field.
func explain(s *shape, docs string) string {
	if name, rest, ok := strings.Cut(s.doc, " "); ok && strings.HasPrefix(name, "#") {
		first, _, _ := strings.Cut(rest, ". ")
		return "It " + strings.TrimSuffix(first, ".") + "."
	}
	return cmp.Or(docs, "It must match "+s.pattern.source)
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
