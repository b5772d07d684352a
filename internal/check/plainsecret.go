package check

import (
	"regexp"
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// plainSecrets is secret-value-in-plain-input.
func (c *checker) plainSecrets() {
	c.eachContainer(func(_ task, one container) {
		for _, v := range one.Environment {
			name := strings.ReplaceAll(strings.ToLower(v.Key), "_", "-")
			c.plainSecret(one.path.Then("environment", v.Key), one.Name, v, "secrets: "+v.Key+`: "`+name+`"`, "the state or the task definition")
		}
	})
	for _, f := range c.Functions {
		for _, v := range f.Environment {
			name := strings.ReplaceAll(strings.ToLower(v.Key), "_", "-")
			c.plainSecret(model.At("functions", f.Name, "environment", v.Key), f.Name, v, "secrets: "+v.Key+`: "`+name+`"`, "the state or the function's configuration")
		}
	}
	if c.Delivery != nil {
		for _, v := range c.Delivery.Variables {
			c.plainSecret(model.At("delivery", "variables", v.Key), "delivery", v, "", "the workflows")
		}
	}
	for _, p := range c.Pipelines {
		for _, v := range p.Environment {
			c.plainSecret(model.At("pipelines", p.Name, "environment", v.Key), p.Name, v, "", "the state or the build")
		}
	}
}

// plainSecret reports a variable that is a secret; where is what else shows its value.
func (c *checker) plainSecret(at model.Path, name string, v model.Pair, hint, where string) {
	why := secretName(v.Key, v.Value)
	if why == "" {
		why = secretValue(v.Value)
	}
	if why == "" {
		return
	}
	c.report(at, hint,
		"%s of %s has a value in plain text, and %s. Whoever may read this file, %s may read it.", v.Key, name, why, where)
	c.found[len(c.found)-1].Secret = true
}

// secretWords are words, or ends of words, that name a secret; a group of words
// names one together.
var (
	secretWords  = []string{"PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "TOKEN", "APIKEY", "PRIVATEKEY", "CREDENTIAL", "CREDENTIALS"}
	secretPairs  = []string{"API_KEY", "PRIVATE_KEY", "SECRET_KEY", "ACCESS_KEY", "SIGNING_KEY", "ENCRYPTION_KEY"}
	harmlessTail = []string{
		"AGE", "ALGORITHM", "ARN", "AUDIENCE", "BUDGET", "COOKIE", "COUNT", "DAYS", "DIR", "DIRECTORY", "ENABLED", "ENDPOINT",
		"EXPIRATION", "EXPIRES", "EXPIRY", "FIELD", "FILE", "FORMAT", "HEADER", "HOST", "HOURS", "ID", "ISSUER", "LENGTH", "LIFETIME",
		"LIMIT", "LOCATION", "MAX", "MIN", "MINUTES", "MODE", "NAME", "PATH", "POLICY", "PORT", "PREFIX", "PROVIDER", "REGION",
		"REQUIRED", "RETRIES", "ROTATION", "SECONDS", "SIZE", "STORE", "SUFFIX", "TIMEOUT", "TTL", "TYPE", "URI", "URL", "VERSION", "WINDOW",
	}
	harmlessHead = []string{"ALLOW", "DISABLE", "ENABLE", "MAX", "MIN", "NUM", "PUBLIC", "REQUIRE", "USE"}
	harmlessText = regexp.MustCompile(`(?i)^(|true|false|yes|no|on|off|none|null)$`)
)

// secretName says why a variable's name speaks of a secret, or is empty. It goes by
// whole words, so that TOKEN_TTL, MAX_TOKENS and SECRET_ARN pass.
func secretName(name, value string) string {
	words := strings.Split(strings.ToUpper(name), "_")
	if harmlessText.MatchString(value) || slices.Contains(harmlessTail, words[len(words)-1]) || slices.Contains(harmlessHead, words[0]) {
		return ""
	}
	for i, word := range words {
		for _, secret := range secretWords {
			if strings.HasSuffix(word, secret) {
				return "its name speaks of a " + strings.ToLower(secret)
			}
		}
		if i > 0 && slices.Contains(secretPairs, words[i-1]+"_"+word) {
			return "its name speaks of a key"
		}
	}
	return ""
}

// secretForms are values that are secrets whatever they are called.
var secretForms = []struct {
	pattern *regexp.Regexp
	what    string
}{
	{regexp.MustCompile(`^[a-z][a-z0-9+.-]*://[^/@:\s]*:[^/@\s]+@`), "it is a URL with a password"},
	{regexp.MustCompile(`\b(AKIA|ASIA)[A-Z0-9]{16}\b`), "it holds an AWS access key"},
	{regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY-----`), "it is a private key"},
	{regexp.MustCompile(`\b(gh[pousr]_[A-Za-z0-9]{36}|xox[abprs]-[A-Za-z0-9-]{10,}|sk_live_[A-Za-z0-9]{16,})`), "it has the form of an access token"},
}

// secretValue says why a value is a secret by its form, or is empty.
func secretValue(value string) string {
	if !strings.ContainsAny(value, "@_-") && !strings.Contains(value, "IA") {
		return "" // none of the forms; most values end here
	}
	for _, form := range secretForms {
		if form.pattern.MatchString(value) {
			return form.what
		}
	}
	return ""
}
