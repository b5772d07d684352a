package compose_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/google/go-cmp/cmp"

	"groundplan.internal/generators/compose"
	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/model"
)

// strapi is a service that is built, with its database.
func strapi() infra.Platform {
	return infra.Platform{Name: "strapi", Environment: "local", File: "platforms/strapi.cue", Local: &infra.Local{
		Project: "strapi-local", Volumes: []string{"db-data", "uploads"},
		Services: []infra.LocalService{
			{
				Node: "strapi", Name: "strapi", Container: "strapi-app", Family: "services", Build: ".", Port: 1337, Published: 1337,
				Volumes: model.Pairs{{Key: "uploads", Value: "/opt/app/public/uploads"}}, DependsOn: []string{"db"},
				Environment: []infra.LocalVariable{
					{Name: "DATABASE_CLIENT", Value: "postgres"},
					{Name: "DATABASE_HOST", Value: "db"},
					{Name: "DATABASE_PASSWORD", Value: "local-only", Asked: "DB_PASSWORD"},
					{Name: "DATABASE_PORT", Value: "5432"},
					{Name: "JWT", Asked: "JWT_SECRET"},
				},
			},
			{
				Node: "db", Name: "db", Container: "strapi-postgres", Family: "databases", Image: "postgres:15-alpine", Port: 5432, Published: 5432,
				Volumes: model.Pairs{{Key: "db-data", Value: "/var/lib/postgresql/data"}},
				Environment: []infra.LocalVariable{
					{Name: "POSTGRES_DB", Value: "strapidb"},
					{Name: "POSTGRES_PASSWORD", Value: "local-only", Asked: "DB_PASSWORD"},
				},
				Health: &model.HealthCheck{Command: []string{"CMD-SHELL", `pg_isready -d "$POSTGRES_DB"`}, Interval: 5, Timeout: 5, Retries: 10, StartPeriod: 10},
			},
		},
	}}
}

