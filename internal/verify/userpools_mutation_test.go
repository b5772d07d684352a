package verify_test

import "testing"

var userPoolMutations = []mutation{
	{"another tier", "user-pool-*.tf", `user_pool_tier( +)= "\w+"`, `user_pool_tier$1= "LITE"`, "verify-setting"},
	{"threats only noted", "user-pool-*.tf", `advanced_security_mode( +)= "ENFORCED"`, `advanced_security_mode$1= "AUDIT"`, "verify-setting"},
	{"no second factor", "user-pool-*.tf", `mfa_configuration( +)= "(ON|OPTIONAL)"`, `mfa_configuration$1= "OFF"`, "verify-setting"},
	{"shorter passwords", "user-pool-*.tf", `minimum_length( +)= \d+`, `minimum_length$1= 6`, "verify-setting"},
	{"everybody registers", "user-pool-staff.tf", `allow_admin_create_user_only( +)= true`, `allow_admin_create_user_only$1= false`, "verify-setting"},
	{"two people of one name", "user-pool-*.tf", `case_sensitive( +)= false`, `case_sensitive$1= true`, "verify-setting"},
	{"an address that nobody checks", "user-pool-*.tf", `auto_verified_attributes( +)= \[[^\]]*\]\n`, ``, "verify-setting"},
	{"a pool that may go", "user-pool-couriers.tf", `deletion_protection( +)= "ACTIVE"`, `deletion_protection$1= "INACTIVE"`, "verify-setting"},
	{"plain passwords", "user-pool-*.tf", `require_numbers( +)= true`, `require_numbers$1= false`, "verify-setting"},
	{"no authenticator app", "user-pool-*.tf", `(?s)  software_token_mfa_configuration \{.*?\n  \}\n`, ``, "verify-setting"},
	{"no way back", "user-pool-*.tf", `"verified_email"`, `"admin_only"`, "verify-setting"},
	{"a trigger", "user-pool-members.tf", `  user_pool_add_ons \{`, "  lambda_config {\n    pre_sign_up = \"arn:aws:lambda:eu-west-1:123456789012:function:x\"\n  }\n\n  user_pool_add_ons {", "verify-setting"},
	{"a certificate before it is proven", "user-pool-members.tf", `aws_acm_certificate_validation\.(\w+)\.certificate_arn`, `aws_acm_certificate.$1.arn`, "verify-setting"},
	{"a certificate of the platform's region", "certificates.tf", `  provider = aws.us_east_1\n`, ``, "verify-setting"},
	{"a name that leads to no pages", "dns.tf", `aws_cognito_user_pool_domain\.members\.cloudfront_distribution\n`, "\"evil.example.com\"\n", "verify-alias"},
	{"tokens for ever", "user-pool-*.tf", `enable_token_revocation( +)= true`, `enable_token_revocation$1= false`, "verify-setting"},
	{"a role for another login", "user-pool-members.tf", `\["cognito-identity.amazonaws.com"\]`, `["accounts.google.com"]`, "verify-trust"},
	{"devices forgotten", "user-pool-*.tf", `(?s)device_configuration \{.*?\}`, ``, "verify-setting"},
	{"texts by another role", "user-pool-couriers.tf", `sns_caller_arn( +)= [^\n]*`, `sns_caller_arn$1= "arn:aws:iam::123456789012:role/x"`, "verify-setting"},
	{"texts to topics as well", "user-pool-couriers.tf", `"sns:Publish"`, `"sns:Publish", "sns:CreateTopic"`, "verify-permission-extra"},
	{"pages on another host", "user-pool-members.tf", `domain( +)= "auth[^\n]*`, `domain$1= "login.club.example.com"`, "verify-setting"},
	{"pages applied before the name above them", "stacks.json", `("name":"auth".*"needs":)\["edge"\]`, `$1[]`, "verify-stack-list"},
	{"pages before the name above them", "user-pool-members.tf", `depends_on = \[var[^\n]*`, ``, "verify-setting"},
	{"back to somebody else", "user-pool-*.tf", `callback_urls( +)= \[`, `callback_urls$1= ["https://evil.example.com", `, "verify-setting"},
	{"out to somebody else", "user-pool-*.tf", `logout_urls( +)= \["`, `logout_urls$1= ["https://evil.example.com", "`, "verify-setting"},
	{"tokens in the address", "user-pool-*.tf", `allowed_oauth_flows( +)= \["code"\]`, `allowed_oauth_flows$1= ["implicit"]`, "verify-setting"},
	{"a scope more", "user-pool-*.tf", `allowed_oauth_scopes( +)= \[`, `allowed_oauth_scopes$1= ["aws.cognito.signin.user.admin", `, "verify-setting"},
	{"passwords by any program", "user-pool-*.tf", `"ALLOW_USER_SRP_AUTH"`, `"ALLOW_USER_PASSWORD_AUTH"`, "verify-setting"},
	{"a secret in a browser", "user-pool-members.tf", `generate_secret( +)= false`, `generate_secret$1= true`, "verify-setting"},
	{"tells who is there", "user-pool-*.tf", `prevent_user_existence_errors( +)= "ENABLED"`, `prevent_user_existence_errors$1= "LEGACY"`, "verify-setting"},
	{"tokens for longer", "user-pool-*.tf", `(access|id|refresh)_token_validity( +)= \d+`, `${1}_token_validity$2= 1000`, "verify-setting"},
	{"tokens of another unit", "user-pool-*.tf", `"minutes"`, `"hours"`, "verify-setting"},
	{"who has not signed in", "user-pool-members.tf", `allow_unauthenticated_identities( +)= false`, `allow_unauthenticated_identities$1= true`, "verify-setting"},
	{"tokens that were taken back", "user-pool-members.tf", `server_side_token_check( +)= true`, `server_side_token_check$1= false`, "verify-setting"},
	{"clients of another pool", "user-pool-members.tf", `provider_name( +)= aws_cognito_user_pool\.members`, `provider_name$1= aws_cognito_user_pool.staff`, ""},
	{"guests get the role", "user-pool-members.tf", `values( +)= \["authenticated"\]`, `values$1= ["unauthenticated"]`, "verify-trust"},
	{"the role of any identity pool", "user-pool-members.tf", `(?s)condition \{\s+test +=[^\n]*\s+variable = "cognito-identity.amazonaws.com:aud"[^}]*\}`, ``, "verify-trust"},
	{"a role for guests", "user-pool-members.tf", `\n    authenticated( +)= `, "\n    unauthenticated$1= ", "verify-setting"},
	{"who writes what", "user-pool-*.tf", `( +)generate_secret`, "${1}write_attributes = [\"email\"]\n${0}", "verify-setting"},
}

// TestUserPoolMutations: people sign in where, as and for as long as declared.
func TestUserPoolMutations(t *testing.T) {
	mutate(t, "../../golden/sign-in/platform.cue", userPoolMutations)
}
