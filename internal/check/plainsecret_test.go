package check

import "testing"

func TestSecretName(t *testing.T) {
	secret := []string{
		"DB_PASSWORD", "PGPASSWORD", "password", "JWT_SECRET", "SECRET_KEY_BASE", "API_KEY", "STRIPE_APIKEY", "PRIVATE_KEY",
		"AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "API_TOKEN_SALT", "MYSQL_ROOT_PASSWORD", "REDIS_AUTHTOKEN", "ADMIN_PASSWD",
	}
	harmless := []string{
		"TOKEN_TTL", "MAX_TOKENS", "SECRET_ARN", "SECRET_NAME", "PASSWORD_MIN_LENGTH", "REQUIRE_PASSWORD", "PUBLIC_API_KEY",
		"TOKEN_URL", "JWT_SECRET_VERSION", "KEYBOARD", "SECRETARY", "API_URL", "TOKENIZER", "PASSWORD_POLICY", "USE_TOKEN",
	}
	for _, name := range secret {
		if secretName(name, "c2VjcmV0") == "" {
			t.Errorf("%s passes as no secret", name)
		}
	}
	for _, name := range harmless {
		if why := secretName(name, "c2VjcmV0"); why != "" {
			t.Errorf("%s is taken for a secret: %s", name, why)
		}
	}
	for _, value := range []string{"", "true", "None"} {
		if why := secretName("DB_PASSWORD", value); why != "" {
			t.Errorf("the value %q is taken for a secret: %s", value, why)
		}
	}
}

func TestSecretValue(t *testing.T) {
	for value, want := range map[string]bool{
		"postgres://user:pw@db:5432/app":           true,
		"postgres://user@db:5432/app":              false,
		"https://example.org/a:b@c":                false,
		"AKIAIOSFODNN7EXAMPLE":                     true,
		"AKIA":                                     false,
		"-----BEGIN RSA PRIVATE KEY-----":          true,
		"-----BEGIN PUBLIC KEY-----":               false,
		"ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": true,
		"user@example.org":                         false,
	} {
		if got := secretValue(value) != ""; got != want {
			t.Errorf("%q: secret %v, want %v", value, got, want)
		}
	}
}
