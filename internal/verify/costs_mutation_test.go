package verify_test

import "testing"

var costMutations = []mutation{
	{"another price", "costs.json", `"unitPrice": [0-9.]+`, `"unitPrice": 0.999`, "verify-costs"},
	{"the table's price for the author's", "costs.json", `"unitPrice": 0\.75`, `"unitPrice": 0.7`, "verify-costs"},
	{"another cost", "costs.json", `("cost": \{\s+"least": )[0-9.]+`, `${1}1.23`, "verify-costs"},
	{"parked for nothing", "costs.json", `("cost": \{\s+"least": [0-9.]+,\s+"most": [0-9.]+,\s+"parked": )[1-9][0-9.]*`, `${1}0`, "verify-costs"},
	{"another sum", "costs.json", `("total": \{\s+"least": )[0-9.]+`, `${1}1.23`, "verify-costs"},
	{"a task less", "costs.json", `("least": )720(,\s+"most": 2160,)`, `${1}360${2}`, "verify-costs"},
	{"a component not spoken of", "costs.json", `"component": "\w+"(,\s+"kind": "(service|database|cache|balancer|gateway|firewall|secret|user pool)")`, `"component": "x"${1}`, "verify-costs"},
	{"something not estimated not spoken of", "costs.json", `"component": "(claude|ops|key)"`, `"component": "x"`, "verify-costs"},
	{"another sum on the page", "costs.md", `(\*\*Total\*\* +\| +\| )[0-9.]+`, `${1}1.23`, "verify-costs"},
	{"no JSON", "costs.json", `(?s)\A.*\z`, ``, "verify-costs"},
}

// TestCostMutations tries them on estimates.
func TestCostMutations(t *testing.T) {
	mutate(t, "../../golden/costs/platform.cue", costMutations)
}
