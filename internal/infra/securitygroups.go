package infra

import (
	"cmp"
	"fmt"

	"groundplan.internal/internal/model"
)

// securityGroups makes one group for each service, each database and whatever other
// families have, and one for the interface endpoints.
func (b *builder) securityGroups() {
	for _, s := range b.in.Tasks() {
		known := s
		known.Name = b.names.known(s.Name)
		b.guard(s.Path(), s.Name, "ECS "+known.What(), s.SecurityGroup)
	}
	for _, d := range b.in.Databases {
		b.guard(model.At("databases", d.Name), d.Name, "RDS database "+b.names.known(d.Name), d.SecurityGroup)
	}
	for _, f := range b.rows {
		if f.group != nil {
			f.group(b)
		}
	}
	if b.hasInterfaceEndpoints() {
		b.guard(model.At("network", "endpoints"), EndpointsNode, "VPC endpoints", b.in.Network.EndpointSecurityGroup, "vpc", "endpoints")
	}
	for _, g := range b.out.SecurityGroups {
		if len(g.Nodes) > 1 {
			b.crowds[g.Label] = g.Name
		}
	}
}

// guard puts a node into a group of its own, named after it unless words are given,
// or into the one that the author names, which all who name it share. what says what the
// node is, for the group's description, which AWS never changes: it is of the name that AWS
// knows.
func (b *builder) guard(path model.Path, node, what string, given *model.SecurityGroup, words ...string) {
	if given != nil {
		b.guardNamed(path.Then("securityGroup", "name"), node, given.Name)
		return
	}
	b.addGroup(path, node, what, words...)
}

func (b *builder) guardNamed(path model.Path, node, name string) {
	label := freeLabel(name)
	for i, g := range b.out.SecurityGroups {
		if g.Label == label && g.Name == name {
			b.out.SecurityGroups[i].Nodes = append(g.Nodes, node)
			b.group[node] = label
			return
		}
	}
	b.names.unique(b.names.labels, "security-group", label, label, path)
	description := b.describe("%s in %s", name, b.names.base())
	if rules, ok := b.reviewedRules(name); ok && rules.Description != "" {
		description = rules.Description
	}
	b.group[node] = label
	b.out.SecurityGroups = append(b.out.SecurityGroups, SecurityGroup{
		Label: label, Name: b.names.given("security-group", path, name), Description: description, Nodes: []string{node},
	})
}

// addGroup makes the group of one node, named after it unless words are given.
func (b *builder) addGroup(path model.Path, node, what string, words ...string) {
	if len(words) == 0 {
		words = []string{node}
	}
	g := SecurityGroup{
		Label:       b.names.label("security-group", path, words...),
		Name:        b.names.derived("security-group", path, words...),
		Description: b.describe("%s of %s", what, b.names.base()),
		Nodes:       []string{node},
	}
	b.group[node] = g.Label
	b.out.SecurityGroups = append(b.out.SecurityGroups, g)
}

// spoken is how a rule's description speaks of a node: by its group, where others are in it
// too, so that nothing of the group changes when one more comes or goes.
func (b *builder) spoken(node string) string { return cmp.Or(b.crowds[b.group[node]], node) }

func (b *builder) hasInterfaceEndpoints() bool {
	for _, e := range b.out.Network.Endpoints {
		if !e.Gateway {
			return true
		}
	}
	return false
}

// describe is a text in the alphabet that AWS allows in the descriptions of groups
// and rules.
func (b *builder) describe(format string, args ...any) string {
	return b.clean(fmt.Sprintf(format, args...))
}
