package infra

import (
	"testing"

	"groundplan.internal/internal/model"
)

func signingIn(p *model.Platform) {
	p.Domain = "example.com"
	p.Secrets = model.Nodes[model.Secret]{{Name: "oidc", Store: "secretsmanager", Keys: []string{"web"}}}
	p.IdentityProviders = model.Nodes[model.IdentityProvider]{{
		Name: "login", Issuer: "https://login.example.org", AuthorizationEndpoint: "https://login.example.org/authorize",
		ClientSecret: "oidc:web", SessionHours: 2,
	}}
	p.Balancers = model.Nodes[model.Balancer]{{Name: "front"}}
	p.Services[0].Routes = []model.Route{
		{Balancer: "front", Host: "web", SignIn: "login"},
		{Balancer: "front", Host: "admin", SignIn: "login", Unauthenticated: "deny"},
		{Balancer: "front", Host: "web", Path: "/hooks/*"},
	}
}

func TestIdentityProviders(t *testing.T) {
	out := build(t, with(empty(), service("web", 80), signingIn))
	p := out.IdentityProviders[0]
	same(t, "callbacks", p.Callbacks, []string{"https://admin.example.com/oauth2/idpresponse", "https://web.example.com/oauth2/idpresponse"})
	same(t, "what it is", []string{p.Secret, p.SecretKey, p.Host(), p.Cookie}, []string{"oidc", "web", "login.example.org", "login-session"})
	if p.SessionSeconds != 7200 {
		t.Errorf("a session of %d s", p.SessionSeconds)
	}
	same(t, "clients of the secret", out.Secrets[0].Clients, []string{"login"})
	var asked []string
	for _, r := range out.Balancers[0].Rules {
		s := "nothing"
		if r.SignIn != nil {
			s = r.SignIn.Provider + " " + r.SignIn.Unauthenticated
		}
		asked = append(asked, r.Host+r.Path+": "+s)
	}
	same(t, "rules", asked, []string{"web.example.com/hooks/*: nothing", "web.example.com: login authenticate", "admin.example.com: login deny"})
	open := false
	for _, r := range out.Rules {
		open = open || r.Group == "front" && r.Egress && r.Peer.World() && r.FromPort == 443
	}
	if !open {
		t.Error("the balancer cannot ask the provider for tokens")
	}
}

// TestExternalParent: where somebody else keeps the records, no record waits for another.
func TestExternalParent(t *testing.T) {
	for dns, want := range map[string]string{"route53": "apex", "external": ""} {
		out := build(t, with(empty(), service("web", 80), func(p *model.Platform) {
			p.Domain, p.DNS = "example.com", dns
			p.Balancers = model.Nodes[model.Balancer]{{Name: "front"}}
			p.Services[0].Routes = []model.Route{{Balancer: "front", Host: "@"}}
			p.UserPools = model.Nodes[model.UserPool]{{Name: "people", Domain: "auth", Clients: model.Nodes[model.UserPoolClient]{{Name: "app", Callbacks: []string{"https://example.com/"}}}}}
		}))
		if got := out.UserPools[0].Parent.Label; got != want {
			t.Errorf("%s: the sign-in pages wait for %q, want %q", dns, got, want)
		}
	}
}
