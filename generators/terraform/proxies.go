package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// proxy is RDS Proxy before a database: the proxy with its role, how it keeps
// connections, what it stands before, and the endpoint for what only reads.
func (e *emitter) proxy(d infra.Database) []*tf.Block {
	p := *d.Proxy
	groups := tf.Set("vpc_security_group_ids", tf.List{tf.RefTo("aws_security_group", p.SecurityGroup, "id")})
	subnets := tf.Set("vpc_subnet_ids", e.subnetIDs[d.Tier])
	name := tf.Set("db_proxy_name", tf.RefTo("aws_db_proxy", d.Label, "name"))

	blocks := append(e.role(d.Stack, p.Role), e.trust(d.Stack, p.Role),
		tf.Resource("aws_db_proxy", d.Label,
			tf.Set("name", tf.String(p.Name)),
			tf.Set("engine_family", tf.String(p.EngineFamily)),
			tf.Set("role_arn", tf.RefTo("aws_iam_role", p.Role.Label, "arn")),
			tf.Set("require_tls", tf.Bool(true)),
			tf.Set("idle_client_timeout", tf.Int(p.IdleTimeout)),
			tf.Gap{},
			subnets, groups,
			tf.Gap{},
			proxyAuth(d),
			tf.Gap{},
			tf.Comment("The proxy reads the password as soon as it exists."),
			tf.Set("depends_on", tf.List{tf.RefTo("aws_iam_role_policy", p.Role.Label, "")})),
		tf.Resource("aws_db_proxy_default_target_group", d.Label, name, tf.Gap{}, tf.Nested("connection_pool_config",
			tf.Set("max_connections_percent", tf.Int(p.MaxConnections)),
			tf.Set("max_idle_connections_percent", tf.Int(p.MaxConnections/2)))),
		proxyTarget(d, name))
	if p.ReadEndpoint == "" {
		return blocks
	}
	return append(blocks, tf.Resource("aws_db_proxy_endpoint", d.Label+"_read",
		name,
		tf.Set("db_proxy_endpoint_name", tf.String(p.ReadEndpoint)),
		tf.Set("target_role", tf.String("READ_ONLY")),
		subnets, groups))
}

// proxyAuth is the one user that the proxy knows: the one whose password RDS keeps.
func proxyAuth(d infra.Database) *tf.Block {
	iam := "DISABLED"
	if d.Proxy.IAM {
		iam = "REQUIRED"
	}
	b := tf.Nested("auth",
		tf.Set("auth_scheme", tf.String("SECRETS")),
		tf.Set("iam_auth", tf.String(iam)),
		tf.Set("secret_arn", databaseRef(d, "master_user_secret[0].secret_arn")))
	if d.Proxy.IAM {
		b.Comment = "Clients log in with IAM tokens; the proxy itself logs in with the password."
	}
	return b
}

// proxyTarget is what the proxy stands before. A cluster without instances cannot be
// stood before.
func proxyTarget(d infra.Database, name *tf.Attr) *tf.Block {
	b := tf.Resource("aws_db_proxy_target", d.Label, name,
		tf.Set("target_group_name", tf.RefTo("aws_db_proxy_default_target_group", d.Label, "name")))
	if !d.Aurora() {
		b.Add(tf.Set("db_instance_identifier", databaseRef(d, "identifier")))
		return b
	}
	var instances tf.List
	for _, i := range d.Instances {
		instances = append(instances, tf.RefTo("aws_rds_cluster_instance", i.Label, ""))
	}
	b.Add(
		tf.Set("db_cluster_identifier", databaseRef(d, "id")),
		tf.Gap{},
		tf.Comment("A cluster is available only once it has instances."),
		tf.Set("depends_on", instances))
	return b
}
