package check_test

import (
	"fmt"
	"testing"

	"groundplan.internal/internal/check"
	"groundplan.internal/internal/model"
)

// platform is one of n services, a database for every fifth, three secrets and two
// edges each.
func platform(n int) model.Platform {
	p := model.Platform{
		Name: "big", Region: "eu-west-1",
		Network:     model.Network{VPC: "own", CIDR: "10.0.0.0/16", Zones: 2, NAT: "single"},
		Logs:        model.Logs{Prefix: "ecs", RetentionDays: 30},
		Environment: model.Environment{Name: "production"},
	}
	for i := range n / 5 {
		p.Databases = append(p.Databases, model.Database{
			Name: fmt.Sprintf("db-%05d", i), Engine: "postgres", Version: "17", Class: "db.t4g.micro", Storage: 20, StorageType: "gp3",
			BackupDays: 7, DeletionProtection: true, FinalSnapshot: true,
		})
	}
	for i := range n {
		s := model.Service{
			Name: fmt.Sprintf("web-%05d", i), Image: model.Image{URI: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1.0"},
			Port: 8080, CPU: 256, Memory: 512, DesiredCount: 1, Egress: "declared",
			Deployment:  model.Deployment{MinimumHealthy: 100, Maximum: 200},
			Environment: model.Pairs{{Key: "LOG_LEVEL", Value: "info"}, {Key: "NODE_ENV", Value: "production"}},
			Uses:        model.Nodes[model.Use]{{Name: fmt.Sprintf("db-%05d", i/5)}, {Name: fmt.Sprintf("web-%05d", (i+1)%n)}},
		}
		for j := range 3 {
			name := fmt.Sprintf("secret-%05d-%d", i, j)
			p.Secrets = append(p.Secrets, model.Secret{Name: name, Store: "secretsmanager", RecoveryDays: 30})
			s.Secrets = append(s.Secrets, model.Pair{Key: fmt.Sprintf("SECRET_%d", j), Value: name})
		}
		p.Services = append(p.Services, s)
	}
	return p
}

// BenchmarkRun grows linearly: a thousand services are to take 40 ms at most.
func BenchmarkRun(b *testing.B) {
	f := known(b)
	for _, n := range []int{10, 100, 1000, 5000} {
		p := platform(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if check.Run(p, f).HasErrors() {
					b.Fatal("the platform is to pass")
				}
			}
		})
	}
}

// BenchmarkUnknown is a hostile platform: every reference is wrong, and each is
// compared with every name.
func BenchmarkUnknown(b *testing.B) {
	f := known(b)
	p := platform(1000)
	for i := range p.Services {
		for j := range p.Services[i].Uses {
			p.Services[i].Uses[j].Name += "x"
		}
	}
	for b.Loop() {
		check.Run(p, f)
	}
}
