package check_test

import (
	"testing"

	"groundplan.internal/internal/check"
	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

func TestAccepted(t *testing.T) {
	open := diag.Diagnostic{Code: "sg-open-container", Severity: diag.Warning, Path: "services.web.public"}
	nat := diag.Diagnostic{Code: "nat-single-az", Severity: diag.Warning, Path: "network.nat"}
	wrong := diag.Diagnostic{Code: "sg-open-sensitive-port", Severity: diag.Error, Path: "services.web.public"}
	local := diag.Diagnostic{Code: "sg-open-container", Severity: diag.Warning, Path: "environments.local.compose.web.port"}
	for _, test := range []struct {
		name   string
		accept model.Accept
		found  diag.Diagnostic
		want   bool
	}{
		{"the node", model.Accept{Code: "sg-open-container", Node: "web"}, open, true},
		{"every node", model.Accept{Code: "sg-open-container"}, open, true},
		{"the node of an environment", model.Accept{Code: "sg-open-container", Node: "web"}, local, true},
		{"another node", model.Accept{Code: "sg-open-container", Node: "we"}, open, false},
		{"another code", model.Accept{Code: "image-latest-tag", Node: "web"}, open, false},
		{"no node", model.Accept{Code: "nat-single-az"}, nat, true},
		{"a family is no node", model.Accept{Code: "nat-single-az", Node: "nat"}, nat, false},
		{"an error", model.Accept{Code: "sg-open-sensitive-port"}, wrong, false},
	} {
		p := model.Platform{Accept: []model.Accept{test.accept}}
		kept, accepted := check.Accepted(p, diag.List{test.found})
		if got := len(accepted) == 1; got != test.want || len(kept)+len(accepted) != 1 {
			t.Errorf("%s: accepted %v, want %v", test.name, accepted, test.want)
		}
	}
}

// TestUnusedInOneEnvironment makes sure that a warning of one environment alone can
// be accepted: the entry is not unused in the others.
func TestUnusedInOneEnvironment(t *testing.T) {
	p := model.Platform{Accept: []model.Accept{{Code: "nat-single-az"}, {Code: "image-latest-tag"}}}
	accepted := diag.List{{Code: "nat-single-az", Severity: diag.Warning, Path: "network.nat"}}
	found := check.Unused(p, accepted)
	if len(found) != 1 || found[0].Path != "accept.1" {
		t.Errorf("unused: %v, want the entry accept.1", found)
	}
}
