package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// namespaceLabel is the label of the one namespace.
const namespaceLabel = "main"

// discovery is the private DNS namespace that services have names in.
func (e *emitter) discovery() {
	d := e.p.Discovery
	if d == nil {
		return
	}
	b := tf.Resource("aws_service_discovery_private_dns_namespace", namespaceLabel,
		tf.Set("name", tf.String(d.Namespace)),
		tf.Set("description", tf.String("Private names of the services of "+e.p.Name)),
		tf.Set("vpc", e.vpcID()))
	e.add(d.Stack, "discovery.tf", b)
}

// privateName is the name of a service in the namespace, and where ECS keeps the
// addresses of its tasks.
func (e *emitter) privateName(s infra.Service) *tf.Block {
	return tf.Resource("aws_service_discovery_service", s.Label,
		tf.Set("name", tf.String(e.p.Known(s.Name))),
		tf.Set("description", tf.String("Tasks of the service "+e.p.Known(s.Name))),
		tf.Nested("dns_config",
			tf.Set("namespace_id", tf.RefTo("aws_service_discovery_private_dns_namespace", namespaceLabel, "id")),
			tf.Set("routing_policy", tf.String("MULTIVALUE")),
			tf.Nested("dns_records",
				tf.Set("type", tf.String("A")),
				tf.Set("ttl", tf.Int(e.p.Discovery.TTL)))))
}
