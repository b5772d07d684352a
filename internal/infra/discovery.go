package infra

import (
	"strconv"

	"groundplan.internal/internal/model"
)

// Discovery is a private DNS namespace of Cloud Map.
type Discovery struct {
	Namespace string
	TTL       int // seconds
	Stack     Stack
}

// discovery decides the namespace, if any service has a name in it.
func (b *builder) discovery() {
	for _, s := range b.in.Services {
		if b.discoveryName(s) != "" {
			at := model.At("discovery", "namespace")
			b.names.used = append(b.names.used, Name{Kind: "namespace", Name: b.in.Discovery.Namespace, Key: b.in.Discovery.Namespace, Within: "vpc", Path: at, Pos: b.names.pos(at)})
			b.out.Discovery = &Discovery{Namespace: b.in.Discovery.Namespace, TTL: b.in.Discovery.TTL, Stack: b.stack(partCluster, "")}
			return
		}
	}
}

// discoveryName is the private DNS name of a service; empty where it has none.
func (b *builder) discoveryName(s model.Service) string {
	if b.in.Discovery == nil || !s.Discoverable {
		return ""
	}
	return b.names.known(s.Name) + "." + b.in.Discovery.Namespace
}

// useService opens the way from one service to another, and says where it is if it
// has a private name.
func (b *builder) useService(u use) grant {
	target := b.in.Services[u.at]
	port := strconv.Itoa(target.Port)
	g := grant{traffic: b.towards(u, b.groupSide(target.Name), target.Port, "TCP "+port)}
	if name := b.discoveryName(target); name != "" {
		g.environment = []EnvVar{{u.prefix() + "_HOST", Text(name)}, {u.prefix() + "_PORT", Text(port)}}
	}
	return g
}
