package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// guard keeps the value of the header that a balancer asks for, as cacheToken keeps a
// password.
func (e *emitter) guard(b infra.Balancer) *tf.Block {
	value := guardValue(b.Guard)
	e.export(tf.Export{
		Stack: string(b.Stack), Name: b.Label + "_guard", Value: value, Sensitive: true,
		Description: "Value of " + infra.GuardHeader + ", by which the balancer " + b.Name + " knows the platform's distributions.",
	})
	block := drawnParameter(b.Guard.Label, b.Guard.Parameter, "Header that lets through to the balancer "+b.Name)
	block.Comment = "A random value that only this platform's distributions send: all of CloudFront's customers share its addresses.\n" +
		"It is kept here, in the state, in the listener rules and in the distributions."
	return block
}

func guardValue(g *infra.Guard) tf.Ref { return tf.RefTo("aws_ssm_parameter", g.Label, "value") }

// guarded is the condition that only the platform's own distributions and frontends meet.
func guarded(g *infra.Guard) *tf.Block {
	return tf.Nested("condition", tf.Nested("http_header",
		tf.Set("http_header_name", tf.String(infra.GuardHeader)),
		tf.Set("values", tf.List{guardValue(g)})))
}
