package infra

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// names gives out physical names and Terraform labels, and notices when two of one
// kind would be the same. A derived name depends on nothing but the platform, the
// environment and its own node, so that adding a node renames nothing. A label is made of
// the node's name, a physical name of the first that it had, so that nothing is replaced
// when it gets another.
type names struct {
	platform, environment string // what every derived name begins with

	first  map[string]string            // of nodes that were renamed, the name that AWS knows them by
	rule   func(kind string) facts.Name // what AWS allows
	pos    func(model.Path) diag.Pos
	taken  map[string]model.Path // by kind and name, folded where AWS does
	labels map[string]model.Path // by kind and label
	judged map[string]bool       // kinds
	told   map[string]bool       // pairs of owners whose names are the same: one is enough
	used   []Name                // those that are taken, in their order
	diags  diag.List
}

// base is <platform>-<environment>.
func (n *names) base() string { return n.platform + "-" + n.environment }

// derived is <platform>-<environment>-<words…>, cut to the limit of its kind. The owner's
// own name, where it is the first word, is the first that it had.
func (n *names) derived(kind string, owner model.Path, words ...string) string {
	if len(owner) > 1 && len(words) > 0 && words[0] == owner[1] {
		words = append([]string{n.known(words[0])}, words[1:]...)
	}
	return n.from(kind, owner, n.platform, n.tail(words...))
}

// known is the name that AWS knows a node by: the first that it had.
func (n *names) known(node string) string { return cmp.Or(n.first[node], node) }

// from is <head>-<tail>, cut to the limit of its kind.
func (n *names) from(kind string, owner model.Path, head, tail string) string {
	return n.within(n.rule(kind).Max, kind, owner, head, tail)
}

// within is from with a limit of its own.
func (n *names) within(limit int, kind string, owner model.Path, head, tail string) string {
	suffix := n.rule(kind).Suffix
	name := cut(head, tail, limit-len(suffix)) + suffix
	n.judge(kind, name)
	return n.taking(kind, owner, name)
}

// tail is what tells the names of one platform apart: <environment>-<words…>.
func (n *names) tail(words ...string) string {
	return strings.Join(append([]string{n.environment}, words...), "-")
}

// judge looks at the first derived name of each kind. Platforms, environments and
// nodes have names that fit into every alphabet, so that only the beginning, which
// all share, can be one that AWS keeps for itself. Secrets may end as AWS advises
// against: they are only ever spoken of by their whole ARN.
func (n *names) judge(kind, name string) {
	if n.judged[kind] || kind == "secret" {
		return
	}
	n.judged[kind] = true
	if fault := n.rule(kind).Fault(name); fault != "" {
		n.diags = append(n.diags, diag.Diagnostic{
			Code: "name-invalid", Pos: n.pos(model.At("name")), Path: "name",
			Summary: "a derived name is not one that AWS takes",
			Detail:  fmt.Sprintf("The name of a %s would be %q, which %s.", kindTitle(kind), name, fault),
			Hint:    "give the platform another name",
		})
	}
}

// tag is the value of a Name tag, which need not be unique.
func (n *names) tag(words ...string) string {
	return cut(n.platform, n.tail(words...), n.rule("tag-value").Max)
}

// given is a name that the author or AWS chose, and is kept as it is.
func (n *names) given(kind string, owner model.Path, name string) string {
	return n.taking(kind, owner, n.found(kind, owner, name))
}

// found is a name of something that is there already.
func (n *names) found(kind string, owner model.Path, name string) string {
	if limit := n.rule(kind).Max; limit > 0 && len(name) > limit {
		n.diags = append(n.diags, diag.Diagnostic{
			Code: "name-too-long", Pos: n.pos(owner), Path: owner.String(),
			Summary: "a name is longer than AWS allows",
			Detail:  fmt.Sprintf("%q has %d characters, and a %s has at most %d.", name, len(name), kindTitle(kind), limit),
		})
	}
	return name
}

// taking notes who has a name, where names of its kind are unique.
func (n *names) taking(kind string, owner model.Path, name string) string {
	key := name
	if n.rule(kind).Folded {
		key = strings.ToLower(name)
	}
	if within := n.rule(kind).Unique; within != "" {
		n.unique(n.taken, kind, key, name, owner)
		n.used = append(n.used, Name{Kind: kind, Name: name, Key: key, Within: within, Path: owner, Pos: n.pos(owner)})
	}
	return name
}

// label is a Terraform label, unique among those of its kind.
func (n *names) label(kind string, owner model.Path, words ...string) string {
	l := labelOf(words...)
	n.unique(n.labels, kind, l, l, owner)
	return l
}

func (n *names) unique(taken map[string]model.Path, kind, key, name string, owner model.Path) {
	key = kind + "\x00" + key
	first, clash := taken[key]
	if !clash {
		taken[key] = owner
		return
	}
	pair := first.String() + "\x00" + owner.String()
	if first.String() == owner.String() || n.told[pair] {
		return
	}
	n.told[pair] = true
	detail := fmt.Sprintf("%s and %s would both be the %s %q.", first, owner, kindTitle(kind), name)
	if identifier, final := strings.CutSuffix(name, finalSnapshot); kind == "db-snapshot" && final {
		detail = fmt.Sprintf("%s and %s would both have the identifier %q, and with it the final snapshot %q.", first, owner, identifier, name)
	}
	n.diags = append(n.diags, diag.Diagnostic{
		Code: "name-collision", Pos: n.pos(owner), Path: owner.String(),
		Summary: "two things would have the same name", Detail: detail,
		Hint:    "give one of them another name",
		Related: []diag.Related{{Pos: n.pos(first), Message: "the other one"}},
	})
}

// kindTitle is how a diagnostic speaks of a kind of name.
func kindTitle(kind string) string { return strings.ReplaceAll(kind, "-", " ") }

// cut is <head>-<tail>, in at most limit bytes; 0 is no limit. The head gives way, since
// the tail is what a reader looks for, and a hash of the whole tells two that were cut
// apart: <beginning of head>-<hash>-<tail>. Where not even the tail has room, its end stays.
func cut(head, tail string, limit int) string {
	const hashed, leastHead = 8, 4
	full := head + "-" + tail
	if limit == 0 || len(full) <= limit {
		return full
	}
	room := limit - hashed - len("--")
	kept := min(len(head), max(leastHead, room-len(tail)))
	head = strings.TrimRight(head[:kept], "-")
	tail = strings.TrimLeft(tail[max(0, len(tail)-room+kept):], "-")
	return head + "-" + hash(full)[:hashed] + "-" + tail
}

// hash is a short text that stands for a longer one, the same everywhere.
func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// labelOf joins words into a Terraform label. Node names have no underscore and no
// two hyphens in a row, so that two of them never become one label.
func labelOf(words ...string) string {
	return strings.ReplaceAll(strings.Join(words, "_"), "-", "_")
}

// freeLabel makes a label out of a name that may hold anything, and tells apart
// what it had to change.
func freeLabel(name string) string {
	l := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '_'
	}, name)
	if l[0] >= '0' && l[0] <= '9' || l[0] == '_' {
		l = "n" + l
	}
	if strings.ReplaceAll(l, "_", "-") != name {
		l += "_" + hash(name)[:6]
	}
	return l
}
