package load_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"groundplan.internal/internal/load"
)

// FuzzPlatform gives load arbitrary bytes as CUE, YAML and JSON: it may find
// anything, but it returns, in time, and every finding is in the file.
func FuzzPlatform(f *testing.F) {
	for _, name := range []string{"testdata/platform.cue", "../../platforms/strapi.cue"} {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(".cue", data)
	}
	f.Add(".cue", []byte(usual))
	f.Add(".cue", []byte("platform: {for a in [1] {\"\\(a)\": #x & {b: _}}, #x: {...}}\n#x: {b?: 1 | *2}"))
	f.Add(".yaml", []byte(yamlPlatform))
	f.Add(".yaml", []byte("a: &x [1, *x]\n---\nb: !!binary x\n? [c]\n: |\n  d"))
	f.Add(".json", []byte(jsonPlatform))
	f.Fuzz(func(t *testing.T, ext string, data []byte) {
		name := "platforms/x" + ext
		root := fstest.MapFS{name: {Data: data}}
		_, found := load.PlatformWithin(root, name, load.Limits{Time: 5 * time.Second})
		for _, d := range found {
			if d.Code == "load-crash" || d.Code == "load-timeout" || d.Pos.File != name || d.Summary == "" || d.Detail == "" || strings.Contains(d.Detail, "%!") {
				t.Errorf("%s", told(found))
			}
		}
	})
}
