package load

import (
	"fmt"
	"reflect"
	"strings"
	"sync"

	"groundplan.internal/internal/model"
)

// decoder fills the model from a value that the schema has accepted. It reads the
// json tags of the model, without the detour over JSON text.
type decoder struct {
	// fresh are the defaults of nodes and nested structures, by the field that they
	// stand in: what a new one holds before anything is read into it.
	fresh map[string]*value
}

// into sets what v says; what it does not say stays.
func (d decoder) into(v *value, to reflect.Value) {
	if _, structure := v.data.(object); to.Kind() == reflect.Pointer && !structure {
		to.Set(reflect.New(to.Type().Elem()))
		to = to.Elem()
	}
	switch x := v.data.(type) {
	case bool:
		to.SetBool(x)
	case string:
		to.SetString(x)
	case int64:
		to.SetInt(x)
	case []*value:
		d.list(x, to)
	case object:
		d.object(x, to, "")
	default:
		panic(fmt.Sprintf("the schema accepted %T, which the model has no place for", v.data))
	}
}

func (d decoder) list(items []*value, to reflect.Value) {
	out := reflect.MakeSlice(to.Type(), len(items), len(items))
	for i, item := range items {
		d.into(item, out.Index(i))
	}
	to.Set(out)
}

// object reads a map into a struct, or into the sorted slice that stands for it.
// in is the field that the object stands in.
func (d decoder) object(o object, to reflect.Value, in string) {
	switch to.Kind() {
	case reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		d.object(o, to.Elem(), in)
	case reflect.Slice:
		d.byName(o, to, in)
	default:
		if defaults := d.fresh[in]; defaults != nil {
			decoder{}.into(defaults, to)
		}
		d.fields(o, to)
	}
}

func (d decoder) fields(o object, to reflect.Value) {
	index := fieldIndex(to.Type())
	for _, m := range o {
		i, ok := index[m.key]
		if !ok {
			panic(fmt.Sprintf("the schema has %s, the model's %v has not", m.key, to.Type()))
		}
		if inner, ok := m.data.(object); ok {
			d.object(inner, to.Field(i), m.key)
			continue
		}
		d.into(m.value, to.Field(i))
	}
}

// byName reads a map into Nodes, whose elements hold their key as Name, or into Pairs.
func (d decoder) byName(o object, to reflect.Value, in string) {
	out := reflect.MakeSlice(to.Type(), len(o), len(o))
	for i, m := range o {
		element := out.Index(i)
		if element.Type() == reflect.TypeFor[model.Pair]() {
			element.Set(reflect.ValueOf(model.Pair{Key: m.key, Value: m.data.(string)}))
			continue
		}
		d.object(m.data.(object), element, in)
		element.FieldByName("Name").SetString(m.key)
	}
	to.Set(out)
}

// fieldIndex tells which field of a model struct a key is, by its json tag.
func fieldIndex(t reflect.Type) map[string]int { return modelFields()[t] }

// modelFields is the index of every struct of the model.
var modelFields = sync.OnceValue(func() map[reflect.Type]map[string]int {
	all := map[reflect.Type]map[string]int{}
	var add func(reflect.Type)
	add = func(t reflect.Type) {
		if k := t.Kind(); k == reflect.Slice || k == reflect.Pointer {
			add(t.Elem())
			return
		}
		if t.Kind() != reflect.Struct || all[t] != nil {
			return
		}
		all[t] = map[string]int{}
		for i := range t.NumField() {
			if tag, ok := t.Field(i).Tag.Lookup("json"); ok && tag != "-" {
				name, _, _ := strings.Cut(tag, ",")
				all[t][name] = i
				add(t.Field(i).Type)
			}
		}
	}
	add(reflect.TypeFor[model.Platform]())
	add(reflect.TypeFor[model.Environment]())
	return all
})
