package check

import "testing"

func TestSecretName(t *testing.T) {
	secret := []string{
		"DB_PASSWORD", "PGPASSWORD", "password", "JWT_SECRET", "SECRET_KEY_BASE", "API_KEY", "STRIPE_APIKEY", "PRIVATE_KEY",
		"AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "API_TOKEN_SALT", "MYSQL_ROOT_PASSWORD", "REDIS_AUTHTOKEN", "ADMIN_PASSWD",
		"DB_PASS", "MYSQL_PWD", "GRAFANA_BASIC_AUTH", "PASS", "basic_auth",
	}
	harmless := []string{
		"TOKEN_TTL", "MAX_TOKENS", "SECRET_ARN", "SECRET_NAME", "PASSWORD_MIN_LENGTH", "REQUIRE_PASSWORD", "PUBLIC_API_KEY",
		"TOKEN_URL", "JWT_SECRET_VERSION", "KEYBOARD", "SECRETARY", "API_URL", "TOKENIZER", "PASSWORD_POLICY", "USE_TOKEN",
		"BYPASS", "PASS_COUNT", "COMPASS_KEY", "BASIC_AUTH_USER",
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
	if why := secretName("APP_PWD", "/srv/app"); why != "" {
		t.Errorf("a folder is taken for a secret: %s", why)
	}
	if secretName("DB_PASSWORD", "$ecretPa55") == "" {
		t.Errorf("a password that begins with a dollar passes")
	}
	for _, value := range []string{"", "true", "None", "$DB_PASSWORD", "${pw}", "$$PW", "$(cat /run/pw)", "{password}"} {
		if why := secretName("DB_PASSWORD", value); why != "" {
			t.Errorf("the value %q is taken for a secret: %s", value, why)
		}
	}
}

func TestSecretValue(t *testing.T) {
	for value, want := range map[string]bool{
		"postgres://user:pw@db:5432/app":               true,
		"postgres://user@db:5432/app":                  false,
		"https://example.org/a:b@c":                    false,
		"AKIAIOSFODNN7EXAMPLE":                         true,
		"AKIA":                                         false,
		"-----BEGIN RSA PRIVATE KEY-----":              true,
		"-----BEGIN PUBLIC KEY-----":                   false,
		"ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa":     true,
		"user@example.org":                             false,
		"--db=postgres://u:s3cr3tpw@db/x":              true,
		"postgres://u:$PW@db/x postgres://u:p@y/z":     true,
		"postgres://u:${DB_PASSWORD}@db/x":             false,
		"Server=db;Uid=u;Pwd=hunter2;":                 true,
		"Server=db; Password = hunter2":                true,
		"host=db password=hunter2":                     true,
		`{"url":"http://host:3000","mail":"me@x.org"}`: false,
		"http://a:3000,admin@x.org":                    false,
		"update users set password = ? where id=1":     false,
		"PWD=/app exec node":                           false,
		"Server=db;Password=${DB_PASSWORD};":           false,
		"Server=db;Password=;Timeout=3":                false,
		"Server=db;NoPassword=x":                       false,
		"https://hooks.slack.com/services/T0/B0/x":     true,
		"https://hooks.slack.com/services/":            false,
	} {
		if got := secretValue(value) != ""; got != want {
			t.Errorf("%q: secret %v, want %v", value, got, want)
		}
	}
}

func TestSecretWord(t *testing.T) {
	for _, one := range []struct{ argument, next, want string }{
		{"--password=hunter2", "", "--password"},
		{"psql --no-password mydb", "", ""},
		{"--db-password", "hunter2", "--db-password"},
		{"-Dspring.datasource.password=hunter2", "", "-Dspring.datasource.password"},
		{"exec server --requirepass hunter2 --port 1", "", "--requirepass"},
		{"(PGPASSWORD='hunter2' psql -c 'SELECT 1')", "", "PGPASSWORD"},
		{`cd /app && export API_TOKEN="abc"; run`, "", "API_TOKEN"},
		{"--password=$PASSWORD", "", ""},
		{`--password="${PASSWORD}"`, "", ""},
		{"--password=$(cat /run/pw)", "", ""},
		{"--password=", "serve", ""},
		{"--password", "$PASSWORD", ""},
		{"--password", "--verbose", ""},
		{"--password", "", ""},
		{"--password-file=/run/pw", "", ""},
		{"--password-stdin", "registry", ""},
		{"--token-ttl", "60", ""},
		{"s/PASSWORD=.*/x/", "", ""},
		{`test -n "$PASSWORD"`, "", ""},
		{"password", "hunter2", ""},
	} {
		if got, _ := secretWord(one.argument, one.next); got != one.want {
			t.Errorf("%q, %q: %q gives a secret, want %q", one.argument, one.next, got, one.want)
		}
	}
}
