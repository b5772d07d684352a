package verify

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

var (
	diagramNode  = regexp.MustCompile(`^\s*(n\d+)\W.*?<b>(.*?)</b>`)
	diagramArrow = regexp.MustCompile(`^\s*(n\d+) (-->|-\.->)(?:\|"(.*?)"\|)? (n\d+)$`)
	entity       = regexp.MustCompile(`#(\d+);`)
)

// arrow is an edge between two nodes by their names.
type arrow struct {
	from, to string
	solid    bool // a connection; otherwise permission alone
}

func (a arrow) kind() string {
	if a.solid {
		return "a solid arrow"
	}
	return "a dotted arrow"
}

// detour is an arrow past a balancer, which its label names.
type detour struct {
	arrow
	label string
}

// diagram compares the arrows between nodes with the declared edges. One from a gateway
// straight to a service is dotted, and says which balancer it goes through.
func (o *output) diagram() (found diag.List) {
	declared, through, told := o.arrows(), o.detours(), o.toldArrows()
	drawn, whole := map[arrow]bool{}, false
	seen := map[arrow]int{}      // by what is legible of both names, and how often
	names := map[string]string{} // by identifier, of one diagram
	for line := range strings.Lines(string(o.files[architecture])) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "flowchart ") {
			clear(names)
		}
		if m := diagramNode.FindStringSubmatch(line); m != nil {
			names[m[1]] = decoded(m[2])
		}
		if m := diagramArrow.FindStringSubmatch(line); m != nil {
			a := arrow{names[m[1]], names[m[4]], m[2] == "-->"}
			if !through[detour{a, decoded(m[3])}] {
				drawn[a] = true
				seen[legible(a)]++
			}
		}
		if line == "```" {
			whole = whole || o.hasServices(names)
		}
	}
	wrong := func(a arrow, format string) {
		found = append(found, finding(documentRules, "verify-diagram", diag.Pos{File: architecture}, nil, fmt.Sprintf(format, a.from, a.to)))
	}
	for _, a := range slices.SortedFunc(maps.Keys(drawn), compareArrows) {
		if !declared[a] && !(told[legible(a)] > 0 && o.isExternal(a.from)) && o.isNode(a.from) && o.isNode(a.to) {
			wrong(a, "There is "+a.kind()+" from %s to %s, which is not declared.")
		}
	}
	all := !strings.Contains(string(o.files[architecture]), "This view is too large to draw")
	for _, a := range slices.SortedFunc(maps.Keys(told), compareArrows) {
		if all && seen[a] < told[a] {
			wrong(a, "A view lacks its arrow from %s to %s.")
		}
	}
	for _, a := range slices.SortedFunc(maps.Keys(declared), compareArrows) {
		if whole && !drawn[a] {
			wrong(a, "There is not "+a.kind()+" from %s to %s.")
		}
	}
	return found
}

// hasServices reports whether a diagram shows every service and function.
func (o *output) hasServices(names map[string]string) bool {
	shown := map[string]bool{}
	for _, name := range names {
		shown[name] = true
	}
	return !slices.ContainsFunc(o.declared.Tasks(), func(s model.Service) bool { return !shown[s.Name] }) &&
		!slices.ContainsFunc(o.declared.Functions, func(f model.Function) bool { return !shown[f.Name] })
}

func compareArrows(a, b arrow) int {
	return strings.Compare(a.from+" "+a.to+" "+a.kind(), b.from+" "+b.to+" "+b.kind())
}

