package tf

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

// flat appends parts to out with templates dissolved, numbers and booleans written
// out, and neighbouring text joined, because "$" and "{" of two parts would read
// as one.
func (p *printer) flat(out, parts Template) Template {
	for _, part := range parts {
		switch part := p.resolve(part).(type) {
		case Template:
			out = p.flat(out, part)
		case Int, Bool, Float:
			start := len(p.buf)
			p.inline(part)
			out = joinText(out, String(p.buf[start:]))
			p.buf = p.buf[:start]
		case String:
			out = joinText(out, part)
		case List, Object:
			panic("tf: a collection is not text: use a function such as join")
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
