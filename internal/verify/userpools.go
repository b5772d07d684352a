package verify

import (
	"path"
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
		"user_pool_tier": "", "deletion_protection": "INACTIVE",
		"username_attributes":                              map[string]string{"email": "email", "phone": "phone_number"}[u.SignIn],
		"auto_verified_attributes":                         map[string]string{"email": "email", "phone": "phone_number", "username": "email"}[u.SignIn],
		"account_recovery_setting.recovery_mechanism.name": map[string]string{"email": "verified_email", "phone": "verified_phone_number", "username": "verified_email"}[u.SignIn],
		"username_configuration.case_sensitive":            false,
		"mfa_configuration":                                strings.ToUpper(u.MFA), "software_token_mfa_configuration.enabled": on(u.MFA != "off"),
		"password_policy.minimum_length": u.PasswordLength, "password_policy.temporary_password_validity_days": 7,
		"password_policy.require_lowercase": true, "password_policy.require_uppercase": true, "password_policy.require_numbers": true, "password_policy.require_symbols": false,
		"admin_create_user_config.allow_admin_create_user_only": !u.SelfSignUp,
		"device_configuration.challenge_required_on_new_device": on(u.RememberDevices), "device_configuration.device_only_remembered_on_user_prompt": "",
		"account_recovery_setting.recovery_mechanism.priority": 1,
	}
	if u.RememberDevices {
		a["device_configuration.device_only_remembered_on_user_prompt"] = false
	}
	if u.DeletionProtection {
		a["deletion_protection"] = "ACTIVE"
	}
	if u.SignIn == "phone" {
		a["sms_configuration.sns_caller_arn"] = "aws_iam_role." + label(u.Name) + "_texts.arn"
		a["sms_configuration.sns_region"], a["sms_configuration.external_id"] = o.declared.Region, something
		a["depends_on"] = "aws_iam_role_policy." + label(u.Name) + "_texts"
	}
	if u.ThreatDetection != "off" {
		a["user_pool_tier"], a["user_pool_add_ons.advanced_security_mode"] = "PLUS", strings.ToUpper(u.ThreatDetection)
	}
	return a
}

func (o *output) signInDomain(u model.UserPool) arguments {
	a := arguments{"user_pool_id": "aws_cognito_user_pool." + label(u.Name) + ".id", "domain": something}
	if u.Domain != "" {
		a["domain"], a["depends_on"] = o.fullName(u.Domain), o.recordAbove(u.Domain)
		a["certificate_arn"] = "aws_acm_certificate_validation." + label(u.Name) + ".certificate_arn"
		a["lifecycle.ignore_changes"], a["lifecycle.replace_triggered_by"] = "certificate_arn", "aws_acm_certificate."+label(u.Name)+".arn"
	}
	return a
}

// recordAbove is what the pages on a host wait for: the address of the name above it,
// unless that is in a root that is applied before.
func (o *output) recordAbove(host string) string {
	if _, address := o.addressAbove(host); address != "" && o.declared.Layout != "stacks" {
		return address + ".fqdn"
	}
	return ""
}

// addressAbove is the record of the name above a host, and the folder that it is in; empty
// where there is none.
func (o *output) addressAbove(host string) (folder, record string) {
	_, parent, _ := strings.Cut(o.fullName(host), ".")
	o.config.each("resource", "aws_route53_record", func(m *module, b *block) {
		if b.body.text("name") == parent && b.body.text("type") == "A" {
			folder, record = m.folder, b.address
		}
	})
	return folder, record
}

// hostsAbove are the folders of roots without which those who sign in in a folder would
// have no host.
func (o *output) hostsAbove(m *module) (folders []string) {
	for _, u := range o.declared.UserPools {
		if folder, _ := o.addressAbove(u.Domain); u.Domain != "" && folder != "" && m.at["aws_cognito_user_pool_domain."+label(u.Name)] != nil {
			folders = append(folders, path.Base(folder))
		}
	}
	return folders
}

// userPoolRoles are what the roles of user pools are for, by address.
func (o *output) userPoolRoles() map[string]purpose {
	out := map[string]purpose{}
	for _, u := range o.declared.UserPools {
		at, role := model.At("userPools", u.Name), "aws_iam_role."+label(u.Name)
		if u.IdentityPool {
			out[role+"_signed_in"] = purpose{identityPool + label(u.Name), nil, at.Then("identityPool")}
		}
		if u.SignIn == "phone" {
			may := map[permission]bool{}
			o.permit(may, "text-send", "")
			out[role+"_texts"] = purpose{"user-pool", may, at.Then("signIn")}
		}
	}
	return out
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
				"name":         c.Name,
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

// appHosts are the names of an app, sorted: those that CloudFront answers to, unless
// with the files of a bucket, or without any, those by which balancers lead to its
// services.
func (o *output) appHosts(app string) (hosts []string) {
	for _, x := range o.declared.Frontends {
		if x.App == app {
			hosts = append(hosts, o.fullNames(whole(x.Hosts))...)
		}
	}
	for _, x := range o.declared.Distributions {
		files := slices.ContainsFunc(o.declared.Buckets, func(b model.Bucket) bool { return b.Name == x.To })
		if x.App == app && !files {
			hosts = append(hosts, o.fullNames(whole(x.Hosts))...)
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

// whole are the hosts that are no wildcards.
func whole(hosts []string) []string {
	return slices.DeleteFunc(slices.Clone(hosts), func(h string) bool { return strings.Contains(h, "*") })
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
		"allow_unauthenticated_identities":                   false,
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
	}
}

// signedIn is who the role of an identity pool is for.
func (o *output) signedIn(pool string) statement {
	provider := o.facts.IAM.Principal("identity-pool")
	return statement{
		effect: "Allow", actions: []string{"sts:AssumeRoleWithWebIdentity"}, principals: []string{"Federated " + provider},
		conditions: []string{
			"StringEquals " + provider + ":aud aws_cognito_identity_pool." + pool + ".id",
			"ForAnyValue:StringLike " + provider + ":amr authenticated",
		},
	}
}
