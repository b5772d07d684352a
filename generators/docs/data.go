package docs

import (
	"cmp"
	"slices"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// dataPage shows the stores, how they are backed up and what protects them.
func dataPage(v *view) []artifact.File {
	if len(v.Databases)+len(v.Caches)+len(v.Volumes)+len(v.Buckets) == 0 {
		return nil
	}
	pg := v.page(sentence("Data stores of %s: %s", text(v.Title), text(v.Environment)))
	if len(v.Databases) > 0 {
		databaseTables(pg, v.Databases)
		if t := ownDatabaseTable(v.Databases); len(t.rows) > 0 {
			pg.subsection("Databases of services")
			pg.para("Each belongs to one service, whose user may do nothing outside it: see %s.", link("how they are made", "operations.md#databases-of-services"))
			pg.table(t)
		}
		connectionTables(pg, v.Budgets)
		if t := databaseLogTable(v.Platform); len(t.rows) > 0 {
			pg.subsection("Logs")
			pg.table(t)
		}
		if t := proxyTable(v); len(t.rows) > 0 {
			pg.subsection("Proxies")
			pg.para("A proxy keeps connections open and shares them out. The services that use it connect to it alone.")
			pg.table(t)
		}
	}
	if len(v.Caches) > 0 {
		cacheTables(pg, v.Caches)
	}
	if len(v.Volumes) > 0 {
		volumeTables(pg, v)
	}
	if len(v.Buckets) > 0 {
		pg.section("Buckets")
		pg.para("Every bucket is encrypted at rest and closed to the public.")
		pg.table(v.bucketTable())
		if slices.ContainsFunc(v.Buckets, func(b infra.Bucket) bool { return b.Versioning }) {
			pg.para("With versioning, what was overwritten or deleted comes back from its old version, for as long as that is kept.")
		}
	}
	if t := crossOriginTable(v.Buckets); len(t.rows) > 0 {
		pg.subsection("Browsers of other sites")
		pg.table(t)
	}
	if t := holdsTable(v.Platform); len(t.rows) > 0 {
		pg.section("What they hold")
		pg.table(t)
	}
	return []artifact.File{pg.file("docs/data.md")}
}

func databaseTables(pg *page, databases []infra.Database) {
	pg.section("Databases")
	pg.para("Every database is encrypted at rest with the account's key for RDS, and has no public address.")
	t := table{head: []md{"Database", "Identifier", "Engine", "Class", "Storage", "Zones", "Port", "Database name", "Extensions"}}
	backup := table{head: []md{"Database", "Can be restored to", "Backup window (UTC)", "Maintenance window (UTC)", "Deletion protection", "Snapshot when deleted", "When its zone fails"}}
	parameters := table{head: []md{"Database", "Parameter", "Value", "Takes effect"}}
	for _, d := range databases {
		t.row(text(d.Name), code(d.Identifier), text(d.EngineTitle+" "+d.Version), code(d.Class), text(storage(d)), zones(d), number(d.Port), or(code(d.DatabaseName), "none"), or(join(each(d.Extensions, code)), "none"))
		backup.row(text(d.Name), backups(d), or(code(d.BackupWindow), "chosen by AWS"), or(code(d.MaintenanceWindow), "chosen by AWS"), onOff(d.DeletionProtection), finalSnapshot(d), zoneFails(d))
		for _, p := range d.Parameters {
			when := md("at once")
			if p.Reboot {
				when = "at the next restart"
			}
			parameters.row(text(d.Name), code(p.Name), code(p.Value), when)
		}
	}
	pg.table(t)
	pg.subsection("Backup and protection")
	pg.table(backup)
	if slices.ContainsFunc(databases, func(d infra.Database) bool { return d.BackupDays > 0 }) {
		pg.para("A backup is made every day, and the log of writes in between is kept too: %s.", link("restore a database", "operations.md#restore-a-database"))
	}
	if len(parameters.rows) > 0 {
		pg.subsection("Parameters")
		pg.table(parameters)
	}
}

func (v *view) bucketTable() table {
	t := table{head: []md{"Bucket", "Name in AWS", "Versioning", "Old versions kept", "Objects expire", "Can be deleted when full"}}
	for _, b := range v.Buckets {
		expire := md("never")
		if b.ExpireDays > 0 {
			expire = "after " + count(b.ExpireDays, "day", "days")
		}
		old := md("none")
		if b.Versioning {
			old = count(b.NoncurrentDays, "day", "days")
		}
		t.row(text(b.Name), code(v.bucketName(b)), onOff(b.Versioning), old, expire, yesNo(b.ForceDestroy))
	}
	return t
}

// crossOriginTable lists what browsers of other sites may ask buckets for.
func crossOriginTable(buckets []infra.Bucket) table {
	t := table{head: []md{"Bucket", "Sites", "Methods", "Headers", "Kept"}}
	for _, b := range buckets {
		if c := b.CORS; c != nil {
			kept := md("as long as the browser likes")
			if c.MaxAge > 0 {
				kept = count(c.MaxAge, "second", "seconds")
			}
			t.row(text(b.Name), join(each(c.Origins, code)), join(each(c.Methods, code)), or(join(each(c.Headers, code)), "none"), kept)
		}
	}
	return t
}

// holdsTable lists what the author says is kept where.
func holdsTable(p infra.Platform) table {
	t := table{head: []md{"Store", "Holds"}}
	row := func(store string, holds []string) {
		if len(holds) > 0 {
			t.row(text(store), join(each(holds, text)))
		}
	}
	for _, d := range p.Databases {
		row(d.Name, d.Holds)
	}
	for _, c := range p.Caches {
		row(c.Name, c.Holds)
	}
	for _, x := range p.Volumes {
		row(x.Name, x.Holds)
	}
	for _, b := range p.Buckets {
		row(b.Name, b.Holds)
	}
	return t
}

// bucketName is the name in AWS of a bucket, as far as it is known.
func (v *view) bucketName(b infra.Bucket) string {
	if b.AccountSuffix {
		return b.Bucket + "-" + cmp.Or(v.Account, "{account}")
	}
	return b.Bucket
}

func storage(d infra.Database) string {
	if d.Aurora() {
		return "grows by itself"
	}
	s := string(number(d.Storage)) + " GiB " + d.StorageType
	if d.MaxStorage > 0 {
		s += ", grows to " + string(number(d.MaxStorage)) + " GiB"
	}
	return s
}

func zones(d infra.Database) md {
	if n := len(d.Instances); n > 1 {
		return sentence("%s in %s", count(n, "instance", "instances"), clusterZones(d))
	}
	if d.MultiAZ {
		return "two, with a standby"
	}
	return "one"
}

// clusterZones says which zones the instances of a cluster stand in, or how many.
func clusterZones(d infra.Database) md {
	seen := map[string]bool{}
	for _, i := range d.Instances {
		if i.Zone == "" {
			return "zones that AWS chooses"
		}
		seen[i.Zone] = true
	}
	return count(len(seen), "zone", "zones")
}

func backups(d infra.Database) md {
	if d.BackupDays == 0 {
		return "nothing: there are no backups"
	}
	return sentence("any second of the last %s", count(d.BackupDays, "day", "days"))
}

func zoneFails(d infra.Database) md {
	switch {
	case d.MultiAZ:
		return "the standby takes over"
	case len(d.Instances) > 1:
		return "another instance takes over"
	}
	return "it is away until the zone is back, or a restore stands in another"
}

// finalSnapshot names the snapshot that an instance or a cluster leaves, up to the id
// that Terraform makes for each.
func finalSnapshot(d infra.Database) md {
	if d.FinalSnapshot == "" {
		return "none"
	}
	return code(d.FinalSnapshot + "-{id}")
}

func onOff(b bool) md {
	if b {
		return "on"
	}
	return "off"
}

func yesNo(b bool) md {
	if b {
		return "yes"
	}
	return "no"
}
