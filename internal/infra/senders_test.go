package infra

import (
	"testing"

	"groundplan.internal/internal/model"
)

// TestRuleQuotaOfLists counts a rule that names a list with all entries of it.
func TestRuleQuotaOfLists(t *testing.T) {
	for _, c := range []struct {
		from []string
		hint string
	}{
		{[]string{"cloudflare"}, ""},
		{[]string{"cloudfront"}, ""},
		{[]string{"cloudflare", "cloudfront"}, "quotas: rulesPerSecurityGroup: 85"},
		{[]string{"cloudfront", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"}, "quotas: rulesPerSecurityGroup: 61"},
	} {
		p := empty()
		p.Domain = "example.com"
		p.Balancers = model.Nodes[model.Balancer]{{Name: "main", From: c.from, Certificate: &model.Certificate{Domains: []string{"@"}}}}
		list := found(t, p)
		switch {
		case c.hint == "" && len(list) == 0:
		case len(list) != 1 || list[0].Code != "sg-rule-quota" || list[0].Hint != c.hint:
			t.Errorf("%v: %+v, want the hint %q", c.from, list, c.hint)
		}
	}
}
