package terraform

import (
	"strings"

	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// userPools writes each user pool with its sign-in pages, its clients and its identity
// pool.
func (e *emitter) userPools() {
	for _, u := range e.p.UserPools {
		file := "user-pool-" + u.Name + ".tf"
		e.add(u.Stack, file, e.userPool(u), e.signInDomain(u))
		if e.parentApart(u) {
			e.stacks[u.Stack].After = append(e.stacks[u.Stack].After, string(u.Parent.Stack))
		}
		for _, c := range u.Clients {
			e.add(u.Stack, file, userPoolClient(u, c))
		}
		if u.IdentityPool != nil {
			e.add(u.Stack, file, identityPool(u)...)
		}
		if u.Texts != nil {
			e.add(u.Stack, file, append(e.role(u.Stack, *u.Texts), e.trust(u.Stack, *u.Texts))...)
		}
		e.exportUserPool(u)
	}
}

// exportUserPool shows what programs must know to have people sign in.
func (e *emitter) exportUserPool(u infra.UserPool) {
	show := func(name, description string, value tf.Expr) {
		e.export(tf.Export{Stack: string(u.Stack), Name: name, Public: true, Description: description, Value: value})
	}
	show(u.Label+"_user_pool_id", "ID of the user pool "+u.Name+".", tf.RefTo("aws_cognito_user_pool", u.Label, "id"))
	show(u.Label+"_sign_in_url", "Where people sign in to the user pool "+u.Name+".", e.signInURL(u))
	for _, c := range u.Clients {
		show(c.Label+"_client_id", "ID of the client "+c.Name+" of the user pool "+u.Name+".", tf.RefTo("aws_cognito_user_pool_client", c.Label, "id"))
	}
	if u.IdentityPool != nil {
		show(u.Label+"_identity_pool_id", "ID of the identity pool of the user pool "+u.Name+".", tf.RefTo("aws_cognito_identity_pool", u.Label, "id"))
	}
}

func (e *emitter) signInURL(u infra.UserPool) tf.Expr {
	if u.Domain != "" {
		return tf.String("https://" + u.Domain)
	}
	domain := tf.RefTo("aws_cognito_user_pool_domain", u.Label, "domain")
	return tf.Template{tf.String("https://"), domain, tf.String(".auth." + e.p.Region + ".amazoncognito.com")}
}

func (e *emitter) userPool(u infra.UserPool) *tf.Block {
	b := tf.Resource("aws_cognito_user_pool", u.Label, tf.Set("name", tf.String(u.AWSName)))
	b.Comment = u.Purpose
	if u.ThreatDetection != "off" {
		b.Add(
			tf.Comment("Threat detection needs this tier."),
			tf.Set("user_pool_tier", tf.String("PLUS")))
	}
	protection := "INACTIVE"
	if u.DeletionProtection {
		protection = "ACTIVE"
	}
	b.Add(tf.Set("deletion_protection", tf.String(protection)), tf.Gap{})
	switch u.SignIn {
	case "email":
		b.Add(tf.Set("username_attributes", tf.Strings("email")), tf.Set("auto_verified_attributes", tf.Strings("email")))
	case "phone":
		b.Add(tf.Set("username_attributes", tf.Strings("phone_number")), tf.Set("auto_verified_attributes", tf.Strings("phone_number")))
	default:
		b.Add(tf.Set("auto_verified_attributes", tf.Strings("email")))
	}
	b.Add(
		tf.Set("mfa_configuration", tf.String(strings.ToUpper(u.MFA))),
		tf.Nested("username_configuration", tf.Set("case_sensitive", tf.Bool(false))))
	if u.MFA != "off" {
		b.Add(tf.Nested("software_token_mfa_configuration", tf.Set("enabled", tf.Bool(true))))
	}
	b.Add(
		tf.Nested("password_policy",
			tf.Set("minimum_length", tf.Int(u.PasswordLength)),
			tf.Set("require_lowercase", tf.Bool(true)),
			tf.Set("require_uppercase", tf.Bool(true)),
			tf.Set("require_numbers", tf.Bool(true)),
			tf.Set("require_symbols", tf.Bool(false)),
			tf.Set("temporary_password_validity_days", tf.Int(7))),
		tf.Nested("admin_create_user_config", tf.Set("allow_admin_create_user_only", tf.Bool(!u.SelfSignUp))),
		tf.Nested("account_recovery_setting", tf.Nested("recovery_mechanism",
			tf.Set("name", tf.String(recovery(u))),
			tf.Set("priority", tf.Int(1)))))
	if u.RememberDevices {
		b.Add(tf.Nested("device_configuration",
			tf.Set("challenge_required_on_new_device", tf.Bool(true)),
			tf.Set("device_only_remembered_on_user_prompt", tf.Bool(false))))
	}
	if u.ThreatDetection != "off" {
		b.Add(tf.Nested("user_pool_add_ons", tf.Set("advanced_security_mode", tf.String(strings.ToUpper(u.ThreatDetection)))))
	}
	if u.Texts != nil {
		b.Add(
			tf.Nested("sms_configuration",
				tf.Set("external_id", tf.String(u.AWSName)),
				tf.Set("sns_caller_arn", tf.RefTo("aws_iam_role", u.Texts.Label, "arn")),
				tf.Set("sns_region", tf.String(e.p.Region))),
			tf.Gap{},
			tf.Comment("Cognito checks at once whether it may send."),
			tf.Set("depends_on", tf.List{tf.RefTo("aws_iam_role_policy", u.Texts.Label, "")}))
	}
	return b
}

// recovery is how somebody who forgot the password proves who they are.
func recovery(u infra.UserPool) string {
	if u.SignIn == "phone" {
		return "verified_phone_number"
	}
	return "verified_email"
}

// parentApart reports whether the address of the name above a pool's host is in a root of
// its own: then the order of applying is what makes it come first.
func (e *emitter) parentApart(u infra.UserPool) bool {
	return u.Parent.Label != "" && u.Parent.Stack != u.Stack && e.p.Layout == "stacks"
}

// signInDomain is where people sign in: the platform's own host, or one of AWS's.
func (e *emitter) signInDomain(u infra.UserPool) *tf.Block {
	b := tf.Resource("aws_cognito_user_pool_domain", u.Label, tf.Set("user_pool_id", tf.RefTo("aws_cognito_user_pool", u.Label, "id")))
	if u.Domain != "" {
		b.Add(
			tf.Set("domain", tf.String(u.Domain)),
			tf.Set("certificate_arn", certificateARN(u.Certificate)))
		if u.Parent.Label != "" && !e.parentApart(u) {
			b.Add(
				tf.Gap{},
				tf.Comment("Cognito accepts a host only once its parent domain has an A record."),
				tf.Set("depends_on", tf.List{tf.RefTo("aws_route53_record", u.Parent.Label, "fqdn")}))
		}
		// Emulators of AWS do not tell the certificate back, so that a plan against one
		// would never be empty.
		b.Add(
			tf.Gap{},
			tf.Comment("The certificate covers this host alone, so the domain is replaced together with it."),
			tf.Nested("lifecycle",
				tf.Set("ignore_changes", tf.List{tf.Ident("certificate_arn")}),
				tf.Set("replace_triggered_by", tf.List{tf.RefTo("aws_acm_certificate", u.Certificate, "arn")})))
		return b
	}
	b.Add(
		tf.Comment("Prefixes are unique in the region: the account ID makes this one so."),
		tf.Set("domain", tf.Template{tf.String(u.Prefix + "-"), e.accountID(u.Stack)}))
	return b
}

func userPoolClient(u infra.UserPool, c infra.UserPoolClient) *tf.Block {
	b := tf.Resource("aws_cognito_user_pool_client", c.Label,
		tf.Set("name", tf.String(c.Name)),
		tf.Set("user_pool_id", tf.RefTo("aws_cognito_user_pool", u.Label, "id")),
		tf.Set("generate_secret", tf.Bool(c.Secret)),
		tf.Gap{},
		tf.Set("allowed_oauth_flows_user_pool_client", tf.Bool(true)),
		tf.Set("allowed_oauth_flows", tf.Strings("code")),
		tf.Set("allowed_oauth_scopes", tf.Strings(c.Scopes...)),
		tf.Set("supported_identity_providers", tf.Strings("COGNITO")),
		tf.Set("callback_urls", tf.Strings(c.Callbacks...)))
	if len(c.Logouts) > 0 {
		b.Add(tf.Set("logout_urls", tf.Strings(c.Logouts...)))
	}
	b.Add(tf.Gap{},
		tf.Set("explicit_auth_flows", tf.Strings("ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH")),
		tf.Set("prevent_user_existence_errors", tf.String("ENABLED")),
		tf.Set("enable_token_revocation", tf.Bool(true)),
		tf.Gap{},
		tf.Set("access_token_validity", tf.Int(u.AccessTokenMinutes)),
		tf.Set("id_token_validity", tf.Int(u.IDTokenMinutes)),
		tf.Set("refresh_token_validity", tf.Int(u.RefreshTokenDays)),
		tf.Nested("token_validity_units",
			tf.Set("access_token", tf.String("minutes")),
			tf.Set("id_token", tf.String("minutes")),
			tf.Set("refresh_token", tf.String("days"))))
	return b
}

// identityPool gives those who have signed in credentials of AWS, by a role that is
// theirs alone.
func identityPool(u infra.UserPool) []*tf.Block {
	p := u.IdentityPool
	pool := tf.Resource("aws_cognito_identity_pool", u.Label,
		tf.Set("identity_pool_name", tf.String(p.AWSName)),
		tf.Set("allow_unauthenticated_identities", tf.Bool(false)))
	for _, c := range u.Clients {
		pool.Add(tf.Nested("cognito_identity_providers",
			tf.Set("client_id", tf.RefTo("aws_cognito_user_pool_client", c.Label, "id")),
			tf.Set("provider_name", tf.RefTo("aws_cognito_user_pool", u.Label, "endpoint")),
			tf.Set("server_side_token_check", tf.Bool(true))))
	}
	trust := tf.Data("aws_iam_policy_document", p.Role.Trust, tf.Nested("statement",
		tf.Set("sid", tf.String("AssumeRole")),
		tf.Set("actions", tf.Strings("sts:AssumeRoleWithWebIdentity")),
		tf.Nested("principals",
			tf.Set("type", tf.String("Federated")),
			tf.Set("identifiers", tf.Strings(p.Role.Service))),
		condition("StringEquals", p.Role.Service+":aud", tf.List{pool.Ref("id")}),
		condition("ForAnyValue:StringLike", p.Role.Service+":amr", tf.Strings("authenticated"))))
	role := tf.Resource("aws_iam_role", p.Role.Label,
		tf.Set("name", tf.String(p.Role.Name)),
		tf.Set("description", tf.String(p.Role.Description)),
		tf.Set("assume_role_policy", trust.Ref("json")))
	role.Comment = "For people who have signed in; it grants nothing."
	return []*tf.Block{
		pool, role, trust,
		tf.Resource("aws_cognito_identity_pool_roles_attachment", u.Label,
			tf.Set("identity_pool_id", pool.Ref("id")),
			tf.Set("roles", tf.Object{{Key: "authenticated", Value: role.Ref("arn")}})),
	}
}
