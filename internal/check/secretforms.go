package check

import (
	"regexp"
	"slices"
	"strings"
)

// secretWords are words, or ends of words, that name a secret; a group of words
// names one together, some of them at the end of a name alone.
var (
	secretWords  = []string{"PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "TOKEN", "APIKEY", "PRIVATEKEY", "CREDENTIAL", "CREDENTIALS"}
	secretPairs  = []string{"API_KEY", "PRIVATE_KEY", "SECRET_KEY", "ACCESS_KEY", "SIGNING_KEY", "ENCRYPTION_KEY"}
	secretTails  = []string{"PASS", "PWD", "BASIC_AUTH", "REQUIREPASS"}
	harmlessTail = []string{
		"AGE", "ALGORITHM", "ARN", "AUDIENCE", "BUDGET", "COOKIE", "COUNT", "DAYS", "DIR", "DIRECTORY", "ENABLED", "ENDPOINT",
		"EXPIRATION", "EXPIRES", "EXPIRY", "FIELD", "FILE", "FORMAT", "HEADER", "HOST", "HOURS", "ID", "ISSUER", "LENGTH", "LIFETIME",
		"LIMIT", "LOCATION", "MAX", "MIN", "MINUTES", "MODE", "NAME", "PATH", "POLICY", "PORT", "PREFIX", "PROVIDER", "REGION",
		"REQUIRED", "RETRIES", "ROTATION", "SECONDS", "SIZE", "STDIN", "STORE", "SUFFIX", "TIMEOUT", "TTL", "TYPE", "URI", "URL", "VERSION", "WINDOW",
	}
	harmlessHead = []string{"ALLOW", "ASK", "DISABLE", "ENABLE", "MAX", "MIN", "NO", "NUM", "PUBLIC", "REQUIRE", "SKIP", "USE", "WITHOUT"}
	harmlessText = regexp.MustCompile(`(?i)^(|true|false|yes|no|on|off|none|null)$`)

	// A placeholder is what a shell or a program puts a value in for: $NAME, ${NAME}, $(cat file), {name}.
	// What is in upper and lower case is none, and may be a password that begins with a dollar.
	placeholder = regexp.MustCompile("^(\\$+([A-Z0-9_]+|[a-z0-9_]+|[{(].*)|`.*|\\{+\\w*\\}+)$")
)

// secretName says why a variable's name speaks of a secret, or is empty. It goes by
// whole words, so that TOKEN_TTL, MAX_TOKENS and SECRET_ARN pass.
func secretName(name, value string) string {
	name = strings.ToUpper(name)
	words := strings.Split(name, "_")
	if !literal(value) || slices.Contains(harmlessTail, words[len(words)-1]) || slices.Contains(harmlessHead, words[0]) {
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
	folder := strings.HasSuffix(name, "PWD") && strings.HasPrefix(value, "/")
	for _, tail := range secretTails {
		if strings.HasSuffix("_"+name, "_"+tail) && !folder {
			return "its name speaks of a password"
		}
	}
	return ""
}

// literal reports whether a value is one itself, and neither a switch nor a reference.
func literal(value string) bool {
	return !harmlessText.MatchString(value) && !placeholder.MatchString(value)
}

// secretForms are values that are secrets whatever they are called. A value that has not
// the sign is none; a group of the pattern is the secret itself.
var secretForms = []struct {
	sign    string
	pattern *regexp.Regexp
	what    string
}{
	{"://", regexp.MustCompile(`\b[a-z][a-z0-9+.-]*://[^/@:\s]*:([^/@\s"',;]+)@`), "it is a URL with a password"},
	{"IA", regexp.MustCompile(`\b(?:AKIA|ASIA)[A-Z0-9]{16}\b`), "it holds an AWS access key"},
	{"PRIVATE KEY", regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY-----`), "it is a private key"},
	{"gh", regexp.MustCompile(`\bgh[pousr]_[A-Za-z0-9]{36}`), "it has the form of an access token"},
	{"xox", regexp.MustCompile(`\bxox[abprs]-[A-Za-z0-9-]{10,}`), "it has the form of an access token"},
	{"sk_live_", regexp.MustCompile(`\bsk_live_[A-Za-z0-9]{16,}`), "it has the form of an access token"},
	{"hooks.slack.com", regexp.MustCompile(`hooks\.slack\.com/services/([^\s"']+)`), "it is a webhook of Slack, which whoever knows it may use"},
	{"=", regexp.MustCompile(`(?i)(?:^|[;\s"'])(?:password|pwd)\s*=\s*["']?([^;\s"'?:%/][^;\s"']*)`), "it is a connection string with a password"},
}

// secretValue says why a value is a secret by its form, or is empty.
func secretValue(value string) string {
	for _, form := range secretForms {
		if !strings.Contains(value, form.sign) {
			continue
		}
		for _, m := range form.pattern.FindAllStringSubmatch(value, -1) {
			if literal(m[len(m)-1]) {
				return form.what
			}
		}
	}
	return ""
}

var variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// secretWord finds a word of an argument that gives a secret a value, as --password=x,
// PASSWORD=x and --password x do, and says why it is one. The value may be the next
// argument.
func secretWord(argument, next string) (word, why string) {
	words := strings.FieldsFunc(argument, func(r rune) bool { return strings.ContainsRune(" \t\n;&|", r) })
	for i, word := range words {
		name, value, assigned := strings.Cut(word, "=")
		if !assigned && strings.HasPrefix(word, "-") {
			value = next
			if i+1 < len(words) {
				value = words[i+1]
			}
			if strings.HasPrefix(value, "-") {
				continue // a further option
			}
		}
		name = strings.TrimLeft(name, `"'(`)
		plain := strings.NewReplacer("-", "_", ".", "_").Replace(strings.TrimLeft(name, "-"))
		if !variableName.MatchString(plain) {
			continue
		}
		if why := secretName(plain, strings.Trim(value, `"')`)); why != "" {
			return name, why
		}
	}
	return "", ""
}
