package verify

import (
	"cmp"
	"fmt"
	"strings"

	"groundplan.internal/internal/model"
)

// proxy is RDS Proxy before a database: over TLS alone, with the password of that one
// database, and with roles where they are asked for.
func (o *output) proxy(d model.Database) arguments {
	if d.Proxy == nil {
		return nil
	}
	engine, _ := o.facts.RDS.Engine(d.Engine)
	iam := "DISABLED"
	if d.Proxy.IAM {
		iam = "REQUIRED"
	}
	return arguments{
		"engine_family": engine.Proxy.Family, "require_tls": true, "idle_client_timeout": d.Proxy.IdleTimeout,
		"depends_on":       "aws_iam_role_policy." + label(d.Name) + "_proxy",
		"role_arn":         "aws_iam_role." + label(d.Name) + "_proxy.arn",
		"auth.auth_scheme": "SECRETS", "auth.iam_auth": iam, "auth.secret_arn": o.masterSecret(d),
	}
}

// masterSecret is how the secret is spelled that RDS keeps a master password in.
func (o *output) masterSecret(d model.Database) string {
	return o.databaseAddress(d) + ".master_user_secret"
}

func proxyPool(d model.Database) arguments {
	if d.Proxy == nil {
		return nil
	}
	return arguments{
		"db_proxy_name": proxyName(d),
		"connection_pool_config.max_connections_percent": d.Proxy.MaxConnections, "connection_pool_config.max_idle_connections_percent": d.Proxy.MaxConnections / 2,
	}
}

func proxyName(d model.Database) string { return "aws_db_proxy." + label(d.Name) + ".name" }

// proxyTarget is the database that was declared with the proxy, and no other.
func (o *output) proxyTarget(d model.Database) arguments {
	if d.Proxy == nil {
		return nil
	}
	want := arguments{
		"db_proxy_name": proxyName(d), "target_group_name": "aws_db_proxy_default_target_group." + label(d.Name) + ".name",
	}
	if o.aurora(d) {
		var instances []string
		for i := range max(d.Instances, 1) {
			instances = append(instances, "aws_rds_cluster_instance."+label(fmt.Sprintf("%s-%d", d.Name, i+1)))
		}
		want["db_cluster_identifier"], want["depends_on"] = o.databaseAddress(d)+".id", strings.Join(instances, ",")
	} else {
		want["db_instance_identifier"] = o.databaseAddress(d) + ".identifier"
	}
	return want
}

// proxyEndpoints are those for what only reads, by label. They stand where the proxies do.
func (o *output) proxyEndpoints() map[string]arguments {
	out := map[string]arguments{}
	for _, d := range o.declared.Databases {
		if d.Proxy != nil && d.Proxy.ReadEndpoint {
			out[label(d.Name)+"_read"] = arguments{
				"db_proxy_name": proxyName(d), "target_role": "READ_ONLY",
				"vpc_security_group_ids": o.saidBy("aws_db_proxy", d.Name, "vpc_security_group_ids"), "vpc_subnet_ids": o.saidBy("aws_db_proxy", d.Name, "vpc_subnet_ids"),
			}
		}
	}
	return out
}

// saidBy is what a node's own resource says, which other proofs hold to the declaration.
func (o *output) saidBy(resource, node, argument string) (said string) {
	o.config.each("resource", resource, func(m *module, b *block) {
		if b.label == label(node) {
			said = o.config.spelled(b.of(m, argument))
		}
	})
	return said
}

// proxyUser is how IAM knows the one user of a proxy: by the seventh part of the proxy's
// ARN. A value is spelled without the names of its functions, element and split.
func (o *output) proxyUser(d model.Database) string {
	engine, _ := o.facts.RDS.Engine(d.Engine)
	resource := ":" + "aws_db_proxy." + label(d.Name) + ".arn" + "6"
	return o.arn("rds-db", accountID) + "dbuser:" + resource + "/" + cmp.Or(d.Username, engine.DefaultUsername)
}

// rolesLogIn reports whether a use comes with a role in place of a password.
func rolesLogIn(d model.Database, u model.Use) bool {
	return u.Via == "proxy" && d.Proxy != nil && d.Proxy.IAM
}
