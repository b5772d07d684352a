package terraform

import (
	"strconv"
	"strings"

	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// caches writes each cache with its subnets, password and secret into a file of its own.
func (e *emitter) caches() {
	for _, c := range e.p.Caches {
		file := "cache-" + c.Name + ".tf"
		e.add(c.Stack, file, tf.Resource("aws_elasticache_subnet_group", c.Label,
			tf.Set("name", tf.String(c.SubnetGroup)),
			tf.Set("description", tf.String("Subnets of the cache "+c.Name)),
			tf.Set("subnet_ids", e.subnetIDs[c.Tier])))
		if len(c.Parameters) > 0 {
			e.add(c.Stack, file, e.cacheParameterGroup(c))
		}
		e.add(c.Stack, file, cacheToken(c))
		if c.FinalSnapshot != "" {
			e.add(c.Stack, file, finalCacheSnapshot(c))
		}
		e.add(c.Stack, file, replicationGroup(c))
		e.add(c.Stack, file, cacheSecret(c)...)
		e.cacheExports(c)
	}
}

// cacheExports are what other stacks, and people, ask of a cache.
func (e *emitter) cacheExports(c infra.Cache) {
	exports := []tf.Export{
		{Name: "address", Public: true, Description: "Host name of the primary node of the cache " + c.Name + ".", Value: cacheRef(c, "primary_endpoint_address")},
		{Name: "secret_arn", Public: true, Description: "ARN of the secret with the URL and the password of the cache " + c.Name + ".", Value: tf.RefTo("aws_secretsmanager_secret", c.Label, "arn")},
	}
	if c.Replicas > 0 {
		exports = append(exports, tf.Export{Name: "reader_address", Description: "Host name of the replicas of the cache " + c.Name + ".", Value: cacheRef(c, "reader_endpoint_address")})
	}
	for _, x := range exports {
		x.Stack, x.Name = string(c.Stack), c.Label+"_"+x.Name
		e.export(x)
	}
}

func cacheRef(c infra.Cache, attribute string) tf.Ref {
	return tf.RefTo("aws_elasticache_replication_group", c.Label, attribute)
}

// cacheParameterGroup is named after its family, since another one needs another group
// before the first can go.
func (e *emitter) cacheParameterGroup(c infra.Cache) *tf.Block {
	b := tf.Resource("aws_elasticache_parameter_group", c.Label,
		tf.Set("name", tf.String(c.Identifier+"-"+strings.ReplaceAll(c.ParameterFamily, ".", "-"))),
		tf.Set("description", tf.String("Parameters of the cache "+e.p.Known(c.Name))),
		tf.Set("family", tf.String(c.ParameterFamily)))
	for _, p := range c.Parameters {
		b.Add(tf.Nested("parameter",
			tf.Set("name", tf.String(p.Key)),
			tf.Set("value", tf.String(p.Value))))
	}
	b.Add(tf.Nested("lifecycle", tf.Set("create_before_destroy", tf.Bool(true))))
	return b
}

// cacheToken is the password of a cache. No data source draws it, since the log shows the
// id of aws_secretsmanager_random_password, and that is the password. It is no write-only
// argument either: the replication group has none for it, and they need Terraform 1.11.
func cacheToken(c infra.Cache) *tf.Block {
	b := drawnParameter(c.Label, c.Token, "Password of the cache "+c.Name)
	b.Comment = "A random password of 64 hexadecimal digits. It is kept here and, since auth_token needs it, in the state. Replacing this\n" +
		"parameter changes it; ElastiCache accepts the old password, too, until the next change."
	return b
}

// drawnParameter keeps a value for Terraform alone, drawn when it is made.
func drawnParameter(label, name, what string) *tf.Block {
	return tf.Resource("aws_ssm_parameter", label,
		tf.Set("name", tf.String(name)),
		tf.Set("description", tf.String(what+", for Terraform alone")),
		tf.Set("type", tf.String("SecureString")),
		tf.Set("value", drawn()),
		ignoreChanges("value"))
}

// drawn are 64 random hexadecimal digits, others at each plan.
func drawn() tf.Expr {
	return tf.Fn("replace", tf.Template{tf.Fn("uuid"), tf.Fn("uuid")}, tf.String("-"), tf.String(""))
}

func replicationGroup(c infra.Cache) *tf.Block {
	b := tf.Resource("aws_elasticache_replication_group", c.Label,
		tf.Set("replication_group_id", tf.String(c.Identifier)),
		tf.Set("description", tf.String("Cache "+c.Name)),
		tf.Set("engine", tf.String(c.Engine)),
		tf.Set("engine_version", tf.String(c.Version)),
		tf.Set("node_type", tf.String(c.Class)))
	b.Comment = c.Purpose
	if len(c.Parameters) > 0 {
		b.Add(tf.Set("parameter_group_name", tf.RefTo("aws_elasticache_parameter_group", c.Label, "name")))
	}
	b.Add(
		tf.Gap{},
		tf.Set("num_cache_clusters", tf.Int(1+c.Replicas)),
		tf.Set("automatic_failover_enabled", tf.Bool(c.Replicas > 0)),
		tf.Set("multi_az_enabled", tf.Bool(c.MultiAZ)),
		tf.Gap{},
		tf.Set("subnet_group_name", tf.RefTo("aws_elasticache_subnet_group", c.Label, "name")),
		tf.Set("security_group_ids", tf.List{tf.RefTo("aws_security_group", c.SecurityGroup, "id")}),
		tf.Set("port", tf.Int(c.Port)),
		tf.Gap{},
		tf.Set("at_rest_encryption_enabled", tf.Bool(true)),
		tf.Set("transit_encryption_enabled", tf.Bool(true)),
		tf.Set("auth_token", tf.RefTo("aws_ssm_parameter", c.Label, "value")),
		tf.Set("auth_token_update_strategy", tf.String("ROTATE")),
		tf.Gap{})
	cacheUpkeep(b, c)
	return b
}

// cacheUpkeep is what is kept of a cache, and when AWS may work on it.
func cacheUpkeep(b *tf.Block, c infra.Cache) {
	b.Add(tf.Set("snapshot_retention_limit", tf.Int(c.SnapshotDays)))
	b.AddText("snapshot_window", c.SnapshotWindow)
	b.AddText("maintenance_window", c.MaintenanceWindow)
	if c.FinalSnapshot != "" {
		b.Add(tf.Set("final_snapshot_identifier", tf.Template{tf.String(c.FinalSnapshot + "-"), tf.RefTo("terraform_data", c.Label, "id")}))
	}
	b.Add(
		tf.Comment("engine_version pins the minor release: after an upgrade by AWS, every plan would show a difference."),
		tf.Set("auto_minor_version_upgrade", tf.Bool(false)))
}

// finalCacheSnapshot is to a cache what finalSnapshot is to a database. An older version
// and another port have a group replaced.
func finalCacheSnapshot(c infra.Cache) *tf.Block {
	b := tf.Resource("terraform_data", c.Label,
		tf.Set("triggers_replace", tf.Strings(c.Engine, c.Version, strconv.Itoa(c.Port))))
	b.Comment = "Final snapshots need names of their own: the id changes with whatever replaces the replication group."
	return b
}

// cacheSecret is what clients connect with. The URL has all that it takes, for those that
// take nothing else.
func cacheSecret(c infra.Cache) []*tf.Block {
	token := tf.RefTo("aws_ssm_parameter", c.Label, "value")
	secret := tf.Resource("aws_secretsmanager_secret", c.Label,
		tf.Set("name", tf.String(c.Secret)),
		tf.Set("description", tf.String("Password and URL of the cache "+c.Name)),
		tf.Gap{},
		tf.Comment("Worthless once the cache is gone: deleted at once, so that the name is free again."),
		tf.Set("recovery_window_in_days", tf.Int(0)))
	return []*tf.Block{secret, tf.Resource("aws_secretsmanager_secret_version", c.Label,
		tf.Set("secret_id", secret.Ref("id")),
		tf.Set("secret_string", tf.Fn("jsonencode", tf.Object{
			{Key: "password", Value: token},
			{Key: "url", Value: tf.Template{
				tf.String("rediss://:"), token, tf.String("@"), cacheRef(c, "primary_endpoint_address"), tf.String(":" + strconv.Itoa(c.Port) + "/0"),
			}},
		})))}
}
