package diag

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// excerpt is a source line as it is shown, and what to mark below it.
type excerpt struct {
	line  int
	text  string
	caret int // columns before the mark
	mark  int // columns of the mark; zero where the column is unknown
}

// cell is one character of a source line: what is shown for it, in how many
// columns.
type cell struct {
	shown string
	width int
	at    int // byte offset in the line
}

const (
	room = columns - len("    1 | ") // columns for the source
	near = 4 * room                  // bytes on either side of the caret that can be in view
)

// excerptOf finds the line of a position; false where there is none to show.
func excerptOf(pos Pos, src *lines) (excerpt, bool) {
	line, ok := src.at(pos)
	if !ok {
		return excerpt{}, false
	}
	e := excerpt{line: pos.Line}
	at := min(max(pos.Col-1, 0), len(line))
	cells := cellsOf(line, at)
	left, right := span(cells, at, at+word(line[at:]))
	from, to := window(cells, left)
	for _, c := range cells[from:to] {
		e.text += c.shown
	}
	e.caret = columnsOf(cells[from:left])
	if pos.Col > 0 {
		e.mark = max(1, columnsOf(cells[left:max(left, min(right, to))]))
	}
	if from > 0 || cells != nil && cells[0].at > 0 {
		e.text, e.caret = "…"+e.text, e.caret+1
	}
	if to < len(cells) || cells != nil && cells[len(cells)-1].at+near < len(line) {
		e.text += "…"
	}
	return e, true
}

// lines are the lines of input files, each file split when it is first asked for.
type lines struct {
	src Sources
	of  map[string][][]byte
}

// at is the line of a position, without its end; false where it is not known. The
// empty line after the last newline counts: a file may end too early.
func (l *lines) at(pos Pos) (string, bool) {
	if l.src == nil || pos.File == "" || pos.Line < 1 {
		return "", false
	}
	file, split := l.of[pos.File]
	if !split {
		if data := l.src(pos.File); data != nil {
			file = bytes.Split(data, []byte{'\n'})
		}
		l.of[pos.File] = file
	}
	if pos.Line > len(file) {
		return "", false
	}
	return string(bytes.TrimSuffix(file[pos.Line-1], []byte{'\r'})), true
}

// cellsOf are the characters of a line around a byte, which starts a cell.
func cellsOf(line string, around int) []cell {
	var cells []cell
	i := max(0, around-near)
	for ; i < around && !utf8.RuneStart(line[i]); i++ {
	}
	for end := min(len(line), around+near); i < end; {
		r, n := utf8.DecodeRuneInString(line[i:])
		if i < around && i+n > around {
			n = around - i // the column is inside a character: show its bytes
			r = utf8.RuneError
		}
		shown, w := "    ", 4
		if r != '\t' {
			shown, w = visibleCell(line, i, n, r)
		}
		cells = append(cells, cell{shown, w, i})
		i += n
	}
	return cells
}

// visibleCell is what Visible makes of one character in its place.
func visibleCell(line string, i, n int, r rune) (string, int) {
	if !unicode.IsPrint(r) || r == utf8.RuneError || command(line[i:], false) {
		s := ""
		if r == utf8.RuneError && line[i:i+n] != string(utf8.RuneError) {
			for k := range n {
				s += spelled(line[i+k:i+k+1], utf8.RuneError)
			}
		} else {
			s = spelled(line[i:i+n], r)
		}
		return s, len(s)
	}
	return line[i : i+n], runeWidth(r)
}

// span is the range of cells that bytes from and to stand in.
func span(cells []cell, from, to int) (left, right int) {
	for left = 0; left < len(cells) && cells[left].at < from; left++ {
	}
	for right = left; right < len(cells) && cells[right].at < to; right++ {
	}
	return left, right
}

// window is the range of cells that fits the room, with some of what stands before
// the caret.
func window(cells []cell, caret int) (from, to int) {
	if columnsOf(cells) <= room {
		return 0, len(cells)
	}
	from, used := caret, 0
	for to = caret; to < len(cells) && used+cells[to].width <= room/2; to++ {
		used += cells[to].width
	}
	for from > 0 && used+cells[from-1].width <= room-2 {
		from--
		used += cells[from].width
	}
	for ; to < len(cells) && used+cells[to].width <= room-2; to++ {
		used += cells[to].width
	}
	return from, to
}

// word is the length in bytes of the string or identifier that a text starts with.
func word(text string) int {
	if strings.HasPrefix(text, `"`) {
		for i := 1; i < len(text); i++ {
			switch text[i] {
			case '\\':
				i++
			case '"':
				return i + 1
			}
		}
		return len(text)
	}
	n := strings.IndexFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_#$.", r)
	})
	if n < 0 {
		return len(text)
	}
	return n
}

func (p paint) excerpt(b *bytes.Buffer, e excerpt, style string) {
	fmt.Fprintf(b, "%s%s\n", p.in(blue, fmt.Sprintf("%5d |", e.line)), strings.TrimRight(" "+e.text, " "))
	if e.mark > 0 {
		fmt.Fprintf(b, "%s %s%s\n", p.in(blue, "      |"), strings.Repeat(" ", e.caret),
			p.in(style, "^"+strings.Repeat("~", e.mark-1)))
	}
}

func columnsOf(cells []cell) (n int) {
	for _, c := range cells {
		n += c.width
	}
	return n
}

// cellsWidth is the number of columns that a text without control characters takes.
func cellsWidth(s string) (n int) {
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

// runeWidth is the number of columns that a terminal gives a printable character.
// https://www.unicode.org/reports/tr11/
func runeWidth(r rune) int {
	switch {
	case r < utf8.RuneSelf:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
