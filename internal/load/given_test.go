package load_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"groundplan.internal/internal/load"
	"groundplan.internal/internal/model"
)

const sitesPlatform = `sites: [string]: #Site
#Site: {title!: string, port: *80 | int}
sites: cats: title: "Cats"
platform: {
	name: "cms", region: "eu-west-2"
	services: {for slug, site in sites {"site-\(slug)": {title: site.title, image: uri: "nginx:1.27", port: site.port}}}
	environments: production: {}
}
`

// TestData unifies records of JSON and YAML with those of a platform.
func TestData(t *testing.T) {
	root := fstest.MapFS{
		"p.cue":      {Data: []byte(sitesPlatform)},
		"sites.json": {Data: []byte("{\n  \"space\": {\"title\": \"Space\", \"port\": 8080}\n}")},
		"sites.yaml": {Data: []byte("\ufeffspace:\n  title: Space\n  port: 8080\n")},
		"more.json":  {Data: []byte(`{"dogs": {"title": "Dogs"}, "cats": {"title": "Cats"}}`)},
	}
	for _, file := range []string{"sites.json", "sites.yaml"} {
		declared, found := load.Platform(root, "p.cue", load.Data{Field: "sites", File: file}, load.Data{Field: "sites", File: "more.json"})
		if len(found) > 0 {
			t.Fatal(told(found))
		}
		var got []string
		for _, s := range declared.Environments[0].Services {
			got = append(got, s.Name+" "+s.Title)
		}
		if all := strings.Join(got, ", "); all != "site-cats Cats, site-dogs Dogs, site-space Space" {
			t.Errorf("%s: got %s", file, all)
		}
		at := declared.Environments[0].Origins.At(model.At("services", "site-space", "port"))
		if at.File != "p.cue" || at.Line != 6 {
			t.Errorf("%s: the port is at %v, want the line of the comprehension", file, at)
		}
	}
}

// TestRecordOfAFinding looks for the record whose value is wrong where it is used.
func TestRecordOfAFinding(t *testing.T) {
	root := fstest.MapFS{
		"p.cue":  {Data: []byte(sitesPlatform)},
		"s.json": {Data: []byte("{\n  \"a\": {\"title\": \"A\"},\n  \"b\": {\"title\": \"B\",\n    \"port\": 99999}\n}")},
		"s.yaml": {Data: []byte("a:\n  title: A\nb:\n  title: B\n  port: 99999\n")},
	}
	for file, want := range map[string]string{"s.json": "s.json:4:13", "s.yaml": "s.yaml:5:9"} {
		_, found := load.Platform(root, "p.cue", load.Data{Field: "sites", File: file})
		if codes(found) != "schema-range" || found[0].Pos.Line != 6 || len(found[0].Related) != 1 || found[0].Related[0].Pos.String() != want {
			t.Errorf("%s: want a note at %s, got\n%s", file, want, told(found))
		}
	}
}

// TestUnfitData gives data that cannot be used.
func TestUnfitData(t *testing.T) {
	for _, c := range []struct{ name, field, file, data, want string }{
		{"missing field", "sites", "s.json", "{\n\"space\": {}}", "s.json:2:1 schema-missing"},
		{"unknown field", "sites", "s.json", `{"a": {"title": "A", "tilte": "A"}}`, "s.json:1:22 schema-unknown-field"},
		{"wrong type", "sites", "s.yaml", "a:\n  title: 3\n", "s.yaml:2:3 schema-type"},
		{"another value", "sites", "s.json", `{"cats": {"title": "Dogs"}}`, "p.cue:3:14 schema-conflict"},
		{"written twice", "sites", "s.json", `{"a": {"title": "A", "title": "B"}}`, "s.json:1:22 schema-conflict"},
		{"a name that is none", "sites", "s.json", `{"A b": {"title": "A"}}`, "p.cue:6:38 schema-name"},
		{"no syntax", "sites", "s.json", `{"a":`, "s.json:1:5 load-syntax"},
		{"not text", "sites", "s.json", "{\"a\": \"\xff\"}", "s.json:1:8 load-read"},
		{"deep", "sites", "s.json", strings.Repeat("[", 5000) + strings.Repeat("]", 5000), "s.json:1:1001 load-depth"},
		{"no file", "sites", "", "", "none.json load-read"},
		{"unknown place", "site", "s.json", "{}", "p.cue load-data"},
		{"the platform", "platform", "s.json", "{}", "p.cue load-data"},
		{"a definition", "#Site", "s.json", "{}", "p.cue load-data"},
	} {
		root := fstest.MapFS{"p.cue": {Data: []byte(sitesPlatform)}}
		if c.file == "" {
			c.file = "none.json"
		} else {
			root[c.file] = &fstest.MapFile{Data: []byte(c.data)}
		}
		_, found := load.Platform(root, "p.cue", load.Data{Field: c.field, File: c.file})
		if len(found) != 1 {
			t.Errorf("%s: %s", c.name, told(found))
			continue
		}
		if got := found[0].Pos.String() + " " + found[0].Code; got != c.want {
			t.Errorf("%s: got %s, want %s\n%s", c.name, got, c.want, told(found))
		}
	}
	root := fstest.MapFS{"p.yaml": {Data: []byte(yamlPlatform)}, "s.json": {Data: []byte("{}")}}
	if _, found := load.Platform(root, "p.yaml", load.Data{Field: "sites", File: "s.json"}); codes(found) != "load-data" {
		t.Errorf("a platform in YAML: %s", told(found))
	}
}
