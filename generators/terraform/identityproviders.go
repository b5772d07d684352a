package terraform

import (
	"slices"

	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// clientSecrets looks up what proves balancers to identity providers, in each stack with a
// rule that needs it, so that the state of no other has it.
func (e *emitter) clientSecrets() {
	made := map[infra.Stack][]string{}
	for _, b := range e.p.Balancers {
		for _, r := range b.Rules {
			if r.SignIn == nil {
				continue
			}
			secret := e.clientSecret(e.identityProvider(r.SignIn.Provider))
			if slices.Contains(made[r.Stack], secret.Label) {
				continue
			}
			made[r.Stack] = append(made[r.Stack], secret.Label)
			value := tf.Data("aws_secretsmanager_secret_version", secret.Label, tf.Set("secret_id", secretRef(secret)))
			value.Comment = "Read at every plan, so the value must exist before the first. It is in the state, here and in the listener rules."
			e.add(r.Stack, "sign-in.tf", value)
		}
	}
}

func (e *emitter) identityProvider(node string) infra.IdentityProvider {
	i := slices.IndexFunc(e.p.IdentityProviders, func(p infra.IdentityProvider) bool { return p.Name == node })
	return e.p.IdentityProviders[i]
}

func (e *emitter) clientSecret(p infra.IdentityProvider) infra.Secret {
	i := slices.IndexFunc(e.p.Secrets, func(s infra.Secret) bool { return s.Name == p.Secret })
	return e.p.Secrets[i]
}

// authenticate is the action before the one that leads on: whoever has no session signs
// in first.
func (e *emitter) authenticate(s infra.SignIn) *tf.Block {
	p := e.identityProvider(s.Provider)
	var secret tf.Expr = tf.RefToData("aws_secretsmanager_secret_version", e.clientSecret(p).Label, "secret_string")
	switch {
	case p.SecretKey == "":
		secret = tf.Fn("trimspace", secret) // a file that it was put in from ends in a new line
	default:
		secret = tf.Index{Of: tf.Fn("jsondecode", secret), Key: tf.String(p.SecretKey)}
	}
	return tf.Nested("action",
		tf.Set("type", tf.String("authenticate-oidc")),
		tf.Set("order", tf.Int(1)),
		tf.Nested("authenticate_oidc",
			tf.Set("issuer", tf.String(p.Issuer)),
			tf.Set("authorization_endpoint", tf.String(p.AuthorizationEndpoint)),
			tf.Set("token_endpoint", tf.String(p.TokenEndpoint)),
			tf.Set("user_info_endpoint", tf.String(p.UserInfoEndpoint)),
			tf.Gap{},
			tf.Set("client_id", tf.String(p.ClientID)),
			tf.Set("client_secret", secret),
			tf.Set("scope", tf.String(p.Scope)),
			tf.Gap{},
			tf.Set("session_cookie_name", tf.String(p.Cookie)),
			tf.Set("session_timeout", tf.Int(p.SessionSeconds)),
			tf.Set("on_unauthenticated_request", tf.String(s.Unauthenticated))))
}
