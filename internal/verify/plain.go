package verify

import (
	"slices"
	"strings"
	"unicode/utf8"

	"groundplan.internal/internal/diag"
)

// plain reads a file of the plainest HCL, as nearly all that is emitted is: blocks and
// arguments a line each, whole numbers, texts with values in them, references without
// indexes, calls, lists and objects. It says the same as Terraform's parser at a tenth of
// the cost, and knows nothing else: whatever is written in another way, or wrong, makes it
// give up, and the parser reads the file. A test holds both to the same.
type plain struct {
	file  string
	text  string
	at    int // the next byte
	line  int // counted from 1
	start int // of the line
}

// plainBlocks are the blocks of a file; false where it is not plain.
func plainBlocks(file string, data []byte) (out []topBlock, ok bool) {
	p := &plain{file: file, text: string(data), line: 1}
	for p.gap(); p.at < len(p.text); p.gap() {
		b := topBlock{pos: p.pos()}
		if b.kind, ok = p.name(); !ok {
			return nil, false
		}
		if b.labels, b.body, ok = p.block(); !ok {
			return nil, false
		}
		out = append(out, b)
	}
	return out, true
}

// block reads the labels and the body of a block.
func (p *plain) block() (labels []string, out body, ok bool) {
	for p.spaces(); p.next() == '"'; p.spaces() {
		label, ok := p.quoted()
		if !ok || label.kind != literal {
			return nil, body{}, false
		}
		labels = append(labels, label.text)
	}
	if !p.take('{') || p.next() != '}' && !p.newline() {
		return nil, body{}, false
	}
	for p.gap(); !p.take('}'); p.gap() {
		if !p.item(&out) {
			return nil, body{}, false
		}
	}
	return labels, out, p.newline()
}

// item reads an argument or a nested block.
func (p *plain) item(out *body) bool {
	pos := p.pos()
	name, ok := p.name()
	if !ok {
		return false
	}
	p.spaces()
	if !p.take('=') {
		_, inner, ok := p.block()
		out.blocks = append(out.blocks, nested{name, inner, pos})
		return ok
	}
	p.spaces()
	value, ok := p.expression()
	if _, twice := out.get(name); twice || !ok {
		return false
	}
	out.attributes = append(out.attributes, attribute{name, value, pos})
	return p.newline()
}

// expression reads what stands for a value. What follows it is the caller's to mind, so
// that an operator is never overlooked.
func (p *plain) expression() (expression, bool) {
	switch c := p.next(); {
	case c == '"':
		return p.quoted()
	case c == '[':
		parts, ok := p.sequence(']')
		return expression{kind: list, parts: parts}, ok
	case c == '{':
		return p.object()
	case isDigit(c):
		return p.number()
	}
	return p.reference()
}

// number reads a whole number.
func (p *plain) number() (expression, bool) {
	from := p.at
	for isDigit(p.next()) {
		p.at++
	}
	digits := p.text[from:p.at]
	return expression{kind: literal, text: digits}, len(digits) < 16 && (digits == "0" || digits[0] != '0')
}

// reference reads names joined by dots, a word of the language, or a call.
func (p *plain) reference() (expression, bool) {
	from := p.at
	first, ok := p.name()
	if !ok || first == "for" {
		return expression{}, false
	}
	if p.next() == '(' {
		parts, ok := p.sequence(')')
		return expression{kind: call, text: first, parts: parts}, ok
	}
	names := 1
	for ; p.take('.'); names++ {
		if _, ok := p.name(); !ok {
			return expression{}, false
		}
	}
	if first == "true" || first == "false" || first == "null" {
		return expression{kind: literal, text: first}, names == 1
	}
	return expression{kind: ref, text: p.text[from:p.at]}, true
}

// sequence reads expressions between brackets, over as many lines as there are.
func (p *plain) sequence(end byte) ([]expression, bool) {
	parts := []expression{}
	p.at++
	for p.gap(); !p.take(end); p.gap() {
		part, ok := p.expression()
		if !ok {
			return nil, false
		}
		parts = append(parts, part)
		if p.gap(); !p.take(',') && p.next() != end {
			return nil, false
		}
	}
	return parts, true
}

