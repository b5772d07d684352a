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

// turn is a message, or one of several ways to go on.
type turn struct {
	message
	ways []way
}

// way is what follows in one case.
type way struct {
	when     string
	messages []message
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
	turns     []turn
}

// String is the sequence in mermaid's language. Who says nothing is left out.
func (s sequence) String() string {
	d := dialogue{ids: map[string]string{}, notes: map[string]string{}}
	d.b.WriteString("sequenceDiagram\n")
	speaks := s.speakers()
	for _, l := range s.lifelines {
		if speaks[l.key] {
			d.lifeline(l)
		}
	}
	for _, t := range s.turns {
		if len(t.ways) == 0 {
			d.message(t.message, "  ")
			continue
		}
		d.ways(t.ways)
	}
	return d.b.String()
}

// speakers are the keys of those who say something or are told something.
func (s sequence) speakers() map[string]bool {
	speaks := map[string]bool{}
	for _, t := range s.turns {
		speaks[t.from], speaks[t.to] = true, true
		for _, w := range t.ways {
			for _, m := range w.messages {
				speaks[m.from], speaks[m.to] = true, true
			}
		}
	}
	return speaks
}

// dialogue is a sequence on its way.
type dialogue struct {
	b          strings.Builder
	ids, notes map[string]string // by key
}

func (d *dialogue) lifeline(l lifeline) {
	id := "n" + strconv.Itoa(len(d.ids))
	d.ids[l.key], d.notes[l.key] = id, l.note
	word := "participant"
	if l.actor {
		word = "actor"
	}
	d.b.WriteString("  " + word + " " + id + " as " + label(short(plain(l.name), 60)) + "\n")
}

func (d *dialogue) message(m message, indent string) {
	arrow := "->>"
	if m.reply {
		arrow = "-->>"
	}
	from, to := d.ids[m.from], d.ids[m.to]
	if from == "" || to == "" {
		return
	}
	d.b.WriteString(indent + from + arrow + to + ": " + label(short(plain(m.label), 120)) + "\n")
	if note := d.notes[m.to]; note != "" {
		d.b.WriteString(indent + "Note over " + to + ": " + label(short(plain(note), 120)) + "\n")
		d.notes[m.to] = ""
	}
}

// ways draws each way in a frame of its own.
func (d *dialogue) ways(ways []way) {
	word := "alt"
	if len(ways) == 1 {
		word = "opt"
	}
	for _, w := range ways {
		d.b.WriteString("  " + word + " " + label(short(plain(w.when), 120)) + "\n")
		for _, m := range w.messages {
			d.message(m, "    ")
		}
		word = "else"
	}
	d.b.WriteString("  end\n")
}
