package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// login is the secret of a user that a task makes in a database server.
func login(l infra.Login) []*tf.Block {
	secret := tf.Resource("aws_secretsmanager_secret", l.Label,
		tf.Set("name", tf.String(l.Secret)),
		tf.Set("description", tf.String(l.Description)),
		tf.Gap{},
		tf.Comment("The password can be drawn again: deleted at once, so that the name is free again."),
		tf.Set("recovery_window_in_days", tf.Int(0)))
	version := tf.Resource("aws_secretsmanager_secret_version", l.Label,
		tf.Set("secret_id", secret.Ref("id")),
		tf.Set("secret_string_wo", tf.Fn("jsonencode", tf.Object{
			{Key: "username", Value: tf.String(l.User)},
			{Key: "password", Value: drawn()},
		})),
		tf.Set("secret_string_wo_version", tf.Int(1)))
	version.Comment = "A random password of 64 hexadecimal digits. It is write-only: no plan and no state has it. Replacing this version draws\nanother, which the next tasks set on the server."
	return []*tf.Block{secret, version}
}

// loginARN is the ARN of the secret, once it has a value.
func loginARN(l infra.Login) tf.Ref {
	return tf.RefTo("aws_secretsmanager_secret_version", l.Label, "arn")
}

// logins are those of all users that tasks make.
func logins(p infra.Platform) (out []infra.Login) {
	for _, d := range p.Databases {
		if d.Provisioner != nil {
			out = append(out, *d.Provisioner)
		}
	}
	for _, s := range p.Tasks() {
		out = append(out, s.Logins...)
	}
	return out
}
