package terraform

import (
	"strings"

	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// databases writes each database with its groups, roles and proxy into a file of its own.
func (e *emitter) databases() {
	for _, d := range e.p.Databases {
		file := databaseFile(d)
		for _, g := range e.logGroups[file] {
			e.add(d.Stack, file, logGroup(g))
		}
		e.add(d.Stack, file, tf.Resource("aws_db_subnet_group", d.Label,
			tf.Set("name", tf.String(d.SubnetGroup)),
			tf.Set("description", tf.String("Subnets of the database "+d.Name)),
			tf.Set("subnet_ids", e.subnetIDs[d.Tier])))
		if len(d.Parameters) > 0 {
			e.add(d.Stack, file, e.parameterGroup(d))
		}
		if d.MonitoringRole != nil {
			e.add(d.Stack, file, e.role(d.Stack, *d.MonitoringRole)...)
			e.add(d.Stack, file, e.trust(d.Stack, *d.MonitoringRole))
		}
		if d.FinalSnapshot != "" {
			e.add(d.Stack, file, finalSnapshot(d))
		}
		if d.Aurora() {
			e.add(d.Stack, file, e.aurora(d)...)
		} else {
			e.add(d.Stack, file, e.instance(d))
			if e.p.ParksDatabases() {
				e.add(d.Stack, file, e.instanceState(d))
			}
		}
		if d.Proxy != nil {
			e.add(d.Stack, file, e.proxy(d)...)
		}
		if d.Provisioner != nil {
			e.add(d.Stack, file, login(*d.Provisioner)...)
		}
		e.databaseExports(d)
	}
}

// databaseRef is an attribute of an instance, or of a cluster, that both have.
func databaseRef(d infra.Database, attribute string) tf.Ref {
	if d.Aurora() {
		return tf.RefTo("aws_rds_cluster", d.Label, attribute)
	}
	return tf.RefTo("aws_db_instance", d.Label, attribute)
}

func databaseFile(d infra.Database) string { return "database-" + d.Name + ".tf" }

func (e *emitter) databaseExports(d infra.Database) {
	e.export(tf.Export{
		Stack: string(d.Stack), Name: d.Label + "_address", Public: true,
		Description: "Host name of the database " + d.Name + ".",
		Value:       e.addresses[nodeAttribute{d.Name, infra.DatabaseAddress}],
		After:       e.startsWith(d),
	})
	if d.Provisioner != nil {
		e.export(tf.Export{
			Stack: string(d.Stack), Name: d.Provisioner.Label + "_secret_arn",
			Description: "ARN of the secret of the user of the database " + d.Name + " that makes the databases of services.",
			Value:       loginARN(*d.Provisioner),
		})
	}
	if e.p.ParksDatabases() && d.Proxy != nil {
		e.export(tf.Export{
			Stack: string(d.Stack), Name: d.Label + "_proxy_address",
			Description: "Host name of the proxy of the database " + d.Name + ".",
			Value:       e.addresses[nodeAttribute{d.Name, infra.ProxyAddress}],
			After:       e.startsWith(d),
		})
	}
	e.export(tf.Export{
		Stack: string(d.Stack), Name: d.Label + "_secret_arn", Public: true,
		Description: "ARN of the secret in which RDS keeps the master password of the database " + d.Name + ".",
		Value:       e.addresses[nodeAttribute{d.Name, infra.DatabaseSecret}],
	})
}

// parameterGroup is named after its family, since another major version needs
// another group before the first can go.
func (e *emitter) parameterGroup(d infra.Database) *tf.Block {
	typ := "aws_db_parameter_group"
	if d.Aurora() {
		typ = "aws_rds_cluster_parameter_group"
	}
	b := tf.Resource(typ, d.Label,
		tf.Set("name", tf.String(d.Identifier+"-"+strings.ReplaceAll(d.ParameterFamily, ".", "-"))),
		tf.Set("description", tf.String("Parameters of the database "+e.p.Known(d.Name))),
		tf.Set("family", tf.String(d.ParameterFamily)))
	said := false
	for _, p := range d.Parameters {
		parameter := tf.Nested("parameter",
			tf.Set("name", tf.String(p.Name)),
			tf.Set("value", tf.String(p.Value)))
		if p.Reboot {
			parameter.Add(tf.Set("apply_method", tf.String("pending-reboot")))
			if !said {
				parameter.Comment = "Applied at the next reboot: static parameters must wait for it, dynamic ones may."
			}
			said = true
		}
		b.Add(parameter)
	}
	b.Add(tf.Nested("lifecycle", tf.Set("create_before_destroy", tf.Bool(true))))
	return b
}

func (e *emitter) instance(d infra.Database) *tf.Block {
	b := tf.Resource("aws_db_instance", d.Label)
	b.Comment = d.Purpose
	for _, group := range []func(*tf.Block, infra.Database){
		identity, access, storage, e.placement, backup, observation, protection,
	} {
		group(b, d)
		b.Add(tf.Gap{})
	}
	e.instanceNeeds(b, d)
	return b
}

// instanceNeeds names what must be there before an instance and is not referred to by it.
func (e *emitter) instanceNeeds(b *tf.Block, d infra.Database) {
	needs := e.logGroupsOf(b, d)
	if d.MonitoringRole != nil {
		b.Add(tf.Comment(monitoringNeeded))
		needs = append(needs, tf.RefTo("aws_iam_role_policy", d.MonitoringRole.Label, ""))
	}
	if len(needs) > 0 {
		b.Add(tf.Set("depends_on", needs))
	}
}

const monitoringNeeded = "RDS checks the monitoring role at once."

// logGroupsOf are the log groups that a database must find, with the reason in the block.
func (e *emitter) logGroupsOf(b *tf.Block, d infra.Database) (needs tf.List) {
	for _, g := range e.logGroups[databaseFile(d)] {
		needs = append(needs, tf.RefTo("aws_cloudwatch_log_group", g.Label, ""))
	}
	if len(needs) > 0 {
		b.Add(tf.Comment("RDS would create missing log groups itself, and those never expire."))
	}
	return needs
}

func identity(b *tf.Block, d infra.Database) {
	b.Add(
		tf.Set("identifier", tf.String(d.Identifier)),
		tf.Set("engine", tf.String(d.Engine)),
		tf.Set("engine_version", tf.String(d.Version)))
	majorUpgrade(b, d)
	b.Add(tf.Set("instance_class", tf.String(d.Class)))
	if len(d.Parameters) > 0 {
		b.Add(tf.Set("parameter_group_name", tf.RefTo("aws_db_parameter_group", d.Label, "name")))
	}
}

func majorUpgrade(b *tf.Block, d infra.Database) {
	if d.MajorUpgrade {
		b.Add(tf.Set("allow_major_version_upgrade", tf.Bool(true)))
	}
}

func access(b *tf.Block, d infra.Database) {
	b.AddText("db_name", d.DatabaseName)
	b.Add(tf.Set("username", tf.String(d.Username)))
	managedPassword(b)
}

func managedPassword(b *tf.Block) {
	b.Add(
		tf.Comment("RDS generates the password, keeps it in Secrets Manager and rotates it there."),
		tf.Set("manage_master_user_password", tf.Bool(true)))
}

func storage(b *tf.Block, d infra.Database) {
	b.Add(
		tf.Set("storage_type", tf.String(d.StorageType)),
		tf.Set("allocated_storage", tf.Int(d.Storage)))
	for _, optional := range []struct {
		name  string
		value int
	}{
		{"max_allocated_storage", d.MaxStorage},
		{"iops", d.IOPS},
		{"storage_throughput", d.Throughput},
	} {
		if optional.value != 0 {
			b.Add(tf.Set(optional.name, tf.Int(optional.value)))
		}
	}
	b.Add(tf.Set("storage_encrypted", tf.Bool(true)))
}

func (e *emitter) placement(b *tf.Block, d infra.Database) {
	b.Add(
		tf.Set("multi_az", tf.Bool(d.MultiAZ)),
		tf.Set("db_subnet_group_name", tf.RefTo("aws_db_subnet_group", d.Label, "name")),
		tf.Set("vpc_security_group_ids", tf.List{tf.RefTo("aws_security_group", d.SecurityGroup, "id")}),
		tf.Set("port", tf.Int(d.Port)),
		tf.Set("publicly_accessible", tf.Bool(false)))
}

func backup(b *tf.Block, d infra.Database) {
	b.Add(tf.Set("backup_retention_period", tf.Int(d.BackupDays)))
	b.AddText("backup_window", d.BackupWindow)
	b.AddText("maintenance_window", d.MaintenanceWindow)
	if d.ApplyImmediately {
		b.Add(tf.Set("apply_immediately", tf.Bool(true)))
	}
	b.Add(tf.Set("copy_tags_to_snapshot", tf.Bool(true)))
	minorUpgrades(b, d)
}

func minorUpgrades(b *tf.Block, d infra.Database) {
	if d.PinnedMinor {
		b.Add(tf.Comment("engine_version pins the minor release: after an upgrade by AWS, every plan would show a difference."))
	}
	b.Add(tf.Set("auto_minor_version_upgrade", tf.Bool(!d.PinnedMinor)))
}

func observation(b *tf.Block, d infra.Database) {
	if len(d.LogExports) > 0 {
		b.Add(tf.Set("enabled_cloudwatch_logs_exports", tf.Strings(d.LogExports...)))
	}
	insights(b, d)
}

// insights are what looks into an instance.
func insights(b *tf.Block, d infra.Database) {
	if d.InsightsDays > 0 {
		b.Add(
			tf.Set("performance_insights_enabled", tf.Bool(true)),
			tf.Set("performance_insights_retention_period", tf.Int(d.InsightsDays)))
	}
	if d.MonitoringRole != nil {
		b.Add(
			tf.Set("monitoring_interval", tf.Int(d.MonitoringInterval)),
			tf.Set("monitoring_role_arn", tf.RefTo("aws_iam_role", d.MonitoringRole.Label, "arn")))
	}
}

func protection(b *tf.Block, d infra.Database) {
	b.Add(
		tf.Set("deletion_protection", tf.Bool(d.DeletionProtection)),
		tf.Set("skip_final_snapshot", tf.Bool(d.FinalSnapshot == "")))
	if d.FinalSnapshot != "" {
		b.Add(tf.Set("final_snapshot_identifier", tf.Template{tf.String(d.FinalSnapshot + "-"), tf.RefTo("terraform_data", d.Label, "id")}))
	}
}

// finalSnapshot is an id that lives as long as an instance, or a cluster, does. RDS refuses to delete
// an instance whose final snapshot would have the identifier of an older one, so that
// with a fixed identifier only the first instance of a name could be destroyed. What is
// listed are the arguments by which the provider replaces an instance. They cannot be
// left to replace_triggered_by, since the instance itself refers to the id.
func finalSnapshot(d infra.Database) *tf.Block {
	b := tf.Resource("terraform_data", d.Label)
	what := "instance"
	if d.Aurora() {
		what = "cluster"
	}
	b.Comment = "Final snapshots need names of their own: the id changes with whatever replaces the " + what + "."
	replaces := []string{d.Engine, d.Username}
	if d.DatabaseName != "" {
		replaces = append(replaces, d.DatabaseName)
	}
	b.Add(tf.Set("triggers_replace", tf.Strings(replaces...)))
	return b
}
