package load

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cuelang.org/go/cue/token"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// value is a piece of a platform as its author wrote it, with its place: that of
// its key, or of itself in a list. data is nil (null), bool, int64, number, string,
// []*value, object or unknown. A value never changes; patches make new ones around the old.
type value struct {
	pos     token.Pos
	data    any
	partial bool      // an object of which some fields are not known
	record  token.Pos // where it stands in data that was given, if it comes from there
}

// number is a number that is not whole or does not fit in 64 bits, as it was written.
type number string

// unknown is data that could not be computed; what is wrong with it has been said.
type unknown struct{}

// object is a map, sorted by key.
type object []member

// member is one key of an object and what it holds.
type member struct {
	key string
	*value
}

func compareKey(m member, key string) int { return cmp.Compare(m.key, key) }

// get is the value under a key, or nil.
func (o object) get(key string) *value {
	if i, ok := slices.BinarySearchFunc(o, key, compareKey); ok {
		return o[i].value
	}
	return nil
}

// keys are the keys in order.
func (o object) keys() []string {
	out := make([]string, len(o))
	for i, m := range o {
		out[i] = m.key
	}
	return out
}

// get is a member of an object; nil where v is none or has no such key.
func (v *value) get(key string) *value {
	o, _ := v.object()
	return o.get(key)
}

// object is the object that v is, if it is there and one.
func (v *value) object() (object, bool) {
	if v == nil {
		return nil, false
	}
	o, ok := v.data.(object)
	return o, ok
}

// at is the value at a path below v, or nil.
func (v *value) at(p model.Path) *value {
	for _, segment := range p {
		if v == nil {
			return nil
		}
		list, ok := v.data.([]*value)
		if !ok {
			v = v.get(segment)
			continue
		}
		i, err := strconv.Atoi(segment)
		if err != nil || i < 0 || i >= len(list) {
			return nil
		}
		v = list[i]
	}
	return v
}

// origins looks positions up in the tree that the platform was read from.
func (v *value) origins() model.Origins {
	return model.NewOrigins(func(p model.Path) (diag.Pos, bool) {
		found := v.at(p)
		if found == nil || !found.pos.IsValid() {
			return diag.Pos{}, false
		}
		return position(found.pos), true
	})
}

// position is a place in the author's file.
func position(p token.Pos) diag.Pos {
	if !p.IsValid() {
		return diag.Pos{}
	}
	at := p.Position()
	return diag.Pos{File: at.Filename, Line: at.Line, Col: at.Column}
}

// equal reports whether two values say the same, wherever they stand.
func equal(a, b *value) bool {
	switch x := a.data.(type) {
	case object:
		y, ok := b.data.(object)
		return ok && slices.EqualFunc(x, y, func(m, n member) bool { return m.key == n.key && equal(m.value, n.value) })
	case []*value:
		y, ok := b.data.([]*value)
		return ok && slices.EqualFunc(x, y, equal)
	}
	switch b.data.(type) {
	case object, []*value:
		return false
	}
	return a.data == b.data
}

// String is the value in the author's notation, shortened to fit in a sentence.
func (v *value) String() string {
	switch x := v.data.(type) {
	case nil:
		return "null"
	case string:
		return strconv.Quote(clip(x, 60))
	case object:
		if len(x) == 0 {
			return "{}"
		}
		return "{" + clip(strings.Join(x.keys(), ", "), 40) + "}"
	case []*value:
		return fmt.Sprintf("a list of %d", len(x))
	}
	return clip(fmt.Sprint(v.data), 60)
}

// clip shortens a text to n runes.
func clip(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	return string(runes[:n-1]) + "…"
}
