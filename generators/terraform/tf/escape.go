package tf

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// appendQuoted appends s as a quoted string that evaluates to s. Terraform
// normalizes strings to NFC, so that is how other forms read back; bytes that
// are not UTF-8 become U+FFFD.
func appendQuoted(buf []byte, s string) []byte {
	buf = append(buf, '"')
	buf = appendEscaped(buf, s, false)
	return append(buf, '"')
}

// appendEscaped appends s as it stands between quotes. With interpolates, "${"
// comes next, which a "$" or "%" right before it would change.
func appendEscaped(buf []byte, s string, interpolates bool) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			buf = appendRune(buf, r)
			i += size
			continue
		}
		next := byte(0)
		if i++; i < len(s) {
			next = s[i]
		} else if interpolates {
			next = '$'
		}
		buf = appendASCII(buf, c, next)
	}
	return buf
}

func appendASCII(buf []byte, c, next byte) []byte {
	switch c {
	case '\n':
		return append(buf, `\n`...)
	case '\r':
		return append(buf, `\r`...)
	case '\t':
		return append(buf, `\t`...)
	case '"', '\\':
		return append(buf, '\\', c)
	case '$', '%':
		switch next {
		case '{':
			return append(buf, c, c)
		case '$', '%':
			// "$$${" could be "$" and the escape "$${", or "$$" and "${".
			return fmt.Appendf(buf, `\u%04x`, c)
		}
	default:
		if c < ' ' || c == 0x7f {
			return fmt.Appendf(buf, `\u%04x`, c)
		}
	}
	return append(buf, c)
}

func appendRune(buf []byte, r rune) []byte {
	switch {
	case unicode.IsPrint(r) && r != utf8.RuneError:
		return utf8.AppendRune(buf, r)
	case r > 0xffff:
		return fmt.Appendf(buf, `\U%08x`, r)
	}
	return fmt.Appendf(buf, `\u%04x`, r)
}

// keyText is the key of an object: bare where Terraform reads it as the same
// string, quoted elsewhere. Each of its runes is one column: Terraform versions
// count the columns of scripts that combine letters differently, and alignment
// hangs on it, so such keys are escaped.
func keyText(key string) string {
	if isIdent(key) && !isKeyword(key) {
		return key
	}
	var buf []byte
	for _, r := range string(appendQuoted(nil, key)) {
		switch {
		case r < utf8.RuneSelf, r >= 0xc0 && r <= 0x24f:
			buf = utf8.AppendRune(buf, r)
		case r > 0xffff:
			buf = fmt.Appendf(buf, `\U%08x`, r)
		default:
			buf = fmt.Appendf(buf, `\u%04x`, r)
		}
	}
	return string(buf)
}

// isKeyword reports whether a bare key would be read as something else than its
// letters.
func isKeyword(s string) bool {
	switch s {
	case "for", "if", "in", "true", "false", "null":
		return true
	}
	return false
}

// appendComment appends text as comment lines. Whatever could end a line early
// or hide in it becomes a space.
func appendComment(buf []byte, text string, indent int) []byte {
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		line = strings.Map(func(r rune) rune {
			if !unicode.IsPrint(r) {
				return ' '
			}
			return r
		}, line)
		buf = appendIndent(buf, indent)
		buf = append(buf, strings.TrimRight("# "+line, " ")...)
		buf = append(buf, '\n')
	}
	return buf
}

func appendIndent(buf []byte, indent int) []byte {
	for range indent {
		buf = append(buf, ' ', ' ')
	}
	return buf
}
