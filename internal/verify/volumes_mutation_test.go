package verify_test

import "testing"

var volumeMutations = []mutation{
	{"not encrypted", "volume-*.tf", `encrypted( +)= true`, `encrypted$1= false`, "verify-setting"},
	{"another key", "volume-models.tf", `kms_key_id( +)= "[^"]*"`, `kms_key_id$1= "x"`, "verify-setting"},
	{"another throughput", "volume-files.tf", `"elastic"`, `"bursting"`, "verify-setting"},
	{"files that move sooner", "volume-files.tf", `AFTER_\w+`, `AFTER_1_DAY`, "verify-setting"},
	{"files that move away", "volume-models.tf", `(throughput_mode = "bursting"\n)`, "${1}  lifecycle_policy {\n    transition_to_ia = \"AFTER_7_DAYS\"\n  }\n", "verify-setting"},
	{"deleted without a question", "volume-models.tf", `prevent_destroy = true`, `prevent_destroy = false`, "verify-setting"},
	{"no backup", "volume-files.tf", `(?s)resource "aws_efs_backup_policy" .*?\n}\n`, ``, ""},
	{"a backup that is off", "volume-files.tf", `"ENABLED"`, `"DISABLED"`, "verify-setting"},
	{"one zone", "volume-*.tf", `(throughput_mode +=)`, "availability_zone_name = \"eu-west-2a\"\n  $1", "verify-setting"},
	{"a mount target less", "volume-files.tf", `(?s)resource "aws_efs_mount_target" "files_b" .*?\n}\n`, ``, ""},
	{"two mount targets in a zone", "volume-files.tf", `private_b_subnet_id`, `private_a_subnet_id`, ""},
	{"a mount target in the open", "network/outputs.tf", `(private_a_subnet_id" \{\n[^}]*)aws_subnet.private_a.id`, `${1}aws_subnet.public_a.id`, ""},
	{"the group of others", "volume-models.tf", `library_models_\w+_security_group_id`, `files_security_group_id`, ""},
	{"another user", "volume-files.tf", `  uid = 33`, `  uid = 0`, "verify-setting"},
	{"the owner of the folder", "volume-files.tf", `owner_gid( +)= 33`, `owner_gid$1= 0`, "verify-setting"},
	{"open to all", "volume-files.tf", `"0750"`, `"0777"`, "verify-setting"},
	{"the whole file system", "volume-*.tf", `path = "/data"`, `path = "/"`, "verify-setting"},
	{"without TLS", "volume-*.tf", `values( +)= \["false"\]`, `values$1= ["true"]`, "verify-volume-policy"},
	{"a denial turned", "volume-*.tf", `effect( +)= "Deny"`, `effect$1= "Allow"`, "verify-volume-policy"},
	{"past the access point", "volume-*.tf", `"StringNotEquals"`, `"StringEquals"`, "verify-volume-policy"},
	{"through another access point", "volume-files.tf", `(values +=) \[aws_efs_access_point.files.arn\]`, `$1 ["*"]`, "verify-volume-policy"},
	{"root past the access point", "volume-*.tf", `"elasticfilesystem:ClientRootAccess",\n`, ``, "verify-volume-policy"},
	{"denied to few", "volume-*.tf", `identifiers = \["\*"\]`, `identifiers = ["arn:aws:iam::111122223333:root"]`, "verify-volume-policy"},
	{"everybody let in", "volume-files.tf", `(data "aws_iam_policy_document" "\w+" \{\n)`, "${1}  statement {\n    actions = [\"elasticfilesystem:ClientMount\"]\n    principals {\n      type = \"AWS\"\n      identifiers = [\"*\"]\n    }\n  }\n", "verify-volume-policy"},
	{"no policy", "volume-files.tf", `(?s)resource "aws_efs_file_system_policy" .*?\n}\n`, ``, ""},
	{"a role that writes", "service-site.tf", `"elasticfilesystem:ClientMount"`, `"elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"`, "verify-permission-extra"},
	{"a role for every file system", "service-*.tf", `resources = \[var.files_file_system_arn\]`, `resources = ["*"]`, ""},
	{"another access point", "service-library.tf", `values( +)= \[var.files_access_point_arn\]`, `values$1= [var.models_access_point_arn]`, ""},
	{"in the clear", "library.json", `"transitEncryption": "ENABLED"`, `"transitEncryption": "DISABLED"`, "verify-task-differs"},
	{"as anybody", "library.json", `"iam": "ENABLED"`, `"iam": "DISABLED"`, "verify-task-differs"},
	{"a folder of the root", "site.json", `"transitEncryption"`, `"rootDirectory": "/x", "transitEncryption"`, "verify-task-differs"},
	{"read that is written", "site.json", `"readOnly": true`, `"readOnly": false`, "verify-task-differs"},
	{"at another path", "tidy-up.json", `"containerPath": "[^"]*"`, `"containerPath": "/"`, "verify-task-differs"},
	{"a variable of another path", "site.json", `"value": "/srv/media"`, `"value": "/srv"`, "verify-task-differs"},
	{"the other file system", "service-library.tf", `FILES_FILE_SYSTEM_ID( +)= var.files_file_system_id`, `FILES_FILE_SYSTEM_ID$1= var.models_file_system_id`, "verify-task-differs"},
	{"a volume for another", "service-library.tf", `volumes\[0\]\.efsVolumeConfiguration\.fileSystemId`, `volumes[1].efsVolumeConfiguration.fileSystemId`, "verify-setting"},
	{"no volume", "job-tidy-up.tf", `(?s)  volume \{\n.*?\n  \}\n`, ``, "verify-setting"},
	{"TLS by hand", "service-site.tf", `local.site_task.volumes\[0\].efsVolumeConfiguration.transitEncryption`, `"DISABLED"`, "verify-setting"},
	{"a start before it can be mounted", "data/outputs.tf", `(?m)^  depends_on = \[aws_efs_mount_target.files_a, .*\n`, ``, "verify-volume-wait"},
	{"a zone that nobody waits for", "data/outputs.tf", `, aws_efs_mount_target.files_b\]`, `]`, "verify-volume-wait"},
	{"a rule dropped", "security-group-*.tf", `(?s)resource "aws_vpc_security_group_ingress_rule" "files_\w+" .*?\n}\n`, ``, "verify-reach-missing"},
}

// TestVolumeMutations tries them on volumes.
func TestVolumeMutations(t *testing.T) {
	mutate(t, "../../golden/volumes/platform.cue", volumeMutations)
}
