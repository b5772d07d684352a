package load_test

import (
	"os"
	"testing"

	"groundplan.internal/internal/load"
)

func TestStrapi(t *testing.T) {
	declared, found := load.Platform(os.DirFS("../.."), "platforms/strapi.cue")
	for _, d := range found {
		t.Errorf("%v: %s [%s]", d.Pos, d.Detail, d.Code)
	}
	if len(declared.Environments) != 2 {
		t.Fatalf("%d environments", len(declared.Environments))
	}
	local, production := declared.Environments[0], declared.Environments[1]
	if !local.Environment.Local || production.Environment.Local {
		t.Error("local is the environment with compose")
	}
	s := production.Services[0]
	if s.Name != "strapi" || s.CPU != 512 || s.DesiredCount != 1 || s.Deployment.Maximum != 200 || len(s.Uses) != 1 || s.Uses[0].As != "DATABASE" {
		t.Errorf("%+v", s)
	}
}
