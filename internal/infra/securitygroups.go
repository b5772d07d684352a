package infra

import (
	"fmt"

	"groundplan.internal/internal/model"
)

// securityGroups makes one group for each service and each database, and one for
// the interface endpoints. Services that give a group the same name share it.
func (b *builder) securityGroups() {
	shared := map[string]int{}
	for _, s := range b.in.Services {
		path := model.At("services", s.Name)
		if s.SecurityGroup == nil {
			b.addGroup(path, s.Name, "ECS service "+s.Name)
			continue
		}
		name := s.SecurityGroup.Name
		i, ok := shared[name]
		if !ok {
			i = len(b.out.SecurityGroups)
			shared[name] = i
			path = path.Then("securityGroup", "name")
			label := freeLabel(name)
			b.names.unique(b.names.labels, "security-group", label, label, path)
			b.out.SecurityGroups = append(b.out.SecurityGroups, SecurityGroup{
				Label: label, Name: b.names.given("security-group", path, name),
				Description: b.describe("ECS services of %s in %s", name, b.names.base()),
			})
		}
		g := &b.out.SecurityGroups[i]
		g.Nodes = append(g.Nodes, s.Name)
		b.group[s.Name] = g.Label
	}
	for _, d := range b.in.Databases {
		b.addGroup(model.At("databases", d.Name), d.Name, "RDS database "+d.Name)
	}
	for _, f := range b.rows {
		if f.group != nil {
			f.group(b)
		}
	}
	if b.hasInterfaceEndpoints() {
		b.addGroup(model.At("network", "endpoints"), EndpointsNode, "VPC endpoints", "vpc", "endpoints")
	}
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
