package verify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

var volumeRules = []Rule{
	{"verify-volume-policy", "volume that somebody else may mount", "The policy of every file system forbids whatever comes without TLS or past its access point, and lets nobody in: only a role's own policy does."},
	{"verify-volume-wait", "task that may start before its volume can be mounted", "Whoever learns a file system's ID learns it once there is a mount target in every zone."},
}

func perVolume(want func(*output, model.Volume) arguments) func(*output) map[string]arguments {
	return func(o *output) map[string]arguments {
		return per(o.declared.Volumes, func(v model.Volume) string { return v.Name }, func(v model.Volume) arguments { return want(o, v) })
	}
}

func fileSystem(v model.Volume) string { return "aws_efs_file_system." + label(v.Name) }

func accessPoint(v model.Volume) string { return "aws_efs_access_point." + label(v.Name) }

// fileSystem is encrypted, whoever asks.
func (o *output) fileSystem(v model.Volume) arguments {
	after := ""
	if v.InfrequentDays > 0 {
		after = fmt.Sprintf("AFTER_%d_DAYS", v.InfrequentDays)
	}
	if v.InfrequentDays == 1 {
		after = "AFTER_1_DAY"
	}
	return arguments{
		"encrypted": true, "kms_key_id": v.KMSKey, "throughput_mode": v.Throughput,
		"lifecycle_policy.transition_to_ia": after, "lifecycle.prevent_destroy": on(v.DeletionProtection),
	}
}

func (o *output) fileBackup(v model.Volume) arguments {
	if !v.Backup {
		return nil
	}
	return arguments{"file_system_id": fileSystem(v) + ".id", "backup_policy.status": "ENABLED"}
}

// accessPoint is the one way in: as one user, to a folder of that user's.
func (o *output) accessPoint(v model.Volume) arguments {
	const created = "root_directory.creation_info."
	return arguments{
		"file_system_id": fileSystem(v) + ".id", "posix_user.uid": v.Owner.UID, "posix_user.gid": v.Owner.GID, "root_directory.path": "/data",
		created + "owner_uid": v.Owner.UID, created + "owner_gid": v.Owner.GID, created + "permissions": v.Owner.Mode,
	}
}

// mountTargets are one in each zone, in a private subnet of an own VPC.
func (o *output) mountTargets() map[string]arguments {
	out := map[string]arguments{}
	for _, v := range o.declared.Volumes {
		for _, zone := range o.zoneWords() {
			subnet := "aws_subnet.private_" + zone
			if o.declared.Network.VPC == "default" {
				subnet = "data.aws_subnet." + zone
			}
			out[label(v.Name)+"_"+zone] = arguments{"file_system_id": fileSystem(v) + ".id", "subnet_id": subnet + ".id"}
		}
	}
	return out
}

// zoneWords are what tells the zones of the region apart, as labels have it: a, b.
func (o *output) zoneWords() (out []string) {
	for _, zone := range o.zones() {
		out = append(out, label(strings.TrimPrefix(strings.TrimPrefix(zone, o.declared.Region), "-")))
	}
	return out
}

func (o *output) volumePolicy(v model.Volume) arguments {
	if !v.Policy {
		return nil
	}
	return arguments{"file_system_id": fileSystem(v) + ".id"}
}

// volume finds the volume that a use is of.
func (o *output) volume(name string) (model.Volume, bool) {
	i := slices.IndexFunc(o.declared.Volumes, func(v model.Volume) bool { return v.Name == name })
	if i < 0 {
		return model.Volume{}, false
	}
	return o.declared.Volumes[i], true
}

// mounting is what a use of a volume lets a role do.
func mounting(u model.Use) string { return "volume-" + cmp.Or(u.Access, "readwrite") }

// volumeMay adds what a use of a volume needs: to mount it, through its access point.
func (o *output) volumeMay(may map[permission]bool, v model.Volume, u model.Use) {
	o.permitIf(may, mounting(u), fileSystem(v)+".arn", "StringEquals "+o.facts.EFS.AccessPoint+" "+accessPoint(v)+".arn")
}

