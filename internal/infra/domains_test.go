package infra

import "testing"

func TestHostBelow(t *testing.T) {
	for _, c := range []struct{ text, domain, unless, want string }{
		{"https://media.shop.example/x", "shop.example", "staging.shop.example", "media.shop.example"},
		{"https://media.staging.shop.example/x", "shop.example", "staging.shop.example", ""},
		{"shop.example", "shop.example", "staging.shop.example", "shop.example"},
		{"a@shop.example", "shop.example", "staging.shop.example", ""},
		{"https://shop.example.org", "shop.example", "staging.shop.example", ""},
		{"https://notshop.example", "shop.example", "test.example", ""},
		{"https://api.staging.shop.example", "staging.shop.example", "shop.example", ""}, // a host of its own domain too
		{"https://shop.example", "shop.example", "shop.example", ""},
	} {
		if got := hostBelow(c.text, c.domain, c.unless); got != c.want {
			t.Errorf("%q below %s, unless %s: %q, want %q", c.text, c.domain, c.unless, got, c.want)
		}
	}
}
