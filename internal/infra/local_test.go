package infra

import (
	"slices"
	"strings"
	"testing"

	"groundplan.internal/internal/model"
)

// environment is a compose service's variables as lines.
func environment(s LocalService) (out []string) {
	for _, v := range s.Environment {
		line := v.Name + "=" + v.Value
		if v.Asked != "" {
			line += " asked " + v.Asked
		}
		out = append(out, line)
	}
	return out
}

func TestLocal(t *testing.T) {
	p := build(t, with(empty(), database("db"), secret("jwt"),
		service("web", 80, model.Use{Name: "db", As: "DATABASE"}), change(func(s *model.Service) {
			s.Secrets = model.Pairs{{Key: "JWT", Value: "jwt:sign.key"}}
		}),
		onCompose(
			model.ComposeNode{Name: "db", Container: "shop-postgres", Port: 15432},
			model.ComposeNode{Name: "web", Container: "shop-web", Build: ".", Volumes: model.Pairs{{Key: "uploads", Value: "/uploads"}}},
		)))
	if len(p.Services)+len(p.Databases)+len(p.SecurityGroups)+len(p.Rules) > 0 || len(p.Edges) != 1 {
		t.Errorf("there is something of AWS: %+v", p)
	}
	l := p.Local
	if l.Project != "shop-local" || !slices.Equal(l.Volumes, []string{"db-data", "uploads"}) || len(l.Services) != 2 {
		t.Fatalf("%+v", l)
	}
	web, db := l.Services[0], l.Services[1]
	if web.Build != "." || web.Image != "" || web.Container != "shop-web" || web.Published != 80 || !slices.Equal(web.DependsOn, []string{"db"}) {
		t.Errorf("%+v", web)
	}
	same(t, "web", environment(web), []string{
		"DATABASE_HOST=db", "DATABASE_NAME=app", "DATABASE_PASSWORD=local-only asked DB_PASSWORD", "DATABASE_PORT=5432",
		"DATABASE_USERNAME=postgres", "JWT= asked JWT_SIGN_KEY",
	})
	if db.Image != "postgres:15-alpine" || db.Port != 5432 || db.Published != 15432 || db.Health == nil {
		t.Errorf("%+v", db)
	}
	same(t, "db", environment(db), []string{
		"POSTGRES_DB=app", "POSTGRES_PASSWORD=local-only asked DB_PASSWORD", "POSTGRES_USER=postgres",
	})
}

func TestLocalStandIns(t *testing.T) {
	in := with(empty(), database("new"), bucket("files"), service("web", 80, to("files")), onCompose())
	in.Databases[0].Version = "18.1"
	l := build(t, in).Local
	same(t, "web", environment(l.Services[0]), []string{
		"AWS_ACCESS_KEY_ID=local", "AWS_ENDPOINT_URL_S3=http://s3:9000", "AWS_REGION=eu-west-1",
		"AWS_SECRET_ACCESS_KEY=local-only asked S3_PASSWORD", "FILES_BUCKET=files",
	})
	if got := strings.Join(l.Services[1].Command, " "); got != "mkdir -p /data/files && exec minio server /data" {
		t.Error(got)
	}
	if got, _ := l.Services[2].Volumes.Get("new-data"); got != "/var/lib/postgresql" {
		t.Error(got)
	}
}

func TestLocalFindings(t *testing.T) {
	repository := change(func(s *model.Service) { s.Image = model.Image{Repository: "web"} })
	for _, c := range []struct {
		name, code, path, hint string
		in                     model.Platform
	}{
		{"two on one port", "compose-port-clash", "services.web.port", "environments: local: compose: web: port: 81",
			with(empty(), service("api", 80), service("web", 80), onCompose())},
		{"a port given here", "compose-port-clash", "environments.local.compose.web.port", "environments: local: compose: web: port: 81",
			with(empty(), service("api", 80), service("web", 81), onCompose(model.ComposeNode{Name: "web", Port: 80}))},
		{"an image that is nowhere yet", "compose-source-missing", "services.web.image", `environments: local: compose: web: build: "."`,
			with(empty(), service("web", 80), repository, onCompose())},
	} {
		t.Run(c.name, func(t *testing.T) {
			list := found(t, c.in)
			if len(list) != 1 || list[0].Code != c.code || list[0].Path != c.path || list[0].Hint != c.hint {
				t.Errorf("%+v", list)
			}
		})
	}
}

func TestCapitals(t *testing.T) {
	for _, c := range []struct {
		want  string
		words []string
	}{
		{"STRIPE_WEBHOOK_SECRET", []string{"stripe", "webhookSecret"}},
		{"MAIL_API_KEY", []string{"mail", "APIKey"}},
		{"MAIL_API_KEY", []string{"mail", "API_KEY"}},
		{"S3_BUCKET", []string{"s3Bucket"}},
		{"MAIL_OAUTH2_TOKEN_URL", []string{"mail", "oauth2.tokenURL"}},
		{"LANG_PORTAL_DB", []string{"lang-portal-db"}},
	} {
		if got := capitals(c.words...); got != c.want {
			t.Errorf("%q: %s, want %s", c.words, got, c.want)
		}
	}
}

func TestLocalServices(t *testing.T) {
	in := with(empty(), service("web", 80, to("api"), to("hidden")), service("api", 8080), service("hidden", 9090), onCompose())
	in.Discovery = &model.Discovery{Namespace: "shop.internal"}
	for i := range in.Services {
		in.Services[i].Discoverable = in.Services[i].Name == "api"
		in.Services[i].StopTimeout = 90
	}
	l := build(t, in).Local
	web := l.Services[0]
	same(t, "web", environment(web), []string{"API_HOST=api", "API_PORT=8080"})
	if web.StopTimeout != 90 || len(web.DependsOn) > 0 {
		t.Errorf("%+v", web)
	}
}

// TestParity holds every node of which nothing runs to a row that says so.
func TestParity(t *testing.T) {
	in := with(empty(), database("db"), bucket("files"), secret("jwt"), service("web", 80), onCompose())
	in.Balancers = model.Nodes[model.Balancer]{{Name: "front"}}
	in.Gateways = model.Nodes[model.Gateway]{{Name: "door"}}
	in.Frontends = model.Nodes[model.Frontend]{{Name: "site"}}
	in.Distributions = model.Nodes[model.Distribution]{{Name: "cdn", To: "front"}}
	in.Firewalls = model.Nodes[model.Firewall]{{Name: "wall"}}
	in.UserPools = model.Nodes[model.UserPool]{{Name: "people"}}
	in.Models = model.Nodes[model.Model]{{Name: "nova"}}
	in.Guardrails = model.Nodes[model.Guardrail]{{Name: "safe"}}
	in.Externals = model.Nodes[model.External]{{Name: "voice", AWS: "polly"}}
	in.Pipelines = model.Nodes[model.Pipeline]{{Name: "ship"}}
	in.Alarms = model.Nodes[model.Alarm]{{Name: "load", Metric: "service-cpu-percent"}}
	l := build(t, in).Local
	said := map[string]bool{}
	for _, p := range slices.Concat(l.StandIns, l.Missing) {
		said[p.Node] = true
		if p.On == "" || p.Here == "" {
			t.Errorf("half a row: %+v", p)
		}
	}
	for _, node := range []string{"web", "db", "files", "", "front", "door", "site", "cdn", "wall", "people", "nova", "safe", "voice", "ship", "load"} {
		if !said[node] {
			t.Errorf("nothing is said of %q", node)
		}
	}
}