// arrows are the declared edges.
func (o *output) arrows() map[arrow]bool {
	out := map[arrow]bool{}
	for _, s := range o.declared.Tasks() {
		for _, u := range s.Uses {
			_, listens := o.listens[u.Name]
			out[arrow{s.Name, u.Name, listens}] = true
		}
		for _, r := range s.Routes {
			if r.Balancer != "" {
				out[arrow{r.Balancer, s.Name, true}] = true
			}
			if r.SignIn != "" {
				out[arrow{r.Balancer, r.SignIn, true}] = true
			}
		}
	}
	for _, f := range o.declared.Functions {
		for _, u := range f.Uses {
			_, listens := o.listens[u.Name]
			out[arrow{f.Name, u.Name, listens}] = true
		}
		for _, t := range f.Triggers {
			out[arrow{t.Bucket, f.Name, false}] = true
		}
	}
	for _, l := range o.linkedRoutes() {
		out[arrow{l.gateway, l.balancer, true}] = true
	}
	for _, g := range o.declared.Gateways {
		if g.Authorizer != nil {
			out[arrow{g.Name, g.Authorizer.UserPool, false}] = true
		}
	}
	for _, b := range o.declared.Balancers {
		for _, word := range b.From {
			open := slices.Contains(b.From, "internet")
			if _, external := o.listens[word]; external && !open {
				out[arrow{word, b.Name, true}] = true
			}
		}
	}
	for _, x := range o.declared.Frontends {
		out[arrow{x.Name, x.Name + " files", false}] = true
		for _, p := range x.Paths {
			out[arrow{x.Name, p.To, !o.buckets[p.To]}] = true
		}
	}
	for _, x := range o.declared.Distributions {
		out[arrow{x.Name, x.To, !o.buckets[x.To]}] = true
		for _, p := range x.Paths {
			out[arrow{x.Name, p.To, !o.buckets[p.To]}] = true
		}
	}
	for _, t := range o.declared.Topics {
		for _, q := range t.Queues {
			out[arrow{t.Name, q, false}] = true
		}
	}
	o.deployArrows(out)
	return out
}

// legible is an arrow by the letters and digits of both names, of whatever kind it is:
// pages leave out what acts instead of showing.
func legible(a arrow) arrow {
	letters := func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}
	return arrow{strings.Map(letters, a.from), strings.Map(letters, a.to), true}
}

// toldArrows are those that views name, by what is legible of both ends, and in how many.
func (o *output) toldArrows() map[arrow]int {
	out := map[arrow]int{}
	for _, d := range o.declared.Diagrams {
		shown := map[string]string{}
		for _, other := range d.Others {
			shown[other.Name] = inBox(cmp.Or(other.Title, other.Name))
		}
		for _, e := range d.Edges {
			out[legible(arrow{cmp.Or(shown[e.From], e.From), cmp.Or(shown[e.To], e.To), true})]++
		}
	}
	return out
}

// inBox is as much of a name as a box has room for.
func inBox(name string) string {
	const most = 60
	if runes := []rune(name); len(runes) > most {
		return string(runes[:most-1])
	}
	return name
}

// detours are the ways of gateways to services, past their balancers.
func (o *output) detours() map[detour]bool {
	out := map[detour]bool{}
	for _, l := range o.linkedRoutes() {
		out[detour{arrow{l.gateway, l.Name, false}, "through " + l.balancer}] = true
	}
	return out
}

// isExternal reports whether a name is of an external, of whose own ways views alone tell.
func (o *output) isExternal(name string) bool {
	return slices.ContainsFunc(o.declared.Externals, func(e model.External) bool { return e.Name == name })
}

// isNode reports whether a name is of a declared node.
func (o *output) isNode(name string) bool {
	_, listens := o.listens[name]
	return listens || o.buckets[name] || slices.Contains(o.drawnNodes(), name)
}

// drawnNodes are the nodes that arrows lead from and to, beside databases, buckets and
// externals.
func (o *output) drawnNodes() (names []string) {
	p := o.declared
	for _, s := range p.Services {
		names = append(names, s.Name)
	}
	for _, f := range p.Functions {
		names = append(names, f.Name)
	}
	for _, b := range p.Balancers {
		names = append(names, b.Name)
	}
	for _, g := range p.Gateways {
		names = append(names, g.Name)
	}
	for _, u := range p.UserPools {
		names = append(names, u.Name)
	}
	for _, x := range p.Frontends {
		names = append(names, x.Name, x.Name+" files")
	}
	for _, x := range p.Distributions {
		names = append(names, x.Name)
	}
	for _, q := range p.Queues {
		names = append(names, q.Name)
	}
	for _, t := range p.Topics {
		names = append(names, t.Name)
	}
	for _, m := range p.Models {
		names = append(names, m.Name)
	}
	for _, x := range p.IdentityProviders {
		names = append(names, x.Name)
	}
	return names
}

// decoded is the text of a label.
func decoded(label string) string {
	return entity.ReplaceAllStringFunc(label, func(e string) string {
		n, err := strconv.Atoi(e[1 : len(e)-1])
		if err != nil {
			return e
		}
		return string(rune(n))
	})
}
