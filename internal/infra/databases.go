package infra

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/budget"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// engine is what is known of a database's engine. The schema allows no other.
func (b *builder) engine(d model.Database) facts.Engine {
	e, ok := b.facts.RDS.Engine(d.Engine)
	if !ok {
		panic("infra: nothing is known of the engine " + d.Engine)
	}
	return e
}

func (b *builder) databases() {
	for _, d := range b.in.Databases {
		b.out.Databases = append(b.out.Databases, b.database(d))
	}
	b.out.Budgets = budget.Of(b.in, b.facts)
}

// databasePort is the port that a database listens on.
func (b *builder) databasePort(d model.Database) int { return cmp.Or(d.Port, b.engine(d).Port) }

func (b *builder) database(d model.Database) Database {
	at, engine := model.At("databases", d.Name), b.engine(d)
	out := Database{
		Name: d.Name, Label: labelOf(d.Name), Title: d.Title, Purpose: d.Purpose, Holds: d.Holds, Stack: b.stack(partDatabases, d.App),
		Engine: d.Engine, EngineTitle: engine.Title, Extensible: engine.Extensions, Version: d.Version, PinnedMinor: b.pinned(d), Class: d.Class, DatabaseName: d.Database,
		Username: cmp.Or(d.Username, engine.DefaultUsername), Port: b.databasePort(d),
		Extensions: d.Extensions, SubnetGroup: b.names.derived("db-subnet-group", at, d.Name), Tier: b.databaseTier(),
		SecurityGroup: b.group[d.Name], BackupDays: d.BackupDays, BackupWindow: d.BackupWindow,
		MaintenanceWindow: d.MaintenanceWindow, ApplyImmediately: d.ApplyImmediately, MajorUpgrade: d.MajorUpgrade,
		DeletionProtection: d.DeletionProtection,
		LogExports:         d.Logs, MonitoringInterval: d.MonitoringInterval, RotationDays: b.facts.RDS.RotationDays,
	}
	if d.PerformanceInsights {
		out.InsightsDays = b.facts.RDS.InsightsDays
	}
	if engine.Aurora {
		out.Instances = b.instances(d)
	} else {
		out.Storage, out.StorageType, out.IOPS, out.Throughput = d.Storage, d.StorageType, d.IOPS, d.Throughput
		out.MaxStorage, out.MultiAZ = d.MaxStorage, d.MultiAZ
	}
	out.Identifier = b.databaseIdentifier(d, engine.Aurora)
	if d.FinalSnapshot {
		out.FinalSnapshot = b.names.given("db-snapshot", at, out.Identifier+finalSnapshot)
	}
	if len(d.Parameters) > 0 {
		out.ParameterFamily = b.facts.Versions.ParameterFamily(d.Engine, d.Version)
		out.Parameters = parameters(d)
	}
	b.databaseLogs(d, out)
	if d.MonitoringInterval > 0 {
		out.MonitoringRole = b.monitoringRole(d)
	}
	out.Proxy = b.proxy(d)
	b.ownDatabases(d, &out)
	return out
}

// finalSnapshot ends the name of the snapshot that is taken before a database is deleted,
// behind its identifier.
const finalSnapshot = "-final"

// databaseIdentifier is the name in AWS of an instance, or of a cluster.
func (b *builder) databaseIdentifier(d model.Database, cluster bool) string {
	kind := "db-instance"
	if cluster {
		kind = "db-cluster"
	}
	at := model.At("databases", d.Name)
	if d.Identifier != "" {
		return b.names.given(kind, at.Then("identifier"), d.Identifier)
	}
	return b.names.derived(kind, at, d.Name)
}

// pinned reports whether the version says more than the major one.
func (b *builder) pinned(d model.Database) bool {
	_, major, ok := b.facts.Versions.Major(d.Engine, d.Version)
	if !ok {
		return strings.Contains(d.Version, ".")
	}
	return d.Version != major
}

