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
