package infra

import (
	"slices"
	"testing"

	"groundplan.internal/internal/model"
)

func volume(name string) func(*model.Platform) {
	return func(p *model.Platform) {
		p.Volumes = append(p.Volumes, model.Volume{Name: name, Throughput: "elastic", Owner: model.FileOwner{UID: 1000, GID: 1000, Mode: "0755"}})
	}
}

func TestMountTargets(t *testing.T) {
	for _, c := range []struct {
		vpc     string
		subnets []string
	}{{"own", []string{"private_a", "private_b", "private_c"}}, {"default", []string{"a", "b", "c"}}} {
		in := with(empty(), volume("files"))
		in.Network.VPC = c.vpc
		var labels, subnets []string
		for _, m := range build(t, in).Volumes[0].MountTargets {
			labels, subnets = append(labels, m.Label), append(subnets, m.Subnet)
		}
		same(t, c.vpc, labels, []string{"files_a", "files_b", "files_c"})
		same(t, c.vpc, subnets, c.subnets)
	}
}

// TestLocalMounts: what the author mounts takes the place of a volume.
func TestLocalMounts(t *testing.T) {
	l := build(t, with(empty(), volume("files"), volume("models"),
		service("web", 80, model.Use{Name: "files", Path: "/files"}, model.Use{Name: "models", Path: "/models", Access: "read"}),
		service("api", 81, model.Use{Name: "files", Path: "/files", Access: "read"}),
		onCompose(model.ComposeNode{Name: "web", Volumes: model.Pairs{{Key: "mine", Value: "/files"}}}),
	)).Local
	web, api := l.Services[0], l.Services[1]
	if want := (model.Pairs{{Key: "mine", Value: "/files"}, {Key: "models", Value: "/models"}}); !slices.Equal(web.Volumes, want) {
		t.Errorf("web has %v", web.Volumes)
	}
	same(t, "web", web.ReadOnly, []string{"/models"})
	same(t, "api", api.ReadOnly, []string{"/files"})
	same(t, "volumes", l.Volumes, []string{"files", "mine", "models"})
}
