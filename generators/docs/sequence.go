package docs

import (
	"strconv"
	"strings"
)

// message is one arrow of a sequence.
type message struct {
	from, to string // keys of lifelines
	label    string
	reply    bool
}

// lifeline is who takes part in a sequence.
type lifeline struct {
	key, name string
	actor     bool
	note      string // said beside the line when it is first asked, or empty
}

// sequence is a sequence diagram.
type sequence struct {
	lifelines []lifeline
	messages  []message
}

// String is the sequence in mermaid's language. Who says nothing is left out.
func (s sequence) String() string {
	var b strings.Builder
	b.WriteString("sequenceDiagram\n")
	speaks := map[string]bool{}
	for _, m := range s.messages {
		speaks[m.from], speaks[m.to] = true, true
	}
	ids, notes := map[string]string{}, map[string]string{}
	for _, l := range s.lifelines {
		if !speaks[l.key] {
			continue
		}
		id := "n" + strconv.Itoa(len(ids))
		ids[l.key], notes[l.key] = id, l.note
		word := "participant"
		if l.actor {
			word = "actor"
		}
		b.WriteString("  " + word + " " + id + " as " + label(short(plain(l.name), 60)) + "\n")
	}
	for _, m := range s.messages {
		arrow := "->>"
		if m.reply {
			arrow = "-->>"
		}
		from, to := ids[m.from], ids[m.to]
		if from == "" || to == "" {
			continue
		}
		b.WriteString("  " + from + arrow + to + ": " + label(short(plain(m.label), 120)) + "\n")
		if note := notes[m.to]; note != "" {
			b.WriteString("  Note over " + to + ": " + label(short(plain(note), 120)) + "\n")
			notes[m.to] = ""
		}
	}
	return b.String()
}
