package infra

import (
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// localVolumes says what a volume of Docker's own is not.
func (b *builder) localVolumes() {
	for _, v := range b.in.Volumes {
		b.missing(v.Name, fmt.Sprintf("every program works as %d:%d", v.Owner.UID, v.Owner.GID), "each as its own user")
		b.missing(v.Name, "encryption, TLS and copies", "a plain volume")
	}
}

// localMounts are the volumes of a service here, and at which paths nothing is written:
// those that it uses, and those that the author mounts, also in place of a used one.
func (b *builder) localMounts(s model.Service, given model.Pairs) (out model.Pairs, readOnly []string) {
	out = slices.Clone(given)
	b.eachUse(serviceUser(s), func(f family, u use) {
		taken := slices.ContainsFunc(given, func(p model.Pair) bool { return p.Value == u.Path })
		if f.name != "volumes" || taken {
			return
		}
		out = append(out, model.Pair{Key: u.Name, Value: u.Path})
		if u.volumeAccess() == "read" {
			readOnly = append(readOnly, u.Path)
		}
	})
	slices.SortStableFunc(out, func(x, y model.Pair) int { return strings.Compare(x.Key, y.Key) })
	return out, readOnly
}

// localUseVolume says where the volume is.
func (b *builder) localUseVolume(u use) ([]LocalVariable, []string) {
	return []LocalVariable{{Name: u.prefix() + "_PATH", Value: u.Path}}, nil
}
