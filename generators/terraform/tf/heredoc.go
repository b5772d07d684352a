package tf

import (
	"strings"
	"unicode"
)

// heredocEnd ends a heredoc; text that has a line of its own that says so is quoted.
const heredocEnd = "EOT"

// heredoc prints text line by line, one step further in than its argument, which
// Terraform takes away again. Text that cannot stand so is printed between quotes.
func (p *printer) heredoc(parts Template, indent int) {
	parts = p.flat(nil, parts)
	if !p.fitsHeredoc(parts) {
		p.template(parts)
		return
	}
	p.buf = append(p.buf, "<<-"+heredocEnd+"\n"...)
	fresh := true // at the beginning of a line
	for i, part := range parts {
		text, ok := part.(String)
		if !ok {
			if fresh {
				p.buf = appendIndent(p.buf, indent+1)
			}
			p.buf = append(p.buf, "${"...)
			p.inline(part)
			p.buf = append(p.buf, '}')
			fresh = false
			continue
		}
		for line := range strings.SplitAfterSeq(string(text), "\n") {
			if line == "" {
				continue
			}
			if fresh && line != "\n" {
				p.buf = appendIndent(p.buf, indent+1)
			}
			p.buf = append(p.buf, heredocText(line, i+1 < len(parts))...)
			fresh = strings.HasSuffix(line, "\n")
		}
	}
	p.buf = appendIndent(p.buf, indent)
	p.buf = append(p.buf, heredocEnd...)
}

// heredocText escapes what a heredoc would read as a template.
func heredocText(line string, interpolates bool) string {
	line = strings.NewReplacer("${", "$${", "%{", "%%{").Replace(line)
	if interpolates && (strings.HasSuffix(line, "$") || strings.HasSuffix(line, "%")) {
		panic("tf: a heredoc cannot have a sign before an interpolation")
	}
	return line
}

// fitsHeredoc reports whether text reads back from a heredoc as it is: it ends in a new
// line, its first line is not indented, and nothing in it needs an escape.
func (p *printer) fitsHeredoc(parts Template) bool {
	if len(parts) == 0 {
		return false
	}
	last, ok := parts[len(parts)-1].(String)
	if !ok || !strings.HasSuffix(string(last), "\n") {
		return false
	}
	if first, ok := parts[0].(String); ok && (first[0] == ' ' || first[0] == '\t') {
		return false
	}
	for i, part := range parts {
		text, ok := part.(String)
		if !ok {
			continue
		}
		s := string(text)
		signs := strings.Contains(s, "$$") || strings.Contains(s, "%%") || i+1 < len(parts) && strings.HasSuffix(strings.TrimRight(s, "%"), "$")
		odd := strings.ContainsFunc(s, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) })
		if signs || odd || i+1 < len(parts) && strings.HasSuffix(s, "%") {
			return false
		}
		for line := range strings.SplitSeq(s, "\n") {
			if strings.TrimSpace(line) == heredocEnd {
				return false
			}
		}
	}
	return true
}
