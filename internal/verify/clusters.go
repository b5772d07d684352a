package verify

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// cluster is a cluster of Aurora: private, encrypted, with a password that nobody sees.
func (o *output) cluster(d model.Database) arguments {
	if !o.aurora(d) {
		return nil
	}
	engine, _ := o.facts.RDS.Engine(d.Engine)
	group := ""
	if len(d.Parameters) > 0 {
		group = "aws_rds_cluster_parameter_group." + label(d.Name) + ".name"
	}
	return arguments{
		"engine": d.Engine, "engine_version": d.Version, "db_cluster_parameter_group_name": group,
		"database_name": d.Database, "port": databasePort(o.facts, d),
		"master_username": cmp.Or(d.Username, engine.DefaultUsername), "manage_master_user_password": true,
		"storage_encrypted": true, "copy_tags_to_snapshot": true, "final_snapshot_identifier": snapshotName(d),
		"db_subnet_group_name":    "aws_db_subnet_group." + label(d.Name) + ".name",
		"backup_retention_period": d.BackupDays, "preferred_backup_window": d.BackupWindow, "preferred_maintenance_window": d.MaintenanceWindow,
		"apply_immediately": d.ApplyImmediately, "allow_major_version_upgrade": on(d.MajorUpgrade),
		"deletion_protection": d.DeletionProtection, "skip_final_snapshot": !d.FinalSnapshot,
		"enabled_cloudwatch_logs_exports": strings.Join(d.Logs, ","), "depends_on": strings.Join(databaseLogs(d), ","),
	}
}

// clusterParameters are the settings in the group of a cluster.
func (o *output) clusterParameters(d model.Database) arguments {
	if !o.aurora(d) {
		return nil
	}
	return o.parameters(d)
}

// clusterInstances are as many as declared, by label: of one cluster, none public, and in
// zones one after the other.
func (o *output) clusterInstances() map[string]arguments {
	out := map[string]arguments{}
	for _, d := range o.declared.Databases {
		for i := range max(d.Instances, 1) {
			if o.aurora(d) && !o.stopped() {
				out[label(fmt.Sprintf("%s-%d", d.Name, i+1))] = o.clusterInstance(d, i)
			}
		}
	}
	return out
}

func (o *output) clusterInstance(d model.Database, i int) arguments {
	cluster := o.databaseAddress(d)
	monitor, kept, after := "", "", ""
	if d.MonitoringInterval > 0 {
		after = "aws_iam_role_policy." + label(d.Name) + "_monitoring"
		monitor = "aws_iam_role." + label(d.Name) + "_monitoring.arn"
	}
	if d.PerformanceInsights {
		kept = strconv.Itoa(o.facts.RDS.InsightsDays)
	}
	zone := ""
	if n := o.declared.Network; n.VPC == "own" {
		zones := n.AvailabilityZones // in the order of the author
		if len(zones) == 0 {
			zones = o.zones()
		}
		zone = zones[i%len(zones)]
	}
	return arguments{
		"cluster_identifier": cluster + ".id", "engine": cluster + ".engine", "engine_version": cluster + ".engine_version",
		"instance_class": d.Class, "publicly_accessible": false, "promotion_tier": i, "availability_zone": zone,
		"db_subnet_group_name":         cluster + ".db_subnet_group_name",
		"preferred_maintenance_window": d.MaintenanceWindow, "apply_immediately": d.ApplyImmediately, "auto_minor_version_upgrade": o.upgraded(d), "depends_on": after,
		"performance_insights_enabled": on(d.PerformanceInsights), "performance_insights_retention_period": kept,
		"monitoring_interval": positive(d.MonitoringInterval), "monitoring_role_arn": monitor,
	}
}
