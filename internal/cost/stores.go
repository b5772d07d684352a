package cost

import (
	"strings"

	"groundplan.internal/internal/decimal"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/infra"
)

// databases are instances, disks, backups and proxies. What a standby in another zone has
// counts a second time. Parking stops instances; what they keep stays.
func (e *estimator) databases() {
	for _, d := range e.Databases {
		e.begin("database", d.Name)
		if len(d.Instances) > 0 {
			e.cluster(d)
		} else {
			e.instance(d)
		}
		e.add("secret", always(decimal.One), "1 of the master password")
		if n := ownSecrets(d); n > 0 {
			e.add("secret", always(decimal.Of(n)), "%s of its users", some(n, "secret", "secrets"))
		}
		if d.Proxy != nil {
			e.proxy(d)
		}
	}
}

// ownSecrets are those of the users of services, and of the one that makes them.
func ownSecrets(d infra.Database) int {
	if d.Provisioner == nil {
		return 0
	}
	return len(d.Own) + 1
}

func (e *estimator) instance(d infra.Database) {
	copies, zones := 1, "1 instance"
	if d.MultiAZ {
		copies, zones = 2, "2 instances, one of them a standby,"
	}
	e.add(e.facts.Prices.ClassPrice(d.Engine, d.Class), runningIf(e.ParksDatabases(), e.hours(copies)), "%s × %s", zones, e.month())
	disk := func(price string, n int, unit string) {
		if n > 0 {
			e.add(price, always(decimal.Of(n*copies)), "%d × %d %s", copies, n, unit)
		}
	}
	disk("rds-"+d.StorageType, d.Storage, "GB")
	iops, throughput := included(e.facts.RDS.Storage[d.StorageType], d.Storage)
	disk("rds-"+d.StorageType+"-iops", d.IOPS-iops, "operations a second")
	disk("rds-"+d.StorageType+"-throughput", d.Throughput-throughput, "MiB/s")
	e.backups("rds-backup", d.BackupDays)
}

// included are the operations a second and the MiB/s that come with a disk: where they can
// be chosen, the least that can be.
func included(s facts.Storage, size int) (iops, throughput int) {
	switch {
	case s.IOPSRequired:
		return 0, 0
	case s.ChooseFrom > 0 && size >= s.ChooseFrom:
		return s.IOPS.Min, s.Throughput.Min
	}
	return s.IncludedIOPS, s.IncludedThroughput
}

func (e *estimator) backups(price string, days int) {
	if days > 0 {
		n := e.assume("backupGB")
		e.add(price, always(decimal.Of(n)), "%d GB", n)
	}
}

func (e *estimator) cluster(d infra.Database) {
	n := len(d.Instances)
	of := some(n, "instance", "instances")
	e.add(e.facts.Prices.ClassPrice(d.Engine, d.Class), runningIf(e.ParksDatabases(), e.hours(n)), "%s × %s", of, e.month())
	gb, requests := e.assume("auroraGB"), e.assume("auroraRequests")
	e.add("aurora-storage", always(decimal.Of(gb)), "%d GB", gb)
	e.add("aurora-requests", runningIf(e.ParksDatabases(), decimal.Fraction(requests, 1_000_000)), "%d requests", requests)
	e.backups("aurora-backup", d.BackupDays)
}

// proxy counts the vCPUs of every instance behind it, and stays when they are stopped.
func (e *estimator) proxy(d infra.Database) {
	n := max(len(d.Instances), 1)
	each, known := e.facts.VCPUs(d.Class)
	if !known {
		e.missing(d.Name, "rds-proxy", "the vCPUs of "+d.Class+" are not known")
		return
	}
	vcpus := max(n*each, e.facts.Prices.Proxy.LeastVCPU)
	e.add("rds-proxy", always(e.hours(vcpus)), "%d vCPU × %s", vcpus, e.month())
}

// caches cannot be stopped.
func (e *estimator) caches() {
	for _, c := range e.Caches {
		e.begin("cache", c.Name)
		nodes := 1 + c.Replicas
		e.add(e.facts.Prices.ClassPrice(c.Engine, c.Class), always(e.hours(nodes)), "%s × %s", some(nodes, "node", "nodes"), e.month())
		e.add("secret", always(decimal.One), "1 that clients connect with")
		e.backups("elasticache-backup", c.SnapshotDays)
	}
}

// volumes cost what is in them, and what tasks read and write unless they burst.
func (e *estimator) volumes() {
	for _, v := range e.Volumes {
		e.begin("volume", v.Name)
		gb := e.assume("volumeGB")
		e.add("efs-storage", always(decimal.Of(gb)), "%d GB", gb)
		if v.Throughput == "elastic" {
			read, written := e.assume("volumeReadGB"), e.assume("volumeWriteGB")
			e.add("efs-reads", running(decimal.Of(read)), "%d GB", read)
			e.add("efs-writes", running(decimal.Of(written)), "%d GB", written)
		}
		if v.Backup {
			e.add("efs-backup", always(decimal.Of(gb)), "%d GB", gb)
		}
	}
}

// requestsOfMessage is how often SQS is asked for one: to send it, to receive it and to
// delete it. What asks in vain for twenty seconds costs as much as one of them.
const requestsOfMessage = 3

// queues cost what is asked of them.
func (e *estimator) queues() {
	for _, q := range e.Queues {
		e.begin("queue", q.Name)
		messages, price := e.assume("messages"), "sqs-requests"
		if q.FIFO {
			price = "sqs-fifo-requests"
		}
		e.add(price, running(decimal.Fraction(messages*requestsOfMessage, 1_000_000)), "%d messages × %d requests", messages, requestsOfMessage)
	}
}

func (e *estimator) buckets() {
	for _, b := range e.Buckets {
		e.begin("bucket", b.Name)
		e.bucket("what is in it")
	}
}

// bucket is a bucket of the component that is added to.
func (e *estimator) bucket(holds string) {
	gb, reads, writes := e.assume("bucketGB"), e.assume("bucketReads"), e.assume("bucketWrites")
	e.add("s3-storage", always(decimal.Of(gb)), "%d GB for %s", gb, holds)
	e.add("s3-reads", always(decimal.Fraction(reads, 1000)), "%d requests", reads)
	e.add("s3-writes", always(decimal.Fraction(writes, 1000)), "%d requests", writes)
}

func (e *estimator) secrets() {
	for _, s := range e.Secrets {
		if s.Existing {
			e.missing(s.Name, "secret", "it is there without the platform")
			continue
		}
		if s.Store == "secretsmanager" {
			e.begin("secret", s.Name)
			e.add("secret", always(decimal.One), "1 secret")
		}
	}
}

func (e *estimator) repositories() {
	for _, r := range e.Repositories {
		e.begin("repository", r.Name)
		gb := e.assume("imageGB")
		e.add("ecr-storage", always(decimal.Of(gb)), "%d GB", gb)
	}
}

// size is the last word of a type of machine, in small letters: BUILD_GENERAL1_SMALL is small.
func size(compute string) string {
	return strings.ToLower(compute[strings.LastIndexByte(compute, '_')+1:])
}
