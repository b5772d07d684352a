package terraform

import (
	"fmt"
	"strconv"

	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// volumes writes each file system with its mount targets and access point into a file of
// its own.
func (e *emitter) volumes() {
	for _, v := range e.p.Volumes {
		file := "volume-" + v.Name + ".tf"
		e.add(v.Stack, file, fileSystem(v))
		if v.Backup {
			e.add(v.Stack, file, fileBackup(v))
		}
		var targets []tf.Ref
		for _, t := range v.MountTargets {
			b := e.mountTarget(v, t)
			targets = append(targets, b.Ref(""))
			e.add(v.Stack, file, b)
		}
		e.add(v.Stack, file, accessPoint(v))
		if v.Policy {
			e.add(v.Stack, file, mountPolicy(v)...)
		}
		e.volumeExports(v, targets)
	}
}

// volumeExports are what tasks ask of a file system. A task that starts before there are
// mount targets finds nothing to mount.
func (e *emitter) volumeExports(v infra.Volume, targets []tf.Ref) {
	for _, x := range []tf.Export{
		{Name: "file_system_id", Public: true, Description: "ID of the file system " + v.Name + ".", Value: fileSystemRef(v, "id"), After: targets},
		{Name: "file_system_arn", Description: "ARN of the file system " + v.Name + ".", Value: fileSystemRef(v, "arn")},
		{Name: "access_point_id", Description: "ID of the access point to the file system " + v.Name + ".", Value: accessPointRef(v, "id")},
		{Name: "access_point_arn", Description: "ARN of the access point to the file system " + v.Name + ".", Value: accessPointRef(v, "arn")},
	} {
		x.Stack, x.Name = string(v.Stack), v.Label+"_"+x.Name
		e.export(x)
	}
}

func fileSystemRef(v infra.Volume, attribute string) tf.Ref {
	return tf.RefTo("aws_efs_file_system", v.Label, attribute)
}

func accessPointRef(v infra.Volume, attribute string) tf.Ref {
	return tf.RefTo("aws_efs_access_point", v.Label, attribute)
}

func fileSystem(v infra.Volume) *tf.Block {
	b := tf.Resource("aws_efs_file_system", v.Label, tf.Set("encrypted", tf.Bool(true)))
	b.Comment = v.Purpose
	b.AddText("kms_key_id", v.KMSKey)
	b.Add(tf.Set("throughput_mode", tf.String(v.Throughput)))
	if n := v.InfrequentDays; n > 0 {
		b.Add(tf.Nested("lifecycle_policy", tf.Set("transition_to_ia", tf.String(after(n)))))
	}
	b.Add(tf.Gap{}, nameTag(v.Tag))
	if v.Protected {
		b.Add(tf.Nested("lifecycle",
			tf.Comment("EFS has no deletion protection of its own."),
			tf.Set("prevent_destroy", tf.Bool(true))))
	}
	return b
}

// after is a number of days as EFS spells it.
func after(days int) string {
	if days == 1 {
		return "AFTER_1_DAY"
	}
	return "AFTER_" + strconv.Itoa(days) + "_DAYS"
}

// fileBackup has AWS Backup keep a copy of every day.
func fileBackup(v infra.Volume) *tf.Block {
	b := tf.Resource("aws_efs_backup_policy", v.Label,
		tf.Set("file_system_id", fileSystemRef(v, "id")),
		tf.Nested("backup_policy", tf.Set("status", tf.String("ENABLED"))))
	b.Comment = fmt.Sprintf("AWS Backup makes a copy every day, and keeps it for %d days.", v.CopyDays)
	return b
}

func (e *emitter) mountTarget(v infra.Volume, t infra.MountTarget) *tf.Block {
	subnet := tf.RefTo("aws_subnet", t.Subnet, "id")
	if e.p.Network.Default {
		subnet = tf.RefToData("aws_subnet", t.Subnet, "id")
	}
	return tf.Resource("aws_efs_mount_target", t.Label,
		tf.Set("file_system_id", fileSystemRef(v, "id")),
		tf.Set("subnet_id", subnet),
		tf.Set("security_groups", tf.List{tf.RefTo("aws_security_group", v.SecurityGroup, "id")}))
}

func accessPoint(v infra.Volume) *tf.Block {
	b := tf.Resource("aws_efs_access_point", v.Label,
		tf.Set("file_system_id", fileSystemRef(v, "id")),
		tf.Nested("posix_user",
			tf.Set("uid", tf.Int(v.Owner.UID)),
			tf.Set("gid", tf.Int(v.Owner.GID))),
		tf.Nested("root_directory",
			tf.Set("path", tf.String(v.Root)),
			tf.Nested("creation_info",
				tf.Set("owner_uid", tf.Int(v.Owner.UID)),
				tf.Set("owner_gid", tf.Int(v.Owner.GID)),
				tf.Set("permissions", tf.String(v.Owner.Mode)))),
		tf.Gap{},
		nameTag(v.Tag))
	b.Comment = "Whoever mounts the file system through it works as this user, in this folder."
	return b
}

// mountPolicy forbids every way to the files but one. It lets nobody in: that is for the roles
// of tasks. Without a policy, EFS asks nobody who reaches a mount target for a role.
func mountPolicy(v infra.Volume) []*tf.Block {
	document := tf.Data("aws_iam_policy_document", v.Label+"_volume",
		denial(v, "DenyInsecureTransport", []string{"elasticfilesystem:*"},
			condition("Bool", "aws:SecureTransport", tf.List{tf.String("false")})),
		denial(v, "DenyOtherWays", v.Ways,
			condition("StringNotEquals", v.AccessPoint, tf.List{accessPointRef(v, "arn")})))
	policy := tf.Resource("aws_efs_file_system_policy", v.Label,
		tf.Set("file_system_id", fileSystemRef(v, "id")),
		tf.Set("policy", document.Ref("json")))
	policy.Comment = "Without a policy, anybody who reaches the file system may mount it; with this one, only roles that their own policies let."
	return []*tf.Block{policy, document}
}

// denial is for everybody.
func denial(v infra.Volume, sid string, actions []string, when *tf.Block) *tf.Block {
	return tf.Nested("statement",
		tf.Set("sid", tf.String(sid)),
		tf.Set("effect", tf.String("Deny")),
		tf.Set("actions", tf.Strings(actions...)),
		tf.Set("resources", tf.List{fileSystemRef(v, "arn")}),
		tf.Nested("principals",
			tf.Set("type", tf.String("AWS")),
			tf.Set("identifiers", tf.Strings("*"))),
		when)
}
