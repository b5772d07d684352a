package load

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// typeHint is how the value would be typed, where that can be told.
func typeHint(v *value, s *shape, path model.Path, docs string) string {
	switch got := v.data.(type) {
	case nil:
		if len(path) > 0 {
			return fmt.Sprintf("leave %s out", key(path[len(path)-1]))
		}
	case string:
		if text, ok := s.fromText(got, docs); ok {
			return write(path, text)
		}
	case bool:
		if word, ok := s.fromText(strconv.FormatBool(got), docs); ok && s.kind == text {
			return write(path, word)
		}
	case int64, number:
		if text, ok := s.fromNumber(fmt.Sprint(got), docs); ok {
			return write(path, text)
		}
	case []*value:
		if text, ok := s.fromList(got); ok {
			return write(path, text)
		}
	}
	if s.kind == whole && s.min != nil && *s.min == 0 {
		return "write a whole number " + s.bounds(docs)
	}
	return write(path, s.example(docs))
}

// fromNumber is what was meant by a number where something else is wanted.
func (s *shape) fromNumber(got, docs string) (string, bool) {
	switch s.kind {
	case text:
		return strconv.Quote(got), true
	case boolean:
		word, ok := truths[got]
		return word, ok
	case whole, choice:
		n, ok := unitOf(docs).whole(got, s.fits)
		if up, err := strconv.ParseFloat(got, 64); !ok && s.kind == whole && err == nil && up > 0 {
			n = int64(math.Ceil(min(up, math.MaxInt32)))
			ok = float64(n) != up && s.fits(n)
		}
		return strconv.FormatInt(n, 10), ok
	}
	return "", false
}

// fits reports whether a whole number is one that the shape takes.
func (s *shape) fits(n int64) bool {
	switch s.kind {
	case whole:
		return (s.min == nil || n >= *s.min) && (s.max == nil || n <= *s.max)
	case constant:
		return s.is == n
	case choice:
		return slices.ContainsFunc(s.choices, func(c *shape) bool { return c.fits(n) })
	}
	return false
}

// fromText is what was meant by a string where something else is wanted.
func (s *shape) fromText(got, docs string) (string, bool) {
	quoted := strconv.Quote(clip(got, 60))
	switch s.kind {
	case text:
		return quoted, s.pattern == nil || s.pattern.matches(got)
	case whole, choice:
		n, ok := unitOf(docs).whole(got, s.fits)
		return strconv.FormatInt(n, 10), ok
	case boolean:
		word, ok := truths[strings.ToLower(got)]
		return word, ok
	case list:
		if s.others == nil {
			return "", false
		}
		text, ok := s.others.fromText(got, "")
		return "[" + element(text) + "]", ok
	case mapping:
		return s.fromNames([]string{got})
	case structure:
		return s.structFrom(got)
	}
	return "", false
}

// structFrom is a struct whose most telling field is a text.
func (s *shape) structFrom(got string) (string, bool) {
	var fields []string
	for _, f := range s.fields {
		switch {
		case !f.required:
			continue
		case len(fields) > 0:
			fields = append(fields, f.name+": "+f.example(f.doc))
			continue
		}
		text, ok := f.fromText(got, f.doc)
		if !ok {
			return "", false
		}
		fields = append(fields, f.name+": "+text)
	}
	for _, f := range s.fields {
		if len(fields) == 0 && f.kind == text && f.pattern != nil && f.pattern.matches(got) {
			fields = append(fields, fmt.Sprintf("%s: %q", f.name, clip(got, 60)))
		}
	}
	return oneOrBraces(fields), len(fields) > 0
}

// fromList is what was meant by a list of texts where a map is wanted: they are its names.
func (s *shape) fromList(got []*value) (string, bool) {
	var names []string
	for _, v := range got {
		name, ok := v.data.(string)
		if !ok || s.kind != mapping {
			return "", false
		}
		names = append(names, name)
	}
	return s.fromNames(names)
}

// fromNames is a map with these names, or of NAME=value pairs.
func (s *shape) fromNames(names []string) (string, bool) {
	var fields []string
	for _, name := range names {
		then := s.values.example("")
		if before, after, pair := strings.Cut(name, "="); pair && s.values.kind == text {
			name, then = before, strconv.Quote(after)
		}
		if s.keys.pattern != nil && !s.keys.pattern.matches(name) {
			return "", false
		}
		fields = append(fields, model.Label(name)+": "+then)
	}
	text := oneOrBraces(fields)
	return text, len(names) > 0 && len(text) <= 200
}

// truths are words for true and false, in small letters.
var truths = map[string]string{
	"true": "true", "yes": "true", "y": "true", "on": "true", "1": "true",
	"false": "false", "no": "false", "n": "false", "off": "false", "0": "false",
}
