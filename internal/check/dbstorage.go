package check

import (
	"fmt"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// storageSizes is db-storage-size.
func (c *checker) storageSizes() {
	for _, d := range c.Databases {
		if s := c.facts.RDS.Storage[d.StorageType]; d.Storage != 0 && !c.aurora(d) && !s.Size.Has(d.Storage) {
			c.report(model.At("databases", d.Name, "storage"), "", "%s has %d GiB of %s; RDS takes %s GiB of it.", d.Name, d.Storage, d.StorageType, s.Size)
		}
	}
}

// storageSpeeds is db-storage-iops.
func (c *checker) storageSpeeds() {
	for _, d := range c.Databases {
		if c.aurora(d) {
			continue // db-storage-aurora says more
		}
		at := model.At("databases", d.Name)
		s := c.facts.RDS.Storage[d.StorageType]
		if s.IOPSRequired && d.IOPS == 0 {
			c.report(at.Then("storageType"), fmt.Sprintf("iops: %d", s.IOPS.Min), "%s has %s, whose operations a second must be given; RDS takes %s.", d.Name, d.StorageType, s.IOPS)
		}
		if d.IOPS > 0 {
			c.speed(at.Then("iops"), d, s, d.IOPS, s.IOPS, s.IncludedIOPS, "operations a second")
		}
		if d.Throughput > 0 {
			c.speed(at.Then("throughput"), d, s, d.Throughput, s.Throughput, s.IncludedThroughput, "MiB/s")
		}
	}
}

// speed checks one figure that the author gave against what its type of disk takes.
func (c *checker) speed(at model.Path, d model.Database, s facts.Storage, given int, allowed facts.Range, included int, unit string) {
	field := at[len(at)-1]
	switch {
	case allowed == facts.Range{}:
		c.report(at, "", "%s has %s, for which %s cannot be chosen.", d.Name, d.StorageType, field)
	case d.Storage < s.ChooseFrom:
		c.report(at, "", "%s has %d GiB of %s, which come with %d %s; more can be chosen from %d GiB on.", d.Name, d.Storage, d.StorageType, included, unit, s.ChooseFrom)
	case !allowed.Has(given):
		c.report(at, "", "%s asks for %d %s; with %s RDS takes %s.", d.Name, given, unit, d.StorageType, allowed)
	case field == "iops" && s.IOPSPerGiB.Max > 0 && outside(float64(given)/float64(d.Storage), s.IOPSPerGiB.Min, s.IOPSPerGiB.Max):
		c.report(at, "", "%s asks for %d operations a second on %d GiB; %s takes %g to %g for each GiB, which is %d to %d.", d.Name, given, d.Storage, d.StorageType,
			s.IOPSPerGiB.Min, s.IOPSPerGiB.Max, int(s.IOPSPerGiB.Min*float64(d.Storage)), int(s.IOPSPerGiB.Max*float64(d.Storage)))
	}
}

func outside(x, low, high float64) bool { return x < low || x > high }

// growth is db-max-storage.
func (c *checker) growth() {
	for _, d := range c.Databases {
		least := (d.Storage*(100+c.facts.RDS.MaxStorageGrowth) + 99) / 100
		if d.MaxStorage == 0 || d.MaxStorage >= least || c.aurora(d) {
			continue
		}
		c.report(model.At("databases", d.Name, "maxStorage"), fmt.Sprintf("maxStorage: %d", least),
			"%s has %d GiB and may grow to %d; AWS wants at least %d%% of room, which is %d GiB.", d.Name, d.Storage, d.MaxStorage, c.facts.RDS.MaxStorageGrowth, least)
	}
}
