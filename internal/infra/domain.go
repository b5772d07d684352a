package infra

// Domain is the DNS name that hosts stand below, and the variable that holds it.
type Domain struct {
	Name     string // empty: none
	Variable string // empty: none does
}

// In is a text with every mention of the domain open, where a variable holds it: whole, or
// below another name, as in https://www.example.com/, but not in example.com.au or in the
// address of a mailbox, which does not move with the hosts.
func (d Domain) In(text string) Value {
	if d.Name == "" || d.Variable == "" {
		return Text(text)
	}
	var out Value
	literal := func(s string) {
		if n := len(out); s != "" && n > 0 && out[n-1].Attribute == "" {
			out[n-1].Text += s
		} else if s != "" {
			out = append(out, Part{Text: s})
		}
	}
	from := 0 // where what is not looked through yet begins
	for at := 0; at+len(d.Name) <= len(text); {
		end := at + len(d.Name)
		if text[at:end] != d.Name || !endsName(text[:at]) || !beginsAfterName(text[end:]) {
			at++
			continue
		}
		literal(text[from:at])
		out = append(out, Part{Node: d.Variable, Attribute: VariableValue})
		from, at = end, end
	}
	literal(text[from:])
	if len(out) == 0 {
		return Text("")
	}
	return out
}

// Open is a value with every mention of the domain in its texts open.
func (d Domain) Open(v Value) (out Value) {
	if d.Name == "" || d.Variable == "" {
		return v
	}
	for _, p := range v {
		if p.Attribute == "" {
			out = append(out, d.In(p.Text)...)
		} else {
			out = append(out, p)
		}
	}
	return out
}

// endsName reports whether a name of DNS can begin where a text ends, or go on behind a dot.
func endsName(before string) bool {
	return before == "" || !inName(before[len(before)-1]) && before[len(before)-1] != '@'
}

// beginsAfterName reports whether a name of DNS is over where a text begins.
func beginsAfterName(after string) bool {
	if after == "" {
		return true
	}
	return !inName(after[0]) && (after[0] != '.' || len(after) == 1 || !inName(after[1]))
}

// inName reports whether a character is part of a word of a name of DNS.
func inName(c byte) bool {
	return c == '-' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
