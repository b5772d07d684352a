package verify

import (
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// vpcLink stands for the VPC link of the gateways among the nodes.
const vpcLink = "VPC link"

// proxyOf stands for the proxy of a database among the nodes.
func proxyOf(database string) string { return database + "/proxy" }

// members calls f with every node and the security groups that it is in.
func (o *output) members(f func(node string, groups value)) {
	c := o.config
	c.each("resource", "aws_ecs_service", func(m *module, b *block) {
		for _, n := range b.body.all("network_configuration") {
			e, _ := n.get("security_groups")
			f(o.called(b.body.text("name")), value{m.folder, e})
		}
	})
	jobs := map[string]string{}
	for _, j := range o.declared.Jobs {
		jobs[label(j.Name)] = j.Name
	}
	c.each("resource", "aws_scheduler_schedule", func(m *module, b *block) {
		for _, n := range placements(b) {
			e, _ := n.get("security_groups")
			f(jobs[b.label], value{m.folder, e})
		}
	})
	names := map[string]string{}
	for _, d := range o.declared.Databases {
		names[label(d.Name)] = d.Name
	}
	for _, c := range o.declared.Caches {
		names[label(c.Name)] = c.Name
	}
	for _, b := range o.declared.Balancers {
		names[label(b.Name)] = b.Name
	}
	for _, holder := range []struct {
		typ, argument string
		node          func(string) string
	}{
		{"aws_db_instance", "vpc_security_group_ids", strings.Clone},
		{"aws_rds_cluster", "vpc_security_group_ids", strings.Clone},
		{"aws_db_proxy", "vpc_security_group_ids", proxyOf},
		{"aws_elasticache_replication_group", "security_group_ids", strings.Clone},
		{"aws_lb", "security_groups", strings.Clone},
	} {
		c.each("resource", holder.typ, func(m *module, b *block) {
			f(holder.node(names[b.label]), b.of(m, holder.argument))
		})
	}
	mounted := map[string]string{}
	for _, v := range o.declared.Volumes {
		for _, zone := range o.zoneWords() {
			mounted[label(v.Name)+"_"+zone] = v.Name
		}
	}
	c.each("resource", "aws_efs_mount_target", func(m *module, b *block) {
		f(mounted[b.label], b.of(m, "security_groups"))
	})
	functions := map[string]string{}
	for _, f := range o.declared.Functions {
		functions[label(f.Name)] = f.Name
	}
	c.each("resource", "aws_lambda_function", func(m *module, b *block) {
		for _, n := range b.body.all("vpc_config") {
			e, _ := n.get("security_group_ids")
			f(functions[b.label], value{m.folder, e})
		}
	})
	c.each("resource", "aws_apigatewayv2_vpc_link", func(m *module, b *block) {
		f(vpcLink, b.of(m, "security_group_ids"))
	})
	c.each("resource", "aws_vpc_endpoint", func(m *module, b *block) {
		if b.body.text("vpc_endpoint_type") == "Interface" {
			f(endpoints, b.of(m, "security_group_ids"))
		}
	})
}

// guarded is a node with a security group, and the group that the author names for it.
type guarded struct {
	node  string
	given *model.SecurityGroup
}

// guardedNodes are all nodes with a security group.
func (o *output) guardedNodes() (out []guarded) {
	for _, s := range o.declared.Tasks() {
		out = append(out, guarded{s.Name, s.SecurityGroup})
	}
	for _, f := range o.declared.Functions {
		if o.inVPC(f) {
			out = append(out, guarded{f.Name, f.SecurityGroup})
		}
	}
	for _, d := range o.declared.Databases {
		out = append(out, guarded{d.Name, d.SecurityGroup})
		if d.Proxy != nil {
			out = append(out, guarded{proxyOf(d.Name), d.Proxy.SecurityGroup})
		}
	}
	for _, c := range o.declared.Caches {
		out = append(out, guarded{c.Name, c.SecurityGroup})
	}
	for _, v := range o.declared.Volumes {
		out = append(out, guarded{v.Name, v.SecurityGroup})
	}
	for _, b := range o.declared.Balancers {
		out = append(out, guarded{b.Name, b.SecurityGroup})
	}
	if interfaces, _ := o.endpoints(); interfaces {
		out = append(out, guarded{endpoints, o.declared.Network.EndpointSecurityGroup})
	}
	if len(o.gatewayBalancers()) > 0 {
		out = append(out, guarded{vpcLink, nil})
	}
	return out
}

// groupOf names the declared group of every node after its members.
func (o *output) groupOf() map[string]string {
	out := map[string]string{}
	for _, members := range o.declaredGroups() {
		name := crowd(members)
		for _, node := range members {
			out[node] = name
		}
	}
	return out
}

// declaredGroups are the members of every declared group, sorted.
func (o *output) declaredGroups() (out [][]string) {
	shared := map[string]int{} // places in out, by the name that the author gives
	for _, n := range o.guardedNodes() {
		if n.given == nil {
			out = append(out, []string{n.node})
			continue
		}
		at, known := shared[n.given.Name]
		if !known {
			at = len(out)
			shared[n.given.Name] = at
			out = append(out, nil)
		}
		out[at] = append(out[at], n.node)
	}
	for _, members := range out {
		slices.Sort(members)
	}
	return out
}

// maxNamed is how many members a group's name tells; thousands may share one.
const maxNamed = 8

// crowd is what a group is called, of its sorted members. Where the groups are as
// declared, no node is in two, and the first member alone would tell them apart.
func crowd(members []string) string {
	if more := len(members) - maxNamed; more > 0 {
		return fmt.Sprintf("%s+%d more", strings.Join(members[:maxNamed], "+"), more)
	}
	return strings.Join(members, "+")
}