func (b *builder) databaseTier() Tier {
	if b.out.Network.Default {
		return Public // the default VPC has no other subnets; the instance is still not publicly accessible
	}
	return DatabaseNet
}

// parameters are the author's settings. All wait for the next restart, since which of
// them are static differs by engine (max_connections is on PostgreSQL, and is not on
// MySQL): RDS refuses a static one that does not wait, and takes a dynamic one that does.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html
func parameters(d model.Database) (out []Parameter) {
	for _, p := range d.Parameters {
		out = append(out, Parameter{Name: p.Key, Value: p.Value, Reboot: true})
	}
	return out
}

// databaseLogs makes the groups that RDS would otherwise make by itself, and keep
// for ever.
func (b *builder) databaseLogs(d model.Database, out Database) {
	at := model.At("databases", d.Name, "logs")
	for _, log := range slices.Sorted(slices.Values(d.Logs)) {
		b.out.LogGroups = append(b.out.LogGroups, LogGroup{
			Label:         b.names.label("log-group", at, d.Name, log),
			Name:          b.names.given("log-group", at, out.LogPrefix()+log),
			RetentionDays: b.in.Logs.RetentionDays,
			Stack:         b.stack(partDatabases, d.App),
		})
	}
}

// monitoringRole is for Enhanced Monitoring, which writes to log groups of its own.
func (b *builder) monitoringRole(d model.Database) *Role {
	at := model.At("databases", d.Name, "monitoringInterval")
	r := b.role("rds-monitoring", at, "Enhanced Monitoring of "+d.Name, d.Name, "monitoring")
	groups := b.arn("logs", "log-group:"+b.facts.RDS.MonitoringGroups)
	r.Statements = because("RDS makes these groups by itself, for all instances of the account.",
		b.permit("rds-monitoring-write", "WriteMetrics", at, groups))
	return &r
}

func (b *builder) databaseEdge(u use) Edge {
	d := b.in.Databases[u.at]
	engine := b.engine(d)
	if u.Via != "" {
		return Edge{Port: engine.Port, Label: engine.Title + " " + strconv.Itoa(engine.Port) + ", through its proxy", Via: ProxyNode(d.Name)}
	}
	port := b.databasePort(d)
	return Edge{Port: port, Label: engine.Title + " " + strconv.Itoa(port)}
}

// useDatabase brings the way to a database and what a program needs to connect.
func (b *builder) useDatabase(u use) grant {
	d := b.out.Databases[u.at]
	if u.Via != "" {
		return b.useProxy(u)
	}
	g := grant{traffic: b.towards(u, b.groupSide(d.Name), d.Port, b.engine(b.in.Databases[u.at]).Title)}
	if u.Database != "" {
		b.useOwnDatabase(u, d, &g)
		return g
	}
	g.environment = connection(d, u.prefix(), DatabaseAddress, d.Port)
	g.secrets, g.execution = b.password(u, d)
	if u.Provisions {
		b.useProvisioner(u, d, &g)
	}
	return g
}

// connection are the variables that say where a database is, and who connects: the
// user name is no secret.
func connection(d Database, prefix string, address Attribute, port int) []EnvVar {
	out := []EnvVar{
		{prefix + "_HOST", Of(d.Name, address)},
		{prefix + "_PORT", Text(strconv.Itoa(port))},
		{prefix + "_USERNAME", Text(d.Username)},
	}
	if d.DatabaseName != "" {
		out = append(out, EnvVar{prefix + "_NAME", Text(d.DatabaseName)})
	}
	return out
}

// password is the variable for the master password, which is a key of the secret that
// RDS keeps, and leave to read it.
func (b *builder) password(u use, d Database) ([]SecretVariable, []Statement) {
	return []SecretVariable{{u.prefix() + "_PASSWORD", Of(d.Name, DatabaseSecret), "password"}},
		b.permit("secret-read", "Read"+studly(d.Name)+"Password", u.path, Of(d.Name, DatabaseSecret))
}
