package tf

import (
	"strings"
	"unicode"
	"unicode/utf8"
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
	for _, part := range parts {
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
			p.buf = append(p.buf, heredocText(line)...)
			fresh = strings.HasSuffix(line, "\n")
		}
	}
	p.buf = appendIndent(p.buf, indent)
	p.buf = append(p.buf, heredocEnd...)
}

// heredocText escapes what a heredoc would read as a template.
func heredocText(line string) string {
	return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(line)
}

// fitsHeredoc reports whether parts read back from a heredoc as they are: they end in a
// new line, do not begin with an indent, and need no escape that a heredoc lacks.
func (p *printer) fitsHeredoc(parts Template) bool {
	if len(parts) == 0 {
		return false
	}
	if first, ok := parts[0].(String); ok && strings.HasPrefix(string(first), " ") {
		return false
	}
	for i, part := range parts {
		text, ok := part.(String)
		last := i+1 == len(parts)
		if ok && !isHeredocText(string(text), i == 0) || !last && endsInSign(part) || last && !strings.HasSuffix(string(text), "\n") {
			return false
		}
	}
	return true
}

// isHeredocText reports whether text can stand in a heredoc, where begins says that it
// begins a line. Of a line Terraform takes the indent away unless it is blank, together
// with a rune that combines with it.
func isHeredocText(text string, begins bool) bool {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		first, _ := utf8.DecodeRuneInString(line)
		blank := line != "" && strings.TrimSpace(line) == "" && i+1 < len(lines)
		switch {
		case !utf8.ValidString(line), strings.ContainsFunc(line, isControl), strings.TrimSpace(line) == heredocEnd:
			return false
		case (begins || i > 0) && (blank || line != "" && first >= firstCombining):
			return false
		}
	}
	return !strings.Contains(text, "$$") && !strings.Contains(text, "%%")
}

// firstCombining is the lowest code point that joins the one before it.
const firstCombining = 0x300

func isControl(r rune) bool { return !unicode.IsPrint(r) }

// endsInSign reports whether part would change the "${" that comes next.
func endsInSign(part Expr) bool {
	text, ok := part.(String)
	return ok && (strings.HasSuffix(string(text), "$") || strings.HasSuffix(string(text), "%"))
}
