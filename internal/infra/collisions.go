package infra

import (
	"fmt"
	"slices"
	"strconv"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// Name is the name of something that is made, among those that AWS wants unique.
type Name struct {
	Kind, Name string
	Key        string // by which two of a kind are compared
	Within     string // where it is unique: region, account, global, vpc or something smaller
	Path       model.Path
	Pos        diag.Pos
}

// hostName is the kind of the names in public DNS.
const hostName = "host"

// Collisions are the names that two environments on AWS would both take: of two, the
// one that is made later fails. An environment hears of it once for each node, whose further
// names come from the first, and once for all hosts, which stand below one domain.
func Collisions(decided []Platform) (found diag.List) {
	names := func(p Platform) []Name { return p.Names }
	cause := func(n Name) string {
		if n.Kind == hostName {
			return hostName
		}
		return model.Path(n.Path[:min(2, len(n.Path))]).String()
	}
	inBoth(decided, names, cause, func(first, later Platform, other, n Name) {
		if n.Kind == hostName {
			found = append(found, hostCollision(first, later, other, n))
		} else {
			found = append(found, collision(first, later, other, n))
		}
	})
	return found
}

// MixedMetrics are the namespaces that programs of two environments publish to and that
// one of them watches, so that it has the numbers of the other. An environment hears of
// each once, with all that is to be changed.
func MixedMetrics(decided []Platform) (found diag.List) {
	published := func(p Platform) []Name { return p.Published }
	namespace := func(n Name) string { return n.Name }
	inBoth(decided, published, namespace, func(first, later Platform, _, n Name) {
		of := func(names []Name) []Name {
			return slices.DeleteFunc(slices.Clone(names), func(x Name) bool { return x.Name != n.Name })
		}
		if len(of(first.Watched))+len(of(later.Watched)) == 0 {
			return
		}
		changed := lesser(first, later)
		own := strconv.Quote(n.Name + "/" + changed.Environment)
		publishers := of(changed.Published)
		d := diag.Diagnostic{
			Code: "env-metrics-mixed", Severity: diag.Warning, Pos: publishers[0].Pos, Path: publishers[0].Path.String(), Summary: "two environments publish to one namespace",
			Detail: fmt.Sprintf("Programs of %s and of %s publish to %s, which is watched: who watches it has the numbers of both. A namespace of its own for %s parts them, here and wherever the notes say.", first.Environment, later.Environment, n.Name, changed.Environment),
			Hint:   append(model.At("environments", changed.Environment), publishers[0].Path...).Typed() + ": [" + own + "]",
		}
		for _, x := range publishers[1:] {
			d.Related = append(d.Related, diag.Related{Pos: x.Pos, Message: x.Path[1] + " publishes to it"})
		}
		for _, x := range of(changed.Watched) {
			d.Related = append(d.Related, diag.Related{Pos: x.Pos, Message: "watched by " + x.Path[1]})
		}
		found = append(found, d)
	})
	return found
}

// inBoth calls f with each name that two environments have where they meet, once for each
// environment and cause.
func inBoth(decided []Platform, names func(Platform) []Name, cause func(Name) string, f func(first, later Platform, other, n Name)) {
	taken := make([]map[string]Name, len(decided))
	for i, later := range decided {
		taken[i] = byKey(names(later))
		said := map[string]bool{}
		for at, first := range decided[:i] {
			for _, n := range names(later) {
				other, both := taken[at][n.Kind+" "+n.Key]
				if !both || !meet(first, later, n.Within) || said[cause(n)] {
					continue
				}
				said[cause(n)] = true
				f(first, later, other, n)
			}
		}
	}
}

func byKey(names []Name) map[string]Name {
	out := make(map[string]Name, len(names))
	for _, n := range names {
		out[n.Kind+" "+n.Key] = n
	}
	return out
}

// meet reports whether two environments share the place within which a name is unique.
// Without a number, an account may be any.
func meet(a, b Platform, within string) bool {
	account := a.Account == "" || b.Account == "" || a.Account == b.Account
	switch within {
	case "global":
		return a.Partition == b.Partition
	case "account":
		return account && a.Partition == b.Partition
	case "region":
		return account && a.Region == b.Region
	case "vpc":
		return account && a.Region == b.Region && a.Network.Default && b.Network.Default
	}
	return false
}

func collision(first, later Platform, other, n Name) diag.Diagnostic {
	places := map[string]string{"global": "of all accounts", "account": "of an account", "region": "of an account in a region", "vpc": "of a VPC"}
	d := twice(first, other, n)
	d.Detail = fmt.Sprintf("%s and %s would both have the %s %q, which only one %s can have.", first.Environment, later.Environment, kindTitle(n.Kind), n.Name, places[n.Within])
	if n.Within != "global" && (first.Account == "" || later.Account == "") {
		d.Detail += " Accounts of their own would part them: account says which."
	}
	changed := lesser(first, later)
	at := append(model.At("environments", changed.Environment), n.Path...)
	switch last := n.Path[len(n.Path)-1]; {
	case n.Kind == "ecr-repository": // what one environment makes, the other pulls from
		d.Hint = at.Typed() + ": null"
		d.Detail += fmt.Sprintf(" What one makes, the others pull from; images that delivery pushes there go from %s with it.", changed.Environment)
	case n.Kind != "security-group" && last != n.Name && slices.Contains([]string{"name", "bucket", "identifier", "group"}, last):
		d.Hint = at.Typed() + ": " + strconv.Quote(n.Name+"-"+changed.Environment)
	}
	return d
}

func hostCollision(first, later Platform, other, n Name) diag.Diagnostic {
	d := twice(first, other, n)
	d.Detail = fmt.Sprintf("%s would lead to %s and to %s: a host is of one environment.", n.Name, first.Environment, later.Environment)
	changed := lesser(first, later)
	d.Hint = fmt.Sprintf("environments: %s: domain: %q", model.Label(changed.Environment), changed.Environment+"."+changed.Domain.Name)
	return d
}

// lesser is the one of two environments that takes another name: not the one that people
// rely on.
func lesser(first, later Platform) Platform {
	if (model.Environment{Name: later.Environment}).Productive() {
		return first
	}
	return later
}

// twice is what is said of every name that two environments take.
func twice(first Platform, other, n Name) diag.Diagnostic {
	d := diag.Diagnostic{Code: "env-collision", Pos: n.Pos, Path: n.Path.String(), Summary: "two environments would have the same name"}
	if other.Pos != n.Pos {
		d.Related = []diag.Related{{Pos: other.Pos, Message: "in " + first.Environment}}
	}
	return d
}
