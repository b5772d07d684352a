package docs

import (
	"cmp"
	"slices"

	"groundplan.internal/internal/infra"
)

// providerSection tells how people sign in with an identity provider before a balancer
// lets them through.
func (v *view) providerSection(pg *page, p infra.IdentityProvider) {
	pg.section(called(p.Name, p.Title))
	if p.Purpose != "" {
		pg.para("%s", text(p.Purpose))
	}
	pg.para("People sign in at %s before a balancer lets them through. Programs behind it find who it is in the headers %s, %s and %s, and believe them once they have checked the signature of the second: whoever reaches a program past the balancer can write them too.",
		code(p.Host()), code("x-amzn-oidc-identity"), code("x-amzn-oidc-data"), code("x-amzn-oidc-accesstoken"))
	t := table{head: []md{"What", "How"}}
	t.row("Issuer", code(p.Issuer))
	t.row("Authorization endpoint", code(p.AuthorizationEndpoint))
	t.row("Token endpoint", code(p.TokenEndpoint))
	t.row("User info endpoint", code(p.UserInfoEndpoint))
	t.row("Client", code(p.ClientID))
	t.row("Secret of the client", v.clientSecret(p))
	t.row("Asks for", code(p.Scope))
	t.row("Session", sentence("%s, in the cookie %s", count(p.SessionSeconds/3600, "hour", "hours"), code(p.Cookie)))
	t.row("Callbacks to allow", or(join(each(p.Callbacks, code)), sentence("%s below every host", code(p.CallbackPath))))
	pg.table(t)
	pg.table(v.signInRoutes(p.Name))
	pg.para("To sign out, a program deletes the cookies that begin with %s and sends people to where the provider signs them out. Health checks go to the tasks themselves, past all rules.", code(p.Cookie))
	pg.para("A new secret of the client counts once %s is applied again.", join(each(v.signingIn(p), func(s infra.Stack) md { return code(v.StackDir(s)) })))
}

// clientSecret is where the secret of a client is kept.
func (v *view) clientSecret(p infra.IdentityProvider) md {
	for _, s := range v.Secrets {
		if s.Name != p.Secret {
			continue
		}
		if p.SecretKey != "" {
			return sentence("the key %s of %s", code(p.SecretKey), code(s.Secret))
		}
		return code(s.Secret)
	}
	return ""
}

// signInRoutes are the rules that have people sign in with a provider.
func (v *view) signInRoutes(provider string) table {
	t := table{head: []md{"Service", "Balancer", "Host", "Path", "Who has not signed in"}}
	for _, b := range v.Balancers {
		for _, r := range b.Rules {
			if r.SignIn != nil && r.SignIn.Provider == provider {
				t.row(text(r.Service), text(b.Name), or(code(r.Host), "every host"), or(code(r.Path), "every path"), unauthenticated(r.SignIn))
			}
		}
	}
	return t
}

func unauthenticated(s *infra.SignIn) md {
	return map[string]md{
		"authenticate": "is sent there",
		"deny":         "gets 401",
		"allow":        "is let through",
	}[s.Unauthenticated]
}

// signingIn are the stacks with rules that need the secret of a provider's client.
func (v *view) signingIn(p infra.IdentityProvider) (out []infra.Stack) {
	for _, b := range v.Balancers {
		for _, r := range b.Rules {
			if r.SignIn != nil && r.SignIn.Provider == p.Name && !slices.Contains(out, r.Stack) {
				out = append(out, r.Stack)
			}
		}
	}
	slices.SortFunc(out, infra.Stack.Before)
	return out
}

// providersByHand is what identity providers must know before people sign in.
func (v *view) providersByHand() (out []md) {
	for _, p := range v.IdentityProviders {
		out = append(out, sentence("%s must know the client %s and allow its callbacks: see %s.", text(cmp.Or(p.Title, p.Name)), code(p.ClientID), link("sign-in", "sign-in.md")))
	}
	return out
}

// clientSecretsFirst tells how the secrets of clients come to have a value before Terraform
// reads it.
func (v *view) clientSecretsFirst(pg *page) {
	var secrets []md
	for _, s := range v.Secrets {
		if !s.Existing && len(s.Clients) > 0 {
			secrets = append(secrets, code(s.Secret))
		}
	}
	if len(secrets) == 0 {
		return
	}
	if v.Layout == "stacks" {
		var readers []infra.Stack
		for _, p := range v.IdentityProviders {
			readers = append(readers, v.signingIn(p)...)
		}
		slices.SortFunc(readers, infra.Stack.Before)
		pg.para("Terraform itself reads the value of %s, so that the first time the roots stop at %s. Put the value in as under %s once %s is applied, and run the loop again.",
			join(secrets), code(v.StackDir(readers[0])), link("secret values", "#secret-values"), code(v.StackDir(infra.StackSecrets)))
		return
	}
	pg.para("Terraform itself reads the value of %s, so that the first time its place is made alone. Put the value in as under %s, and then go on:", join(secrets), link("secret values", "#secret-values"))
	pg.shell("terraform -chdir=terraform init", "terraform -chdir=terraform apply -target=module.secrets")
}
