package infra

import "groundplan.internal/internal/model"

// ProxyNode is what a database's proxy is called among the nodes of security groups. No
// node can have this name.
func ProxyNode(database string) string { return database + "/proxy" }

// proxyGroups are the security groups of the proxies.
func (b *builder) proxyGroups() {
	for _, d := range b.in.Databases {
		if d.Proxy != nil {
			b.guard(model.At("databases", d.Name, "proxy"), ProxyNode(d.Name), "RDS Proxy of "+b.names.known(d.Name), d.Proxy.SecurityGroup, d.Name, "proxy")
		}
	}
}

// proxy decides a database's proxy, which reads its password and nothing else.
func (b *builder) proxy(d model.Database) *Proxy {
	if d.Proxy == nil {
		return nil
	}
	at, engine := model.At("databases", d.Name, "proxy"), b.engine(d)
	node := ProxyNode(d.Name)
	p := &Proxy{
		Node: node, Name: b.names.derived("db-proxy", at, d.Name), EngineFamily: engine.Proxy.Family,
		IAM: d.Proxy.IAM, Port: engine.Port, IdleTimeout: d.Proxy.IdleTimeout, MaxConnections: d.Proxy.MaxConnections,
		SecurityGroup: b.group[node], Role: b.role("rds-proxy", at, "The proxy of "+d.Name, d.Name, "proxy"),
	}
	p.Role.Statements = b.permit("secret-read", "ReadPassword", at, Of(d.Name, DatabaseSecret))
	if d.Proxy.ReadEndpoint {
		p.ReadEndpoint = b.names.derived("db-proxy-endpoint", at.Then("readEndpoint"), d.Name, "read")
	}
	b.allow(traffic{b.groupSide(node), b.groupSide(d.Name), "tcp", b.databasePort(d), "Proxy of " + d.Name + " to " + b.spoken(d.Name) + ": " + engine.Title, at})
	return p
}

// useProxy brings the way to a database's proxy. Who logs in with a role needs no
// password: a token that the role makes takes its place.
func (b *builder) useProxy(u use) grant {
	d, prefix := b.out.Databases[u.at], u.prefix()
	g := grant{
		traffic:     b.towards(u, b.groupSide(d.Proxy.Node), d.Proxy.Port, b.engine(b.in.Databases[u.at]).Title+" through its proxy"),
		environment: connection(d, prefix, ProxyAddress, d.Proxy.Port),
	}
	if d.Proxy.ReadEndpoint != "" {
		g.environment = append(g.environment, EnvVar{prefix + "_READ_HOST", Of(d.Name, ProxyReadAddress)})
	}
	if !d.Proxy.IAM {
		g.secrets, g.execution = b.password(u, d)
		return g
	}
	user := append(b.arn("rds-db", "dbuser:"), Part{Node: d.Name, Attribute: ProxyResource}, Part{Text: "/" + d.Username})
	g.task = b.permit("rds-connect", "ConnectTo"+studly(d.Name), u.path, user)
	return g
}
