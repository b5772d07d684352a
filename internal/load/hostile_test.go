package load_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"groundplan.internal/internal/load"
)

const usual = `import "groundplan.internal/schema"

platform: schema.#Platform & {name: "x", region: "eu-west-1", environments: production: {}}
`

// bombs are files that CUE would evaluate for ever, or until all memory is gone.
// What evaluates them cannot be stopped, so each gets a process of its own.
var bombs = map[string]struct{ text, codes string }{
	"many loops":          {"import \"list\"\nplatform: name: len(list.Range(0, 100000000, 1))", "load-timeout load-memory"},
	"nested loops":        {"import \"list\"\n_r: list.Range(0, 2000, 1)\nplatform: tags: {for a in _r for b in _r for c in _r {\"\\(a).\\(b).\\(c)\": \"\"}}", "load-timeout load-memory"},
	"growing text":        {"_a0: \"xxxxxxxxxx\"\n" + repeated(40, func(i int) string { return fmt.Sprintf("_a%d: _a%d + _a%d\n", i+1, i, i) }) + "platform: name: _a40", "load-memory"},
	"long chain of names": {repeated(250_000, func(i int) string { return fmt.Sprintf("a%d: a%d\n", i, i+1) }) + "a250000: 1\nplatform: name: a0", "load-timeout load-memory"},
	"disjunctions":        {"platform: name: " + repeated(24, func(i int) string { return fmt.Sprintf("({a%d: 1} | {b%d: 1}) & ", i, i) }) + "{}", "load-timeout load-memory"},
}

func repeated(n int, line func(int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(line(i))
	}
	return b.String()
}

func TestBombs(t *testing.T) {
	if name := os.Getenv("LOAD_BOMB"); name != "" {
		root := fstest.MapFS{"x.cue": {Data: []byte(bombs[name].text)}}
		limits := load.Limits{Time: 2 * time.Second, Memory: 256 << 20}
		if bombs[name].codes == "load-memory" {
			limits.Time = time.Hour // memory alone is to stop it, however busy the machine
		}
		_, found := load.PlatformWithin(root, "x.cue", limits)
		fmt.Println(told(found))
		os.Exit(0)
	}
	for name, bomb := range bombs {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
			defer cancel()
			cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestBombs$")
			cmd.Env = append(os.Environ(), "LOAD_BOMB="+name)
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%.2000s", err, out)
			}
			if !slices.ContainsFunc(strings.Fields(bomb.codes), func(code string) bool { return strings.Contains(string(out), "["+code+"]") }) {
				t.Errorf("want %s:\n%.2000s", bomb.codes, out)
			}
		})
	}
}

// TestHostile gives load files that are made to break it.
func TestHostile(t *testing.T) {
	for _, c := range []struct{ name, text, codes string }{
		{"open brackets", "platform: " + strings.Repeat("[", 1<<20), "load-depth"},
		{"open brackets in an attribute", "platform: {} @x(" + strings.Repeat("(", 1<<20), "load-depth"},
		{"open braces on many lines", "platform: " + strings.Repeat("{a: // {\n", 100_000), "load-depth"},
		{"labels in a row", "platform: " + strings.Repeat("a:", 1<<19) + "1", "load-depth"},
		{"labels on many lines", "platform: " + strings.Repeat("a: // x\n", 200_000) + "1", "load-depth"},
		{"signs in a row", "platform: " + strings.Repeat("!", 1<<20) + "true", "load-depth"},
		{"long sum", "platform: 1" + strings.Repeat("+1", 2000), "load-depth"},
		{"long index", "platform: a" + strings.Repeat("[0]", 20_000), "load-depth"},
		{"nested", "platform: " + strings.Repeat("{a: ", 600) + "1" + strings.Repeat("}", 600), "load-depth"},
		{"too large", strings.Repeat(" ", 5<<20), "load-size"},
		{"no text", "platform: \xff", "load-read"},
		{"zero byte", "platform: \x00", "load-syntax"},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := loaded("x.cue", []byte(c.text))
			if got := codes(found); got != c.codes {
				t.Errorf("got %q, want %q:\n%.2000s", got, c.codes, told(found))
			}
		})
	}
}

