package docs_test

import (
	"reflect"
	"strings"
	"testing"

	"groundplan.internal/generators/docs"
	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/model"
)

// TestDifferences holds rows to what two environments say, and the one that the others
// are held against to being the one that people rely on.
func TestDifferences(t *testing.T) {
	long := strings.Repeat("x", 500)
	platform := func(environment string, s model.Service) model.Platform {
		s.Name = "web"
		return model.Platform{Environment: model.Environment{Name: environment}, Services: model.Nodes[model.Service]{s}}
	}
	live := platform("live", model.Service{CPU: 512, Command: []string{long + "a"}, Title: "a b", Scaling: &model.Scaling{Min: 1}})
	dev := platform("dev", model.Service{CPU: 256, Command: []string{long + "b"}, Title: "a  b"})
	dev.Buckets = model.Nodes[model.Bucket]{{Name: "files"}}
	local := platform("here", model.Service{})
	local.Environment.Local, local.Services = true, live.Services
	same := live
	same.Environment.Name = "rehearsal"

	decided := []infra.Platform{
		{Name: "shop", Environment: "dev"}, {Name: "shop", Environment: "here", Local: &infra.Local{}},
		{Name: "shop", Environment: "live"}, {Name: "shop", Environment: "rehearsal"},
	}
	page := string(docs.Overview(decided, []model.Platform{dev, local, live, same}, nil)[0].Data)
	_, section, _ := strings.Cut(page, "\n## Differences from live\n")
	section, _, _ = strings.Cut(section, "\n## ")
	section = strings.Join(strings.Fields(section), " ")
	for _, want := range []string{
		"### dev |",
		"| service web | cpu | 512 | 256 |",
		"| service web | scaling | {min: 1} | not set |",
		"| bucket files | present | no | yes |",
		`xa"\] |`, `xb"\] |`,
		`| service web | title | "a b" | "a b" |`,
		"### rehearsal None but the names.",
	} {
		if !strings.Contains(section, want) {
			t.Errorf("there is no %s in\n%s", want, section)
		}
	}
	if strings.Contains(section, "### here") || strings.Contains(section, long) {
		t.Errorf("too much in\n%s", section)
	}
}

// TestFamiliesHaveTitles holds the names of families to those of the model.
func TestFamiliesHaveTitles(t *testing.T) {
	full := model.Platform{Environment: model.Environment{Name: "staging"}}
	v := reflect.ValueOf(&full).Elem()
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct && f.Tag.Get("json") != "accept" {
			node := reflect.New(f.Type.Elem()).Elem()
			if name := node.FieldByName("Name"); name.IsValid() {
				name.SetString("one")
				v.Field(i).Set(reflect.Append(v.Field(i), node))
			}
		}
	}
	decided := []infra.Platform{{Environment: "production"}, {Environment: "staging"}}
	page := string(docs.Overview(decided, []model.Platform{{Environment: model.Environment{Name: "production"}}, full}, nil)[0].Data)
	for line := range strings.Lines(page) {
		if strings.HasPrefix(line, "| ") && strings.Contains(line, " | one ") {
			t.Errorf("a family has no title: %s", line)
		}
	}
}
