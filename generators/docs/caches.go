package docs

import (
	"strings"

	"groundplan.internal/internal/infra"
)

// cacheTables shows the caches, what becomes of what is in them, and how clients connect.
func cacheTables(pg *page, caches []infra.Cache) {
	pg.section("Caches")
	pg.para("Every cache is encrypted at rest, speaks only TLS, asks for a password and has no public address. It has one shard: all it holds must fit into the memory of one node, and clients use it like a single server.")
	t := table{head: []md{"Cache", "Identifier", "Engine", "Class", "Nodes", "Zones", "Port", "When it is full"}}
	backup := table{head: []md{"Cache", "Snapshots kept", "Snapshot window (UTC)", "Maintenance window (UTC)", "Snapshot when deleted", "When the primary fails"}}
	parameters := table{head: []md{"Cache", "Parameter", "Value"}}
	for _, c := range caches {
		t.row(text(c.Name), code(c.Identifier), text(c.EngineTitle+" "+c.Version), code(c.Class), number(1+c.Replicas), cacheZones(c), number(c.Port), eviction(c))
		backup.row(text(c.Name), snapshots(c), or(code(c.SnapshotWindow), "chosen by AWS"), or(code(c.MaintenanceWindow), "chosen by AWS"), finalCacheSnapshot(c), takeover(c))
		for _, p := range c.Parameters {
			parameters.row(text(c.Name), code(p.Key), code(p.Value))
		}
	}
	pg.table(t)
	pg.para("A cache that evicts no keys, or only those with an expiry, can be the broker of Celery, Sidekiq and the like: waiting tasks are keys without one. A cache that evicts any key loses tasks when it is full. With Celery the URL, which begins with %s, needs `?ssl_cert_reqs=required` at its end.", code("rediss://"))
	pg.subsection("Snapshots and recovery")
	pg.table(backup)
	pg.para("Another class or version waits for the maintenance window, and Terraform shows it as a change until then.")
	if len(parameters.rows) > 0 {
		pg.subsection("Parameters of caches")
		pg.table(parameters)
	}
}

func cacheDetails(c infra.Cache) []string {
	lines := []string{c.EngineTitle + " " + c.Version, string(count(1+c.Replicas, "node", "nodes")) + " of " + c.Class}
	if c.MultiAZ {
		lines = append(lines, "in several zones")
	}
	return lines
}

func cacheZones(c infra.Cache) md {
	switch {
	case c.MultiAZ:
		return "several"
	case c.Replicas > 0:
		return "as AWS chooses"
	}
	return "one"
}

// eviction says what gives way where the memory is full.
func eviction(c infra.Cache) md {
	what := md("keys with an expiry give way")
	switch {
	case c.Eviction == "noeviction":
		what = "it takes no more"
	case strings.HasPrefix(c.Eviction, "allkeys-"):
		what = "any key gives way"
	}
	return sentence("%s (%s)", what, code(c.Eviction))
}

func snapshots(c infra.Cache) md {
	if c.SnapshotDays == 0 {
		return "none"
	}
	return sentence("%s, one a day", count(c.SnapshotDays, "day", "days"))
}

func snapshotSummary(c infra.Cache) string {
	if c.SnapshotDays == 0 {
		return "no snapshots"
	}
	return "snapshots kept for " + string(count(c.SnapshotDays, "day", "days"))
}

func finalCacheSnapshot(c infra.Cache) md {
	if c.FinalSnapshot == "" {
		return "none"
	}
	return code(c.FinalSnapshot + "-{id}")
}

func takeover(c infra.Cache) md {
	if c.Replicas == 0 {
		return "AWS replaces it, empty"
	}
	return "a replica takes over, at the same address"
}

// cacheSection is what is done by hand with caches: a restore, and another password.
func (v *view) cacheSection(pg *page) {
	if len(v.Caches) == 0 {
		return
	}
	region := " --region " + word(v.Region)
	pg.section("Restore a cache")
	pg.para("A snapshot is restored into a new replication group beside the one that runs, without what was written since. Connect to it from a task that uses the cache, with %s and no password, and copy back what is needed. Delete it afterwards: Terraform does not know of it.", code("--tls"))
	for _, c := range v.Caches[:min(len(v.Caches), mostRows)] {
		pg.para("%s, from its newest snapshot. It has %s.", text(c.Name), text(snapshotSummary(c)))
		pg.shell(
			"snapshot=$(aws elasticache describe-snapshots --replication-group-id "+word(c.Identifier)+" --query 'sort_by(Snapshots, &NodeSnapshots[0].SnapshotCreateTime)[-1].SnapshotName' --output text"+region+")",
			"group=$(aws ec2 describe-security-groups --filters "+word("Name=group-name,Values="+v.groupName(c.SecurityGroup))+" --query 'SecurityGroups[0].GroupId' --output text"+region+")",
			"aws elasticache create-replication-group --snapshot-name \"$snapshot\" --replication-group-id "+word(restoredGroup(c))+" \\",
			"  --replication-group-description restored --cache-node-type "+word(c.Class)+" --engine "+word(c.Engine)+" --transit-encryption-enabled \\",
			"  --cache-subnet-group-name "+word(c.SubnetGroup)+" --security-group-ids \"$group\""+region)
	}
	pg.section("Change the password of a cache")
	pg.para("Run the command in the root that has the cache. ElastiCache accepts both the old password and the new one until the next change, so that running tasks go on until they are replaced: %s of the services below.", link("start new tasks", "#start-new-tasks"))
	t := table{head: []md{"Cache", "Command", "Start new tasks of"}}
	readers := v.passwordReaders()
	for _, c := range v.Caches {
		t.row(text(c.Name), code("terraform apply -replace="+v.tokenAddress(c)), join(each(readingServices(readers[c.Name]), text)))
	}
	pg.table(t)
}

// longestGroup is how many characters the identifier of a replication group has.
const longestGroup = 40

func restoredGroup(c infra.Cache) string {
	const suffix = "-restored"
	return strings.TrimRight(c.Identifier[:min(len(c.Identifier), longestGroup-len(suffix))], "-") + suffix
}

// tokenAddress is where Terraform keeps the password of a cache.
func (v *view) tokenAddress(c infra.Cache) string {
	return v.address(c.Stack, "aws_ssm_parameter."+c.Label)
}

// address is what the root of a stack calls a resource.
func (v *view) address(stack infra.Stack, resource string) string {
	if v.Layout == "single" {
		return "module." + strings.ReplaceAll(string(stack), "-", "_") + "." + resource
	}
	return resource
}
