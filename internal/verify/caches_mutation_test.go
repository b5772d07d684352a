package verify_test

import "testing"

var cacheMutations = []mutation{
	{"another class", "cache-cache.tf", `node_type( +)= "[^"]*"`, `node_type$1= "cache.r7g.16xlarge"`, "verify-setting"},
	{"a node less", "cache-cache.tf", `num_cache_clusters( +)= \d+`, `num_cache_clusters$1= 3`, "verify-setting"},
	{"nobody takes over", "cache-cache.tf", `automatic_failover_enabled( +)= true`, `automatic_failover_enabled$1= false`, "verify-setting"},
	{"all in one zone", "cache-cache.tf", `multi_az_enabled( +)= true`, `multi_az_enabled$1= false`, "verify-setting"},
	{"shards", "cache-cache.tf", `num_cache_clusters( +)= \d+`, `num_node_groups$1= 2`, "verify-setting"},
	{"not encrypted", "cache-*.tf", `at_rest_encryption_enabled( +)= true`, `at_rest_encryption_enabled$1= false`, "verify-setting"},
	{"no TLS", "cache-*.tf", `transit_encryption_enabled( +)= true`, `transit_encryption_enabled$1= false`, "verify-setting"},
	{"TLS for those who like it", "cache-*.tf", `( +)transit_encryption_enabled( +)= true\n`, "${0}  transit_encryption_mode = \"preferred\"\n", "verify-setting"},
	{"no password", "cache-*.tf", `(?m)^ +auth_token +=.*\n`, ``, "verify-setting"},
	{"a password in the file", "cache-*.tf", `auth_token( +)= .*`, `auth_token$1= "hunter22hunter22"`, "verify-setting"},
	{"the password of another cache", "cache-cache.tf", `auth_token( +)= aws_ssm_parameter\.cache\.value`, `auth_token$1= aws_ssm_parameter.queue.value`, "verify-setting"},
	{"the old password shut out at once", "cache-*.tf", `"ROTATE"`, `"SET"`, "verify-setting"},
	{"a password that others read", "cache-*.tf", `"SecureString"`, `"String"`, "verify-setting"},
	{"a password with each plan", "cache-*.tf", `(?s)  lifecycle \{\n    ignore_changes = \[value\]\n  \}\n`, ``, "verify-setting"},
	{"a short password", "cache-*.tf", `\$\{uuid\(\)\}\$\{uuid`, `$${uuid`, "verify-setting"},
	{"a password that can be guessed", "cache-*.tf", `uuid\(`, `timestamp(`, "verify-setting"},
	{"a URL without TLS", "cache-*.tf", `rediss://`, `redis://`, "verify-setting"},
	{"a URL of another port", "cache-queue.tf", `:6380/0`, `:6379/0`, "verify-setting"},
	{"a URL of another cache", "cache-cache.tf", `@\$\{aws_elasticache_replication_group\.cache\.`, `@$${aws_elasticache_replication_group.queue.`, "verify-setting"},
	{"a password in the wrong secret", "cache-cache.tf", `secret_id( +)= aws_secretsmanager_secret\.cache\.id`, `secret_id$1= aws_secretsmanager_secret.queue.id`, "verify-setting"},
	{"an open secret", "cache-*.tf", `(resource "aws_secretsmanager_secret" "\w+" \{\n)`, "${1}  policy = \"{}\"\n", "verify-setting"},
	{"snapshots cut short", "cache-cache.tf", `snapshot_retention_limit( +)= \d+`, `snapshot_retention_limit$1= 0`, "verify-setting"},
	{"no last snapshot", "cache-cache.tf", `(?m)^ +final_snapshot_identifier +=.*\n`, ``, "verify-setting"},
	{"another window", "cache-cache.tf", `"sun:04:00-sun:05:00"`, `"mon:04:00-mon:05:00"`, "verify-setting"},
	{"another parameter", "cache-cache.tf", `"allkeys-lru"`, `"noeviction"`, "verify-setting"},
	{"the family of another version", "cache-cache.tf", `"redis7"`, `"redis6.x"`, "verify-setting"},
	{"upgrades that the version denies", "cache-*.tf", `auto_minor_version_upgrade( +)= false`, `auto_minor_version_upgrade$1= true`, "verify-setting"},
	{"a cache less", "cache-cache.tf", `(?s)resource "aws_elasticache_replication_group" .*?\n}\n`, ``, ""},
	{"subnets with a way out", "cache-cache.tf", `database_subnet_ids`, `private_subnet_ids`, ""},
	{"the group of another cache", "cache-cache.tf", `cache_security_group_id`, `shop_queue_2e6b8c_security_group_id`, ""},
	{"a rule dropped", "security-group-*.tf", `(?s)resource "aws_vpc_security_group_ingress_rule" "\w*cache\w*" .*?\n}\n`, ``, ""},
	{"a role that reads another secret", "service-worker.tf", `queue_secret_arn`, `cache_secret_arn`, ""},
	{"a variable of another cache", "service-web.tf", `cache_address`, `queue_address`, ""},
	{"another key of the secret", "web.json", `:url::`, `:password::`, ""},
	{"a node that nobody watches", "alarm-cache-cpu.tf", `(CacheClusterId = .*)-002"`, `$1-001"`, "verify-setting"},
	{"another metric", "alarm-cache-memory.tf", `DatabaseMemoryUsagePercentage`, `FreeableMemory`, "verify-setting"},
}

// TestCacheMutations tries them on caches.
func TestCacheMutations(t *testing.T) {
	mutate(t, "../../golden/caches/platform.cue", cacheMutations)
}
