package facts

import (
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
		{"quotas.cue", "adjustable: true", "adjustable: \"yes\""},
	} {
		if shaped(t, &change).Validate(cue.Concrete(true)) == nil {
			t.Errorf("%s passes with %q in place of %q", change[0], change[2], change[1])
		}
	}
}

// TestTablesDecodeWhole finds tables, and fields of them, that no Go type takes.
func TestTablesDecodeWhole(t *testing.T) {
	value, err := tables(aws.Files)
	if err != nil {
		t.Fatal(err)
	}
	unknown(t, value, reflect.TypeFor[Set](), "")
}

// unknown reports the fields of value that typ has no place for.
func unknown(t *testing.T, value cue.Value, typ reflect.Type, path string) {
	t.Helper()
	switch typ.Kind() {
	case reflect.Struct, reflect.Map:
		fields, err := value.Fields()
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for fields.Next() {
			name := fields.Selector().Unquoted()
			inner := typ
			if typ.Kind() == reflect.Map {
				inner = typ.Elem()
			} else if field, ok := fieldNamed(typ, name); ok {
				inner = field
			} else {
				t.Errorf("%s.%s is in the tables, and %s has no field for it", path, name, typ)
				continue
			}
			unknown(t, fields.Value(), inner, path+"."+name)
		}
	case reflect.Slice:
		items, err := value.List()
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for items.Next() {
			unknown(t, items.Value(), typ.Elem(), path)
		}
	}
}

// fieldNamed is the type of the field that CUE's decoder takes for name.
func fieldNamed(typ reflect.Type, name string) (reflect.Type, bool) {
	field, ok := typ.FieldByNameFunc(func(n string) bool { return strings.EqualFold(n, name) })
	if ok && field.Tag.Get("json") == "" {
		return field.Type, true
	}
	for i := range typ.NumField() {
		if typ.Field(i).Tag.Get("json") == name {
			return typ.Field(i).Type, true
		}
	}
	return nil, false
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
		if err := instance.AddFile(e.Name(), text); err != nil {
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
	for _, name := range s.RDS.EngineNames() {
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
