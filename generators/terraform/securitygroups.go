package terraform

import (
	"strings"

	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// securityGroups writes each group with its rules below it, in first, in a file of
// its own: a further node changes only the files of those that it talks to.
func (e *emitter) securityGroups() {
	for _, g := range e.p.SecurityGroups {
		file := "security-group-" + hyphenated(g.Label) + ".tf"
		e.add(infra.StackNetwork, file, tf.Resource("aws_security_group", g.Label,
			tf.Set("name", tf.String(g.Name)),
			tf.Set("description", tf.String(g.Description)),
			tf.Set("vpc_id", e.vpcID()),
			tf.Gap{},
			nameTag(g.Name)))
		for _, egress := range []bool{false, true} {
			for _, r := range e.rules[g.Label] {
				if r.Egress == egress {
					e.add(infra.StackNetwork, file, e.rule(r))
				}
			}
		}
	}
}

// rule lets traffic through a group on one of its sides.
func (e *emitter) rule(r infra.Rule) *tf.Block {
	typ := "aws_vpc_security_group_ingress_rule"
	if r.Egress {
		typ = "aws_vpc_security_group_egress_rule"
	}
	b := tf.Resource(typ, r.Label, tf.Set("security_group_id", tf.RefTo("aws_security_group", r.Group, "id")))
	if r.Peer.CIDR != "" {
		b.Add(tf.Set("description", tf.String(r.Description)))
	}
	b.Add(tf.Gap{}, e.peer(r.Peer), tf.Set("ip_protocol", tf.String(r.Protocol)))
	if r.Protocol != "-1" {
		b.Add(tf.Set("from_port", tf.Int(r.FromPort)), tf.Set("to_port", tf.Int(r.ToPort)))
	}
	if r.Peer.CIDR == "" {
		// Emulators of AWS forget the description of a rule that names a group or a
		// prefix list, so that a plan against one is never empty. They keep tags, and
		// the console shows the name first.
		b.Add(tf.Gap{}, nameTag(r.Description))
	}
	if r.Peer.World() {
		b.Comment = worldComment(r)
	}
	return b
}

// worldComment is why a rule is for everybody; rules that were written out one by one
// say so themselves.
func worldComment(r infra.Rule) string {
	switch declared := r.Path.String(); {
	case strings.HasPrefix(declared, "securityGroups."):
		return ""
	case !r.Egress && strings.HasPrefix(declared, "balancers."):
		return "Open to the internet: this is the public entry point."
	case !r.Egress:
		return "Open to the internet: the service is public and has no load balancer."
	case r.Protocol == "-1":
		return "Open to everywhere: the service asks for it."
	}
	return "Security groups cannot name hosts, and the addresses of AWS APIs and registries change."
}

func (e *emitter) peer(p infra.Peer) *tf.Attr {
	switch {
	case p.Group != "":
		return tf.Set("referenced_security_group_id", tf.RefTo("aws_security_group", p.Group, "id"))
	case p.PrefixList != "":
		return tf.Set("prefix_list_id", tf.RefTo("aws_vpc_endpoint", endpointLabel(p.PrefixList), "prefix_list_id"))
	case p.CDN != "":
		return tf.Set("prefix_list_id", e.prefixListID(p.CDN))
	}
	return tf.Set("cidr_ipv4", tf.String(p.CIDR))
}

// hyphenated is a label as part of a name.
func hyphenated(label string) string { return strings.ReplaceAll(label, "_", "-") }
