package check

import (
	"fmt"

	"groundplan.internal/internal/model"
)

// looseProtection is rds-production-protection, one finding for each loosened field.
func (c *checker) looseProtection() {
	const least = 7
	if !c.Environment.Productive() {
		return
	}
	for _, d := range c.Databases {
		at := model.At("databases", d.Name)
		if !d.DeletionProtection {
			c.report(at.Then("deletionProtection"), "deletionProtection: true", "%s is a database of %s, and anybody may delete it with one call.", d.Name, c.Environment.Name)
		}
		if !d.FinalSnapshot {
			c.report(at.Then("finalSnapshot"), "finalSnapshot: true", "%s is a database of %s, and is deleted without a last snapshot.", d.Name, c.Environment.Name)
		}
		if d.BackupDays < least {
			c.report(at.Then("backupDays"), fmt.Sprintf("backupDays: %d", least), "%s is a database of %s, and its backups go back %s; at least %d are usual.", d.Name, c.Environment.Name, count(d.BackupDays, "day"), least)
		}
	}
}

// looseBuckets is bucket-production-protection.
func (c *checker) looseBuckets() {
	if !c.Environment.Productive() {
		return
	}
	for _, b := range c.Buckets {
		if b.ForceDestroy {
			c.report(model.At("buckets", b.Name, "forceDestroy"), "forceDestroy: false", "%s is a bucket of %s, and is emptied without a question when it leaves the platform.", b.Name, c.Environment.Name)
		}
	}
}

// idleDatabases is db-unused. Where no program is declared at all, those who connect are
// elsewhere.
func (c *checker) idleDatabases() {
	used, lost := map[string]bool{}, len(c.users()) == 0
	c.eachUse(func(_ user, u model.Use, _ model.Path) {
		used[u.Name] = true
		lost = lost || c.family[u.Name] == "" // ref-unknown-node, and this may be meant
	})
	for _, d := range c.Databases {
		if !lost && !used[d.Name] {
			c.report(model.At("databases", d.Name), "", "Nothing uses %s, and no program is told where it is.", d.Name)
		}
	}
}
