package verify

import (
	"cmp"
	"strings"

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
	monitor := ""
	if d.MonitoringInterval > 0 {
		monitor = "aws_iam_role." + label(d.Name) + "_monitoring.arn"
	}
	return arguments{
		"engine": d.Engine, "engine_version": d.Version, "instance_class": d.Class,
		"parameter_group_name": group, "db_name": d.Database, "port": cmp.Or(d.Port, engine.Port),
		"username": cmp.Or(d.Username, engine.DefaultUsername), "password": "", "manage_master_user_password": true,
		"allocated_storage": d.Storage, "storage_type": d.StorageType, "max_allocated_storage": positive(d.MaxStorage),
		"iops": positive(d.IOPS), "storage_throughput": positive(d.Throughput), "storage_encrypted": true,
		"multi_az": d.MultiAZ, "publicly_accessible": false, "snapshot_identifier": "", "replicate_source_db": "",
		"db_subnet_group_name":    "aws_db_subnet_group." + label(d.Name) + ".name",
		"backup_retention_period": d.BackupDays, "backup_window": d.BackupWindow, "maintenance_window": d.MaintenanceWindow,
		"deletion_protection": d.DeletionProtection, "skip_final_snapshot": !d.FinalSnapshot, "delete_automated_backups": "",
		"enabled_cloudwatch_logs_exports": strings.Join(d.Logs, ","),
		"performance_insights_enabled":    on(d.PerformanceInsights), "monitoring_interval": positive(d.MonitoringInterval), "monitoring_role_arn": monitor,
	}
}

// finalSnapshot is the id by which an instance's last snapshot differs from those of the
// instances before it; it changes with what the provider replaces an instance for.
func finalSnapshot(d model.Database) arguments {
	if !d.FinalSnapshot {
		return nil
	}
	return arguments{"provisioner": "", "input": ""}
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
	var names, values []string
	for _, p := range d.Parameters {
		names, values = append(names, p.Key), append(values, p.Value)
	}
	return arguments{
		"family":         o.facts.Versions.ParameterFamily(d.Engine, d.Version),
		"parameter.name": strings.Join(names, ","), "parameter.value": strings.Join(values, ","),
	}
}

// aurora reports whether a database is a cluster.
func (o *output) aurora(d model.Database) bool {
	engine, _ := o.facts.RDS.Engine(d.Engine)
	return engine.Aurora
}

// databaseAddress is how the resource of a database is spelled.
func (o *output) databaseAddress(d model.Database) string {
	if o.aurora(d) {
		return "aws_rds_cluster." + label(d.Name)
	}
	return "aws_db_instance." + label(d.Name)
}
