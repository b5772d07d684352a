package load

import (
	"os"
	"strconv"
	"testing"
	"testing/fstest"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// TestDefaultsOfChoices takes the default of a choice that an author's definition leaves open.
func TestDefaultsOfChoices(t *testing.T) {
	const text = `package x

import "groundplan.internal/schema"

platform: schema.#Platform & {
	#size: {cpu: *256 | 512, memory: 512, ...}
	name: "x", region: "eu-west-1", environments: test: {}
	services: {a: #size & {image: repository: "a"}, b: #size & {image: repository: "b", cpu: 512}}
}
`
	d, found := Platform(fstest.MapFS{"x.cue": {Data: []byte(text)}}, "x.cue")
	if len(found) > 0 || d.Environments[0].Services[0].CPU != 256 || d.Environments[0].Services[1].CPU != 512 {
		t.Errorf("found %v in %+v", found, d)
	}
}

// TestPlainSaysWhatEvaluationSays reads files both ways: every value and every
// position must be the same.
func TestPlainSaysWhatEvaluationSays(t *testing.T) {
	const odd = `import s "groundplan.internal/schema"

platform: s.#Platform & {name: "x", "region": #"eu"#, title: """
	two
	lines
	"""}
platform: {services: {"a-b": port: 0x50, a: b: c: -1}, description: "é\n\"\u00e9"}
platform: services: "a-b": {cpu: 1K, image: s.#Image & {uri: "x"}}
platform: services: a: b: d: (1.50)
platform: tags: {"x y": "z", X: ""}
platform: accept: [{code: "a"}, [], {}, 1_000, 2.5, true, null]
`
	files := map[string][]byte{"odd.cue": []byte(odd)}
	for _, name := range []string{"testdata/platform.cue", "../../platforms/strapi.cue"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = data
	}
	l := theLanguage()
	for name, data := range files {
		file, found := parse(name, data)
		r := &plain{definitions: l.definitions, clash: clashes(&found)}
		direct, ok := r.platform(file)
		if !ok || len(found) > 0 {
			t.Fatalf("%s is not plain: %v", name, found)
		}
		evaluated, found := evaluate(fstest.MapFS{}, file, l, usual)
		if len(found) > 0 {
			t.Fatalf("%s: %v", name, found)
		}
		same(t, nil, direct, evaluated)
	}
}

func same(t *testing.T, path model.Path, a, b *value) {
	t.Helper()
	if a == nil || b == nil {
		t.Errorf("%v: %v and %v", path, a, b)
		return
	}
	if position(a.pos) != position(b.pos) {
		t.Errorf("%v: at %v and at %v", path, position(a.pos), position(b.pos))
	}
	o, isObject := a.data.(object)
	items, isList := a.data.([]*value)
	if !isObject && !isList && !equal(a, b) {
		t.Errorf("%v: %v (%T) and %v (%T)", path, a, a.data, b, b.data)
	}
	p, _ := b.data.(object)
	if len(o) != len(p) {
		t.Errorf("%v: %v and %v", path, o.keys(), p.keys())
	}
	for _, m := range o {
		same(t, path.Then(m.key), m.value, p.get(m.key))
	}
	others, _ := b.data.([]*value)
	if len(items) != len(others) {
		t.Errorf("%v: %v and %v", path, a, b)
		return
	}
	for i := range items {
		same(t, path.Then(strconv.Itoa(i)), items[i], others[i])
	}
}

// TestGivesUp lists what is more than data.
func TestGivesUp(t *testing.T) {
	l := theLanguage()
	for _, text := range []string{
		`x: 1 + 1`, `x: y`, `x: "\(y)"`, `x: int`, `x: 1 | 2`, `x: *1 | int`, `x?: 1`, `x!: 1`, `_x: 1`, `#x: 1`, `(y): 1`, `let a = 1`, `if true {}`,
		`for a in [] {}`, `...`, `[string]: 1`, `x: [...]`, `x: 'bytes'`, `x: >1`, `x: 1 & 1`, `x: schema.#Nothing & {}`, `{}`, `x: 1 @tag(y)`, `x: _|_`, `a=x: 1`,
	} {
		file, found := parse("x.cue", []byte("import \"groundplan.internal/schema\"\nplatform: schema.#Platform & {\n"+text+"\n}"))
		if len(found) > 0 {
			t.Errorf("%s: %v", text, found)
			continue
		}
		var clash diag.List
		r := &plain{definitions: l.definitions, clash: clashes(&clash)}
		if v, ok := r.platform(file); ok {
			t.Errorf("%s is read as %v", text, v)
		}
	}
}
