package verify

import (
	"cmp"
	"strconv"
	"strings"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// instance is an RDS instance: private, encrypted, with a password that nobody sees.
func (o *output) instance(d model.Database) arguments {
	if o.aurora(d) {
		return nil
	}
	engine, _ := o.facts.RDS.Engine(d.Engine)
	group := ""
	if len(d.Parameters) > 0 {
		group = "aws_db_parameter_group." + label(d.Name) + ".name"
	}
	monitor, kept, after := "", "", databaseLogs(d)
	if d.PerformanceInsights {
		kept = strconv.Itoa(o.facts.RDS.InsightsDays)
	}
	if d.MonitoringInterval > 0 {
		after = append(after, "aws_iam_role_policy."+label(d.Name)+"_monitoring")
		monitor = "aws_iam_role." + label(d.Name) + "_monitoring.arn"
	}
	return arguments{
		"engine": d.Engine, "engine_version": d.Version, "instance_class": d.Class,
		"parameter_group_name": group, "db_name": d.Database, "port": databasePort(o.facts, d),
		"username": cmp.Or(d.Username, engine.DefaultUsername), "manage_master_user_password": true,
		"allocated_storage": d.Storage, "storage_type": d.StorageType, "max_allocated_storage": positive(d.MaxStorage),
		"iops": positive(d.IOPS), "storage_throughput": positive(d.Throughput), "storage_encrypted": true,
		"multi_az": d.MultiAZ, "publicly_accessible": false, "copy_tags_to_snapshot": true, "auto_minor_version_upgrade": o.upgraded(d),
		"db_subnet_group_name":    "aws_db_subnet_group." + label(d.Name) + ".name",
		"backup_retention_period": d.BackupDays, "backup_window": d.BackupWindow, "maintenance_window": d.MaintenanceWindow,
		"apply_immediately": on(d.ApplyImmediately), "allow_major_version_upgrade": on(d.MajorUpgrade),
		"deletion_protection": d.DeletionProtection, "skip_final_snapshot": !d.FinalSnapshot, "final_snapshot_identifier": snapshotName(d),
		"enabled_cloudwatch_logs_exports": strings.Join(d.Logs, ","),
		"performance_insights_enabled":    on(d.PerformanceInsights), "performance_insights_retention_period": kept, "monitoring_interval": positive(d.MonitoringInterval), "monitoring_role_arn": monitor,
		"depends_on": strings.Join(after, ","),
	}
}

// finalSnapshot is the id by which an instance's last snapshot differs from those of the
// instances before it; it changes with what the provider replaces an instance for.
func (o *output) finalSnapshot(d model.Database) arguments {
	engine, _ := o.facts.RDS.Engine(d.Engine)
	if !d.FinalSnapshot {
		return nil
	}
	replaces := strings.Join([]string{d.Engine, cmp.Or(d.Username, engine.DefaultUsername), d.Database}, ",")
	return arguments{"triggers_replace": strings.TrimSuffix(replaces, ",")}
}

// snapshotName is whether the last snapshot has a name: one that is derived.
func snapshotName(d model.Database) any {
	if d.FinalSnapshot {
		return something
	}
	return ""
}

// databaseLogs are the log groups that a database must find: RDS would make its own.
func databaseLogs(d model.Database) (groups []string) {
	for _, log := range d.Logs {
		groups = append(groups, "aws_cloudwatch_log_group."+label(d.Name+"-"+log))
	}
	return groups
}

// upgraded reports whether AWS may take newer minor versions: unless the declared one is
// one itself.
func (o *output) upgraded(d model.Database) bool {
	_, major, ok := o.facts.Versions.Major(d.Engine, d.Version)
	return d.Version == major || !ok && !strings.Contains(d.Version, ".")
}

// instanceParameters are the settings in the group of an instance.
func (o *output) instanceParameters(d model.Database) arguments {
	if o.aurora(d) {
		return nil
	}
	return o.parameters(d)
}

func (o *output) parameters(d model.Database) arguments {
	if len(d.Parameters) == 0 {
		return nil
	}
	var names, values, restarts []string
	for _, p := range d.Parameters {
		names, values, restarts = append(names, p.Key), append(values, p.Value), append(restarts, "pending-reboot")
	}
	return arguments{
		"family":         o.facts.Versions.ParameterFamily(d.Engine, d.Version),
		"parameter.name": strings.Join(names, ","), "parameter.value": strings.Join(values, ","),
		"parameter.apply_method": strings.Join(restarts, ","), "lifecycle.create_before_destroy": true,
	}
}

// aurora reports whether a database is a cluster.
func (o *output) aurora(d model.Database) bool { return isAurora(o.facts, d) }

func isAurora(f facts.Set, d model.Database) bool {
	engine, _ := f.RDS.Engine(d.Engine)
	return engine.Aurora
}

// databaseAddress is how the resource of a database is spelled.
func (o *output) databaseAddress(d model.Database) string {
	if o.aurora(d) {
		return "aws_rds_cluster." + label(d.Name)
	}
	return "aws_db_instance." + label(d.Name)
}

// databasePort is the port that a database listens on, whatever its proxy does.
func databasePort(f facts.Set, d model.Database) int {
	engine, _ := f.RDS.Engine(d.Engine)
	return cmp.Or(d.Port, engine.Port)
}
