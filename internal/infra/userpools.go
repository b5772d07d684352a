package infra

import (
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// UserPool is a user pool of Cognito with its clients.
type UserPool struct {
	Name, Label, Title, Purpose string
	Stack                       Stack

	AWSName            string
	SignIn             string // email, phone or username
	SelfSignUp         bool
	PasswordLength     int
	MFA                string // off, optional or on
	RememberDevices    bool
	ThreatDetection    string // off, audit or enforced
	DeletionProtection bool

	Texts *Role // by which Cognito sends text messages; nil: it sends none

	Domain      string // full name of the host of the sign-in pages; empty: one of AWS's
	Parent      Record // of the name above Domain; zero: none of the platform's
	Prefix      string // of that of AWS's, which the account's number completes
	Certificate string // label, with Domain

	AccessTokenMinutes, IDTokenMinutes, RefreshTokenDays int
	Clients                                              []UserPoolClient
	IdentityPool                                         *IdentityPool // nil: none
}

// Record is the address of a name in DNS.
type Record struct {
	Label string
	Stack Stack
}

// UserPoolClient is a program that people sign in to.
type UserPoolClient struct {
	Name, Label        string
	Callbacks, Logouts []string
	Secret             bool
	Scopes             []string
}

// IdentityPool gives credentials of AWS to those who have signed in.
type IdentityPool struct {
	AWSName string
	Role    Role // that they get; it may do nothing until somebody adds to it
}

// userPoolEdges are the way of people to the pages where they sign in.
func (b *builder) userPoolEdges() (out []Edge) {
	for _, p := range b.in.UserPools {
		out = append(out, Edge{From: Internet, To: p.Name, Family: "userPools", Port: 443, Label: "HTTPS 443", Purpose: "sign-in", Path: model.At("userPools", p.Name)})
	}
	return out
}

func (b *builder) userPools() {
	for _, in := range b.in.UserPools {
		b.out.UserPools = append(b.out.UserPools, b.userPool(in))
	}
}

func (b *builder) userPool(in model.UserPool) UserPool {
	at, stack := model.At("userPools", in.Name), b.stack(partAuth, "")
	out := UserPool{
		Name: in.Name, Label: labelOf(in.Name), Title: in.Title, Purpose: in.Purpose, Stack: stack,
		AWSName: b.names.derived("user-pool", at, in.Name),
		SignIn:  in.SignIn, SelfSignUp: in.SelfSignUp, PasswordLength: in.PasswordLength, MFA: in.MFA, RememberDevices: in.RememberDevices,
		ThreatDetection: in.ThreatDetection, DeletionProtection: in.DeletionProtection,
		AccessTokenMinutes: in.AccessTokenMinutes, IDTokenMinutes: in.IDTokenMinutes, RefreshTokenDays: in.RefreshTokenDays,
	}
	if in.Domain != "" {
		out.Domain = b.fullName(in.Domain)
		out.Certificate = b.certificate(at.Then("domain"), stack, b.region().Edge, []string{in.Domain}, in.Name)
		out.Parent = b.recordAbove(out.Domain)
		b.alias(at.Then("domain"), stack, in.Domain, AliasTarget{Kind: "userPools", Label: out.Label})
	} else {
		room := b.roomBeforeAccount("user-pool-domain")
		out.Prefix = b.names.within(room, "user-pool-domain", at, b.names.platform, b.names.tail(b.names.known(in.Name)))
	}
	if in.SignIn == "phone" {
		role := b.role("user-pool", at.Then("signIn"), "Text messages of "+in.Name, in.Name, "texts")
		role.Statements = because("Telephone numbers have no ARNs.", b.permit("text-send", "SendTexts", at.Then("signIn")))
		out.Texts = &role
	}
	for _, c := range in.Clients {
		out.Clients = append(out.Clients, b.userPoolClient(in, c))
	}
	if in.IdentityPool {
		out.IdentityPool = &IdentityPool{
			AWSName: b.names.derived("identity-pool", at, in.Name),
			Role:    b.role("identity-pool", at.Then("identityPool"), "Who has signed in to "+in.Name, in.Name, "signed-in"),
		}
	}
	return out
}

// recordAbove is the address of the name above a host, where the platform keeps it.
func (b *builder) recordAbove(host string) Record {
	if b.out.ExternalDNS {
		return Record{}
	}
	_, parent, _ := strings.Cut(host, ".")
	for _, a := range b.out.Aliases {
		if a.Name == parent {
			return Record{a.Label, a.Stack}
		}
	}
	return Record{}
}

// userPoolClient is a client with its URLs: those that the author gives, or those of
// the hosts of the app that it is called like.
func (b *builder) userPoolClient(in model.UserPool, c model.UserPoolClient) UserPoolClient {
	out := UserPoolClient{Name: c.Name, Label: b.names.label("user-pool-client", model.At("userPools", in.Name, "clients", c.Name), in.Name, c.Name), Callbacks: c.Callbacks, Logouts: c.Logouts, Secret: c.Secret, Scopes: c.Scopes}
	for _, host := range b.appHosts(c.Name) {
		if len(c.Callbacks) == 0 {
			out.Callbacks = append(out.Callbacks, "https://"+host+"/callback")
		}
		if len(c.Logouts) == 0 {
			out.Logouts = append(out.Logouts, "https://"+host)
		}
	}
	return out
}

// appHosts are the names that browsers know an app by, sorted: those of its frontends
// and distributions, or without any, those by which balancers lead to its services.
// Where only files of a bucket are, nobody signs in.
func (b *builder) appHosts(app string) (hosts []string) {
	add := func(names ...string) {
		for _, h := range names {
			if name := b.fullName(h); h != "" && !strings.Contains(h, "*") && !slices.Contains(hosts, name) {
				hosts = append(hosts, name)
			}
		}
	}
	for _, x := range b.in.Frontends {
		if x.App == app {
			add(x.Hosts...)
		}
	}
	for _, d := range b.in.Distributions {
		if d.App == app && b.familyOf(d.To) != "buckets" {
			add(d.Hosts...)
		}
	}
	if len(hosts) == 0 {
		for _, s := range b.in.Services {
			for _, r := range s.Routes {
				if s.App == app && r.Balancer != "" {
					add(r.Host)
				}
			}
		}
	}
	slices.Sort(hosts)
	return hosts
}
