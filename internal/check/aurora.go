package check

import (
	"fmt"

	"groundplan.internal/internal/model"
)

// aurora reports whether a database is a cluster of Aurora.
func (c *checker) aurora(d model.Database) bool {
	e, _ := c.facts.RDS.Engine(d.Engine)
	return e.Aurora
}

// missingDisks is db-storage-required.
func (c *checker) missingDisks() {
	for _, d := range c.Databases {
		if d.Storage == 0 && !c.aurora(d) {
			least := c.facts.RDS.Storage[d.StorageType].Size.Min
			c.report(model.At("databases", d.Name, "storage"), fmt.Sprintf("storage: %d", least), "%s runs %s, whose disk must have a size.", d.Name, c.title(d))
		}
	}
}

// foreignDisks is db-storage-aurora: fields of a disk where there is none.
func (c *checker) foreignDisks() {
	for _, d := range c.Databases {
		if !c.aurora(d) {
			continue
		}
		for _, field := range []string{"storage", "storageType", "iops", "throughput", "maxStorage"} {
			if at := model.At("databases", d.Name, field); c.written(at) {
				c.report(at, "take this line out", "%s runs %s, whose storage grows by itself and is not chosen.", d.Name, c.title(d))
			}
		}
	}
}

// foreignInstances is db-instances-aurora.
func (c *checker) foreignInstances() {
	for _, d := range c.Databases {
		if d.Instances > 0 && !c.aurora(d) {
			c.report(model.At("databases", d.Name, "instances"), "multiAZ: true", "%s runs %s, which is one instance, with a standby or without; clusters are of Aurora.", d.Name, c.title(d))
		}
	}
}

// clusterZones is db-multi-az-aurora: what two fields say of how many zones there are.
func (c *checker) clusterZones() {
	for _, d := range c.Databases {
		at := model.At("databases", d.Name, "multiAZ")
		switch n := max(d.Instances, 1); {
		case !c.aurora(d):
		case d.MultiAZ && n < 2:
			c.report(at, "instances: 2", "%s is to survive a zone, and has %s: with Aurora a further instance takes over.", d.Name, count(n, "instance"))
		case !d.MultiAZ && n > 1 && c.written(at):
			c.report(at, "take this line out", "%s is to stand in one zone, and has %d instances, which stand in zones of their own.", d.Name, n)
			c.also(model.At("databases", d.Name, "instances"), "the instances")
		}
	}
}

// clusterBackups is db-backup-aurora.
func (c *checker) clusterBackups() {
	for _, d := range c.Databases {
		if allowed := c.facts.RDS.AuroraBackupRetention; c.aurora(d) && !allowed.Has(d.BackupDays) {
			c.report(model.At("databases", d.Name, "backupDays"), fmt.Sprintf("backupDays: %d", allowed.Min), "%s keeps backups for %s; Aurora takes %s.", d.Name, count(d.BackupDays, "day"), allowed)
		}
	}
}
