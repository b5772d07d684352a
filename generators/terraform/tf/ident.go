package tf

import "strings"

// isIdent reports whether s is an identifier in ASCII, which is all that
// Terraform accepts for names that it declares.
func isIdent(s string) bool {
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_':
		case i > 0 && (c == '-' || c >= '0' && c <= '9'):
		default:
			return false
		}
	}
	return s != ""
}

// isTraversal reports whether s is identifiers joined by dots, each with any
// number of [0], [*] or ["key"] behind it.
func isTraversal(s string) bool {
	for step := range strings.SplitSeq(s, ".") {
		name, index, ok := strings.Cut(step, "[")
		if !isIdent(name) || ok && !isIndex("["+index) {
			return false
		}
	}
	return true
}

// isIndex reports whether s is a sequence of [0], [*] and ["key"].
func isIndex(s string) bool {
	for _, part := range strings.SplitAfter(s, "]") {
		if part == "" {
			continue
		}
		if len(part) < 3 || part[0] != '[' || part[len(part)-1] != ']' {
			return false
		}
		in := part[1 : len(part)-1]
		quoted := len(in) > 2 && in[0] == '"' && in[len(in)-1] == '"' && isIdent(in[1:len(in)-1])
		if in != "*" && !quoted && strings.Trim(in, "0123456789") != "" {
			return false
		}
	}
	return true
}
