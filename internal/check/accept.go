package check

import (
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// What Unused reports: no one environment shows it.
const (
	acceptUnused = "accept-unused"
	unknownNode  = "ref-unknown-node"
)

// Accepted splits a list into what still counts and the warnings that the platform
// lives with. Errors are never accepted.
func Accepted(p model.Platform, l diag.List) (kept, accepted diag.List) {
	for _, d := range l {
		if d.Severity == diag.Warning && slices.ContainsFunc(p.Accept, func(a model.Accept) bool { return covers(a, d) }) {
			accepted = append(accepted, d)
		} else {
			kept = append(kept, d)
		}
	}
	return kept, accepted
}

// Unused reports the entries of accept that match none of the accepted warnings,
// and those for a node that there is nowhere. An entry may be for one environment
// alone, so the platform is given as it stands in each, with the warnings of all.
func Unused(all []model.Platform, accepted diag.List) diag.List {
	if len(all) == 0 || len(all[0].Accept) == 0 {
		return nil
	}
	c := &checker{Platform: all[0]}
	var names []string
	for _, p := range all {
		for _, n := range p.Nodes() {
			names = append(names, n.Name)
		}
	}
	for i, a := range c.Accept {
		at := model.At("accept", strconv.Itoa(i))
		if warning := ruleOf(a.Code); warning == nil || warning.Severity != diag.Warning || ofOutput(a.Code) {
			continue // accept-code says so
		}
		if a.Node != "" && !slices.Contains(names, a.Node) {
			c.rule = *ruleOf(unknownNode)
			c.report(at.Then("node"), meant(a.Node, names), "There is no node %q, which an accepted warning names.", a.Node)
			continue
		}
		if slices.ContainsFunc(accepted, func(d diag.Diagnostic) bool { return covers(a, d) }) {
			continue
		}
		where := "anywhere"
		if a.Node != "" {
			where = "for " + a.Node
		}
		c.rule = *ruleOf(acceptUnused)
		c.report(at.Then("code"), "take the entry out", "%s is accepted, and not reported %s.", a.Code, where)
	}
	return c.found
}

// covers reports whether an entry of accept is about a diagnostic.
func covers(a model.Accept, d diag.Diagnostic) bool {
	return a.Code == d.Code && (a.Node == "" || a.Node == nodeOf(d.Path))
}

// nodeOf is the node that a path leads to: "web" of services.web.public, of
// environments.test.services.web and of environments.local.compose.web, or empty.
func nodeOf(path string) string {
	parts := strings.Split(path, ".")
	if len(parts) > 2 && parts[0] == "environments" {
		parts = parts[2:]
	}
	if len(parts) > 1 && (kinds[parts[0]] != "" || parts[0] == "compose") {
		return parts[1]
	}
	return ""
}

// acceptCodes is accept-code.
func (c *checker) acceptCodes() {
	for i, a := range c.Accept {
		at := model.At("accept", strconv.Itoa(i), "code")
		switch rule := ruleOf(a.Code); {
		case rule == nil:
			c.report(at, meant(a.Code, warnings()), "No warning has the code %q.", a.Code)
		case ofOutput(a.Code):
			c.report(at, "take the entry out", "%s speaks of what is in the output, where nothing can be accepted.", a.Code)
		case rule.Severity == diag.Error:
			c.report(at, "", "%s is an error: what it speaks of would not run, so it cannot be accepted.", a.Code)
		}
	}
}

// ofOutput reports whether a code is that of a warning about what is in the output.
func ofOutput(code string) bool { return strings.HasPrefix(code, "out-") }

// ruleOf finds a rule of any phase by its code; nil where there is none.
func ruleOf(code string) *Rule {
	all := reported()
	i := slices.IndexFunc(all, func(r Rule) bool { return r.Code == code })
	if i < 0 {
		return nil
	}
	return &all[i]
}

// reported are the rules of all phases that speak of the author's input.
func reported() []Rule {
	all := Rules()
	for _, area := range Elsewhere() {
		all = append(all, area.Rules...)
	}
	return all
}

// warnings are the codes of all warnings.
func warnings() (codes []string) {
	for _, r := range reported() {
		if r.Severity == diag.Warning {
			codes = append(codes, r.Code)
		}
	}
	return codes
}
