package model

import (
	"strconv"
	"strings"

	"groundplan.internal/internal/diag"
)

// Path names a value in the author's words: "services", "web", "port". List
// elements are named by their index from 0.
type Path []string

// At is a path from its segments.
func At(segments ...string) Path { return segments }

// Then is a longer path; p is not changed.
func (p Path) Then(segments ...string) Path {
	return append(p[:len(p):len(p)], segments...)
}

// Label is a name as CUE takes it before a colon: quoted where it is no identifier.
func Label(name string) string {
	plain := name != "" && (name[0] < '0' || name[0] > '9') && !strings.ContainsFunc(name, func(r rune) bool {
		return !(r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
	})
	if plain {
		return name
	}
	return strconv.Quote(name)
}

// Typed is the path as one types it before a value: services: "web-1": port.
func (p Path) Typed() string {
	labels := make([]string, len(p))
	for i, s := range p {
		labels[i] = Label(s)
	}
	return strings.Join(labels, ": ")
}

// String joins the segments for a sentence: services.web.port, quoted where one is no identifier.
func (p Path) String() string {
	var b strings.Builder
	for i, s := range p {
		if i > 0 {
			b.WriteByte('.')
		}
		if strings.ContainsFunc(s, func(r rune) bool {
			return !(r == '_' || r == '$' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
		}) {
			s = strconv.Quote(s)
		}
		b.WriteString(s)
	}
	return b.String()
}

// Origins tells where the author wrote a value. The index is made by load: an
// environment's own lines stand before those of the platform.
type Origins struct {
	lookup  func(Path) (diag.Pos, bool)
	removed map[string]diag.Pos
}

// NewOrigins wraps an exact look-up of paths. The function must be safe to call
// for as long as the platform lives, and give the same answer each time.
func NewOrigins(lookup func(Path) (diag.Pos, bool)) Origins { return Origins{lookup: lookup} }

// WithRemoved is o with the places, by path, where an environment took something
// away. The map belongs to the result.
func (o Origins) WithRemoved(removed map[string]diag.Pos) Origins {
	o.removed = removed
	return o
}

// Removed is where the environment took away what the platform says at a path.
func (o Origins) Removed(p Path) (diag.Pos, bool) {
	pos, ok := o.removed[p.String()]
	return pos, ok
}

// RemovedIn reports whether the environment took any node of a family away.
func (o Origins) RemovedIn(family string) bool {
	for path := range o.removed {
		if strings.HasPrefix(path, family+".") {
			return true
		}
	}
	return false
}

// At is where the value at a path was written, or its nearest ancestor that was.
func (o Origins) At(p Path) diag.Pos {
	if o.lookup == nil {
		return diag.Pos{}
	}
	for ; ; p = p[:len(p)-1] {
		if pos, ok := o.lookup(p); ok || len(p) == 0 {
			return pos
		}
	}
}
