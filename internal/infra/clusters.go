package infra

import (
	"strconv"

	"groundplan.internal/internal/model"
)

// instances are those of a cluster of Aurora, each in the next zone, so that one zone
// takes no more than its share of them away.
func (b *builder) instances(d model.Database) []Instance {
	at := model.At("databases", d.Name)
	out := make([]Instance, max(d.Instances, 1))
	for i := range out {
		number := strconv.Itoa(i + 1)
		out[i] = Instance{
			Label:         labelOf(d.Name, number),
			PromotionTier: i,
		}
		if d.Identifier != "" {
			out[i].Identifier = b.names.given("db-instance", at.Then("identifier"), d.Identifier+"-"+number)
		} else {
			out[i].Identifier = b.names.derived("db-instance", at, d.Name, number)
		}
		if zones := b.out.Network.Zones; !b.out.Network.Default && len(zones) > 0 {
			out[i].Zone = zones[i%len(zones)]
		}
	}
	return out
}
