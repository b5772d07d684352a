package infra

import (
	"cmp"
	"strconv"

	"groundplan.internal/internal/model"
)

// localCaches stand in for ElastiCache: the engine's own image, with a password as there.
func (b *builder) localCaches() {
	for _, c := range b.in.Caches {
		image, here := b.standInImage(c.Engine), b.composeNode(c.Name)
		s := LocalService{
			Node: c.Name, Name: c.Name, Container: here.Container, Family: "caches",
			Image: cmp.Or(here.Image, image.At(c.Version)), Build: here.Build, Command: here.Command,
			Port: image.Port, Health: localHealth(image), Volumes: withData(here.Volumes, c.Name, image.Data),
			Environment: sortedVariables(LocalVariable{Name: image.Password, Value: localPassword, Asked: localStorePassword(c.Name)}),
		}
		if len(s.Command) == 0 {
			s.Command = image.Command
		}
		if s.Build != "" {
			s.Image = ""
		}
		s.Published = b.publish(c.Name, cmp.Or(here.Port, c.Port, s.Port), model.At("caches", c.Name, "port"))
		b.addLocal(s)
		b.standIn(b.cacheEngine(c).Title+" "+c.Version+" on ElastiCache", s)
		b.missingOfCache(c, s)
	}
}

func (b *builder) localUseCache(u use) ([]LocalVariable, []string) {
	c := b.in.Caches[u.at]
	port, prefix := strconv.Itoa(b.standInImage(c.Engine).Port), u.prefix()
	var read LocalVariable
	if c.Replicas > 0 {
		read = LocalVariable{Name: prefix + "_READ_HOST", Value: c.Name}
	}
	return sortedVariables(
		read,
		LocalVariable{Name: prefix + "_HOST", Value: c.Name},
		LocalVariable{Name: prefix + "_PORT", Value: port},
		LocalVariable{Name: prefix + "_URL", Before: "redis://:", Value: localPassword, Asked: localStorePassword(c.Name), After: "@" + c.Name + ":" + port + "/0"},
	), []string{c.Name}
}

func (b *builder) missingOfCache(c model.Cache, s LocalService) {
	if c.Replicas > 0 {
		b.missing(c.Name, "a replica that takes over", "one container")
	}
	b.missing(c.Name, "TLS: addresses begin with rediss://", "none: they begin with redis://")
	b.missing(c.Name, "encryption and snapshots", "a plain volume")
	b.missing(c.Name, "a password that Terraform makes", s.passwordHere())
}
