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

// MixedSeries are the metrics that programs of two environments publish and both watch, so
// that each has the numbers of the other. An environment hears of it once for each
// namespace.
func MixedSeries(decided []Platform) (found diag.List) {
	series := func(p Platform) []Name { return p.Published }
	namespace := func(n Name) string { return n.Kind }
	inBoth(decided, series, namespace, func(first, later Platform, other, n Name) {
		changed := lesser(first, later)
		d := twice(first, other, n)
		d.Code, d.Severity, d.Summary = "env-metrics-mixed", diag.Warning, "two environments publish the same metric"
		d.Detail = fmt.Sprintf("%s of %s is that of %s too, and both watch it: each has the numbers of the other. A namespace of its own parts them, wherever it is watched and published.", n.Name, later.Environment, first.Environment)
		d.Hint = append(model.At("environments", changed.Environment), n.Path...).Then("namespace").Typed() + ": " + strconv.Quote(n.Kind+"/"+changed.Environment)
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
