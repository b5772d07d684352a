package verify

import (
	"cmp"
	"fmt"
	"strings"

	"groundplan.internal/internal/diag"
)

var moveRules = []Rule{
	{"verify-moved", "an address that moved nowhere", "What has moved stands at its new address and not at the old one; no two come from one address or go to one, and none goes in a circle."},
	{"verify-renamed", "a renamed node that AWS would know by another name", "The names in AWS of a node that was renamed are of the first name that it had, so that nothing is replaced."},
}

// move is what a root or module says of a resource that had another address.
type move struct {
	from, to string
	pos      diag.Pos
}

func moveOf(b *block) move {
	address := func(argument string) (text string) {
		e, _ := b.body.get(argument)
		e.references(func(r string) { text = r })
		return text
	}
	return move{address("from"), address("to"), b.pos}
}

// known is the name that AWS knows a node by.
func (o *output) known(node string) string { return cmp.Or(o.first[node], node) }

// called is the node that AWS knows by a name.
func (o *output) called(known string) string { return cmp.Or(o.now[known], known) }

// moves are verify-moved and verify-renamed.
func (o *output) moves() (found diag.List) {
	for _, folder := range o.config.folders {
		m := o.config.modules[folder]
		for i, v := range m.moves {
			if problem := m.misled(i); problem != "" {
				found = append(found, finding(moveRules, "verify-moved", v.pos, nil, fmt.Sprintf("%s moved to %s, %s.", v.from, v.to, problem)))
			}
		}
		for _, b := range m.blocks {
			if len(o.first) > 0 {
				found = append(found, o.renamed(m, b)...)
			}
		}
	}
	return found
}

// misled says what is wrong with a move of a folder, or "".
func (m *module) misled(at int) string {
	v, onward := m.moves[at], map[string]string{}
	for i, other := range m.moves {
		onward[other.from] = other.to
		switch {
		case i == at:
		case other.from == v.from:
			return "and to " + other.to
		case other.to == v.to:
			return "and so did " + other.from
		}
	}
	if m.at[v.from] != nil {
		return "and is there"
	}
	end := v.to
	for range m.moves {
		if m.at[end] != nil {
			break
		}
		end = onward[end]
	}
	switch b := m.at[end]; {
	case b == nil || b.kind != "resource":
		return "which is not there"
	case strings.Split(v.from, ".")[0] != b.typ:
		return "which is of another type"
	}
	return ""
}

// identities are the arguments by which AWS tells what it has from one another. None can be
// changed without a replacement, so that none is of a name that came later.
var identities = []string{
	"name", "bucket", "identifier", "cluster_identifier", "replication_group_id", "function_name",
	"db_subnet_group_name", "topic_arn", "statement_id", "alias", "domain", "dashboard_name",
}

// renamed finds names in AWS that are of a name that a node got later.
func (o *output) renamed(m *module, b *block) (found diag.List) {
	if b.kind != "resource" {
		return nil
	}
	for _, argument := range identities {
		e, given := b.body.get(argument)
		if !given || e.kind == ref {
			continue
		}
		name := o.config.spelled(b.of(m, argument))
		if first := o.laterName(name); first != "" {
			found = append(found, finding(moveRules, "verify-renamed", b.pos, nil,
				fmt.Sprintf("The %s of %s is %q, and AWS knows the node by the name %s.", argument, b.address, name, first)))
		}
	}
	return found
}

// laterName is the name that AWS knows a node by, where a derived name begins with one that
// the node got later. Of what follows the platform and the environment, the longest name of
// a node tells whose it is.
func (o *output) laterName(name string) string {
	if len(o.first) == 0 {
		return ""
	}
	text := o.derived(name)
	for end := len(text); end > 0; end = strings.LastIndexByte(text[:end], '-') {
		if word := text[:end]; o.words[word] {
			return o.first[word]
		}
	}
	return ""
}

// derived is what follows the platform and the environment in a name; empty where the name
// does not say them.
func (o *output) derived(name string) string {
	environment := o.declared.Environment.Name
	for _, base := range []string{o.declared.Name + "-" + environment + "-", o.declared.Name + "-" + environment + "/"} {
		if _, rest, ok := strings.Cut(name, base); ok {
			return strings.TrimSuffix(rest, ".fifo")
		}
	}
	return ""
}
