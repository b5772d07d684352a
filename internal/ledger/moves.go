package ledger

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// renaming is what has got another name since the last compilation.
type renaming struct {
	from  map[string]string // labels that nodes had, by the label that they have
	nodes map[string]bool   // labels of all nodes, as they are
	words int               // of the longest of them
	known bool              // whether there was a compilation, so that what is not remembered was not there
}

// moves are the nodes that have another name than the ledger knows.
func (l Ledger) moves(p model.Platform) renaming {
	r := renaming{from: map[string]string{}, nodes: map[string]bool{}, known: l.known()}
	for _, n := range p.Named() {
		to := label(n.Name)
		r.nodes[to] = true
		r.words = max(r.words, strings.Count(to, "_")+1)
		if _, there := l.Nodes[n.Family][n.Name]; !there && n.Was != "" {
			r.from[to] = label(n.Was)
		}
	}
	return r
}

// label is a node's name as part of a label of Terraform.
func label(node string) string { return strings.ReplaceAll(node, "-", "_") }

// of are the moves of one stack, from addresses that it had to those that it has: first those
// that differ by the names of nodes alone, then those of which as many of a node have come as
// have gone, as a listener rule whose host is another too.
func (r renaming) of(had, has []string) (out []Moved) {
	if len(r.from) == 0 {
		return nil
	}
	come, gone := without(has, had), map[string]bool{}
	for _, a := range without(had, has) {
		gone[a] = true
	}
	var left []string
	for _, to := range r.plainest(come) {
		from := r.origin(to, gone)
		if from == "" {
			left = append(left, to)
			continue
		}
		out, gone[from] = append(out, Moved{from, to}), false
	}
	out = append(out, r.rest(left, gone)...)
	slices.SortFunc(out, func(x, y Moved) int { return strings.Compare(x.To, y.To) })
	return out
}

// plainest are the addresses that speak of renamed nodes, those that speak of the fewest first.
func (r renaming) plainest(addresses []string) (out []string) {
	spoken := map[string]int{}
	for _, a := range addresses {
		for _, node := range r.spoken(a) {
			if r.from[node] != "" {
				spoken[a]++
			}
		}
		if spoken[a] > 0 {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(x, y string) int { return cmp.Compare(spoken[x], spoken[y]) })
	return out
}

// origin is where a resource was, by the names that the nodes of its label had; empty: it was
// not there. A word of the label may be one of a node by chance, so that there are several
// ways to read it: what was there decides, and without a past, what nobody else was.
func (r renaming) origin(to string, gone map[string]bool) string {
	readings := r.readings(to)
	if !r.known {
		for _, from := range append(readings[len(readings)-1:len(readings):len(readings)], readings...) {
			if _, taken := gone[from]; !taken {
				return from
			}
		}
		return ""
	}
	for _, from := range readings {
		if gone[from] {
			return from
		}
	}
	for _, from := range readings {
		for _, a := range slices.Sorted(maps.Keys(gone)) {
			if gone[a] && hashed.ReplaceAllString(a, "") == hashed.ReplaceAllString(from, "") {
				return a
			}
		}
	}
	return ""
}

// hashed is what ends a label that could be read in two ways. It is of the names too.
var hashed = regexp.MustCompile(`_[0-9a-f]{6}$`)

// readings are the addresses that one can have been: with one, with some and with all of the
// renamed nodes that its label speaks of under the names that they had.
func (r renaming) readings(address string) (out []string) {
	typ, _, _ := strings.Cut(address, ".")
	nodes := r.spoken(address)
	var renamed []int
	for i, node := range nodes {
		if r.from[node] != "" {
			renamed = append(renamed, i)
		}
	}
	renamed = renamed[:min(len(renamed), 4)]
	for some := 1; some < 1<<len(renamed); some++ {
		read := slices.Clone(nodes)
		for bit, i := range renamed {
			if some&(1<<bit) != 0 {
				read[i] = r.from[nodes[i]]
			}
		}
		out = append(out, typ+"."+strings.Join(read, "_"))
	}
	return out
}

// rest pairs what is left of a node and a type, where as many have come as have gone.
func (r renaming) rest(left []string, gone map[string]bool) (out []Moved) {
	come, went := map[string][]string{}, map[string][]string{}
	for _, to := range left {
		typ, _, _ := strings.Cut(to, ".")
		if before := r.from[r.spoken(to)[0]]; before != "" {
			begin := typ + "." + before
			come[begin] = append(come[begin], to)
		}
	}
	for _, begin := range slices.Sorted(maps.Keys(come)) {
		for _, a := range slices.Sorted(maps.Keys(gone)) {
			if gone[a] && (a == begin || strings.HasPrefix(a, begin+"_")) {
				went[begin] = append(went[begin], a)
			}
		}
		if len(went[begin]) != len(come[begin]) {
			continue
		}
		slices.Sort(come[begin])
		for i, from := range went[begin] {
			out = append(out, Moved{from, come[begin][i]})
			gone[from] = false
		}
	}
	return out
}

// spoken is the label of an address in parts: nodes, and the words between them.
func (r renaming) spoken(address string) (parts []string) {
	_, own, _ := strings.Cut(address, ".")
	for words := strings.Split(own, "_"); len(words) > 0; {
		node, n := r.node(words)
		parts, words = append(parts, node), words[n:]
	}
	return parts
}

// node is the longest label of a node that words begin with, and of how many words it is;
// otherwise the first word.
func (r renaming) node(words []string) (string, int) {
	for n := min(r.words, len(words)); n > 1; n-- {
		if joined := strings.Join(words[:n], "_"); r.nodes[joined] {
			return joined, n
		}
	}
	return words[0], 1
}

// without is what of a is not in b; b is sorted.
func without(a, b []string) (out []string) {
	for _, x := range a {
		if _, there := slices.BinarySearch(b, x); !there {
			out = append(out, x)
		}
	}
	return out
}
