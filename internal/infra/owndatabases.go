package infra

import (
	"strconv"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// clients are what makes databases of services' own.
func clients(f facts.Set) model.Clients {
	return model.Clients{Provisioner: f.Clients.Provisioner, Schedule: f.Clients.Schedule, Of: func(engine string) (model.Client, bool) {
		c, ok := f.Client(engine)
		return model.Client(c), ok
	}}
}

// ownDatabases decides whose databases are in a server, and who makes them.
func (b *builder) ownDatabases(d model.Database, out *Database) {
	client, known := b.facts.Client(d.Engine)
	if len(b.owned[d.Name]) == 0 || !known {
		return
	}
	for _, own := range b.owned[d.Name] {
		out.Own = append(out.Own, OwnDatabase{own.Database, model.Client(client).User(own.Database), own.Owner})
	}
	at, words := model.At("databases", d.Name), []string{d.Name, b.facts.Clients.Provisioner}
	out.Provisioner = &Login{
		Label: b.names.label("secret", at, words...), Secret: b.names.derived("secret", at, words...),
		User: b.facts.Clients.Provisioner, Server: d.Name, Description: "Makes the databases of services in " + d.Name,
	}
}

// useOwnDatabase brings a program its own database. What the master may do is not its
// affair; the provisioner's password is for the container that makes the database.
func (b *builder) useOwnDatabase(u use, d Database, g *grant) {
	client, _ := b.facts.Client(d.Engine)
	g.login = &Login{
		Label: b.names.label("secret", u.path, u.user, d.Name), Secret: b.names.derived("secret", u.path, u.user, b.names.known(d.Name)),
		User: model.Client(client).User(u.Database), Server: d.Name, Description: u.user + " in its database of " + d.Name,
	}
	own := d
	own.Username, own.DatabaseName = g.login.User, u.Database
	g.environment = connection(own, u.prefix(), DatabaseAddress, d.Port)
	g.secrets = []SecretVariable{password(u.prefix()+"_PASSWORD", *g.login)}
	g.execution = b.permit("secret-read", "Read"+studly(d.Name)+"Passwords", u.path, Of(d.Provisioner.Label, LoginARN), Of(g.login.Label, LoginARN))
}

// creating are the variables of the container that makes the database of a user.
func (b *builder) creating(user, server string) (g grant) {
	d := b.out.Databases[b.nodes[server].at]
	g.environment = []EnvVar{{"HOST", Of(d.Name, DatabaseAddress)}, {"PORT", Text(strconv.Itoa(d.Port))}}
	g.secrets = []SecretVariable{password("PASSWORD", Login{Label: labelOf(user, server)}), password("PROVISIONER_PASSWORD", *d.Provisioner)}
	return g
}

// useProvisioner brings the password of the provisioner to whoever makes it.
func (b *builder) useProvisioner(u use, d Database, g *grant) {
	g.secrets = append(g.secrets, password("PROVISIONER_PASSWORD", *d.Provisioner))
	g.execution = append(g.execution, b.permit("secret-read", "ReadProvisionerPassword", u.path, Of(d.Provisioner.Label, LoginARN))...)
}

// password is the variable for the password in a secret of Terraform's.
func password(variable string, l Login) SecretVariable {
	return SecretVariable{variable, Of(l.Label, LoginARN), "password"}
}
