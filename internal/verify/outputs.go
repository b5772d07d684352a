package verify

import (
	"fmt"
	"regexp"
	"slices"

	"groundplan.internal/internal/diag"
)

var outputRules = []Rule{
	{"verify-output-secret", "output that tells a secret", "An output whose value is a secret is marked as one, no expression takes the mark away, and no root shows it to whoever applies it."},
}

// secretValues are the attributes that hold secrets.
var secretValues = regexp.MustCompile(`^(aws_ssm_parameter\.\w+\.(value|insecure_value)|data\.aws_ssm_parameter\.\w+\.value|(data\.)?aws_secretsmanager_secret_version\.\w+\.secret_string|random_\w+\.\w+\.\w+|aws_elasticache_replication_group\.\w+\.auth_token|ephemeral\..*)$`)

// outputs holds the roots and modules to keeping secrets.
func (o *output) outputs() (found diag.List) {
	fault := func(b *block, format string, args ...any) {
		found = append(found, finding(outputRules, "verify-output-secret", b.pos, nil, fmt.Sprintf(format, args...)))
	}
	for _, folder := range o.config.folders {
		m := o.config.modules[folder]
		_, module := o.config.calls[folder]
		for _, b := range m.blocks {
			if b.kind != "output" {
				continue
			}
			v := b.of(m, "value")
			if o.config.unmarks(v, 0) {
				fault(b, "%s in %s takes the mark off its value.", b.address, folder)
			}
			switch secret := o.config.tells(v, 0); {
			case secret && b.body.text("sensitive") != "true":
				fault(b, "%s in %s tells a secret, and is not marked as one.", b.address, folder)
			case secret && !module && o.declared.Layout == "single":
				fault(b, "%s tells a secret to whoever applies the root.", b.address)
			}
		}
	}
	return found
}

// maxNested bounds how deeply an expression is followed.
const maxNested = 32

// tells reports whether a secret is part of a value.
func (c *configuration) tells(v value, depth int) bool {
	v = c.resolve(v)
	if v.kind == ref && secretValues.MatchString(v.text) {
		return true
	}
	return depth < maxNested && slices.ContainsFunc(v.parts, func(e expression) bool { return c.tells(value{v.folder, e}, depth+1) })
}

// unmarks reports whether a value is said to be no secret.
func (c *configuration) unmarks(v value, depth int) bool {
	v = c.resolve(v)
	if v.kind == call && v.text == "nonsensitive" {
		return true
	}
	return depth < maxNested && slices.ContainsFunc(v.parts, func(e expression) bool { return c.unmarks(value{v.folder, e}, depth+1) })
}
