package infra

import (
	"testing"

	"groundplan.internal/internal/model"
)

// TestParkKeepsWaysOut: NAT gateways go only where nobody runs on who leaves through them.
func TestParkKeepsWaysOut(t *testing.T) {
	for _, c := range []struct {
		name string
		uses model.Nodes[model.Use]
		goes bool
	}{
		{"a function outside of the VPC", nil, true},
		{"a function in the VPC", model.Nodes[model.Use]{to("web")}, false},
	} {
		p := build(t, with(empty(), service("web", 8080), func(p *model.Platform) {
			p.Park = &model.Park{NAT: true}
			p.Functions = model.Nodes[model.Function]{{Name: "thumbs", Image: &model.Image{Repository: "thumbs", Tag: "1"}, Memory: 128, Timeout: 3, Architecture: "X86_64", Uses: c.uses}}
		}))
		if p.ParksNAT() != c.goes {
			t.Errorf("%s: the NAT gateways go: %v, want %v", c.name, p.ParksNAT(), c.goes)
		}
	}
}
