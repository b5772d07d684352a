package tf

import (
	"fmt"
	"math"
	"path"
	"strconv"
	"unicode/utf8"
)

// lineWidth is the columns that a list may take to stay on one line.
const lineWidth = 100

// Print is the text of a file: the header as a comment, then the blocks.
// References print as they are; Link is what replaces those to other stacks.
func Print(header string, blocks []*Block) []byte {
	var p printer
	return p.file(header, blocks)
}

// printer writes canonical text as it goes. terraform fmt aligns the equals
// signs of consecutive lines that hold a whole argument, and indents by one step
// for each line that opens more brackets than it closes; hclwrite/format.go is
// the definition.
type printer struct {
	buf   []byte
	links map[Expr]Expr // what stands for a Ref or Use in the stack being printed
	top   string        // from the directory being printed to the top: ../..
}

func (p *printer) file(header string, blocks []*Block) []byte {
	p.buf = nil
	if header != "" {
		p.buf = appendComment(p.buf, header, 0)
	}
	for _, b := range blocks {
		if len(p.buf) > 0 {
			p.buf = append(p.buf, '\n')
		}
		p.block(b, 0)
	}
	return p.buf
}

func (p *printer) block(b *Block, indent int) {
	if b.Comment != "" {
		p.buf = appendComment(p.buf, b.Comment, indent)
	}
	p.buf = appendIndent(p.buf, indent)
	p.word(b.Type)
	for _, label := range b.Labels {
		p.buf = append(p.buf, ' ')
		p.buf = appendQuoted(p.buf, label)
	}
	p.buf = append(p.buf, " {"...)
	open := len(p.buf)
	p.buf = append(p.buf, '\n')
	p.body(b.Body, indent+1)
	if len(p.buf) == open+1 {
		p.buf = append(p.buf[:open], "}\n"...)
		return
	}
	p.buf = appendIndent(p.buf, indent)
	p.buf = append(p.buf, "}\n"...)
}

func (p *printer) body(items []Item, indent int) {
	start, gap := len(p.buf), false
	var before Item
	for i := 0; i < len(items); {
		if _, ok := items[i].(Gap); ok {
			gap, i = true, i+1
			continue
		}
		if len(p.buf) > start && (gap || apart(before, items[i:])) {
			p.buf = append(p.buf, '\n')
		}
		n := p.item(items[i:], indent)
		before, gap, i = items[i+n-1], false, i+n
	}
}

// apart reports whether a blank line belongs between an item and those after it:
// around blocks, but not between a block and the comment on it.
func apart(before Item, after []Item) bool {
	if _, ok := before.(Comment); ok {
		return false
	}
	if _, ok := before.(*Block); ok {
		return true
	}
	for _, it := range after {
		switch it.(type) {
		case Comment:
		case *Block:
			return true
		default:
			return false
		}
	}
	return false
}

// item prints the first of items, and with it the arguments that it aligns with.
// It returns how many it printed.
func (p *printer) item(items []Item, indent int) int {
	switch it := items[0].(type) {
	case *Block:
		p.block(it, indent)
	case Comment:
		p.buf = appendComment(p.buf, string(it), indent)
	case *Attr:
		row := func(i int) (string, Expr, bool) {
			if i == len(items) {
				return "", nil, false
			}
			a, ok := items[i].(*Attr)
			if !ok {
				return "", nil, false
			}
			return a.Name, a.Value, true
		}
		if !isIdent(it.Name) {
			panic("tf: argument name " + strconv.Quote(it.Name))
		}
		return p.rows(row, indent)
	default:
		panic(fmt.Sprintf("tf: unknown item %T", it))
	}
	return 1
}

// rows prints the arguments or entries from the first that row gives up to the
// end of their alignment, and returns their number.
func (p *printer) rows(row func(i int) (name string, v Expr, ok bool), indent int) int {
	n, width := 0, 0
	for {
		name, v, ok := row(n)
		if !ok || !p.oneLine(v, column(indent, name)) {
			break
		}
		width = max(width, utf8.RuneCountInString(name))
		n++
	}
	for i := range max(n, 1) {
		name, v, _ := row(i)
		p.buf = appendIndent(p.buf, indent)
		p.buf = append(p.buf, name...)
		for range width - utf8.RuneCountInString(name) {
			p.buf = append(p.buf, ' ')
		}
		p.buf = append(p.buf, " = "...)
		p.value(v, indent, column(indent, name))
		p.buf = append(p.buf, '\n')
	}
	return max(n, 1)
}

