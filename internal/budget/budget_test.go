package budget_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"groundplan.internal/internal/budget"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// service is one that uses the database db, with a rolling update that doubles it.
func service(name string, count int, pool *model.Pool, change func(*model.Service)) model.Service {
	s := model.Service{
		Name: name, DesiredCount: count, Pool: pool, Uses: model.Nodes[model.Use]{{Name: "db"}},
		Deployment: model.Deployment{MinimumHealthy: 100, Maximum: 200},
	}
	if change != nil {
		change(&s)
	}
	return s
}

func pool(workers, connections int) *model.Pool {
	return &model.Pool{Workers: workers, Connections: connections}
}

func through(s *model.Service) { s.Uses[0].Via = "proxy" }

// TestTasks: the most that are wanted, and ECS's rounding of what runs beside them.
func TestTasks(t *testing.T) {
	for _, c := range []struct {
		name            string
		count           int
		change          func(*model.Service)
		wanted, running int
	}{
		{"doubled", 3, nil, 3, 6},
		{"none", 0, nil, 0, 0},
		{"rounded down", 3, func(s *model.Service) { s.Deployment.Maximum = 150 }, 3, 4},
		{"no room for one more", 1, func(s *model.Service) { s.Deployment.Maximum = 150 }, 1, 1},
		{"without overlap", 3, func(s *model.Service) { s.Deployment.Maximum = 100 }, 3, 3},
		{"scaling", 2, func(s *model.Service) { s.Scaling = &model.Scaling{Min: 2, Max: 12} }, 12, 24},
		{"scaling, rounded down", 2, func(s *model.Service) { s.Scaling, s.Deployment.Maximum = &model.Scaling{Min: 2, Max: 7}, 110 }, 7, 7},
		{"a singleton", 1, func(s *model.Service) { s.Singleton = true }, 1, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			wanted, running := budget.Tasks(service("web", c.count, nil, c.change))
			if wanted != c.wanted || running != c.running {
				t.Errorf("%d tasks and %d, want %d and %d", wanted, running, c.wanted, c.running)
			}
		})
	}
}

func TestSums(t *testing.T) {
	known, err := facts.Load()
	if err != nil {
		t.Fatal(err)
	}
	medium := model.Database{Name: "db", Engine: "postgres", Version: "16", Class: "db.t4g.medium"} // 4 GiB
	with := func(change func(*model.Database)) model.Database {
		d := medium
		change(&d)
		return d
	}
	proxied := func(percent int) model.Database {
		return with(func(d *model.Database) { d.Proxy = &model.Proxy{MaxConnections: percent} })
	}
	for _, c := range []struct {
		name         string
		database     model.Database
		services     []model.Service
		usable, held int
		proxy        *budget.Share
		unknown      []string
	}{
		{"of the class", medium, []model.Service{service("web", 2, pool(4, 5), nil)}, 450 - 5, 80, nil, nil},
		{"two services", medium, []model.Service{service("web", 2, pool(4, 5), nil), service("worker", 3, pool(1, 2), nil)}, 445, 80 + 12, nil, nil},
		{"one that says nothing", medium, []model.Service{service("web", 2, pool(4, 5), nil), service("worker", 3, nil, nil)}, 445, 80, nil, []string{"worker"}},
		{"one that uses another", medium, []model.Service{service("web", 2, pool(4, 5), func(s *model.Service) { s.Uses[0].Name = "other" })}, 445, 0, nil, nil},
		{"a declared most", with(func(d *model.Database) { d.Parameters = model.Pairs{{Key: "max_connections", Value: "100"}} }), nil, 95, 0, nil, nil},
		{"a declared reserve", with(func(d *model.Database) {
			d.Parameters = model.Pairs{{Key: "max_connections", Value: "100"}, {Key: "superuser_reserved_connections", Value: "10"}}
		}), nil, 88, 0, nil, nil},
		{"a formula", with(func(d *model.Database) {
			d.Parameters = model.Pairs{{Key: "max_connections", Value: "LEAST({DBInstanceClassMemory/9531392},5000)"}}
		}), []model.Service{service("web", 1, pool(1, 5), nil)}, 0, 10, nil, nil},
		{"MySQL", with(func(d *model.Database) { d.Engine, d.Version = "mysql", "8.0" }), nil, 341, 0, nil, nil},
		{"the engine's limit", with(func(d *model.Database) { d.Class = "db.r7g.16xlarge" }), nil, 5000 - 5, 0, nil, nil},
		{"a proxy that is asked for less than its share", proxied(50), []model.Service{service("web", 2, pool(4, 5), through)}, 445, 80, &budget.Share{Most: 225, Held: 80}, nil},
		{"a proxy that is asked for more", proxied(50), []model.Service{service("web", 8, pool(4, 5), through), service("beat", 1, pool(1, 1), nil)}, 445, 227, &budget.Share{Most: 225, Held: 225}, nil},
		{"a proxy whose clients say nothing", proxied(50), []model.Service{service("web", 2, pool(1, 1), through), service("worker", 1, nil, through)}, 445, 225, &budget.Share{Most: 225, Held: 225}, []string{"worker"}},
		{"a proxy that may have all", proxied(100), []model.Service{service("web", 1, nil, through)}, 445, 445, &budget.Share{Most: 445, Held: 445}, []string{"web"}},
		{"a proxy that nobody uses", proxied(50), []model.Service{service("web", 2, pool(4, 5), nil)}, 445, 80, nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := budget.Of(model.Platform{Databases: model.Nodes[model.Database]{c.database}, Services: c.services}, known)[0]
			if b.Usable() != c.usable || b.Held() != c.held {
				t.Errorf("%d of %d, want %d of %d", b.Held(), b.Usable(), c.held, c.usable)
			}
			if diff := cmp.Diff(c.proxy, b.Proxy); diff != "" {
				t.Errorf("the proxy (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.unknown, b.Unknown); diff != "" {
				t.Errorf("who says nothing (-want +got):\n%s", diff)
			}
		})
	}
}