// object reads keys and values, each on its line or followed by a comma.
func (p *plain) object() (expression, bool) {
	out := expression{kind: object}
	p.at++
	for p.gap(); !p.take('}'); p.gap() {
		key, ok := p.key()
		if !ok || key == "for" {
			return expression{}, false
		}
		p.spaces()
		if !p.take('=') {
			return expression{}, false
		}
		p.spaces()
		value, ok := p.expression()
		if !ok {
			return expression{}, false
		}
		out.keys, out.parts = append(out.keys, key), append(out.parts, value)
		if p.spaces(); p.next() != '}' && !p.take(',') && !p.newline() {
			return expression{}, false
		}
	}
	return out, true
}

// key is a name or a text.
func (p *plain) key() (string, bool) {
	if p.next() != '"' {
		return p.name()
	}
	key, ok := p.quoted()
	return key.text, ok && key.kind == literal
}

// escapes are what stands behind a backslash.
var escapes = map[byte]string{'n': "\n", 't': "\t", '"': `"`, '\\': `\`}

// quoted reads a text, with values in it or without.
func (p *plain) quoted() (expression, bool) {
	var parts []expression
	text := ""
	flush := func() {
		if text != "" {
			parts = append(parts, expression{kind: literal, text: text})
			text = ""
		}
	}
	p.at++
	for {
		from := p.at
		for plainByte(p.next()) {
			p.at++
		}
		text += p.text[from:p.at]
		switch {
		case p.take('"'):
			flush()
			return joined(parts), true
		case p.take('\\'):
			escaped, ok := escapes[p.next()]
			if !ok {
				return expression{}, false
			}
			text += escaped
			p.at++
		case strings.HasPrefix(p.text[p.at:], "${"):
			flush()
			p.at += len("${")
			value, ok := p.expression()
			if !ok || value.kind == literal || !p.take('}') {
				return expression{}, false
			}
			parts = append(parts, value)
		default:
			return expression{}, false
		}
	}
}

// plainByte reports whether a byte stands for itself in a text.
func plainByte(c byte) bool {
	return ' ' <= c && c <= '~' && c != '"' && c != '\\' && c != '$' && c != '%'
}

// name reads an identifier.
func (p *plain) name() (string, bool) {
	from := p.at
	for c := p.next(); isLetter(c) || p.at > from && (isDigit(c) || c == '-'); c = p.next() {
		p.at++
	}
	return p.text[from:p.at], p.at > from
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// next is the next byte, 0 at the end.
func (p *plain) next() byte {
	if p.at < len(p.text) {
		return p.text[p.at]
	}
	return 0
}

// take goes past a byte, if that is next.
func (p *plain) take(c byte) bool {
	if p.next() != c {
		return false
	}
	p.at++
	return true
}

func (p *plain) spaces() {
	for p.next() == ' ' {
		p.at++
	}
}

func (p *plain) newline() bool {
	if !p.take('\n') {
		return false
	}
	p.line, p.start = p.line+1, p.at
	return true
}

// gap goes past spaces, empty lines and comments.
func (p *plain) gap() {
	for p.spaces(); p.newline() || p.comment(); p.spaces() {
	}
}

// comment goes past a comment up to the end of its line.
func (p *plain) comment() bool {
	if p.next() != '#' {
		return false
	}
	length := strings.IndexByte(p.text[p.at:], '\n')
	if length < 0 {
		return false
	}
	text := p.text[p.at : p.at+length]
	if !utf8.ValidString(text) || slices.ContainsFunc([]byte(text), func(c byte) bool { return c < ' ' }) {
		return false
	}
	p.at += length
	return true
}

func (p *plain) pos() diag.Pos {
	return diag.Pos{File: p.file, Line: p.line, Col: p.at - p.start + 1}
}
