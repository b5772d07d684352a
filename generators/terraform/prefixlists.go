package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// prefixLists writes the lists of addresses that rules name, and looks up those that AWS
// keeps.
func (e *emitter) prefixLists() {
	for _, l := range e.p.Network.PrefixLists {
		if len(l.Ranges) == 0 {
			e.add(infra.StackNetwork, "prefix-lists.tf", tf.Data("aws_ec2_managed_prefix_list", l.CDN, tf.Set("name", tf.String(l.Name))))
			continue
		}
		list := tf.Resource("aws_ec2_managed_prefix_list", l.CDN,
			tf.Set("name", tf.String(l.Name)),
			tf.Set("address_family", tf.String("IPv4")),
			tf.Comment("A rule that names the list counts as this many against the quota of its security group."),
			tf.Set("max_entries", tf.Int(len(l.Ranges))))
		list.Comment = l.Title + "'s addresses, from " + l.Source + " on " + l.Checked + "."
		for _, r := range l.Ranges {
			list.Add(tf.Nested("entry", tf.Set("cidr", tf.String(r))))
		}
		e.add(infra.StackNetwork, "prefix-lists.tf", list)
	}
}

// prefixListID is the list of a CDN's addresses.
func (e *emitter) prefixListID(cdn string) tf.Ref {
	for _, l := range e.p.Network.PrefixLists {
		if l.CDN == cdn && len(l.Ranges) == 0 {
			return tf.RefToData("aws_ec2_managed_prefix_list", cdn, "id")
		}
	}
	return tf.RefTo("aws_ec2_managed_prefix_list", cdn, "id")
}
