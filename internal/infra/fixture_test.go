package infra

import (
	"testing"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// build decides a platform, and wants no findings.
func build(t *testing.T, p model.Platform) Platform {
	t.Helper()
	out, found := Build(p, known(t))
	for _, d := range found {
		t.Errorf("%s: %s: %s", d.Code, d.Path, d.Detail)
	}
	return out
}

// found is what Build reports.
func found(t *testing.T, p model.Platform) diag.List {
	t.Helper()
	_, list := Build(p, known(t))
	return list
}

func known(t testing.TB) facts.Set {
	t.Helper()
	f, err := facts.Load()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// empty is a platform with an own VPC and nothing in it.
func empty() model.Platform {
	return model.Platform{
		Name: "shop", Region: "eu-west-1", Layout: "single",
		Network:     model.Network{VPC: "own", CIDR: "10.0.0.0/16", Zones: 3, NAT: "single"},
		Logs:        model.Logs{Prefix: "ecs", RetentionDays: 30},
		Environment: model.Environment{Name: "test"},
	}
}

// with is a platform with more in it.
func with(p model.Platform, changes ...func(*model.Platform)) model.Platform {
	for _, change := range changes {
		change(&p)
	}
	return p
}

func service(name string, port int, uses ...model.Use) func(*model.Platform) {
	return func(p *model.Platform) {
		p.Services = append(p.Services, model.Service{
			Name: name, Image: model.Image{URI: "public.ecr.aws/x/" + name + ":1"}, Port: port, Protocol: "HTTP", CPU: 256, Memory: 512,
			Egress: "declared", DesiredCount: 1, Capacity: "FARGATE", Deploy: "terraform", Uses: uses,
		})
	}
}

// change alters the service that was added last.
func change(f func(*model.Service)) func(*model.Platform) {
	return func(p *model.Platform) { f(&p.Services[len(p.Services)-1]) }
}

func public(s *model.Service) { s.Public = true }

func database(name string) func(*model.Platform) {
	return func(p *model.Platform) {
		p.Databases = append(p.Databases, model.Database{
			Name: name, Engine: "postgres", Version: "15.4", Class: "db.t4g.micro", Storage: 20, StorageType: "gp3",
			Database: "app", FinalSnapshot: true,
		})
	}
}

func bucket(name string) func(*model.Platform) {
	return func(p *model.Platform) { p.Buckets = append(p.Buckets, model.Bucket{Name: name}) }
}

func secret(name string) func(*model.Platform) {
	return func(p *model.Platform) {
		p.Secrets = append(p.Secrets, model.Secret{Name: name, Store: "secretsmanager"})
	}
}

func external(name string, port int) func(*model.Platform) {
	return func(p *model.Platform) { p.Externals = append(p.Externals, model.External{Name: name, Port: port}) }
}

func network(f func(*model.Network)) func(*model.Platform) {
	return func(p *model.Platform) { f(&p.Network) }
}

func onCompose(nodes ...model.ComposeNode) func(*model.Platform) {
	return func(p *model.Platform) {
		p.Environment = model.Environment{Name: "local", Local: true, Compose: nodes}
	}
}

func to(name string) model.Use { return model.Use{Name: name} }