func TestGolden(t *testing.T) {
	files := compose.Emit(strapi())
	if len(files) != 2 {
		t.Fatalf("%d files", len(files))
	}
	for _, f := range files {
		name := filepath.Join("testdata", strings.TrimPrefix(f.Path, "."))
		if os.Getenv("UPDATE_GOLDEN") != "" {
			if err := os.WriteFile(name, f.Data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(f.Data)); diff != "" {
			t.Errorf("%s (UPDATE_GOLDEN=1 accepts it):\n%s", name, diff)
		}
	}
}

func TestNothingOnAWS(t *testing.T) {
	if files := compose.Emit(infra.Platform{Name: "strapi"}); files != nil {
		t.Errorf("%v", files)
	}
}

// load reads an emitted file with docker compose's own loader.
func load(t *testing.T, p infra.Platform, variables map[string]string) *types.Project {
	t.Helper()
	data := compose.Emit(p)[0].Data
	project, err := loader.LoadWithContext(context.Background(), types.ConfigDetails{
		WorkingDir: "/work", Environment: variables,
		ConfigFiles: []types.ConfigFile{{Filename: "compose.yaml", Content: data}},
	}, func(o *loader.Options) { o.SetProjectName("x", false) })
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	return project
}

func TestLoads(t *testing.T) {
	p := load(t, strapi(), map[string]string{"JWT_SECRET": "s"})
	app, db := p.Services["strapi"], p.Services["db"]
	for name, want := range map[string]string{"DATABASE_PASSWORD": "local-only", "JWT": "s", "DATABASE_PORT": "5432"} {
		if got := app.Environment[name]; got == nil || *got != want {
			t.Errorf("%s is not %q", name, want)
		}
	}
	if app.Build == nil || app.Build.Context != "/work" || app.DependsOn["db"].Condition != types.ServiceConditionHealthy {
		t.Errorf("%+v", app)
	}
	if got := strings.Join(db.HealthCheck.Test, " "); got != `CMD-SHELL pg_isready -d "$POSTGRES_DB"` {
		t.Error(got)
	}
	if db.Ports[0].HostIP != "127.0.0.1" || p.Networks["platform"].Driver != "bridge" {
		t.Errorf("%+v %+v", db.Ports, p.Networks)
	}
}

func TestSecretsMustBeGiven(t *testing.T) {
	data := compose.Emit(strapi())[0].Data
	_, err := loader.LoadWithContext(context.Background(), types.ConfigDetails{
		WorkingDir: "/work", ConfigFiles: []types.ConfigFile{{Filename: "compose.yaml", Content: data}},
	})
	if err == nil || !strings.Contains(err.Error(), "JWT_SECRET") {
		t.Errorf("%v", err)
	}
}

// hostile texts mean something to YAML, to compose or to a shell.
var hostile = []string{
	"", " ", "a: b", "# no comment", "- item", "${HOME}", "$HOME", "$$", "$", "%{if}", "\"quoted\" 'single' \\", "line\nbreak\n", "\ttab\r\n",
	"yes", "null", "~", "0x10", "1e3", "22:22", "2026-01-01", "!!binary x", "&a *b", "{a: b}", "[x]", "</script>", "=cmd", "|", "> x", "é 日本 👩\u2028\u0085", "\x00\x07", "---", "...",
	"right \u202eto left", "\ufeffmark\u200b", "👩\u200d🚀\U000e0041",
}

// roundTrips checks that a text stands in each place as it was given.
func roundTrips(t *testing.T, text string) {
	p := strapi()
	s := &p.Local.Services[0]
	s.Environment = []infra.LocalVariable{{Name: "TEXT", Value: text}}
	s.Command, s.EntryPoint = []string{"run", text}, []string{"sh", text}
	s.Health = &model.HealthCheck{Command: []string{"CMD", "x" + text}, Interval: 5, Timeout: 5, Retries: 1}
	if data := string(compose.Emit(p)[0].Data); strings.ContainsFunc(data, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }) {
		t.Errorf("%q can change how the file shows:\n%s", text, data)
	}
	app := load(t, p, nil).Services["strapi"]
	if got := app.Environment["TEXT"]; got == nil || *got != text {
		t.Errorf("%q became %q", text, *got)
	}
	if !slices.Equal(app.Command, s.Command) || !slices.Equal(app.Entrypoint, s.EntryPoint) {
		t.Errorf("%q became %q and %q", text, app.Command, app.Entrypoint)
	}
	if got := app.HealthCheck.Test[1]; got != "x"+text {
		t.Errorf("%q became %q", text, got)
	}
}

func TestHostileTexts(t *testing.T) {
	for _, text := range hostile {
		roundTrips(t, text)
	}
}

// TestOldYAML: a text that YAML 1.1 reads as something else stands in quotes, since
// not every reader of compose files has moved on.
func TestOldYAML(t *testing.T) {
	for _, text := range []string{"on", "No", "y", "22:22", "-1:30:00.5"} {
		p := strapi()
		p.Local.Services[0].Environment = []infra.LocalVariable{{Name: "TEXT", Value: text}}
		if data := string(compose.Emit(p)[0].Data); !strings.Contains(data, `TEXT: "`+text+`"`) {
			t.Errorf("%s stands without quotes:\n%s", text, data)
		}
	}
}

func TestHostileMount(t *testing.T) {
	p := strapi()
	p.Local.Services[0].Volumes = model.Pairs{{Key: "uploads", Value: "/a:/b:ro ${x}"}}
	if v := load(t, p, map[string]string{"JWT_SECRET": "s"}).Services["strapi"].Volumes; len(v) != 1 || v[0].Source != "uploads" || v[0].Target != "/a:/b:ro ${x}" {
		t.Errorf("%+v", v)
	}
}

func FuzzTexts(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if utf8.ValidString(text) { // as CUE's strings are
			roundTrips(t, text)
		}
	})
}
