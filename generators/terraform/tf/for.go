package tf

// brackets are what a for expression stands in on one line.
func (f For) brackets() (open, end string) {
	if f.Key != nil {
		return "{ ", " }"
	}
	return "[", "]"
}

// forLines prints a for expression whose value takes several lines.
func (p *printer) forLines(f For, indent int) {
	open, end := byte('['), byte(']')
	if f.Key != nil {
		open, end = '{', '}'
	}
	p.buf = append(p.buf, open, '\n')
	p.buf = appendIndent(p.buf, indent+1)
	p.forHead(f)
	p.value(f.Value, indent+1, lineWidth)
	p.forTail(f)
	p.buf = append(p.buf, '\n')
	p.buf = appendIndent(p.buf, indent)
	p.buf = append(p.buf, end)
}

func (p *printer) forHead(f For) {
	p.buf = append(p.buf, "for "...)
	p.word(f.Each)
	p.buf = append(p.buf, " in "...)
	p.inline(f.In)
	p.buf = append(p.buf, " : "...)
	if f.Key != nil {
		p.inline(f.Key)
		p.buf = append(p.buf, " => "...)
	}
}

func (p *printer) forTail(f For) {
	if f.Group {
		p.buf = append(p.buf, "..."...)
	}
	if f.If != nil {
		p.buf = append(p.buf, " if "...)
		p.inline(f.If)
	}
}
