package tf

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// lineWidth is the columns that a list may take to stay on one line.
const lineWidth = 100

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
	case handed:
		return false
	case For:
		return p.oneLine(e.Value, col)
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
	case handed:
		p.handed(e, indent)
	case For:
		p.forLines(e, indent)
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
	case Bool:
		p.buf = strconv.AppendBool(p.buf, bool(e))
	case Float:
		p.buf = strconv.AppendFloat(p.buf, float64(e), 'f', -1, 64)
	case Heredoc:
		p.template(Template(e))
	case Index:
		p.inline(e.Of)
		p.buf = append(p.buf, '[')
		p.inline(e.Key)
		p.buf = append(p.buf, ']')
	case Get:
		p.inline(e.Of)
		p.buf = append(p.buf, '.')
		p.inline(Ident(e.Path))
	case Equal:
		p.inline(e.Left)
		p.buf = append(p.buf, " == "...)
		p.inline(e.Right)
	case Not:
		p.buf = append(p.buf, '!')
		p.inline(e.Of)
	case If:
		p.inline(e.Condition)
		p.buf = append(p.buf, " ? "...)
		p.inline(e.Then)
		p.buf = append(p.buf, " : "...)
		p.inline(e.Else)
	case For:
		open, end := e.brackets()
		p.buf = append(p.buf, open...)
		p.forHead(e)
		p.inline(e.Value)
		p.forTail(e)
		p.buf = append(p.buf, end...)
	case Var:
		p.buf = append(p.buf, "var."...)
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
