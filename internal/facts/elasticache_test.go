package facts

import (
	"slices"
	"testing"
)

func TestCacheClasses(t *testing.T) {
	e := load(t).ElastiCache
	for class, memory := range map[string]float64{"cache.t4g.micro": 0.5, "cache.r7g.large": 13.07, "cache.t4g.large": 0, "t4g.micro.x": 0, "cache.t1.micro": 0} {
		if got, ok := e.Memory(class); got != memory || ok != (memory > 0) {
			t.Errorf("%s has %v GiB, %v", class, got, ok)
		}
	}
	if e.RefusedFor("cache.t1.micro") == "" || e.RefusedFor("cache.t4g.micro") != "" {
		t.Error("the wrong families are refused")
	}
	names := e.ClassNames()
	if i := slices.Index(names, "cache.t4g.micro"); i < 0 || names[i+1] != "cache.t4g.small" || names[i+2] != "cache.t4g.medium" {
		t.Errorf("classes are not in the order of their memory: %v", names)
	}
}

// TestCacheFamilies: every family of parameter groups says what can be set in it.
func TestCacheFamilies(t *testing.T) {
	e := load(t).ElastiCache
	for name, engine := range e.Engines {
		for version, family := range engine.Versions {
			if e.FamilyParameters[family] == "" || !slices.Contains(e.ParameterNames(family), e.PolicyParameter) {
				t.Errorf("%s %s: nothing is known of the family %s", name, version, family)
			}
		}
	}
	if v := e.Engines["redis"].VersionNames(); v[0] != "6.0" || v[len(v)-1] != "7.1" {
		t.Errorf("versions are %v", v)
	}
	if !slices.Contains(e.Policies, e.DefaultPolicy) || slices.ContainsFunc(e.EvictAnyKey, func(p string) bool { return !slices.Contains(e.Policies, p) }) {
		t.Error("a policy is not one of the policies")
	}
}

func TestCacheFamily(t *testing.T) {
	e := load(t).ElastiCache
	for _, c := range []struct {
		engine, version, family string
	}{
		{"redis", "6.2", "redis6.x"}, {"redis", "7.4", "redis7"}, {"valkey", "8.9", "valkey8"}, {"valkey", "19.0", ""},
	} {
		if got, ok := e.Engines[c.engine].Family(c.version); got != c.family || ok != (c.family != "") {
			t.Errorf("%s %s is of the family %q, %v", c.engine, c.version, got, ok)
		}
	}
}
