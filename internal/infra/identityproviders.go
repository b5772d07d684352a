package infra

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// IdentityProvider is where people sign in, with others, before a balancer lets them through.
type IdentityProvider struct {
	Name, Title, Purpose string

	Issuer, AuthorizationEndpoint, TokenEndpoint, UserInfoEndpoint string

	ClientID       string
	Secret         string // node; its value is read at apply
	SecretKey      string // that of a JSON secret; empty: the whole value
	Scope          string
	Cookie         string // that a session is kept in
	SessionSeconds int
	Callbacks      []string // where the provider sends people back to, one for each host
	CallbackPath   string   // of each
}

// Host is where people see that they sign in.
func (p IdentityProvider) Host() string {
	u, err := url.Parse(p.AuthorizationEndpoint)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// SignIn is what a rule asks for before it leads on.
type SignIn struct {
	Provider        string // node
	Unauthenticated string // authenticate, deny or allow
}

func (b *builder) identityProviders() {
	for _, in := range b.in.IdentityProviders {
		secret, key, _ := strings.Cut(in.ClientSecret, ":")
		b.out.IdentityProviders = append(b.out.IdentityProviders, IdentityProvider{
			Name: in.Name, Title: in.Title, Purpose: in.Purpose,
			Issuer: in.Issuer, AuthorizationEndpoint: in.AuthorizationEndpoint, TokenEndpoint: in.TokenEndpoint, UserInfoEndpoint: in.UserInfoEndpoint,
			ClientID: in.ClientID, Secret: secret, SecretKey: key, Scope: in.Scope,
			Cookie: in.Name + "-session", SessionSeconds: in.SessionHours * 60 * 60, Callbacks: b.callbacks(in.Name), CallbackPath: b.facts.ELB.CallbackPath,
		})
	}
}

// callbacks are the URLs to which a provider sends people back, sorted.
func (b *builder) callbacks(provider string) (urls []string) {
	for _, s := range b.in.Services {
		for _, r := range s.Routes {
			if r.SignIn == provider && r.Host != "" {
				urls = append(urls, "https://"+b.fullName(r.Host)+b.facts.ELB.CallbackPath)
			}
		}
	}
	slices.Sort(urls)
	return slices.Compact(urls)
}

// signIn is what a route asks for, and opens the way by which its balancer asks the
// provider; nil: nothing.
func (b *builder) signIn(r model.Route, at model.Path) *SignIn {
	if r.SignIn == "" {
		return nil
	}
	b.allow(traffic{b.groupSide(r.Balancer), internet(), "tcp", 443, r.Balancer + " to the identity provider " + r.SignIn, at.Then("signIn")})
	return &SignIn{Provider: r.SignIn, Unauthenticated: cmp.Or(r.Unauthenticated, "authenticate")}
}

// signInEdges lead from balancers to the providers that they ask, each once.
func (b *builder) signInEdges() (out []Edge) {
	for _, s := range b.in.Services {
		for i, r := range s.Routes {
			known := func(e Edge) bool { return e.From == r.Balancer && e.To == r.SignIn }
			if r.SignIn != "" && !slices.ContainsFunc(out, known) {
				out = append(out, Edge{From: r.Balancer, To: r.SignIn, Family: "identityProviders", Port: 443, Label: "HTTPS 443", Purpose: "sign-in", Path: routePath(s, i).Then("signIn")})
			}
		}
	}
	return out
}