// taskVolumes are the file systems of a task definition, and where its own container has them.
func (o *output) taskVolumes(s model.Service) (volumes, points []fields) {
	for _, u := range s.Uses {
		v, ok := o.volume(u.Name)
		if !ok {
			continue
		}
		volumes = append(volumes, fields{"name": u.Name, "efsVolumeConfiguration": fields{
			"fileSystemId": fileSystem(v) + ".id", "transitEncryption": "ENABLED",
			"authorizationConfig": fields{"accessPointId": accessPoint(v) + ".id", "iam": "ENABLED"},
		}})
		points = append(points, fields{"sourceVolume": u.Name, "containerPath": u.Path, "readOnly": u.Access == "read"})
	}
	return volumes, points
}

// volumeArguments are what Terraform takes of the file for them.
func (o *output) volumeArguments(s model.Service, local string) arguments {
	out := map[string][]string{}
	volumes, _ := o.taskVolumes(s)
	for i := range volumes {
		at := fmt.Sprintf("%svolumes[%d].", local, i)
		for argument, field := range map[string]string{
			"name": "name",
			"efs_volume_configuration.file_system_id":                       "efsVolumeConfiguration.fileSystemId",
			"efs_volume_configuration.transit_encryption":                   "efsVolumeConfiguration.transitEncryption",
			"efs_volume_configuration.authorization_config.access_point_id": "efsVolumeConfiguration.authorizationConfig.accessPointId",
			"efs_volume_configuration.authorization_config.iam":             "efsVolumeConfiguration.authorizationConfig.iam",
		} {
			out["volume."+argument] = append(out["volume."+argument], at+field)
		}
	}
	all := arguments{}
	for argument, fields := range out {
		all[argument] = strings.Join(fields, ",")
	}
	return all
}

// volumePolicies makes sure that nobody mounts a file system but over TLS and through its
// access point, whatever role it has.
func (o *output) volumePolicies() (found diag.List) {
	policies := map[string]model.Volume{}
	for _, v := range o.declared.Volumes {
		policies[label(v.Name)] = v
	}
	o.config.each("resource", "aws_efs_file_system_policy", func(m *module, b *block) {
		v := policies[b.label]
		denial := func(actions []string, condition string) statement {
			return statement{
				effect: "Deny", actions: actions, resources: []string{fileSystem(v) + ".arn"},
				principals: []string{"AWS *"}, conditions: []string{condition},
			}
		}
		problem := o.unsaid(m, b, "policy",
			denial([]string{"elasticfilesystem:*"}, "Bool aws:SecureTransport false"),
			denial(o.facts.IAM.Grants("volume-any")[0].Actions,
				"StringNotEquals "+o.facts.EFS.AccessPoint+" "+accessPoint(v)+".arn"))
		if problem != "" {
			found = append(found, finding(volumeRules, "verify-volume-policy", b.pos, model.At("volumes", v.Name), problem))
		}
	})
	return found
}

// volumeWaits makes sure that outputs with the ID of a file system wait for its mount targets.
func (o *output) volumeWaits() (found diag.List) {
	for _, v := range o.declared.Volumes {
		var want []string
		for _, zone := range o.zoneWords() {
			want = append(want, "aws_efs_mount_target."+label(v.Name)+"_"+zone)
		}
		for _, folder := range o.config.folders {
			m := o.config.modules[folder]
			for _, b := range m.blocks {
				if b.kind != "output" {
					continue
				}
				if e, _ := b.body.get("value"); e.kind != ref || e.text != fileSystem(v)+".id" {
					continue
				}
				if got := strings.Join(o.said(m, b.body, "depends_on"), ","); got != strings.Join(want, ",") {
					found = append(found, finding(volumeRules, "verify-volume-wait", b.pos, model.At("volumes", v.Name), fmt.Sprintf("%s waits for %q, and must wait for %q.", b.address, got, want)))
				}
			}
		}
	}
	return found
}

// volumes are the proofs of them all.
func (o *output) volumes() diag.List {
	if o.declared.Environment.Local {
		return nil
	}
	return append(o.volumePolicies(), o.volumeWaits()...)
}
