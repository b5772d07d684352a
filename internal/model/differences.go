package model

import (
	"cmp"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// Difference is something that a platform says otherwise in another environment.
type Difference struct {
	Path     Path   // of the field, or of what only one of the two has
	From, To string // as one would type it, a text without quotes; empty: not said, or not there
}

// Differences are all that b says otherwise than a, in the order of the language and
// then of names. What only one of them has is one difference, whatever is in it.
func Differences(a, b Platform) []Difference {
	var d differ
	d.fields(nil, reflect.ValueOf(a), reflect.ValueOf(b))
	return d.found
}

type differ struct{ found []Difference }

func (d *differ) add(at Path, a, b string) { d.found = append(d.found, Difference{at, a, b}) }

// fields compares two structs, by what the author can say of them.
func (d *differ) fields(at Path, a, b reflect.Value) {
	for i := range a.NumField() {
		if name, said := fieldName(a.Type().Field(i)); said {
			d.values(at.Then(name), a.Field(i), b.Field(i))
		}
	}
}

// fieldName is what the language calls a field of the model.
func fieldName(f reflect.StructField) (string, bool) {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name, name != "" && name != "-"
}

func (d *differ) values(at Path, a, b reflect.Value) {
	switch a.Kind() {
	case reflect.Struct:
		d.fields(at, a, b)
	case reflect.Slice:
		d.lists(at, a, b)
	case reflect.Pointer:
		if a.IsNil() || b.IsNil() || a.Type().Elem().Kind() != reflect.Struct {
			d.leaves(at, a, b)
			return
		}
		d.fields(at, a.Elem(), b.Elem())
	default:
		d.leaves(at, a, b)
	}
}

func (d *differ) leaves(at Path, a, b reflect.Value) {
	if from, to := said(a), said(b); from != to {
		d.add(at, from, to)
	}
}

func (d *differ) lists(at Path, a, b reflect.Value) {
	element := a.Type().Elem()
	switch {
	case named(element):
		d.nodes(at, a, b)
	case element.Kind() == reflect.Struct && a.Len() == b.Len():
		for i := range a.Len() {
			d.fields(at.Then(strconv.Itoa(i)), a.Index(i), b.Index(i))
		}
	default:
		d.leaves(at, a, b)
	}
}

// named reports whether a list is what an author writes as a map.
func named(element reflect.Type) bool {
	if element == reflect.TypeFor[Pair]() {
		return true
	}
	if element.Kind() != reflect.Struct {
		return false
	}
	f, ok := element.FieldByName("Name")
	return ok && f.Tag.Get("json") == "-"
}

// nodes compares two maps, which are sorted by the name of what is in them.
func (d *differ) nodes(at Path, a, b reflect.Value) {
	for i, j := 0, 0; i < a.Len() || j < b.Len(); {
		switch {
		case j == b.Len() || i < a.Len() && nameOf(a.Index(i)) < nameOf(b.Index(j)):
			d.add(at.Then(nameOf(a.Index(i))), said(a.Index(i)), "")
			i++
		case i == a.Len() || nameOf(b.Index(j)) < nameOf(a.Index(i)):
			d.add(at.Then(nameOf(b.Index(j))), "", said(b.Index(j)))
			j++
		default:
			d.same(at.Then(nameOf(a.Index(i))), a.Index(i), b.Index(j))
			i, j = i+1, j+1
		}
	}
}

// same compares what two maps have under one name.
func (d *differ) same(at Path, a, b reflect.Value) {
	if _, ok := a.Interface().(Pair); ok {
		d.leaves(at, a, b)
		return
	}
	d.fields(at, a, b)
}

// nameOf is the name of a node, or the key of a pair.
func nameOf(v reflect.Value) string {
	if pair, ok := v.Interface().(Pair); ok {
		return pair.Key
	}
	return v.FieldByName("Name").String()
}

// said is a value as one would type it, a text without its quotes.
func said(v reflect.Value) string {
	if pair, ok := v.Interface().(Pair); ok {
		return cmp.Or(pair.Value, `""`)
	}
	if v.Kind() == reflect.String {
		return v.String()
	}
	return typed(v)
}

// typed is a value as one would type it; empty where nothing is said.
func typed(v reflect.Value) string {
	switch v.Kind() {
	case reflect.String:
		if v.String() != "" {
			return strconv.Quote(v.String())
		}
		return ""
	case reflect.Pointer:
		if !v.IsNil() {
			return typed(v.Elem())
		}
		return ""
	case reflect.Slice:
		return typedList(v)
	case reflect.Struct:
		return typedStruct(v)
	}
	return fmt.Sprint(v.Interface())
}

func typedList(v reflect.Value) string {
	if v.Len() == 0 {
		return ""
	}
	parts := make([]string, v.Len())
	for i := range parts {
		element := v.Index(i)
		switch pair, ok := element.Interface().(Pair); {
		case ok:
			parts[i] = Label(pair.Key) + ": " + strconv.Quote(pair.Value)
		case named(element.Type()):
			parts[i] = Label(nameOf(element)) + ": " + typed(element)
		default:
			parts[i] = cmp.Or(typed(element), `""`)
		}
	}
	if named(v.Type().Elem()) {
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// typedStruct leaves out what is not said.
func typedStruct(v reflect.Value) string {
	var parts []string
	for i := range v.NumField() {
		name, ok := fieldName(v.Type().Field(i))
		if !ok || v.Field(i).IsZero() {
			continue
		}
		if text := typed(v.Field(i)); text != "" && text != "{}" {
			parts = append(parts, Label(name)+": "+text)
		}
	}
	return "{" + strings.Join(parts, ", ") + "}"
}
