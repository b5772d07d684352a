package verify

import (
	"cmp"
	"fmt"
	"strings"

	"groundplan.internal/internal/model"
)

// signInAction is the action before that of a route, as a listener rule says it; empty
// where nobody need sign in.
func (o *output) signInAction(r model.Route) string {
	for _, p := range o.declared.IdentityProviders {
		if p.Name != r.SignIn {
			continue
		}
		secret, key, _ := strings.Cut(p.ClientSecret, ":")
		said := "type = authenticate-oidc, order = 1, authenticate_oidc"
		for _, a := range [][2]string{
			{"issuer", p.Issuer}, {"authorization_endpoint", p.AuthorizationEndpoint}, {"token_endpoint", p.TokenEndpoint}, {"user_info_endpoint", p.UserInfoEndpoint},
			{"client_id", p.ClientID}, {"client_secret", "data.aws_secretsmanager_secret_version." + label(secret) + ".secret_string" + key}, {"scope", p.Scope},
			{"session_cookie_name", p.Name + "-session"}, {"session_timeout", fmt.Sprint(p.SessionHours * 3600)},
			{"on_unauthenticated_request", cmp.Or(r.Unauthenticated, "authenticate")},
		} {
			said += ", authenticate_oidc." + a[0] + " = " + a[1]
		}
		return said
	}
	return ""
}

// clientSecrets are the values that Terraform reads for those who sign in.
func (o *output) clientSecrets() map[string]arguments {
	out := map[string]arguments{}
	for _, s := range o.declared.Services {
		for _, r := range s.Routes {
			for _, p := range o.declared.IdentityProviders {
				if name, _, _ := strings.Cut(p.ClientSecret, ":"); p.Name == r.SignIn {
					arn := "aws_secretsmanager_secret." + label(name) + ".arn"
					if o.secrets[name].Existing {
						arn = "data." + arn
					}
					out[label(name)] = arguments{"secret_id": arn}
				}
			}
		}
	}
	return out
}
