package docs

import (
	"slices"
	"strconv"

	"groundplan.internal/internal/infra"
)

// volumeTables shows the volumes, who mounts them where, and what becomes of what is in them.
func volumeTables(pg *page, v *view) {
	pg.section("Volumes")
	pg.para("A volume is a file system of EFS that several tasks have at once, in every zone. It is encrypted at rest, and is mounted over TLS, with the role of a task, through one access point: there every program works as the owner, whichever user it runs as, and sees nothing above its folder.")
	for _, x := range v.Volumes {
		if !x.Policy {
			pg.para("%s has no policy: whoever its security group lets through may mount all of it, without a role and without TLS.", text(x.Name))
		}
	}
	t := table{head: []md{"Volume", "Folder", "Owner", "Mode", "Throughput", "What nobody asks for moves to infrequent access"}}
	backup := table{head: []md{"Volume", "Backup", "Deletion protection", "When a zone fails"}}
	for _, x := range v.Volumes {
		t.row(text(x.Name), code(x.Root), code(strconv.Itoa(x.Owner.UID)+":"+strconv.Itoa(x.Owner.GID)), code(x.Owner.Mode), text(x.Throughput), infrequent(x))
		backup.row(text(x.Name), fileCopies(x), fileProtection(x), "it goes on: the files are in several zones")
	}
	pg.table(t)
	mounts := table{head: []md{"Volume", "Mounted by", "At", "To"}}
	for _, s := range v.Tasks() {
		for _, m := range s.Task.Mounts() {
			to := md("read and write")
			if m.ReadOnly {
				to = "read"
			}
			mounts.row(text(m.Volume), text(s.Name), code(m.Path), to)
		}
	}
	if len(mounts.rows) > 0 {
		pg.subsection("Where they are mounted")
		pg.table(mounts)
	}
	pg.subsection("Backup and protection of volumes")
	pg.table(backup)
}

func infrequent(x infra.Volume) md {
	if x.InfrequentDays == 0 {
		return "never"
	}
	return "after " + count(x.InfrequentDays, "day", "days")
}

func fileCopies(x infra.Volume) md {
	if !x.Backup {
		return "none"
	}
	return sentence("a copy of every day, kept for %s", count(x.CopyDays, "day", "days"))
}

func fileProtection(x infra.Volume) md {
	if !x.Protected {
		return "off"
	}
	return "on, by Terraform while it is declared: EFS has none"
}

func volumeDetails(x infra.Volume) []string {
	return append(titleLine(x.Title, x.Name), "EFS, "+x.Throughput)
}

// filesSection tells how to bring back files.
func (v *view) filesSection(pg *page) {
	var kept []infra.Volume
	for _, x := range v.Volumes {
		if x.Backup {
			kept = append(kept, x)
		}
	}
	if len(kept) == 0 {
		return
	}
	pg.section("Restore files")
	pg.para("AWS Backup restores into the same file system, into a folder %s at its top, beside the folder that tasks have. The role %s is made by the first restore in the console.", code("aws-backup-restore_{time}"), code("AWSBackupDefaultServiceRole"))
	region := " --region " + word(v.Region)
	for _, x := range kept[:min(len(kept), mostRows)] {
		dir := "terraform"
		if v.Layout == "stacks" {
			dir = v.StackDir(x.Stack)
		}
		pg.para("%s, from its newest copy, or the time of another one:", text(x.Name))
		pg.shell(
			"id=$(terraform -chdir="+word(dir)+" output -raw "+x.Label+"_file_system_id)",
			"key=$(aws efs describe-file-systems --file-system-id \"$id\" --query 'FileSystems[0].KmsKeyId' --output text"+region+")",
			"account=$(aws sts get-caller-identity --query Account --output text)",
			"copy=$(aws backup list-recovery-points-by-resource --resource-arn \"arn:"+v.Partition+":elasticfilesystem:"+v.Region+":$account:file-system/$id\" \\",
			"  --query 'reverse(sort_by(RecoveryPoints, &CreationDate))[0].RecoveryPointArn' --output text"+region+")",
			"aws backup start-restore-job --recovery-point-arn \"$copy\" --iam-role-arn \"arn:"+v.Partition+":iam::$account:role/service-role/AWSBackupDefaultServiceRole\" \\",
			"  --metadata \"file-system-id=$id,newFileSystem=false,Encrypted=true,KmsKeyId=$key,PerformanceMode=generalPurpose,CreationToken=restore\""+region)
	}
	if !slices.ContainsFunc(kept, func(x infra.Volume) bool { return x.Policy }) {
		return
	}
	pg.para("The policy of the file system lets nobody mount its root. To copy files back, delete the policy with %s, mount the file system from a machine in one of the groups that reach it, and apply Terraform afterwards, which puts the policy back.", code("aws efs delete-file-system-policy"))
}
