package load

import (
	"bytes"
	"fmt"

	"cuelang.org/go/cue/ast"

	"groundplan.internal/internal/diag"
)

// CUE recurses over what it reads, and a stack that overflows ends the process.
// Two limits stand before it: a rough one on bytes, so that parsing survives, and
// the one that authors may meet, on the parsed tree.
const (
	maxOpen  = 50_000 // brackets, or operators in a row: some 100 MB of stack
	maxDepth = 1_000  // nodes of the tree; a real platform stays below 50
)

// bracketsTooDeep counts, without regard to strings and comments, how many brackets are open and
// how many operators and colons follow one another without a separator. Both can
// only come out too high, and no honest file comes near the limit.
func bracketsTooDeep(path string, data []byte) (diag.Pos, bool) {
	open, chain, line := 0, 0, 0
	var last byte // the last one that is no space
	for i, c := range data {
		switch c {
		case '{', '[', '(':
			open++
		case '}':
			open--
		case ']', ')':
			open--
			chain++
		case ',':
			chain = 0
		case ':', '!', '+', '-', '*', '/', '&', '|', '=', '<', '>', '.', '?', '~', '^':
			chain++
		case '\n':
			if !bytes.ContainsRune([]byte(":!+-*/&|=<>.?~^"), rune(last)) && !bytes.Contains(data[line:i], []byte("//")) {
				chain = 0
			}
			line = i + 1
			continue
		case ' ', '\t', '\r':
			continue
		}
		last = c
		if open > maxOpen || chain > maxOpen {
			return diag.Pos{File: path, Line: 1 + bytes.Count(data[:i], []byte("\n")), Col: i - line + 1}, true
		}
	}
	return diag.Pos{}, false
}

// treeTooDeep finds where a tree nests more deeply than maxDepth.
func treeTooDeep(tree ast.Node) (found diag.List) {
	depth := 0
	ast.Walk(tree, func(n ast.Node) bool {
		if len(found) > 0 {
			return false
		}
		if depth++; depth > maxDepth {
			found = diag.List{tooDeep(position(n.Pos()))}
			depth--
			return false
		}
		return true
	}, func(ast.Node) { depth-- })
	return found
}

func tooDeep(at diag.Pos) diag.Diagnostic {
	return diag.Diagnostic{
		Code: "load-depth", Pos: at, Summary: "nested too deeply",
		Detail: fmt.Sprintf("The file opens more than %d levels here.", maxDepth),
		Hint:   "break the expression up",
	}
}
