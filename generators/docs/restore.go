package docs

import (
	"slices"

	"groundplan.internal/internal/infra"
)

func (v *view) restoreSection(pg *page) {
	if len(v.Databases) == 0 {
		return
	}
	what := md("instance")
	if slices.ContainsFunc(v.Databases, infra.Database.Aurora) {
		what = "instance or cluster"
	}
	pg.section("Restore a database")
	pg.para("A restore always makes a new %s beside the one that runs, as of any second between the oldest backup and about five minutes ago.", what)
	pg.steps([]md{
		sentence("Restore to a second before the loss, into a new %s, with the commands below.", what),
		sentence("It has the master password of that second. The last command gives it a new one, in a secret of the restored %s.", what),
		sentence("Connect to the restored %s from a task of a service that uses the database: see %s.", what, link("run a command once", "#run-a-command-once")),
		sentence("Copy back what was lost, with the engine's own tools. The running %s, its address and its password stay as they are, and Terraform sees no change.", what),
		sentence("Delete the restored %s. Terraform does not know of it.", what),
	})
	for _, d := range v.Databases[:min(len(v.Databases), mostRows)] {
		v.restore(pg, d)
	}
	if len(v.Databases) > mostRows {
		pg.para("The identifiers of the other databases are on the page on %s.", link("data stores", "data.md"))
	}
}

// restore is what brings back one database, and what is left of it when it is destroyed.
func (v *view) restore(pg *page, d infra.Database) {
	kept := md("keeps no backups")
	if d.BackupDays > 0 {
		kept = "keeps backups for " + count(d.BackupDays, "day", "days")
	}
	last := md("leaves no snapshot when it is destroyed")
	if d.FinalSnapshot != "" {
		last = sentence("leaves the snapshot %s when it is destroyed, with an id of that %s alone. To replace it by hand with %s, replace %s too: otherwise the next snapshot would get the same name, and fail",
			finalSnapshot(d), instanceOrCluster(d), code("-replace"), code("terraform_data."+d.Label))
	}
	pg.para("%s %s. It %s.", text(d.Name), kept, last)
	if d.BackupDays == 0 {
		return
	}
	reached := d.SecurityGroup
	if d.Proxy != nil {
		reached = d.Proxy.SecurityGroup // tasks need not reach the database's own
	}
	group := "group=$(aws ec2 describe-security-groups --filters " + word("Name=group-name,Values="+v.groupName(reached)) + " --query 'SecurityGroups[0].GroupId' --output text --region " + word(v.Region) + ")"
	pg.shell(append([]string{group}, v.restoreCommands(d)...)...)
}

// restoreCommands restore into the group that stands in $group. The instances of a
// cluster are not restored with it: it gets a new one.
func (v *view) restoreCommands(d infra.Database) []string {
	restored, region := d.Identifier+"-restored", " --region "+word(v.Region)
	place := "  --db-subnet-group-name " + word(d.SubnetGroup) + " --vpc-security-group-ids \"$group\""
	if !d.Aurora() {
		return []string{
			secondBefore,
			"aws rds restore-db-instance-to-point-in-time --restore-time \"$second\" \\",
			"  --source-db-instance-identifier " + word(d.Identifier) + " --target-db-instance-identifier " + word(restored) + " \\",
			place + " --no-publicly-accessible" + region,
			"aws rds wait db-instance-available --db-instance-identifier " + word(restored) + region,
			"aws rds modify-db-instance --manage-master-user-password --apply-immediately --db-instance-identifier " + word(restored) + region,
		}
	}
	return []string{
		secondBefore,
		"aws rds restore-db-cluster-to-point-in-time --restore-to-time \"$second\" \\",
		"  --source-db-cluster-identifier " + word(d.Identifier) + " --db-cluster-identifier " + word(restored) + " \\",
		place + region,
		"aws rds create-db-instance --db-cluster-identifier " + word(restored) + " --db-instance-identifier " + word(restored+"-1") + " \\",
		"  --engine " + word(d.Engine) + " --db-instance-class " + word(d.Class) + " --no-publicly-accessible" + region,
		"aws rds wait db-instance-available --db-instance-identifier " + word(restored+"-1") + region,
		"aws rds modify-db-cluster --manage-master-user-password --apply-immediately --db-cluster-identifier " + word(restored) + region,
	}
}

// objectSection brings an object of a bucket with versioning back.
func (v *view) objectSection(pg *page) {
	i := slices.IndexFunc(v.Buckets, func(b infra.Bucket) bool { return b.Versioning })
	if i < 0 {
		return
	}
	b, region := v.Buckets[i], " --region "+word(v.Region)
	name := word(b.Bucket)
	if b.AccountSuffix {
		name = word(b.Bucket+"-") + "$(aws sts get-caller-identity --query Account --output text)"
	}
	pg.section("Restore an object")
	pg.para("In a bucket with versioning, what is overwritten or deleted stays as an old version, for as long as %s says. A copy of it becomes the newest version again. For example, in %s:", link("data stores", "data.md#buckets"), text(b.Name))
	pg.shell(
		"bucket="+name+" key=...",
		`aws s3api list-object-versions --bucket "$bucket" --prefix "$key" --query 'Versions[].[LastModified, VersionId, Size, IsLatest]' --output table`+region,
		"version=... # of the list",
		`aws s3api copy-object --bucket "$bucket" --key "$key" --copy-source "$bucket/$key?versionId=$version"`+region,
	)
}

// secondBefore asks for the time that a database is restored of.
const secondBefore = "second=... # in UTC, as 2026-01-31T12:00:00Z"

func instanceOrCluster(d infra.Database) md {
	if d.Aurora() {
		return "cluster"
	}
	return "instance"
}
