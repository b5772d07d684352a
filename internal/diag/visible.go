package diag

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible is text for one line of a terminal or a CI log, whoever wrote it: what
// does not print (control characters, ANSI sequences, bidirectional overrides,
// zero-width and other invisible letters, line separators, bytes that are not
// UTF-8) is spelled out as Go would, \x1b, and what a CI runner would obey as a
// command loses its first character in the same way. Other text is unchanged.
func Visible(text string) string {
	var b strings.Builder
	start := true // of the text or of a word
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if unicode.IsPrint(r) && !(r == utf8.RuneError && n == 1) && !command(text[i:], start) {
			b.WriteString(text[i : i+n])
		} else {
			b.WriteString(spelled(text[i:i+n], r))
		}
		start = r == ' '
		i += n
	}
	return b.String()
}

// spelled is a rune in Go's escapes; s holds its bytes.
func spelled(s string, r rune) string {
	switch {
	case r == utf8.RuneError && len(s) == 1, r < utf8.RuneSelf && unicode.IsPrint(r):
		return `\x` + strconv.FormatUint(uint64(s[0])|0x100, 16)[1:]
	}
	q := strconv.QuoteRune(r)
	return q[1 : len(q)-1]
}

// command reports whether a CI runner reads what starts here as an order: ::name
// at the start of a line, and any word can come to stand there by wrapping, or
// ##[name] and ##vso[name] anywhere.
// https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
func command(text string, start bool) bool {
	if strings.HasPrefix(text, "##[") || strings.HasPrefix(text, "##vso[") {
		return true
	}
	name, ok := strings.CutPrefix(text, "::") // but ::/0 is an address
	return ok && start && name != "" && (name[0]|0x20 >= 'a' && name[0]|0x20 <= 'z')
}

// visibleLines are the lines of a longer text, each Visible, without blank ones at
// the end. A tab is four spaces.
func visibleLines(text string) []string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.ReplaceAll(strings.TrimRight(text, " \t\n"), "\t", "    ")
	if text == "" {
		return nil
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = Visible(line)
	}
	return lines
}
