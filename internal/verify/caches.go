package verify

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

func perCache(want func(*output, model.Cache) arguments) func(*output) map[string]arguments {
	return func(o *output) map[string]arguments {
		return per(o.declared.Caches, func(c model.Cache) string { return c.Name }, func(c model.Cache) arguments { return want(o, c) })
	}
}

// replicationGroup is a cache of one shard: private, encrypted on its disks and on its
// way, with a password that nobody writes down, and with no other way in.
func (o *output) replicationGroup(c model.Cache) arguments {
	group, last := "", ""
	if len(c.Parameters) > 0 {
		group = "aws_elasticache_parameter_group." + label(c.Name) + ".name"
	}
	if c.FinalSnapshot {
		last = cmp.Or(c.Identifier, o.saidBy("aws_elasticache_replication_group", c.Name, "replication_group_id")) + "-final-terraform_data." + label(c.Name) + ".id"
	}
	return arguments{
		"engine": c.Engine, "engine_version": c.Version, "node_type": c.Class, "parameter_group_name": group, "port": cachePort(o.facts, c),
		"num_cache_clusters":         1 + c.Replicas,
		"automatic_failover_enabled": c.Replicas > 0, "multi_az_enabled": c.MultiAZ,
		"subnet_group_name":          "aws_elasticache_subnet_group." + label(c.Name) + ".name",
		"at_rest_encryption_enabled": true, "transit_encryption_enabled": true,
		"auth_token": "aws_ssm_parameter." + label(c.Name) + ".value", "auth_token_update_strategy": "ROTATE",
		"snapshot_retention_limit": c.SnapshotDays, "snapshot_window": c.SnapshotWindow, "maintenance_window": c.MaintenanceWindow,
		"final_snapshot_identifier": last, "auto_minor_version_upgrade": false,
	}
}

// cacheParameters are the settings in the group of a cache.
func (o *output) cacheParameters(c model.Cache) arguments {
	if len(c.Parameters) == 0 {
		return nil
	}
	engine, _ := o.facts.ElastiCache.Engine(c.Engine)
	family, _ := engine.Family(c.Version)
	var names, values []string
	for _, p := range c.Parameters {
		names, values = append(names, p.Key), append(values, p.Value)
	}
	return arguments{
		"family": family, "parameter.name": strings.Join(names, ","), "parameter.value": strings.Join(values, ","),
		"lifecycle.create_before_destroy": true,
	}
}

func (o *output) lastCacheSnapshot(c model.Cache) arguments {
	if !c.FinalSnapshot {
		return nil
	}
	return arguments{"triggers_replace": fmt.Sprintf("%s,%s,%d", c.Engine, c.Version, cachePort(o.facts, c))}
}

// keptToken is the password of a cache: drawn of 64 hexadecimal digits, which ElastiCache
// takes and a URL shows as they are, and left as it was drawn.
func keptToken() arguments {
	return arguments{"type": "SecureString", "value": "uuid()uuid()-", "lifecycle.ignore_changes": "value"}
}

// cacheConnection is what the secret of a cache says: its URL is one of TLS.
func (o *output) cacheConnection(c model.Cache) arguments {
	token := "aws_ssm_parameter." + label(c.Name) + ".value"
	return arguments{
		"secret_id":     "aws_secretsmanager_secret." + label(c.Name) + ".id",
		"secret_string": "password=" + token + ",url=rediss://:" + token + "@" + cacheAddress(c) + ":" + strconv.Itoa(cachePort(o.facts, c)) + "/0",
	}
}

func cacheAddress(c model.Cache) string {
	return "aws_elasticache_replication_group." + label(c.Name) + ".primary_endpoint_address"
}

func cacheSecret(c model.Cache) string { return "aws_secretsmanager_secret." + label(c.Name) + ".arn" }

func cachePort(f facts.Set, c model.Cache) int {
	engine, _ := f.ElastiCache.Engine(c.Engine)
	return cmp.Or(c.Port, engine.Port)
}

// cached finds the cache that a use is of.
func (o *output) cached(name string) (model.Cache, bool) {
	i := slices.IndexFunc(o.declared.Caches, func(c model.Cache) bool { return c.Name == name })
	if i < 0 {
		return model.Cache{}, false
	}
	return o.declared.Caches[i], true
}

// watchesCaches are the nodes of caches, as ElastiCache numbers them.
func (o *output) watchesCaches() (out []watched) {
	for _, c := range o.declared.Caches {
		for i := 1; i <= 1+c.Replicas; i++ {
			number := fmt.Sprintf("%03d", i)
			out = append(out, watched{label: c.Name + "." + number, spells: map[string]string{
				"cache-node": "aws_elasticache_replication_group." + label(c.Name) + ".replication_group_id-" + number,
			}})
		}
	}
	return out
}
