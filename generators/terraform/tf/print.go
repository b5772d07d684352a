package tf

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// printer writes canonical text as it goes. terraform fmt aligns the equals
// signs of consecutive lines that hold a whole argument, and indents by one step
// for each line that opens more brackets than it closes; hclwrite/format.go is
// the definition.
type printer struct {
	buf   []byte
	links map[Expr]Expr // what stands for a Ref or Use in the stack being printed

	region string // the platform's, which needs no provider of its own
}

// file is the text of a file: the header as a comment, then the blocks. References
// that are not linked print as they are.
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
	body := b.Body
	if b.Region != "" && b.Region != p.region {
		body = append([]Item{Set("provider", Ident(providerIn(b.Region))), Gap{}}, body...)
	}
	p.body(body, indent+1)
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
		if text, ok := p.resolve(v).(Heredoc); ok {
			p.heredoc(Template(text), indent) // which aligns like a line
		} else {
			p.value(v, indent, column(indent, name))
		}
		p.buf = append(p.buf, '\n')
	}
	return max(n, 1)
}

// column is where the value of an argument starts if nothing pads it.
func column(indent int, name string) int {
	return 2*indent + utf8.RuneCountInString(name) + len(" = ")
}
