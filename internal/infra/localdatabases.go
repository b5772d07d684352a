package infra

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// localCreator is the name of the container that makes the databases of services in a
// local server, which no node has.
func (b *builder) localCreator(server string) string {
	name := model.Creator(server)
	for b.taken(name) {
		name += "-0"
	}
	return name
}

func (b *builder) taken(name string) bool {
	_, taken := b.nodes[name]
	return taken
}

// localOwnDatabases makes what services have to themselves in a local server, one after
// the other and by the script that does so on AWS. All have the password of the server.
func (b *builder) localOwnDatabases(d model.Database, server LocalService, image facts.Image) {
	client, known := b.facts.Client(d.Engine)
	if len(b.owned[d.Name]) == 0 || !known {
		return
	}
	var lines []string
	for _, own := range b.owned[d.Name] {
		lines = append(lines, "DATABASE="+own.Database+" PATTERN='"+strings.ReplaceAll(own.Database, "_", `\_`)+"' USERNAME="+model.Client(client).User(own.Database)+` sh -c "$CREATE" || exit 1`)
	}
	slices.Sort(lines)
	master := cmp.Or(d.Username, b.engine(d).DefaultUsername)
	if image.RootPassword != "" {
		master = "root"
	}
	password := localStorePassword(d.Name)
	b.addLocal(LocalService{
		Node: d.Name, Name: b.localCreator(d.Name), Family: "databases", Image: cmp.Or(server.Image, client.Image),
		EntryPoint: []string{"sh", "-c"}, Command: []string{strings.Join(slices.Compact(lines), "\n")},
		Environment: sortedVariables(
			LocalVariable{Name: "CREATE", Value: client.Create},
			LocalVariable{Name: "HOST", Value: d.Name},
			LocalVariable{Name: "PORT", Value: strconv.Itoa(image.Port)},
			LocalVariable{Name: "PROVISIONER", Value: master},
			LocalVariable{Name: "PROVISIONER_PASSWORD", Value: localPassword, Asked: password},
			LocalVariable{Name: "PASSWORD", Value: localPassword, Asked: password},
			LocalVariable{Name: "TLS", Value: client.Plain},
		),
		DependsOn: []string{server.Name}, Once: true,
	})
}
