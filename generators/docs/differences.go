package docs

import (
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/model"
)

// reference is the index of the environment that a platform is written for, and that the
// others are held against: the one that people rely on, or the first on AWS, or else 0.
func reference(environments []infra.Platform) int {
	onAWS := func(p infra.Platform) bool { return p.Local == nil }
	live := func(p infra.Platform) bool {
		return onAWS(p) && model.Environment{Name: p.Environment}.Productive()
	}
	for _, wanted := range []func(infra.Platform) bool{live, onAWS} {
		if i := slices.IndexFunc(environments, wanted); i >= 0 {
			return i
		}
	}
	return 0
}

// differencesSection has a table for each environment, of all that it says otherwise than
// the one that the platform is written for. One on this machine that says nothing
// otherwise has none: what it cannot do is told on its own page.
func differencesSection(pg *page, from model.Platform, models []model.Platform) {
	name, begun := text(from.Environment.Name), false
	for _, m := range models {
		if m.Environment.Name == from.Environment.Name {
			continue
		}
		found := model.Differences(from, m)
		if m.Environment.Local && len(found) == 0 {
			continue
		}
		if !begun {
			pg.section("Differences from " + name)
			begun = true
		}
		pg.subsection(text(m.Environment.Name))
		if len(found) == 0 {
			pg.para("None but the names.")
			continue
		}
		t := table{head: []md{"Component", "What", name, text(m.Environment.Name)}}
		for _, d := range found {
			t.row(differenceRow(d)...)
		}
		pg.table(t)
	}
}

func differenceRow(d model.Difference) []md {
	component, what := component(d.Path)
	if what == "" {
		there := map[bool]md{true: "no", false: "yes"}
		return []md{text(component), "present", there[d.From == ""], there[d.To == ""]}
	}
	from, to := apart(d.From, d.To)
	return []md{text(component), text(what), or(text(from), "not set"), or(text(to), "not set")}
}

// families are what one node of each is called.
var families = map[string]string{
	"apps": "app", "securityGroups": "security group", "services": "service", "jobs": "job", "functions": "function", "databases": "database", "buckets": "bucket", "volumes": "volume", "queues": "queue", "caches": "cache",
	"balancers": "balancer", "gateways": "gateway", "frontends": "frontend", "distributions": "distribution", "firewalls": "firewall",
	"userPools": "user pool", "identityProviders": "identity provider", "models": "model", "guardrails": "guardrail", "secrets": "secret", "externals": "external",
	"repositories": "repository", "pipelines": "pipeline", "topics": "topic", "alarms": "alarm", "flows": "flow", "diagrams": "diagram",
}

// component is what a path is about, and which field of it; no field is all of it.
func component(path model.Path) (name, field string) {
	one, family := families[path[0]]
	switch {
	case family && len(path) > 1:
		return one + " " + path[1], path[2:].String()
	case len(path) == 1:
		return "platform", path[0]
	}
	return path[0], path[1:].String()
}

// shown is how much of a value a cell has.
const shown = 120

// apart are two values that differ, cut to where they do, and quoted where only blanks
// and what nobody sees tells them apart.
func apart(a, b string) (string, string) {
	if plain(a) == plain(b) {
		a, b = strconv.Quote(a), strconv.Quote(b)
	}
	x, y := []rune(a), []rune(b)
	common := 0
	for common < min(len(x), len(y)) && x[common] == y[common] {
		common++
	}
	if from := common - shown/2; max(len(x), len(y)) > shown && from > 0 {
		return cut(x, from), cut(y, from)
	}
	return short(a, shown), short(b, shown)
}

func cut(value []rune, from int) string {
	return "…" + short(strings.TrimLeft(string(value[from:]), " "), shown)
}
