package terraform

import (
	"regexp"

	"strconv"

	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// safeText is what a variable may hold: it ends up in the JSON of a task definition.
const (
	safeText    = `^[A-Za-z0-9._/:@-]+$`
	safeMessage = "Only letters, digits and . _ / : @ - can be part of an image reference."
)

// domainText is a DNS name of two words or more, in lower case and without a dot at the end.
const (
	domainText    = `^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?([.][a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$`
	domainMessage = "A domain is words of lower-case letters, digits and hyphens, joined by dots, as in example.com."
)

// inputs are the variables of a platform.
func inputs(p infra.Platform) []tf.Input {
	var out []tf.Input
	for _, v := range p.Variables {
		if v.Bool {
			out = append(out, tf.Input{Name: v.Name, Type: tf.Ident("bool"), Description: v.Description, Default: tf.Bool(v.Default == "true"), Told: p.CI != nil})
			continue
		}
		in := tf.Input{Name: v.Name, Type: tf.Ident("string"), Description: v.Description}
		if v.Default != "" {
			in.Default = tf.String(v.Default)
		}
		pattern, message := safeText, safeMessage
		if v.Name == p.Domain.Variable {
			pattern, message = domainText, domainMessage
		}
		in.Validations = append(in.Validations, tf.Validation{
			Condition: tf.Fn("can", tf.Fn("regex", tf.String(pattern), tf.Var(v.Name))),
			Message:   message,
		})
		if v.Prefix != "" {
			in.Validations = append(in.Validations, tf.Validation{
				Condition: tf.Fn("can", tf.Fn("regex", tf.String("^"+regexp.QuoteMeta(v.Prefix)+"(:|@|$)"), tf.Var(v.Name))),
				Message:   v.Message,
			})
		}
		out = append(out, in)
	}
	return out
}

// export names a value for other stacks, and shows it to the operator where it is
// public. It returns the name, which is another where that is taken: by a variable of
// the author's, or as db_secret_arn by the database db and a secret db-secret.
func (e *emitter) export(x tf.Export) tf.Use {
	base := x.Name
	for n := 2; e.taken[x.Name]; n++ {
		x.Name = base + "_" + strconv.Itoa(n)
	}
	e.taken[x.Name] = true
	e.exports = append(e.exports, x)
	return tf.Use(x.Name)
}
