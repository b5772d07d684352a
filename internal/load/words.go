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
		return "write " + text
	}
	return fmt.Sprintf("write %s: %s", key(last), text)
}

// formHint is a value that has the form asked for, or the form itself.
func formHint(s *shape, got string, quote func(string) string) string {
	for _, better := range []string{slug(got), strings.ReplaceAll(got, "-", "_")} {
		if len(better) <= 100 && s.pattern.matches(better) {
			return "write " + quote(better)
		}
	}
	return "what fits matches " + s.pattern.source
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
		return "a struct with " + few(s)
	}
	return "anything"
}

// few names the fields of a structure that say most: those that are required, and some more.
func few(s *shape) string {
	names := s.requiredFields()
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
	case structure:
		if len(s.requiredFields()) == 0 {
			return "{}"
		}
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
func typeHint(v *value, s *shape, path model.Path) string {
	switch got := v.data.(type) {
	case nil:
		if len(path) > 0 {
			return fmt.Sprintf("leave %s out", key(path[len(path)-1]))
		}
	case string:
		if text, ok := fromString(got, s); ok {
			return write(path, text)
		}
	case int64, number:
		if s.kind == text {
			return write(path, fmt.Sprintf("\"%v\"", got))
		}
	case []*value:
		if s.kind == mapping && len(got) == 1 {
			if name, ok := got[0].data.(string); ok {
				return write(path, fmt.Sprintf("{%s: %s}", key(name), s.values.example()))
			}
		}
	}
	return write(path, s.example())
}

// fromString is what was meant by a string where something else is wanted.
func fromString(got string, s *shape) (string, bool) {
	switch s.kind {
	case whole:
		_, err := strconv.ParseInt(got, 10, 64)
		return got, err == nil
	case boolean:
		return got, got == "true" || got == "false"
	case list:
		return fmt.Sprintf("[%q]", clip(got, 60)), true
	case structure:
		for _, f := range s.fields {
			if f.kind == text && f.pattern != nil && f.pattern.matches(got) {
				return fmt.Sprintf("{%s: %q}", f.name, clip(got, 60)), true
			}
		}
	}
	return "", false
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
