package model_test

import (
	"reflect"
	"testing"

	"groundplan.internal/internal/model"
)

// TestNodes finds families that Nodes does not list, and what it leaves out of a node: who
// may have had another name is a node.
func TestNodes(t *testing.T) {
	var p model.Platform
	want := map[string]reflect.Value{}
	all := reflect.ValueOf(&p).Elem()
	for i := range all.NumField() {
		field := all.Type().Field(i)
		if field.Type.Kind() != reflect.Slice || field.Type.Elem().Kind() != reflect.Struct {
			continue
		}
		if _, ok := field.Type.Elem().FieldByName("Was"); !ok {
			continue
		}
		nodes := reflect.MakeSlice(field.Type, 1, 1)
		for _, name := range []string{"Name", "Title", "App", "Was"} {
			if f := nodes.Index(0).FieldByName(name); f.IsValid() {
				f.SetString(field.Name + " " + name)
			}
		}
		all.Field(i).Set(nodes)
		want[field.Tag.Get("json")] = nodes.Index(0)
	}
	for _, n := range p.Nodes() {
		is, ok := want[n.Family]
		if !ok {
			t.Errorf("Nodes lists %s, which is no family", n.Family)
			continue
		}
		delete(want, n.Family)
		for _, name := range []string{"Name", "Title", "App", "Was"} {
			said := ""
			if f := is.FieldByName(name); f.IsValid() {
				said = f.String()
			}
			if got := reflect.ValueOf(n).FieldByName(name).String(); got != said {
				t.Errorf("%s of %s is %q, want %q", name, n.Family, got, said)
			}
		}
	}
	for family := range want {
		t.Errorf("Nodes does not list %s", family)
	}
}