// column is where the value of an argument starts if nothing pads it.
func column(indent int, name string) int {
	return 2*indent + utf8.RuneCountInString(name) + len(" = ")
}

// resolve is what linking put in the place of e.
func (p *printer) resolve(e Expr) Expr {
	for {
		switch e.(type) {
		case Ref, Use:
			if to, ok := p.links[e]; ok {
				e = to
				continue
			}
		}
		return e
	}
}

// oneLine reports whether e, starting at column col, prints on one line: scalars,
// empty collections, and lists of scalars that are short.
func (p *printer) oneLine(e Expr, col int) bool {
	switch e := p.resolve(e).(type) {
	case Object:
		return len(e) == 0
	case Call:
		for _, arg := range e.Args {
			if !p.oneLine(arg, col) {
				return false
			}
		}
	case List:
		for _, el := range e {
			if !p.scalar(el, col) {
				return false
			}
		}
		return len(e) < 2 || col+p.width(e) <= lineWidth
	}
	return true
}

func (p *printer) scalar(e Expr, col int) bool {
	if list, ok := p.resolve(e).(List); ok && len(list) > 0 {
		return false
	}
	return p.oneLine(e, col)
}

// width is the columns of e on one line.
func (p *printer) width(e Expr) int {
	start := len(p.buf)
	p.inline(e)
	n := utf8.RuneCount(p.buf[start:])
	p.buf = p.buf[:start]
	return n
}

// value prints e in a line that is indented by indent, at column col.
func (p *printer) value(e Expr, indent, col int) {
	if p.oneLine(e, col) {
		p.inline(e)
		return
	}
	switch e := p.resolve(e).(type) {
	case List:
		p.buf = append(p.buf, '[')
		p.lines(e, indent)
		p.buf = append(p.buf, ']')
	case Object:
		p.object(e, indent)
	case Call:
		p.call(e, indent, col)
	}
}

// lines prints each element on its own line, up to the closing bracket.
func (p *printer) lines(list []Expr, indent int) {
	p.buf = append(p.buf, '\n')
	for _, e := range list {
		p.buf = appendIndent(p.buf, indent+1)
		p.value(e, indent+1, 2*(indent+1))
		p.buf = append(p.buf, ",\n"...)
	}
	p.buf = appendIndent(p.buf, indent)
}

func (p *printer) object(o Object, indent int) {
	p.buf = append(p.buf, "{\n"...)
	for i := 0; i < len(o); {
		rest := o[i:]
		i += p.rows(func(i int) (string, Expr, bool) {
			if i == len(rest) {
				return "", nil, false
			}
			return keyText(rest[i].Key), rest[i].Value, true
		}, indent+1)
	}
	p.buf = appendIndent(p.buf, indent)
	p.buf = append(p.buf, '}')
}

// call prints a call of several lines: f("x", { over its last argument where the
// others fit on a line, otherwise one argument a line.
func (p *printer) call(c Call, indent, col int) {
	p.word(c.Func)
	p.buf = append(p.buf, '(')
	last := len(c.Args) - 1
	for _, arg := range c.Args[:last] {
		if !p.oneLine(arg, col) {
			p.lines(c.Args, indent)
			p.buf = append(p.buf, ')')
			return
		}
	}
	for _, arg := range c.Args[:last] {
		p.inline(arg)
		p.buf = append(p.buf, ", "...)
	}
	p.value(c.Args[last], indent, col)
	p.buf = append(p.buf, ')')
}

