package facts

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/build"
	"cuelang.org/go/cue/cuecontext"
	"cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/parser"
	"github.com/google/go-cmp/cmp"

	"groundplan.internal/schema/aws"
)

func load(t *testing.T) Set {
	t.Helper()
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestTablesHaveSourceAndDate keeps a table from coming in without the page that
// it is from and a real day on which it was compared.
func TestTablesHaveSourceAndDate(t *testing.T) {
	set := reflect.ValueOf(load(t))
	for i := range set.NumField() {
		name := set.Type().Field(i).Name
		table, ok := set.Field(i).FieldByName("Table").Interface().(Table)
		if !ok {
			t.Errorf("%s does not embed Table", name)
			continue
		}
		for _, page := range append([]string{table.Source}, table.Also...) {
			if !strings.HasPrefix(page, "https://") {
				t.Errorf("%s: source %q is not a page", name, page)
			}
		}
		if _, err := time.Parse(time.DateOnly, table.Checked); err != nil {
			t.Errorf("%s: checked is not a day: %v", name, err)
		}
	}
}

// TestTablesFitShapes does what "cue vet ./schema/aws" does, since Load does not.
func TestTablesFitShapes(t *testing.T) {
	if err := shaped(t, nil).Validate(cue.Concrete(true)); err != nil {
		t.Error(errors.Details(err, nil))
	}
}

// TestShapesRefuse makes sure that the shapes hold the tables to something.
func TestShapesRefuse(t *testing.T) {
	for _, change := range [][3]string{
		{"ports.cue", "source:", "origin:"},
		{"ports.cue", "checked: \"20", "checked: \"yesterday, 20"},
		{"logs.cue", "retentionDays:", "retentionDay:"},
		{"quotas.cue", "value: 60", "value: \"60\""},
	} {
		if shaped(t, &change).Validate(cue.Concrete(true)) == nil {
			t.Errorf("%s passes with %q in place of %q", change[0], change[2], change[1])
		}
	}
}

// TestTablesDecodeWhole finds tables, and fields of them, that no Go type takes.
func TestTablesDecodeWhole(t *testing.T) {
	text, err := tables(aws.Files)
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(new(Set)); err != nil {
		t.Error(err)
	}
}

// TestPlainIsWhatCUESays compares the shortcut of Load with CUE's own evaluation.
func TestPlainIsWhatCUESays(t *testing.T) {
	var evaluated Set
	if err := shaped(t, nil).Decode(&evaluated); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(evaluated, load(t)); diff != "" {
		t.Errorf("CUE (-) and Load (+) differ:\n%s", diff)
	}
}

func TestPlainRefuses(t *testing.T) {
	for _, table := range []string{
		"a: b: 1 + 1", "a: b", "a: -1", "a: [for x in [1] {x}]", "let x = 1, a: x", "a: {if true {b: 1}}", "a: null",
	} {
		file, err := parser.ParseFile("a.cue", table)
		if err != nil {
			t.Fatal(err)
		}
		if text, err := appendFields([]byte("{"), file.Decls); err == nil {
			t.Errorf("%s passes as %s", table, text)
		}
	}
}

// shaped is all of schema/aws in one value, after change: a file, and what to
// replace by what in it.
func shaped(t *testing.T, change *[3]string) cue.Value {
	t.Helper()
	entries, err := aws.Files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	instance := build.NewContext().NewInstance("aws", nil)
	for _, e := range entries {
		text, err := aws.Files.ReadFile(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if change != nil && change[0] == e.Name() {
			if !strings.Contains(string(text), change[1]) {
				t.Fatalf("%s has no %q to replace", change[0], change[1])
			}
			text = []byte(strings.Replace(string(text), change[1], change[2], 1))
		}
		file, err := parser.ParseFile(e.Name(), text)
		if err != nil {
			t.Fatal(err)
		}
		if err := instance.AddSyntax(file); err != nil {
			t.Fatal(err)
		}
	}
	return cuecontext.New().BuildInstance(instance)
}

// TestListsAreSorted holds for what callers are told is sorted.
func TestListsAreSorted(t *testing.T) {
	s := load(t)
	for _, grants := range s.IAM.Access {
		for _, g := range grants {
			if !slices.IsSorted(g.Actions) {
				t.Errorf("actions are not sorted: %v", g.Actions)
			}
		}
	}
	if !slices.IsSorted(s.Logs.RetentionDays) || !slices.IsSorted(s.Fargate.CPU()) {
		t.Error("retention days or cpu sizes are not sorted")
	}
	if !slices.IsSortedFunc(s.Ports.Sensitive, func(a, b Port) int { return a.Port - b.Port }) {
		t.Error("sensitive ports are not sorted")
	}
	for _, name := range keys(s.RDS.Engines) {
		e, _ := s.RDS.Engine(name)
		for _, list := range [][]string{e.ReservedUsernames, e.ReservedDatabases, e.Logs} {
			if !slices.IsSorted(list) {
				t.Errorf("%s: not sorted: %v", name, list)
			}
		}
	}
}

// BenchmarkLoad also reports the CPU time of one Load, the collector's included.
func BenchmarkLoad(b *testing.B) {
	before := cpu(b)
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric((cpu(b)-before).Seconds()*1e3/float64(b.N), "cpu-ms/op")
}

func cpu(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
