package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

const parameterStore = "ssm"

// secretRef is the ARN of a secret, made or looked up.
func secretRef(s infra.Secret) tf.Ref {
	if s.Store == parameterStore {
		return tf.RefToData("aws_ssm_parameter", s.Label, "arn")
	}
	return tf.Ref{Data: s.Existing, Type: "aws_secretsmanager_secret", Label: s.Label, Path: "arn"}
}

// secrets are places for values, never the values.
func (e *emitter) secrets() {
	for _, s := range e.p.Secrets {
		e.add(infra.StackSecrets, "secrets.tf", secret(s))
		e.export(tf.Export{
			Stack: string(infra.StackSecrets), Name: s.Label + "_arn", Value: secretRef(s),
			Description: "ARN of the secret " + s.Name + ".",
		})
	}
}

// secret looks a secret up, or makes it. A parameter is never made: there is none
// without a value.
func secret(s infra.Secret) *tf.Block {
	if !s.Existing {
		return newSecret(s)
	}
	b := tf.Data("aws_secretsmanager_secret", s.Label, tf.Set("name", tf.String(s.Secret)))
	if s.Store == parameterStore {
		b = tf.Data("aws_ssm_parameter", s.Label, tf.Set("name", tf.String(s.Secret)),
			tf.Comment("What Terraform reads ends up in its state: only the ciphertext may."),
			tf.Set("with_decryption", tf.Bool(false)))
	}
	b.Comment = s.Purpose
	return b
}

// newSecret has no version: whoever may know the value puts it in.
func newSecret(s infra.Secret) *tf.Block {
	b := tf.Resource("aws_secretsmanager_secret", s.Label, tf.Set("name", tf.String(s.Secret)))
	b.AddText("description", s.Purpose)
	b.Add(tf.Gap{})
	b.AddText("kms_key_id", s.KMSKey)
	b.Add(tf.Set("recovery_window_in_days", tf.Int(s.RecoveryDays)))
	return b
}

// ignoreChanges leaves arguments to somebody else.
func ignoreChanges(arguments ...string) *tf.Block {
	list := make(tf.List, len(arguments))
	for i, a := range arguments {
		list[i] = tf.Ident(a)
	}
	return tf.Nested("lifecycle", tf.Set("ignore_changes", list))
}
