package ecs

import (
	"strconv"
	"unicode"
	"unicode/utf8"
)

// A value of a task definition: text, number, boolean, strings, objects or object.
type value interface{ json() }

type (
	// text is a string of literal parts and placeholders.
	text    []part
	number  int
	boolean bool
	list    []value
	object  []field
	field   struct {
		key   string // as the ECS API spells it
		value value
	}
	// part is literal text, or the placeholder of that name.
	part struct{ literal, placeholder string }
)

func (text) json()    {}
func (number) json()  {}
func (boolean) json() {}
func (list) json()    {}
func (object) json()  {}

// literal is text with no placeholder.
func literal(s string) text { return text{{literal: s}} }

func literals(values []string) list {
	l := make(list, len(values))
	for i, v := range values {
		l[i] = literal(v)
	}
	return l
}

// set is an object with a field more.
func (o object) set(key string, v value) object { return append(o, field{key, v}) }

// lineWidth is the columns that an object or list of plain values may take on one line.
const lineWidth = 120

// appendValue appends v, whose first column is col, in lines indented by indent.
func appendValue(buf []byte, v value, indent, col int) []byte {
	if plain(v) {
		start := len(buf)
		buf = appendInline(buf, v)
		if col+utf8.RuneCount(buf[start:]) <= lineWidth || !composed(v) {
			return buf
		}
		buf = buf[:start]
	}
	switch v := v.(type) {
	case list:
		return appendLines(buf, '[', ']', len(v), indent, func(buf []byte, i int) []byte {
			return appendValue(buf, v[i], indent+1, 2*(indent+1))
		})
	case object:
		return appendLines(buf, '{', '}', len(v), indent, func(buf []byte, i int) []byte {
			start := len(buf)
			buf = appendText(buf, literal(v[i].key))
			buf = append(buf, ": "...)
			return appendValue(buf, v[i].value, indent+1, 2*(indent+1)+len(buf)-start)
		})
	}
	return appendInline(buf, v)
}

func appendLines(buf []byte, open, closing byte, n, indent int, element func([]byte, int) []byte) []byte {
	buf = append(buf, open, '\n')
	for i := range n {
		buf = appendIndent(buf, indent+1)
		buf = element(buf, i)
		if i < n-1 {
			buf = append(buf, ',')
		}
		buf = append(buf, '\n')
	}
	buf = appendIndent(buf, indent)
	return append(buf, closing)
}

func appendIndent(buf []byte, indent int) []byte {
	for range indent {
		buf = append(buf, ' ', ' ')
	}
	return buf
}

// plain reports whether nothing in v is made of others.
func plain(v value) bool {
	switch v := v.(type) {
	case list:
		for _, e := range v {
			if composed(e) {
				return false
			}
		}
	case object:
		for _, f := range v {
			if composed(f.value) {
				return false
			}
		}
	}
	return true
}

func composed(v value) bool {
	switch v.(type) {
	case list, object:
		return true
	}
	return false
}

func appendInline(buf []byte, v value) []byte {
	switch v := v.(type) {
	case text:
		return appendText(buf, v)
	case number:
		return strconv.AppendInt(buf, int64(v), 10)
	case boolean:
		return strconv.AppendBool(buf, bool(v))
	case list:
		buf = append(buf, '[')
		for i, e := range v {
			if i > 0 {
				buf = append(buf, ", "...)
			}
			buf = appendInline(buf, e)
		}
		return append(buf, ']')
	case object:
		buf = append(buf, '{')
		for i, f := range v {
			if i > 0 {
				buf = append(buf, ',')
			}
			buf = append(buf, ' ')
			buf = appendText(buf, literal(f.key))
			buf = append(buf, ": "...)
			buf = appendInline(buf, f.value)
		}
		return append(buf, " }"...)
	}
	return buf
}

// appendText appends a JSON string in which ${NAME} stands for placeholders only.
func appendText(buf []byte, t text) []byte {
	buf = append(buf, '"')
	for i, p := range t {
		if p.placeholder != "" {
			buf = append(buf, "${"+p.placeholder+"}"...)
			continue
		}
		next := byte(0) // what follows the literal
		if i+1 < len(t) && t[i+1].placeholder != "" {
			next = '$'
		}
		buf = appendEscaped(buf, p.literal, next)
	}
	return append(buf, '"')
}

// appendEscaped appends s as it stands in a JSON string. A "$" or "%" that could
// begin a placeholder is written as JSON's own escape, so that the text is safe from
// Terraform and from whatever else fills placeholders in. Bytes that are not UTF-8
// become U+FFFD.
func appendEscaped(buf []byte, s string, next byte) []byte {
	for i, r := range s {
		after := next
		if end := i + utf8.RuneLen(r); end < len(s) {
			after = s[end]
		}
		switch {
		case r == '"' || r == '\\':
			buf = append(buf, '\\', byte(r))
		case r == '\n':
			buf = append(buf, `\n`...)
		case r == '\r':
			buf = append(buf, `\r`...)
		case r == '\t':
			buf = append(buf, `\t`...)
		case (r == '$' || r == '%') && (after == '{' || after == '$' || after == '%'):
			buf = appendUnicode(buf, r)
		case r == utf8.RuneError || !unicode.IsPrint(r):
			buf = appendUnicode(buf, r)
		default:
			buf = utf8.AppendRune(buf, r)
		}
	}
	return buf
}

// appendUnicode appends the escape of a rune, in two halves above U+FFFF.
func appendUnicode(buf []byte, r rune) []byte {
	if r > 0xffff {
		r -= 0x10000
		buf = appendUnicode(buf, 0xd800+r>>10)
		return appendUnicode(buf, 0xdc00+r&0x3ff)
	}
	const hex = "0123456789abcdef"
	return append(buf, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}