// TestFiles reads through os.Root, which is what keeps links inside.
func TestFiles(t *testing.T) {
	dir := t.TempDir()
	outside := t.TempDir() + "/secret.cue"
	for name, text := range map[string]string{outside: usual, dir + "/inside.cue": usual} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, target := range map[string]string{"out.cue": outside, "in.cue": "inside.cue", "gone.cue": "nowhere"} {
		if err := os.Symlink(target, dir+"/"+name); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(dir+"/dir.cue", 0o755); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for name, want := range map[string]string{
		"inside.cue": "", "in.cue": "", "out.cue": "load-read", "gone.cue": "load-read", "dir.cue": "load-read",
		"missing.cue": "load-read", "../up.cue": "load-read", "x.toml": "load-read",
	} {
		_, found := load.Platform(root.FS(), name)
		if codes(found) != want {
			t.Errorf("%s: got %q, want %q", name, codes(found), want)
		}
		for _, d := range found {
			if strings.Contains(d.Detail, dir) || d.Pos.File != name {
				t.Errorf("%s: %v %s", name, d.Pos, d.Detail)
			}
		}
	}
}

// TestImports resolves packages of the repository, and nothing else.
func TestImports(t *testing.T) {
	module := "module: \"example.com/infra@v0\"\nlanguage: version: \"v0.17.0\"\n"
	main := func(imports, body string) string {
		return "package x\n\nimport (\n\t\"groundplan.internal/schema\"\n" + imports + ")\n\nplatform: schema.#Platform & {region: \"eu-west-1\", environments: production: {}\n" + body + "}\n"
	}
	for _, c := range []struct {
		name  string
		files map[string]string
		codes string
	}{
		{"nothing but the file", map[string]string{"platforms/x.cue": main("", "name: \"x\"")}, ""},
		{"a package of the repository", map[string]string{
			"cue.mod/module.cue": module, "parts/a/a.cue": "package a\n\nimport \"example.com/infra/parts/b\"\n\nname: b.#name", "parts/b/b.cue": "package b\n#name: \"x\"",
			"parts/b/other.cue": "package other\n!!", "platforms/x.cue": main("\"example.com/infra/parts/a\"\n", "name: a.name"),
		}, "load-syntax"},
		{"a package of the repository, used", map[string]string{
			"cue.mod/module.cue": module, "parts/a/a.cue": "package a\n\nimport \"example.com/infra/parts/b\"\n\nname: b.#name", "parts/b/b.cue": "package b\n#name: \"x\"",
			"platforms/x.cue": main("\"example.com/infra/parts/a\"\n", "name: a.name"),
		}, ""},
		{"with definitions of the schema", map[string]string{
			"cue.mod/module.cue": module, "parts/a/a.cue": "package a\n\nimport \"groundplan.internal/schema\"\n\n#web: schema.#Service & {image: uri: \"x\", ...}",
			"platforms/x.cue": main("\"example.com/infra/parts/a\"\n", "name: \"x\", services: w: a.#web & {port: 80}"),
		}, ""},
		{"a mistake in the package", map[string]string{
			"cue.mod/module.cue": module, "parts/a/a.cue": "package a\n\nname: 1 & 2", "platforms/x.cue": main("\"example.com/infra/parts/a\"\n", "name: a.name"),
		}, "schema-conflict"},
		{"embedding in the package", map[string]string{
			"cue.mod/module.cue": module, "parts/a/a.cue": "@extern(embed)\npackage a\n\nname: _ @embed(file=\"/etc/passwd\")", "platforms/x.cue": main("\"example.com/infra/parts/a\"\n", "name: a.name"),
		}, "load-embed load-embed"},
		{"a circle", map[string]string{
			"cue.mod/module.cue": module, "a/a.cue": "package a\nimport \"example.com/infra/b\"\nx: b.x", "b/b.cue": "package b\nimport \"example.com/infra/a\"\nx: a.x",
			"platforms/x.cue": main("\"example.com/infra/a\"\n", "name: a.x"),
		}, "load-import"},
		{"this very repository", map[string]string{
			"cue.mod/module.cue": "module: \"groundplan.internal\"\n", "schema/x.cue": "package schema\n!!", "platforms/x.cue": main("", "name: \"x\" + \"\""),
		}, ""},
		{"CUE's own packages", map[string]string{"platforms/x.cue": main("\"strings\"\n", "name: strings.ToLower(\"X\")")}, ""},
		{"no such package of CUE", map[string]string{"platforms/x.cue": main("\"stings\"\n", "name: stings.ToLower(\"X\")")}, "load-import"},
		{"vendored", map[string]string{
			"cue.mod/module.cue": module, "cue.mod/pkg/other.org/v/v.cue": "package v\nname: \"x\"", "platforms/x.cue": main("\"other.org/v\"\n", "name: v.name"),
		}, ""},
		{"no files there", map[string]string{"cue.mod/module.cue": module, "platforms/x.cue": main("\"example.com/infra/none\"\n", "name: none.name")}, "load-read"},
		{"out of the repository", map[string]string{"cue.mod/module.cue": module, "platforms/x.cue": main("\"example.com/infra/../../etc\"\n", "name: etc.name")}, "load-import"},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := fstest.MapFS{}
			for name, text := range c.files {
				root[name] = &fstest.MapFile{Data: []byte(text)}
			}
			declared, found := load.Platform(root, "platforms/x.cue")
			if codes(found) != c.codes {
				t.Errorf("got %q, want %q:\n%s", codes(found), c.codes, told(found))
			}
			if len(found) == 0 && declared.Name != "x" {
				t.Errorf("the name is %q", declared.Name)
			}
		})
	}
}
