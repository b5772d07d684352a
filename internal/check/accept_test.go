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
	patch := diag.Diagnostic{Code: "env-nothing-changed", Severity: diag.Warning, Path: "environments.test.services.web"}
	whole := diag.Diagnostic{Code: "env-nothing-changed", Severity: diag.Warning, Path: "environments.test.network"}
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
		{"the node that an environment patches", model.Accept{Code: "env-nothing-changed", Node: "web"}, patch, true},
		{"an environment's network is no node", model.Accept{Code: "env-nothing-changed", Node: "network"}, whole, false},
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
// be accepted, and one for a node of one environment alone.
func TestUnusedInOneEnvironment(t *testing.T) {
	accept := []model.Accept{{Code: "nat-single-az"}, {Code: "image-latest-tag"}, {Code: "image-latest-tag", Node: "web"}, {Code: "image-latest-tag", Node: "wob"}}
	all := []model.Platform{{Accept: accept}, {Accept: accept, Services: model.Nodes[model.Service]{{Name: "web"}}}}
	accepted := diag.List{
		{Code: "nat-single-az", Severity: diag.Warning, Path: "network.nat"},
		{Code: "image-latest-tag", Severity: diag.Warning, Path: "services.web.image"},
	}
	found := check.Unused(all, accepted)
	if len(found) != 1 || found[0].Code != "ref-unknown-node" || found[0].Path != "accept.3.node" {
		t.Errorf("found %v, want an unknown node at accept.3.node", found)
	}
	found = check.Unused(all, accepted[:1])
	if len(found) != 3 || found[0].Path != "accept.1.code" || found[1].Path != "accept.2.code" {
		t.Errorf("found %v, want accept.1 and accept.2 to be unused", found)
	}
}
