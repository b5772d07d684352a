package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

const parameterStore = "ssm"

// secretRef is the ARN of a secret, made or looked up.
func secretRef(s infra.Secret) tf.Ref {
	typ := "aws_secretsmanager_secret"
	if s.Store == parameterStore {
		typ = "aws_ssm_parameter"
	}
	return tf.Ref{Data: s.Existing, Type: typ, Label: s.Label, Path: "arn"}
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

func secret(s infra.Secret) *tf.Block {
	switch {
	case s.Existing && s.Store == parameterStore:
		b := tf.Data("aws_ssm_parameter", s.Label, tf.Set("name", tf.String(s.Secret)),
			tf.Comment("What Terraform reads is kept in its state: only the ciphertext."),
			tf.Set("with_decryption", tf.Bool(false)))
		b.Comment = s.Purpose
		return b
	case s.Existing:
		b := tf.Data("aws_secretsmanager_secret", s.Label, tf.Set("name", tf.String(s.Secret)))
		b.Comment = s.Purpose
		return b
	case s.Store == parameterStore:
		return newParameter(s)
	}
	return newSecret(s)
}

// newSecret has no version: whoever may know the value puts it in.
func newSecret(s infra.Secret) *tf.Block {
	b := tf.Resource("aws_secretsmanager_secret", s.Label, tf.Set("name", tf.String(s.Secret)))
	if s.Purpose != "" {
		b.Add(tf.Set("description", tf.String(s.Purpose)))
	}
	b.Add(tf.Gap{})
	if s.KMSKey != "" {
		b.Add(tf.Set("kms_key_id", tf.String(s.KMSKey)))
	}
	b.Add(tf.Set("recovery_window_in_days", tf.Int(s.RecoveryDays)))
	return b
}

func newParameter(s infra.Secret) *tf.Block {
	b := tf.Resource("aws_ssm_parameter", s.Label, tf.Set("name", tf.String(s.Secret)))
	if s.Purpose != "" {
		b.Add(tf.Set("description", tf.String(s.Purpose)))
	}
	b.Add(tf.Gap{}, tf.Set("type", tf.String("SecureString")))
	if s.KMSKey != "" {
		b.Add(tf.Set("key_id", tf.String(s.KMSKey)))
	}
	b.Add(
		tf.Comment("A parameter cannot be empty. Whoever may know the value puts it in, and Terraform leaves it."),
		tf.Set("value", tf.String("unset")),
		ignoreChanges("value"))
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
