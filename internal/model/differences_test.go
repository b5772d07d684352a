package model_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"groundplan.internal/internal/load"
	"groundplan.internal/internal/model"
)

// TestDifferences compares environments of every golden platform with each other, and
// each with what random changes make of it, and holds what is found to every single value.
func TestDifferences(t *testing.T) {
	const changed = 30
	files, err := filepath.Glob("../../golden/*/platform.*")
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, "../pipeline/testdata/everything.yaml")
	compared := 0
	for _, file := range files {
		declared, found := load.Platform(os.DirFS(filepath.Dir(file)), filepath.Base(file))
		if found.HasErrors() {
			continue
		}
		again, _ := load.Platform(os.DirFS(filepath.Dir(file)), filepath.Base(file))
		for i, a := range declared.Environments {
			for _, b := range declared.Environments {
				compare(t, file, a, b)
			}
			for seed := range uint64(changed) {
				compared += compare(t, file, a, mutated(again.Environments[i], rand.New(rand.NewPCG(seed, 0))))
			}
		}
	}
	if compared < 1000 {
		t.Errorf("only %d differences were compared", compared)
	}
}

// compare holds the differences of two platforms to their values, one by one.
func compare(t *testing.T, file string, a, b model.Platform) int {
	t.Helper()
	from, to := map[string]string{}, map[string]string{}
	flatten(from, "", reflect.ValueOf(a))
	flatten(to, "", reflect.ValueOf(b))
	found := model.Differences(a, b)
	explained := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(union(from, to))) {
		before, was := from[name]
		after, is := to[name]
		if before == after && was == is {
			continue
		}
		covering := 0
		for _, d := range found {
			at := "/" + strings.Join(d.Path, "/")
			if name == at || strings.HasPrefix(name, at+"/") {
				covering++
				explained[at]++
			}
			if name == at && (d.From != before || d.To != after) {
				t.Errorf("%s: %s is %q and %q, said to be %q and %q", file, name, before, after, d.From, d.To)
			}
		}
		if covering != 1 {
			t.Errorf("%s: %s is %q and %q, which %d differences say", file, name, before, after, covering)
		}
	}
	for _, d := range found {
		if at := "/" + strings.Join(d.Path, "/"); explained[at] == 0 || d.From == d.To {
			t.Errorf("%s: %s differs in nothing: %q and %q", file, at, d.From, d.To)
		}
	}
	return len(found)
}

func union(a, b map[string]string) map[string]string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// flatten writes down every value by its path, and that a thing is there.
func flatten(out map[string]string, at string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			if v.Elem().Kind() == reflect.Struct {
				out[at+"/there"] = "yes"
			}
			flatten(out, at, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			name := fmt.Sprint(i)
			switch element := v.Index(i).Interface().(type) {
			case model.Pair:
				out[at+"/"+element.Key] = element.Value
				if element.Value == "" {
					out[at+"/"+element.Key] = `""`
				}
				continue
			default:
				n := v.Index(i)
				if n.Kind() == reflect.String && n.String() == "" {
					out[at+"/"+name] = `""`
					continue
				}
				if n.Kind() == reflect.Struct {
					if f, ok := n.Type().FieldByName("Name"); ok && f.Tag.Get("json") == "-" {
						name = n.FieldByName("Name").String()
					}
					out[at+"/"+name+"/there"] = "yes"
				}
			}
			flatten(out, at+"/"+name, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			tag := v.Type().Field(i).Tag.Get("json")
			if tag != "" && tag != "-" {
				flatten(out, at+"/"+tag, v.Field(i))
			}
		}
	default:
		if s := fmt.Sprint(v.Interface()); s != "" {
			out[at] = s
		}
	}
}

// mutated is a platform with some values changed, and some things taken away.
func mutated(p model.Platform, random *rand.Rand) model.Platform {
	out := reflect.New(reflect.TypeFor[model.Platform]()).Elem()
	copied(out, reflect.ValueOf(p), random)
	return out.Interface().(model.Platform)
}

func copied(to, from reflect.Value, random *rand.Rand) {
	change := random.IntN(20) == 0
	switch from.Kind() {
	case reflect.Pointer:
		if from.IsNil() || change {
			return
		}
		to.Set(reflect.New(from.Type().Elem()))
		copied(to.Elem(), from.Elem(), random)
	case reflect.Slice:
		for i := range from.Len() {
			if random.IntN(10) == 0 {
				continue
			}
			element := reflect.New(from.Type().Elem()).Elem()
			copied(element, from.Index(i), random)
			to.Set(reflect.Append(to, element))
		}
	case reflect.Struct:
		for i := range from.NumField() {
			switch f := from.Type().Field(i); f.Name {
			case "Environment", "File", "Origins":
			case "Name", "Key":
				to.Field(i).Set(from.Field(i))
			default:
				copied(to.Field(i), from.Field(i), random)
			}
		}
	case reflect.String:
		to.Set(from)
		if change {
			to.SetString([]string{"", "changed", "true", "1"}[random.IntN(4)])
		}
	case reflect.Int:
		to.Set(from)
		if change {
			to.SetInt(from.Int() + 1)
		}
	case reflect.Bool:
		to.SetBool(from.Bool() != change)
	default:
		to.Set(from)
	}
}
