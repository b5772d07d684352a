package verify

import (
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

func perUserPool(want func(*output, model.UserPool) arguments) func(*output) map[string]arguments {
	return func(o *output) map[string]arguments {
		return per(o.declared.UserPools, func(u model.UserPool) string { return u.Name }, func(u model.UserPool) arguments { return want(o, u) })
	}
}

func (o *output) userPool(u model.UserPool) arguments {
	a := arguments{
		"user_pool_tier": "ESSENTIALS", "deletion_protection": "INACTIVE", "alias_attributes": "",
		"username_attributes": map[string]string{"email": "email", "phone": "phone_number"}[u.SignIn],
		"mfa_configuration":   strings.ToUpper(u.MFA), "software_token_mfa_configuration.enabled": on(u.MFA != "off"),
		"password_policy.minimum_length":                        u.PasswordLength,
		"admin_create_user_config.allow_admin_create_user_only": !u.SelfSignUp,
		"device_configuration.challenge_required_on_new_device": on(u.RememberDevices),
		"user_pool_add_ons.advanced_security_mode":              "",
	}
	if u.DeletionProtection {
		a["deletion_protection"] = "ACTIVE"
	}
	if u.ThreatDetection != "off" {
		a["user_pool_tier"], a["user_pool_add_ons.advanced_security_mode"] = "PLUS", strings.ToUpper(u.ThreatDetection)
	}
	return a
}

func (o *output) signInDomain(u model.UserPool) arguments {
	a := arguments{"user_pool_id": "aws_cognito_user_pool." + label(u.Name) + ".id", "certificate_arn": ""}
	if u.Domain != "" {
		a["domain"], a["certificate_arn"] = o.fullName(u.Domain), "aws_acm_certificate_validation."+label(u.Name)+".certificate_arn"
	}
	return a
}

// userPoolClients are the clients of all pools, each with its own URLs and lifetimes.
func (o *output) userPoolClients() map[string]arguments {
	out := map[string]arguments{}
	for _, u := range o.declared.UserPools {
		for _, c := range u.Clients {
			callbacks, logouts := c.Callbacks, c.Logouts
			for _, host := range o.appHosts(c.Name) {
				if len(c.Callbacks) == 0 {
					callbacks = append(callbacks, "https://"+host+"/callback")
				}
				if len(c.Logouts) == 0 {
					logouts = append(logouts, "https://"+host)
				}
			}
			out[label(u.Name+"-"+c.Name)] = arguments{
				"user_pool_id": "aws_cognito_user_pool." + label(u.Name) + ".id", "generate_secret": c.Secret,
				"allowed_oauth_flows_user_pool_client": true, "allowed_oauth_flows": "code", "allowed_oauth_scopes": strings.Join(c.Scopes, ","),
				"supported_identity_providers": "COGNITO", "callback_urls": strings.Join(callbacks, ","), "logout_urls": strings.Join(logouts, ","),
				"explicit_auth_flows": "ALLOW_REFRESH_TOKEN_AUTH,ALLOW_USER_SRP_AUTH", "prevent_user_existence_errors": "ENABLED", "enable_token_revocation": true,
				"access_token_validity": u.AccessTokenMinutes, "id_token_validity": u.IDTokenMinutes, "refresh_token_validity": u.RefreshTokenDays,
				"token_validity_units.access_token": "minutes", "token_validity_units.id_token": "minutes", "token_validity_units.refresh_token": "days",
			}
		}
	}
	return out
}

// appHosts are the names of an app, sorted: those that CloudFront answers to, or
// without any, those by which balancers lead to its services.
func (o *output) appHosts(app string) (hosts []string) {
	for _, x := range o.declared.Frontends {
		if x.App == app {
			hosts = append(hosts, o.fullNames(x.Hosts)...)
		}
	}
	for _, x := range o.declared.Distributions {
		if x.App == app {
			hosts = append(hosts, o.fullNames(x.Hosts)...)
		}
	}
	if len(hosts) == 0 {
		for _, s := range o.declared.Services {
			for _, r := range s.Routes {
				if s.App == app && r.Balancer != "" && r.Host != "" && !strings.Contains(r.Host, "*") {
					hosts = append(hosts, o.fullName(r.Host))
				}
			}
		}
	}
	slices.Sort(hosts)
	return slices.Compact(hosts)
}

func (o *output) identityPool(u model.UserPool) arguments {
	if !u.IdentityPool {
		return nil
	}
	var clients, pools, checks []string
	for _, c := range u.Clients {
		clients = append(clients, "aws_cognito_user_pool_client."+label(u.Name+"-"+c.Name)+".id")
		pools, checks = append(pools, "aws_cognito_user_pool."+label(u.Name)+".endpoint"), append(checks, "true")
	}
	return arguments{
		"allow_unauthenticated_identities": false, "allow_classic_flow": "",
		"cognito_identity_providers.client_id":               strings.Join(clients, ","),
		"cognito_identity_providers.provider_name":           strings.Join(pools, ","),
		"cognito_identity_providers.server_side_token_check": strings.Join(checks, ","),
	}
}

func (o *output) identityRoles(u model.UserPool) arguments {
	if !u.IdentityPool {
		return nil
	}
	return arguments{
		"identity_pool_id": "aws_cognito_identity_pool." + label(u.Name) + ".id", "roles": "authenticated=aws_iam_role." + label(u.Name) + "_signed_in.arn",
		"role_mapping": "",
	}
}

// signedIn is who the role of an identity pool is for.
func (o *output) signedIn(pool string) statement {
	return statement{
		effect: "Allow", actions: []string{"sts:AssumeRoleWithWebIdentity"}, principals: []string{"Federated cognito-identity.amazonaws.com"},
		conditions: []string{
			"StringEquals cognito-identity.amazonaws.com:aud aws_cognito_identity_pool." + pool + ".id",
			"ForAnyValue:StringLike cognito-identity.amazonaws.com:amr authenticated",
		},
	}
}
