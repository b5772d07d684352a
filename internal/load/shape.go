package load

import (
	"regexp"
	"strings"
	"sync"
)

// shape is what the schema asks of a value: one node of the compiled language.
type shape struct {
	doc  string // the doc comment of the definition that it is
	kind kind

	min, max *int64   // whole: bounds
	pattern  *pattern // text: what it must match
	is       any      // constant: the data

	fields []field // structure: in the order of the schema
	keys   *shape  // mapping: what keys look like
	values *shape  // mapping: what stands under them

	items  []*shape // list: elements that must be there
	others *shape   // list: all further ones; nil where there are none

	choices []*shape // choice: the alternatives
	message string   // choice: what to say where none fits
}

// kind is the sort of data that a shape takes.
type kind int

const (
	anything kind = iota
	boolean
	text
	whole     // a whole number
	constant  // one value
	choice    // any of several shapes
	list      // elements of one shape, the first ones perhaps of others
	mapping   // keys of one form, values of one shape
	structure // closed: its own fields only
)

// field is one field of a structure.
type field struct {
	name     string
	required bool
	doc      string
	*shape
}

// field is the field of a name, or nil.
func (s *shape) field(name string) *field {
	for i := range s.fields {
		if s.fields[i].name == name {
			return &s.fields[i]
		}
	}
	return nil
}

// fieldNames are the names of a structure's fields in the order of the schema.
func (s *shape) fieldNames() []string {
	out := make([]string, len(s.fields))
	for i, f := range s.fields {
		out[i] = f.name
	}
	return out
}

// pattern is a regular expression, compiled when it is first needed: most
// platforms need few of them.
type pattern struct {
	source   string
	compiled func() *regexp.Regexp
}

func newPattern(source string) *pattern {
	return &pattern{source, sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(source) })}
}

// words are the plain words that a pattern begins with the choice of.
func (p *pattern) words() (out []string) {
	choice, _ := strings.CutPrefix(p.source, "^(")
	for {
		word, rest, more := strings.Cut(choice, "|")
		if !more || !plainWord.MatchString(word) {
			return out
		}
		out, choice = append(out, word), rest
	}
}

var plainWord = regexp.MustCompile(`^[a-z0-9]+$`)

func (p *pattern) matches(s string) bool { return p.compiled().MatchString(s) }
