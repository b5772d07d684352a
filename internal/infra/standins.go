package infra

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// localPassword is what a local store takes when nobody chose another. It opens
// nothing but what runs on this machine.
const localPassword = "local-only"

// localUser is the user of a local store that has none of its own.
const localUser = "local"

// localDatabases stand in for RDS: the engine's own image, its data in a volume.
func (b *builder) localDatabases() {
	for _, d := range b.in.Databases {
		image := b.standInImage(d.Engine)
		here := b.composeNode(d.Name)
		s := LocalService{
			Node: d.Name, Name: d.Name, Container: here.Container, Family: "databases",
			Image: cmp.Or(here.Image, image.At(d.Version)), Build: here.Build, Command: here.Command,
			Port: image.Port, Health: localHealth(image), Volumes: here.Volumes,
		}
		if s.Build != "" {
			s.Image = ""
		}
		s.Volumes = withData(s.Volumes, d.Name, dataFolder(image, d.Version))
		user, password := cmp.Or(d.Username, b.engine(d).DefaultUsername), localStorePassword(d.Name)
		s.Environment = sortedVariables(
			LocalVariable{Name: image.User, Value: user},
			LocalVariable{Name: image.Database, Value: d.Database},
			LocalVariable{Name: image.Password, Value: localPassword, Asked: password},
			LocalVariable{Name: image.RootPassword, Value: localPassword, Asked: password},
		)
		s.Published = b.publish(d.Name, cmp.Or(here.Port, d.Port, s.Port), model.At("databases", d.Name, "port"))
		b.addLocal(s)
		b.localOwnDatabases(d, s, image)
		b.standIn(b.engine(d).Title+" "+d.Version+" on RDS", s)
		b.missingOfDatabase(d, s)
	}
}

// standInImage is the image that stands in for an engine of databases or caches.
func (b *builder) standInImage(engine string) facts.Image {
	image, ok := b.facts.Image(engine)
	if !ok {
		panic("infra: no image stands in for " + engine)
	}
	return image
}

// localStorePassword is the name in .env of the password of a local database or cache.
func localStorePassword(node string) string { return capitals(node, "password") }

// dataFolder is where an image keeps its data in a version.
func dataFolder(image facts.Image, version string) string {
	if image.DataFrom18 != "" && facts.CompareVersions(version, "18") >= 0 {
		return image.DataFrom18
	}
	return image.Data
}

// withData adds the volume for a store's data, unless the author mounts one there.
func withData(volumes model.Pairs, node, folder string) model.Pairs {
	if slices.ContainsFunc(volumes, func(p model.Pair) bool { return p.Value == folder }) {
		return volumes
	}
	out := append(volumes[:len(volumes):len(volumes)], model.Pair{Key: node + "-data", Value: folder})
	slices.SortFunc(out, func(x, y model.Pair) int { return strings.Compare(x.Key, y.Key) })
	return out
}

// localHealth is an image's health check, at the pace of a machine where somebody waits.
func localHealth(image facts.Image) *model.HealthCheck {
	if len(image.Health) == 0 {
		return nil
	}
	return &model.HealthCheck{Command: image.Health, Interval: 5, Timeout: 5, Retries: 10, StartPeriod: 10}
}

func (b *builder) localUseDatabase(u use) ([]LocalVariable, []string) {
	d := b.in.Databases[u.at]
	prefix := u.prefix()
	name, user, waits := d.Database, cmp.Or(d.Username, b.engine(d).DefaultUsername), []string{d.Name}
	if client, known := b.facts.Client(d.Engine); u.Database != "" && known {
		name, user, waits = u.Database, model.Client(client).User(u.Database), append(waits, b.localCreator(d.Name))
	}
	var read LocalVariable
	if u.Via != "" && d.Proxy != nil && d.Proxy.ReadEndpoint {
		read = LocalVariable{Name: prefix + "_READ_HOST", Value: d.Name}
	}
	return sortedVariables(
		read,
		LocalVariable{Name: prefix + "_HOST", Value: d.Name},
		LocalVariable{Name: prefix + "_PORT", Value: strconv.Itoa(b.standInImage(d.Engine).Port)},
		LocalVariable{Name: prefix + "_NAME", Value: name},
		LocalVariable{Name: prefix + "_USERNAME", Value: user},
		LocalVariable{Name: prefix + "_PASSWORD", Value: localPassword, Asked: localStorePassword(d.Name)},
	), waits
}

// sortedVariables are those that have a name and something to say, by name.
func sortedVariables(all ...LocalVariable) (out []LocalVariable) {
	for _, v := range all {
		if v.Name != "" && (v.Value != "" || v.Asked != "") {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(x, y LocalVariable) int { return strings.Compare(x.Name, y.Name) })
	return out
}

// localBuckets stand in for S3: one store holds the buckets of all.
func (b *builder) localBuckets() {
	if len(b.in.Buckets) == 0 {
		return
	}
	image, ok := b.facts.Image("s3")
	if !ok {
		panic("infra: no image stands in for S3")
	}
	first := b.in.Buckets[0].Name
	here := b.composeNode(first)
	s := LocalService{
		Node: first, Name: b.localS3(), Container: here.Container, Family: "buckets",
		Image: cmp.Or(here.Image, image.Image), EntryPoint: []string{"sh", "-c"},
		Port: image.Port, Health: localHealth(image), Volumes: here.Volumes,
		Environment: sortedVariables(
			LocalVariable{Name: image.User, Value: localUser},
			LocalVariable{Name: image.Password, Value: localPassword, Asked: localS3Password},
		),
	}
	s.Volumes = withData(s.Volumes, s.Name, image.Data)
	// The store takes each folder of its data for a bucket.
	make := "mkdir -p"
	for _, in := range b.in.Buckets {
		make += " " + image.Data + "/" + b.localBucket(in)
		b.standIn("S3", LocalService{Node: in.Name, Image: s.Image})
		b.missing(in.Name, "encryption, versions and lifecycle of S3", "plain files")
		b.missing(in.Name, "buckets as host names", "buckets as folders: clients need path-style addresses")
	}
	s.Command = []string{make + " && exec minio " + strings.Join(image.Command, " ")}
	s.Published = b.publish(first, cmp.Or(here.Port, s.Port), model.At("buckets", first))
	b.addLocal(s)
}

const localS3Password = "S3_PASSWORD"

// localS3 is the name of the local store of buckets, which no node has.
func (b *builder) localS3() string {
	if _, taken := b.nodes["s3"]; taken {
		return "s3-store"
	}
	return "s3"
}

func (b *builder) localBucket(in model.Bucket) string { return cmp.Or(in.Bucket, in.Name) }

func (b *builder) localUseBucket(u use) ([]LocalVariable, []string) {
	image, _ := b.facts.Image("s3")
	return sortedVariables(
		LocalVariable{Name: u.prefix() + "_BUCKET", Value: b.localBucket(b.in.Buckets[u.at])},
		LocalVariable{Name: "AWS_ENDPOINT_URL_S3", Value: "http://" + b.localS3() + ":" + strconv.Itoa(image.Port)},
		LocalVariable{Name: "AWS_REGION", Value: b.in.Region},
		LocalVariable{Name: "AWS_ACCESS_KEY_ID", Value: localUser},
		LocalVariable{Name: "AWS_SECRET_ACCESS_KEY", Value: localPassword, Asked: localS3Password},
	), []string{b.localS3()}
}
