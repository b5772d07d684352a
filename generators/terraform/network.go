package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// vpcID is the VPC that everything stands in.
func (e *emitter) vpcID() tf.Expr { return e.ofVPC("id") }

// ofVPC is an attribute of the VPC.
func (e *emitter) ofVPC(attribute string) tf.Expr {
	if e.p.Network.Default {
		return tf.RefToData("aws_vpc", "default", attribute)
	}
	return tf.RefTo("aws_vpc", "main", attribute)
}

// vpc is the VPC, looked up or made, with the way into it from the internet.
func (e *emitter) vpc() {
	n := e.p.Network
	if n.Default {
		b := tf.Data("aws_vpc", "default", tf.Set("default", tf.Bool(true)))
		b.Comment = "The account's default VPC: looked up, never changed."
		e.add(infra.StackNetwork, "vpc.tf", b)
		return
	}
	e.add(infra.StackNetwork, "vpc.tf",
		tf.Resource("aws_vpc", "main",
			tf.Set("cidr_block", tf.String(n.CIDR)),
			tf.Gap{},
			tf.Comment("Endpoints and databases are reached by private DNS names."),
			tf.Set("enable_dns_support", tf.Bool(true)),
			tf.Set("enable_dns_hostnames", tf.Bool(true)),
			tf.Gap{},
			nameTag(n.Name)),
		lockedGroup(n.Name),
		tf.Resource("aws_internet_gateway", "main",
			tf.Set("vpc_id", e.vpcID()),
			tf.Gap{},
			nameTag(n.Name)))
}

// lockedGroup takes the rules out of the group that AWS puts into every VPC.
func lockedGroup(name string) *tf.Block {
	b := tf.Resource("aws_default_security_group", "main",
		tf.Set("vpc_id", tf.RefTo("aws_vpc", "main", "id")),
		tf.Gap{},
		nameTag(name+"-default"))
	b.Comment = "No rules: whatever is started without a security group reaches nothing."
	return b
}

// subnets are those of each tier, and the lists that other stacks choose from.
func (e *emitter) subnets() {
	byTier := map[infra.Tier]tf.List{}
	for _, s := range e.p.Network.Subnets {
		b := e.subnet(s)
		e.add(infra.StackNetwork, "subnets.tf", b)
		byTier[s.Tier] = append(byTier[s.Tier], b.Ref("id"))
	}
	for _, tier := range []infra.Tier{infra.Public, infra.Private, infra.DatabaseNet} {
		if ids := byTier[tier]; len(ids) > 0 {
			e.subnetIDs[tier] = e.export(tf.Export{
				Stack: string(infra.StackNetwork), Name: string(tier) + "_subnet_ids", Value: ids,
				Description: "IDs of the " + string(tier) + " subnets, in the order of their zones.",
				After:       e.waysOut(tier),
			})
		}
	}
}

func (e *emitter) subnet(s infra.Subnet) *tf.Block {
	if e.p.Network.Default {
		return tf.Data("aws_subnet", s.Label,
			tf.Set("vpc_id", e.vpcID()),
			tf.Set("availability_zone", tf.String(s.Zone)),
			tf.Set("default_for_az", tf.Bool(true)))
	}
	return tf.Resource("aws_subnet", s.Label,
		tf.Set("vpc_id", e.vpcID()),
		tf.Set("availability_zone", tf.String(s.Zone)),
		tf.Set("cidr_block", tf.String(s.CIDR)),
		tf.Gap{},
		nameTag(s.Name))
}
