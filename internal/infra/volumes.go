package infra

import (
	"cmp"
	"slices"
	"strconv"

	"groundplan.internal/internal/model"
)

// Volume is a file system of EFS with one access point, and all that is its own.
type Volume struct {
	Name    string // the node
	Label   string // Terraform label
	Title   string
	Purpose string
	Holds   []string
	Stack   Stack

	Tag            string // Name tag of all that it is made of
	Root           string // the folder that the access point leads to
	Owner          model.FileOwner
	Throughput     string   // elastic or bursting
	InfrequentDays int      // 0: never
	KMSKey         string   // ARN, or empty for AWS's own key
	Policy         bool     // that lets nobody in but by TLS, the access point and a role that may
	Ways           []string // to the files, which that speaks of
	AccessPoint    string   // the key by which it knows one
	Backup         bool     // every day
	CopyDays       int      // that a backup is kept
	Protected      bool     // Terraform refuses to delete it
	Port           int
	SecurityGroup  string // label
	Tier           Tier   // of the subnets that it is mounted in
	MountTargets   []MountTarget
}

// MountTarget is where a file system is mounted in one zone.
type MountTarget struct {
	Label  string
	Subnet string // label
}

// Mount is a volume in a container.
type Mount struct {
	Volume   string // the node
	Path     string
	ReadOnly bool
}

// volumeRoot is the folder of a volume within its file system. It says no name, which may
// change: what is in it stays.
const volumeRoot = "/data"

func (b *builder) volumeGroups() {
	for _, v := range b.in.Volumes {
		b.guard(model.At("volumes", v.Name), v.Name, "EFS "+b.names.known(v.Name), v.SecurityGroup)
	}
}

func (b *builder) volumes() {
	for _, v := range b.in.Volumes {
		b.document(model.At("volumes", v.Name), v.Name, "volume")
		out := Volume{
			Name: v.Name, Label: labelOf(v.Name), Title: v.Title, Purpose: v.Purpose, Holds: v.Holds, Stack: b.stack(partVolumes, v.App),
			Tag: b.names.tag(b.names.known(v.Name)), Root: volumeRoot, Owner: v.Owner, Throughput: v.Throughput, InfrequentDays: v.InfrequentDays,
			KMSKey: v.KMSKey, Policy: v.Policy, Ways: b.facts.IAM.Grants("volume-any")[0].Actions, AccessPoint: b.facts.EFS.AccessPoint, Backup: v.Backup, CopyDays: b.facts.EFS.CopyDays, Protected: v.DeletionProtection,
			Port: b.facts.EFS.Port, SecurityGroup: b.group[v.Name], Tier: b.serviceTier(model.Service{}),
		}
		for _, s := range b.out.Network.Subnets {
			if s.Tier == out.Tier {
				out.MountTargets = append(out.MountTargets, MountTarget{labelOf(v.Name, zoneSuffix(b.in.Region, s.Zone)), s.Label})
			}
		}
		b.out.Volumes = append(b.out.Volumes, out)
	}
}

// volumeAccess is what a use may do with a volume.
func (u use) volumeAccess() string { return cmp.Or(u.Access, "readwrite") }

func (b *builder) volumeEdge(u use) Edge {
	label := "NFS " + strconv.Itoa(b.facts.EFS.Port)
	if u.volumeAccess() == "read" {
		label += ", read"
	}
	return Edge{Port: b.facts.EFS.Port, Access: u.volumeAccess(), Label: label}
}

// useVolume mounts a volume through its access point, and tells the program where.
func (b *builder) useVolume(u use) grant {
	v := b.out.Volumes[u.at]
	task := under(b.permit("volume-"+u.volumeAccess(), "Mount"+studly(u.Name), u.path, Of(u.Name, VolumeARN)),
		Condition{"StringEquals", b.facts.EFS.AccessPoint, []Value{Of(u.Name, AccessPointARN)}})
	return grant{
		traffic:     b.towards(u, b.groupSide(u.Name), v.Port, "EFS"),
		environment: []EnvVar{{u.prefix() + "_PATH", Text(u.Path)}},
		task:        task,
		mounts:      []Mount{{u.Name, u.Path, u.volumeAccess() == "read"}},
	}
}

// Mounts are the volumes that containers of a task have, by name.
func (t Task) Mounts() (out []Mount) {
	for _, c := range t.Containers {
		out = append(out, c.Mounts...)
	}
	slices.SortFunc(out, func(x, y Mount) int { return cmp.Compare(x.Volume, y.Volume) })
	return out
}
