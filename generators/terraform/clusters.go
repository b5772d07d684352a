package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// aurora is a cluster of Aurora with its instances.
func (e *emitter) aurora(d infra.Database) []*tf.Block {
	b := tf.Resource("aws_rds_cluster", d.Label)
	b.Comment = d.Purpose
	for _, group := range []func(*tf.Block, infra.Database){
		clusterIdentity, clusterAccess, e.clusterPlacement, clusterBackup, clusterLogs, protection,
	} {
		group(b, d)
		b.Add(tf.Gap{})
	}
	needs := e.logGroupsOf(b, d)
	if len(needs) > 0 {
		b.Add(tf.Set("depends_on", needs))
	}
	blocks := []*tf.Block{b}
	for _, i := range d.Instances {
		instance := clusterInstance(d, i)
		if e.p.ParksDatabases() {
			e.goesWhileParked(instance)
		}
		blocks = append(blocks, instance)
	}
	return blocks
}

func clusterIdentity(b *tf.Block, d infra.Database) {
	b.Add(
		tf.Set("cluster_identifier", tf.String(d.Identifier)),
		tf.Set("engine", tf.String(d.Engine)),
		tf.Set("engine_version", tf.String(d.Version)))
	majorUpgrade(b, d)
	if len(d.Parameters) > 0 {
		b.Add(tf.Set("db_cluster_parameter_group_name", tf.RefTo("aws_rds_cluster_parameter_group", d.Label, "name")))
	}
}

func clusterAccess(b *tf.Block, d infra.Database) {
	b.AddText("database_name", d.DatabaseName)
	b.Add(tf.Set("master_username", tf.String(d.Username)))
	managedPassword(b)
}

func (e *emitter) clusterPlacement(b *tf.Block, d infra.Database) {
	b.Add(
		tf.Set("storage_encrypted", tf.Bool(true)),
		tf.Set("db_subnet_group_name", tf.RefTo("aws_db_subnet_group", d.Label, "name")),
		tf.Set("vpc_security_group_ids", tf.List{tf.RefTo("aws_security_group", d.SecurityGroup, "id")}),
		tf.Set("port", tf.Int(d.Port)))
}

func clusterBackup(b *tf.Block, d infra.Database) {
	b.Add(tf.Set("backup_retention_period", tf.Int(d.BackupDays)))
	b.AddText("preferred_backup_window", d.BackupWindow)
	clusterMaintenance(b, d)
	b.Add(tf.Set("copy_tags_to_snapshot", tf.Bool(true)))
}

// clusterMaintenance is said of a cluster and of each of its instances, which have
// windows of their own. What does not wait for them is said even where it is false: of
// Aurora the provider keeps what was said last.
func clusterMaintenance(b *tf.Block, d infra.Database) {
	b.AddText("preferred_maintenance_window", d.MaintenanceWindow)
	b.Add(tf.Set("apply_immediately", tf.Bool(d.ApplyImmediately)))
}

func clusterLogs(b *tf.Block, d infra.Database) {
	if len(d.LogExports) > 0 {
		b.Add(tf.Set("enabled_cloudwatch_logs_exports", tf.Strings(d.LogExports...)))
	}
}

func clusterInstance(d infra.Database, i infra.Instance) *tf.Block {
	cluster := func(attribute string) tf.Ref { return tf.RefTo("aws_rds_cluster", d.Label, attribute) }
	b := tf.Resource("aws_rds_cluster_instance", i.Label,
		tf.Set("identifier", tf.String(i.Identifier)),
		tf.Set("cluster_identifier", cluster("id")),
		tf.Set("engine", cluster("engine")),
		tf.Set("engine_version", cluster("engine_version")),
		tf.Set("instance_class", tf.String(d.Class)),
		tf.Gap{},
		tf.Set("db_subnet_group_name", cluster("db_subnet_group_name")))
	b.AddText("availability_zone", i.Zone)
	b.Add(
		tf.Set("promotion_tier", tf.Int(i.PromotionTier)),
		tf.Set("publicly_accessible", tf.Bool(false)),
		tf.Gap{})
	clusterMaintenance(b, d)
	minorUpgrades(b, d)
	b.Add(tf.Gap{})
	insights(b, d)
	if d.MonitoringRole != nil {
		b.Add(tf.Gap{})
		b.Add(tf.Comment(monitoringNeeded))
		b.Add(tf.Set("depends_on", tf.List{tf.RefTo("aws_iam_role_policy", d.MonitoringRole.Label, "")}))
	}
	return b
}
