// Package check finds what is wrong with a platform before anything is decided
// about it: names that lead nowhere, values that AWS would refuse at apply, and what
// would run but not well. What enters is one environment of a platform in the
// author's words and the facts about AWS; what leaves are diagnostics at the
// author's own lines. It changes nothing, decides nothing and knows no Terraform.
package check

import (
	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// Rule is something that a platform must fulfil. The rules stand in table.go.
type Rule struct {
	Code     string        // lower-case words by area; never renamed
	Severity diag.Severity // of every diagnostic with the code
	Local    bool          // holds for docker compose too, not for AWS alone
	Summary  string        // likewise
	Purpose  string        // why there is such a rule, one sentence for the docs

	run func(*checker) // nil for those of other phases
}

// Run holds one environment of a platform against every rule. The platform is one
// that load accepted; the diagnostics are sorted.
func Run(p model.Platform, f facts.Set) diag.List {
	c := newChecker(p, f)
	for _, rule := range Rules() {
		if p.Environment.Local && !rule.Local {
			continue
		}
		c.rule = rule
		rule.run(c)
	}
	return c.found.Sorted()
}
