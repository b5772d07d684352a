package load

import (
	"fmt"
	"regexp"
	"strings"

	"groundplan.internal/internal/model"
)

// keyedSecret is how a task names a key of a secret.
var keyedSecret = regexp.MustCompile(`^([a-z][a-z0-9]*(?:-[a-z0-9]+)*):[A-Za-z0-9_.-]+$`)

// namesSecret reports whether a field holds the name of a secret: what stands there in
// its place may be its value, which nothing repeats.
func namesSecret(path model.Path) bool {
	n := len(path)
	return n > 2 && (path[n-1] == "clientSecret" || path[n-2] == "secrets")
}

// noSecretName reports what cannot be the name of a secret.
func (j *judge) noSecretName(v *value, s *shape, path model.Path) {
	got, _ := v.data.(string)
	if m := keyedSecret.FindStringSubmatch(got); m != nil && s.pattern.matches(m[1]) {
		j.add("schema-pattern", "value of the wrong form", v, path, write(path, fmt.Sprintf("%q", m[1])),
			"%s is %q: here stands a secret as a whole, whose keys the program itself tells apart.", subject(path), got)
		return
	}
	name := slug(strings.ReplaceAll(path[len(path)-1], "_", "-"))
	if path[len(path)-1] == "clientSecret" {
		name = slug(path[len(path)-2]) + "-client"
	}
	code, summary := "schema-pattern", "value of the wrong form"
	if _, isText := v.data.(string); !isText {
		code, summary = "schema-type", "wrong type"
	}
	j.add(code, summary, v, path, fmt.Sprintf("secrets: %s: {}, and here %s: %q", model.Label(name), key(path[len(path)-1]), name),
		"%s is not the name of a secret. No value stands here: a secret is declared, and named.", subject(path))
	j.found[len(j.found)-1].Secret = true
}
