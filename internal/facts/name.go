package facts

import (
	"fmt"
	"regexp"
	"unicode/utf8"
)

// Names are the rules for names by kind of thing.
type Names struct {
	Table
	Names map[string]Name // by kind: iam-role
}

// Name is what one kind of name may be.
type Name struct {
	Min, Max int      // characters; no limit where 0
	Pattern  string   // RE2, says nothing of length
	Alphabet string   // the pattern in words: "letters, digits and -"
	Never    []string // RE2 patterns of what is kept for others
	Unique   string   // within what; empty: need not be
	Suffix   string   // that every such name ends in
	Folded   bool     // upper and lower case are the same to AWS
}

// Name finds the rules for a kind of name. A kind that the table does not have is
// a broken invariant of the compiler, so it panics.
func (s Set) Name(kind string) Name {
	n, ok := s.Names.Names[kind]
	if !ok {
		panic("facts: no kind of name is " + kind)
	}
	return n
}

// Fault says in what way text breaks the rules, as the end of a sentence that
// begins with the text: "has 70 characters, and 64 are the most". Empty: in none.
func (n Name) Fault(text string) string {
	length := utf8.RuneCountInString(text)
	switch {
	case n.Max > 0 && length > n.Max:
		return fmt.Sprintf("has %d characters, and %d are the most", length, n.Max)
	case length < n.Min && n.Min == 1:
		return "is empty"
	case length < n.Min:
		return fmt.Sprintf("has %s, and %d are the fewest", characters(length), n.Min)
	case !regexp.MustCompile(n.Pattern).MatchString(text):
		return "may have " + n.Alphabet + " only"
	}
	for _, never := range n.Never {
		if found := regexp.MustCompile(never).FindString(text); found != "" {
			return fmt.Sprintf("has %q, which AWS keeps for itself or refuses", found)
		}
	}
	return ""
}

func characters(n int) string {
	if n == 1 {
		return "1 character"
	}
	return fmt.Sprintf("%d characters", n)
}
