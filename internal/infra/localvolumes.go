package infra

import (
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// localMounts are the volumes of a service here: those that it uses, each a volume of
// Docker's own, and those that the author mounts.
func (b *builder) localMounts(s model.Service, given model.Pairs) model.Pairs {
	out := slices.Clone(given)
	b.eachUse(serviceUser(s), func(f family, u use) {
		if f.name == "volumes" {
			out = append(out, model.Pair{Key: u.Name, Value: u.Path})
		}
	})
	slices.SortStableFunc(out, func(x, y model.Pair) int { return strings.Compare(x.Key, y.Key) })
	return out
}

// localUseVolume says where the volume is.
func (b *builder) localUseVolume(u use) ([]LocalVariable, []string) {
	return []LocalVariable{{Name: u.prefix() + "_PATH", Value: u.Path}}, nil
}