// inline prints e on the current line whatever its length.
func (p *printer) inline(e Expr) {
	switch e := p.resolve(e).(type) {
	case String:
		p.buf = appendQuoted(p.buf, string(e))
	case Int:
		p.buf = strconv.AppendInt(p.buf, int64(e), 10)
	case Number:
		if f := float64(e); math.IsNaN(f) || math.IsInf(f, 0) {
			panic("tf: number is not finite")
		}
		p.buf = strconv.AppendFloat(p.buf, float64(e), 'f', -1, 64)
	case Bool:
		p.buf = strconv.AppendBool(p.buf, bool(e))
	case Null:
		p.buf = append(p.buf, "null"...)
	case Var:
		p.buf = append(p.buf, "var."...)
		p.word(string(e))
	case Local:
		p.buf = append(p.buf, "local."...)
		p.word(string(e))
	case Ref:
		p.ref(e)
	case Ident:
		if !isTraversal(string(e)) {
			panic("tf: not an identifier: " + strconv.Quote(string(e)))
		}
		p.buf = append(p.buf, e...)
	case linked:
		p.buf = append(p.buf, e...)
	case TopFile:
		p.inline(Template{Ident("path.module"), String("/" + path.Join(p.top, string(e)))})
	case Template:
		p.template(e)
	case List:
		p.buf = append(p.buf, '[')
		p.commaSeparated(e)
		p.buf = append(p.buf, ']')
	case Object:
		p.inlineObject(e)
	case Call:
		p.word(e.Func)
		p.buf = append(p.buf, '(')
		p.commaSeparated(e.Args)
		p.buf = append(p.buf, ')')
	case Cond:
		p.inline(e.If)
		p.buf = append(p.buf, " ? "...)
		p.inline(e.Then)
		p.buf = append(p.buf, " : "...)
		p.inline(e.Else)
	default:
		panic(fmt.Sprintf("tf: cannot print %T %v", e, e))
	}
}

func (p *printer) commaSeparated(list []Expr) {
	for i, e := range list {
		if i > 0 {
			p.buf = append(p.buf, ", "...)
		}
		p.inline(e)
	}
}

func (p *printer) inlineObject(o Object) {
	p.buf = append(p.buf, '{')
	for i, entry := range o {
		if i > 0 {
			p.buf = append(p.buf, ',')
		}
		p.buf = append(p.buf, ' ')
		p.buf = append(p.buf, keyText(entry.Key)...)
		p.buf = append(p.buf, " = "...)
		p.inline(entry.Value)
	}
	if len(o) > 0 {
		p.buf = append(p.buf, ' ')
	}
	p.buf = append(p.buf, '}')
}

// template prints the parts between quotes. A template of one interpolation is
// that expression, which is also what terraform fmt makes of it.
func (p *printer) template(parts Template) {
	parts = p.flat(nil, parts)
	if len(parts) == 1 {
		if _, ok := parts[0].(String); !ok {
			p.inline(parts[0])
			return
		}
	}
	p.buf = append(p.buf, '"')
	for i, part := range parts {
		if s, ok := part.(String); ok {
			p.buf = appendEscaped(p.buf, string(s), i+1 < len(parts))
			continue
		}
		p.buf = append(p.buf, "${"...)
		p.inline(part)
		p.buf = append(p.buf, '}')
	}
	p.buf = append(p.buf, '"')
}

// flat appends parts to out with templates dissolved, numbers written out, and
// neighbouring text joined, because "$" and "{" of two parts would read as one.
func (p *printer) flat(out, parts Template) Template {
	for _, part := range parts {
		switch part := p.resolve(part).(type) {
		case Template:
			out = p.flat(out, part)
		case Int:
			out = joinText(out, String(strconv.FormatInt(int64(part), 10)))
		case String:
			out = joinText(out, part)
		default:
			out = append(out, part)
		}
	}
	return out
}

func joinText(out Template, text String) Template {
	if text == "" {
		return out
	}
	if n := len(out); n > 0 {
		if s, ok := out[n-1].(String); ok {
			out[n-1] = s + text
			return out
		}
	}
	return append(out, text)
}

func (p *printer) ref(r Ref) {
	if !isIdent(r.Type) || !isIdent(r.Label) || r.Path != "" && !isTraversal(r.Path) && !isTraversal("x"+r.Path) {
		panic("tf: not an address: " + strconv.Quote(r.String()))
	}
	p.buf = appendRef(p.buf, r)
}

// word prints a name that must be an identifier.
func (p *printer) word(name string) {
	if !isIdent(name) {
		panic("tf: not an identifier: " + strconv.Quote(name))
	}
	p.buf = append(p.buf, name...)
}
