package infra

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"groundplan.internal/internal/model"
)

func TestCut(t *testing.T) {
	for _, c := range []struct {
		head, tail string
		limit      int
		want       string
	}{
		{"shop", "test-web", 20, "shop-test-web"},
		{"shop", "test-web", 13, "shop-test-web"},
		{"shop", "test-web", 0, "shop-test-web"},
		{"corner-shop", "test-web-task", 33, "corner-shop-test-web-task"},
		{"a-very-large-corner-shop", "test-web-task", 34, "a-very-larg-9966926b-test-web-task"},
		{"a-very-large-corner-shop", "test-web-task", 29, "a-very-9966926b-test-web-task"},
		{"a-very-large-corner-shop", "test-web-task", 24, "a-ve-9966926b-t-web-task"},
		{"shop", "test-orders-archive", 20, "shop-7ada458b-rchive"},
	} {
		if got := cut(c.head, c.tail, c.limit); got != c.want || c.limit > 0 && len(got) > c.limit {
			t.Errorf("%s-%s in %d: %s, want %s", c.head, c.tail, c.limit, got, c.want)
		}
	}
}

// physical are all names in AWS with their kind.
func physical(p Platform) (out []string) {
	add := func(kind, name string) { out = append(out, kind+" "+name) }
	for _, g := range p.SecurityGroups {
		add("security-group", g.Name)
	}
	for _, g := range p.LogGroups {
		add("log-group", g.Name)
	}
	for _, s := range p.Services {
		add("ecs-family", s.Task.Family)
		add("iam-role", s.Task.ExecutionRole.Name)
		add("iam-role", s.Task.TaskRole.Name)
	}
	for _, d := range p.Databases {
		add("db-instance", d.Identifier)
		add("db-subnet-group", d.SubnetGroup)
		add("db-snapshot", d.FinalSnapshot)
	}
	for _, b := range p.Buckets {
		add("s3-bucket", b.Bucket+"-123456789012")
	}
	for _, s := range p.Secrets {
		add("secret", s.Secret)
	}
	return out
}

func TestNamesAreUniqueAndFit(t *testing.T) {
	f := known(t)
	for seed := range uint64(50) {
		p := random(rand.New(rand.NewPCG(seed, 2)))
		if seed%2 == 1 {
			p.Name = long
		}
		names := physical(build(t, p))
		for i, n := range names {
			kind, name, _ := strings.Cut(n, " ")
			if fault := f.Name(kind).Fault(name); fault != "" && kind != "secret" {
				t.Errorf("seed %d: the %s %q %s", seed, kind, name, fault)
			}
			if slices.Contains(names[:i], n) {
				t.Errorf("seed %d: two are the %s", seed, n)
			}
		}
	}
}

// long is the name of a platform that no role, database or bucket has room for.
const long = "the-international-department-of-corner-shops-and-orchards"

func TestWhatTellsNamesApartIsKept(t *testing.T) {
	p := with(empty(), service("web-frontend", 80), database("orders"), bucket("uploads"))
	p.Name = long
	for _, name := range physical(build(t, p)) {
		tells := false
		for _, end := range []string{"/web-frontend", "-web-frontend", "-web-frontend-task", "-web-frontend-execution", "-orders", "-orders-final", "-uploads-123456789012"} {
			tells = tells || strings.HasSuffix(name, p.Environment.Name+end)
		}
		if !tells || !strings.Contains(name, "the-international") {
			t.Error(name)
		}
	}
}

// TestNamesWithSuffix: what every name of a kind ends in takes room of the rest.
func TestNamesWithSuffix(t *testing.T) {
	p := with(empty(), func(p *model.Platform) {
		p.Queues = model.Nodes[model.Queue]{{Name: "orders", FIFO: true}, {Name: strings.Repeat("a", 90), FIFO: true}}
	})
	p.Name = long
	for i, q := range build(t, p).Queues {
		for name, end := range map[string]string{q.Queue: p.Queues[i].Name[:6] + ".fifo", q.Dead.Queue: p.Queues[i].Name[:6] + "-dead.fifo"} {
			if fault := known(t).Name("sqs-fifo-queue").Fault(name); fault != "" || !strings.HasSuffix(name, end) {
				t.Errorf("%q %s", name, fault)
			}
		}
	}
}

func TestNewNodesRenameNothing(t *testing.T) {
	for seed := range uint64(20) {
		p := random(rand.New(rand.NewPCG(seed, 3)))
		before := physical(build(t, p))
		after := physical(build(t, with(p, service("zz", 1), service("aa", 1), database("mm"), bucket("bb"))))
		for _, n := range before {
			if !slices.Contains(after, n) {
				t.Errorf("seed %d: %s is gone", seed, n)
			}
		}
	}
}

func TestBuildIsDeterministic(t *testing.T) {
	p := random(rand.New(rand.NewPCG(1, 4)))
	if !reflect.DeepEqual(build(t, p), build(t, p)) {
		t.Error("two runs differ")
	}
}

func TestNameFindings(t *testing.T) {
	long := model.SecurityGroup{Name: strings.Repeat("x", 256)}
	twin := model.SecurityGroup{Name: "shop-test-WEB"}
	sg := empty()
	sg.Name = "sg"
	for _, c := range []struct {
		name, code, path string
		in               model.Platform
	}{
		{"too long", "name-too-long", "services.web.securityGroup.name",
			with(empty(), service("web", 80), change(func(s *model.Service) { s.SecurityGroup = &long }))},
		{"the same but for case", "name-collision", "services.web",
			with(empty(), service("api", 80), change(func(s *model.Service) { s.SecurityGroup = &twin }), service("web", 80))},
		{"a service like the endpoints", "name-collision", "network.endpoints",
			with(empty(), service("vpc-endpoints", 80), network(func(n *model.Network) { n.Endpoints = []string{"logs"} }))},
		{"a beginning that AWS keeps", "name-invalid", "name", with(sg, service("web", 80))},
	} {
		t.Run(c.name, func(t *testing.T) {
			list := found(t, c.in)
			if len(list) == 0 || list[0].Code != c.code || list[0].Path != c.path {
				t.Errorf("%+v", list)
			}
		})
	}
}

func TestFreeLabel(t *testing.T) {
	seen := map[string]string{}
	for _, name := range []string{"vocab-generator-sg", "Vocab generator", "vocab generator", "vocab_generator", "1st", "#1", "(a)"} {
		l := freeLabel(name)
		if other, taken := seen[l]; taken {
			t.Errorf("%q and %q are both %s", name, other, l)
		}
		seen[l] = name
		if strings.Trim(l, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" || l[0] >= '0' && l[0] <= '9' {
			t.Errorf("%q is %s", name, l)
		}
	}
	if got := freeLabel("vocab-generator-sg"); got != "vocab_generator_sg" {
		t.Error(got)
	}
}

func BenchmarkBuild(b *testing.B) {
	f := known(b)
	for _, n := range []int{100, 1000, 5000} {
		p := empty()
		for i := range n {
			if i%5 == 0 {
				database(fmt.Sprintf("db-%04d", i))(&p)
			}
			secret(fmt.Sprintf("secret-%04d", i))(&p)
			service(fmt.Sprintf("web-%04d", i), 8080, to(fmt.Sprintf("db-%04d", i-i%5)))(&p)
			p.Services[i].Secrets = model.Pairs{{Key: "VALUE", Value: fmt.Sprintf("secret-%04d", i)}}
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Build(p, f)
			}
		})
	}
}
