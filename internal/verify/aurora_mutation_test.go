package verify_test

import "testing"

var auroraMutations = []mutation{
	{"another class", "database-*.tf", `instance_class( +)= "[^"]*"`, `instance_class$1= "db.r5.large"`, "verify-setting"},
	{"an instance in the open", "database-orders.tf", `publicly_accessible( +)= false`, `publicly_accessible$1= true`, "verify-setting"},
	{"an instance less", "database-orders.tf", `(?s)resource "aws_rds_cluster_instance" .*?\n}\n`, ``, ""},
	{"all in one zone", "database-orders.tf", `"us-east-1b"`, `"us-east-1a"`, "verify-setting"},
	{"an instance of another cluster", "database-*.tf", `cluster_identifier( +)= aws_rds_cluster\.\w+\.id`, `cluster_identifier$1= "other"`, "verify-setting"},
	{"who takes over first", "database-orders.tf", `promotion_tier( +)= 1`, `promotion_tier$1= 15`, "verify-setting"},
	{"not encrypted", "database-*.tf", `storage_encrypted( +)= true`, `storage_encrypted$1= false`, "verify-setting"},
	{"a password in the file", "database-*.tf", `manage_master_user_password( +)= true`, `master_password$1= "hunter22"`, ""},
	{"backups cut short", "database-*.tf", `backup_retention_period( +)= \d+`, `backup_retention_period$1= 1`, "verify-setting"},
	{"a change that waits", "database-*.tf", `apply_immediately( +)= true`, `apply_immediately$1= false`, "verify-setting"},
	{"a change that does not wait", "database-*.tf", `apply_immediately( +)= false`, `apply_immediately$1= true`, "verify-setting"},
	{"no other major version", "database-*.tf", ` *allow_major_version_upgrade( +)= true\n`, ``, "verify-setting"},
	{"any major version", "database-*.tf", `(resource "aws_rds_cluster" "stock" \{\n)`, "${1}  allow_major_version_upgrade = true\n", "verify-setting"},
	{"protection off", "database-*.tf", `deletion_protection( +)= true`, `deletion_protection$1= false`, "verify-setting"},
	{"logs dropped", "database-*.tf", `enabled_cloudwatch_logs_exports( +)= \["postgresql"\]`, `enabled_cloudwatch_logs_exports$1= []`, "verify-setting"},
	{"roles to a cluster itself", "database-*.tf", `(resource "aws_rds_cluster" "\w+" \{\n)`, "${1}  iam_database_authentication_enabled = true\n", "verify-setting"},
	{"another parameter", "database-*.tf", `value( +)= "1"`, `value$1= "0"`, "verify-setting"},
	{"passwords in place of roles", "database-*.tf", `"REQUIRED"`, `"DISABLED"`, "verify-setting"},
	{"a proxy without TLS", "database-*.tf", `require_tls( +)= true`, `require_tls$1= false`, "verify-setting"},
	{"a proxy that logs what is asked", "database-*.tf", `(resource "aws_db_proxy" "\w+" \{\n)`, "${1}  debug_logging = true\n", "verify-setting"},
	{"another password", "database-*.tf", `secret_arn( +)= \w+\.\w+\.master_user_secret\[0\]\.secret_arn`, `secret_arn$1= "arn:aws:secretsmanager:us-east-1:123456789012:secret:x"`, "verify-setting"},
	{"a proxy before another database", "database-*.tf", `db_(cluster|instance)_identifier( +)= [\w.]+`, `db_${1}_identifier$2= "other"`, "verify-setting"},
	{"a proxy before nothing", "database-*.tf", `(?s)resource "aws_db_proxy_target" .*?\n}\n`, ``, "verify-resource"},
	{"readers who write", "database-*.tf", `"READ_ONLY"`, `"READ_WRITE"`, "verify-setting"},
	{"all connections", "database-*.tf", `max_connections_percent( +)= \d+`, `max_connections_percent$1= 99`, "verify-setting"},
	{"a proxy that reads every secret", "database-*.tf", `resources( +)= \[\w+\.\w+\.master_user_secret\[0\]\.secret_arn\]`, `resources$1= ["*"]`, "verify-permission-extra"},
	{"a proxy's role for somebody else", "database-*.tf", `"rds.amazonaws.com"`, `"ec2.amazonaws.com"`, "verify-trust"},
	{"any user of any proxy", "service-*.tf", `dbuser:[^"]*(\$\{element\([^}]*\}\}?)[^"]*"`, `dbuser:*"`, "verify-permission-extra"},
	{"another user", "service-*.tf", `/postgres"\]`, `/admin"]`, "verify-permission-extra"},
	{"the database's group for its proxy", "database-orders.tf", `orders_rds_proxy_sg_security_group_id`, `orders_aurora_sg_security_group_id`, ""},
	{"a proxy's rule dropped", "security-group-*.tf", `(?s)resource "aws_vpc_security_group_\w+_rule" "\w*proxy\w*" .*?\n}\n`, ``, "verify-reach-missing"},
	{"past the proxy", "service-api.tf", `ORDERS_PROXY_ADDRESS( +)= [^\n]*`, `ORDERS_PROXY_ADDRESS$1= "elsewhere"`, "verify-task-differs"},
}

// TestAuroraMutations tries them on clusters and proxies.
func TestAuroraMutations(t *testing.T) {
	mutate(t, "../../golden/aurora/platform.cue", auroraMutations)
}
