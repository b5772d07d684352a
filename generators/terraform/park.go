package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// whileParked is one value while the platform is parked, and another while it runs.
func (e *emitter) whileParked(parked, runs tf.Expr) tf.Expr {
	if e.p.Park == nil {
		return runs
	}
	return tf.If{Condition: tf.Var(e.p.Park.Variable), Then: parked, Else: runs}
}

// goesWhileParked has a block be there only while the platform runs.
func (e *emitter) goesWhileParked(b *tf.Block) {
	b.Body = append([]tf.Item{tf.Set("count", e.whileParked(tf.Int(0), tf.Int(1))), tf.Gap{}}, b.Body...)
}

// instanceState stops an instance. There is no such resource for clusters of Aurora, whose
// instances go instead: they hold nothing. The resource can stop an instance and not start it.
// https://github.com/hashicorp/terraform-provider-aws/issues/40785
func (e *emitter) instanceState(d infra.Database) *tf.Block {
	b := tf.Resource("aws_rds_instance_state", d.Label,
		tf.Set("identifier", databaseRef(d, "identifier")),
		tf.Set("state", e.whileParked(tf.String("stopped"), tf.String("available"))))
	b.Comment = "To unpark, start the instance first: the provider changes nothing before it runs.\nAfter seven days RDS starts it by itself, and the next apply stops it again."
	return b
}

// startsWith is what answers for a database, and comes back before those that use it.
func (e *emitter) startsWith(d infra.Database) (refs []tf.Ref) {
	if !e.p.ParksDatabases() {
		return nil
	}
	if !d.Aurora() {
		return []tf.Ref{tf.RefTo("aws_rds_instance_state", d.Label, "")}
	}
	for _, i := range d.Instances {
		refs = append(refs, tf.RefTo("aws_rds_cluster_instance", i.Label, ""))
	}
	return refs
}
