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
	pg.para("A restore always makes a new %s, beside the one that runs, of any second since the oldest backup except for the last few minutes.", what)
	pg.steps([]md{
		sentence("Restore into a new %s, with the commands below, as it was a second before the loss.", what),
		sentence("It has the password of that second. The last command gives it another, which RDS keeps in a secret of the restored %s.", what),
		sentence("Look at the restored %s from a task that may reach the database: see %s.", what, link("run a command once", "#run-a-command-once")),
		sentence("Copy back what was lost with the tools of the engine. The running %s, its address and its password stay as they are, and Terraform sees no change.", what),
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
		last = sentence("leaves the snapshot %s when it is destroyed, with an id of that %s alone. Who replaces it by hand, with %s, replaces %s too, or the next snapshot would have the same name",
			finalSnapshot(d), instanceOrCluster(d), code("-replace"), code("terraform_data."+d.Label))
	}
	pg.para("%s %s. It %s.", text(d.Name), kept, last)
	if d.BackupDays == 0 {
		return
	}
	group := "group=$(aws ec2 describe-security-groups --filters " + word("Name=group-name,Values="+v.groupName(d.SecurityGroup)) + " --query 'SecurityGroups[0].GroupId' --output text --region " + word(v.Region) + ")"
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

// secondBefore asks for the time that a database is restored of.
const secondBefore = "second=... # in UTC, as 2026-01-31T12:00:00Z"

func instanceOrCluster(d infra.Database) md {
	if d.Aurora() {
		return "cluster"
	}
	return "instance"
}
