package facts

import (
	"slices"
	"strings"
	"testing"
)

func TestPrice(t *testing.T) {
	s := load(t)
	for _, c := range []struct{ name, region, usd, of string }{
		{"nat-gateway", "us-east-1", "0.045", "us-east-1"},
		{"nat-gateway", "eu-west-1", "0.048", "eu-west-1"},
		{"nat-gateway", "sa-east-1", "0.045", "us-east-1"}, // the base's stands in
		{"secret", "sa-east-1", "0.4", ""},                 // the same everywhere
		{"postgres/db.t4g.micro", "eu-west-1", "0.017", "eu-west-1"},
		{"postgres/db.t4g.medium", "eu-west-1", "0.065", "us-east-1"},
		{"redis/cache.t4g.micro", "us-east-1", "0.016", "us-east-1"},
	} {
		got, ok := s.Prices.Price(c.name, c.region)
		if !ok || got.USD.String() != c.usd || got.Region != c.of || got.Source.Date == "" || got.Unit == "" {
			t.Errorf("%s in %s: %+v, %v", c.name, c.region, got, ok)
		}
	}
	for _, name := range []string{"", "nat", "postgres/db.x2g.large", "oracle/db.t3.micro"} {
		if got, ok := s.Prices.Price(name, "us-east-1"); ok {
			t.Errorf("%q has the price %+v", name, got)
		}
	}
}

// TestPriceOf: what has a price may be overridden, although the table knows none.
func TestPriceOf(t *testing.T) {
	s := load(t)
	for name, want := range map[string]bool{
		"nat-gateway": true, "postgres/db.x2g.large": true, "mysql/db.t3.micro": true, "redis/cache.r7g.large": true,
		"nat": false, "postgres/db.t9.micro": false, "oracle/db.t3.micro": false, "aurora/db.m5.large": false, "redis/cache.t9.micro": false,
	} {
		if got := s.PriceOf(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestVCPUs(t *testing.T) {
	s := load(t)
	for class, want := range map[string]int{"db.t4g.micro": 2, "db.r6g.large": 2, "db.r6g.xlarge": 4, "db.r5.24xlarge": 96} {
		if got, ok := s.VCPUs(class); got != want || !ok {
			t.Errorf("%s: %d, %v", class, got, ok)
		}
	}
	if _, ok := s.VCPUs("db.serverless"); ok {
		t.Error("serverless instances have vCPUs")
	}
}

// TestQuotes: every quote has a source and no region has two; every price is known in the
// base or everywhere; every class is one that AWS offers.
func TestQuotes(t *testing.T) {
	s := load(t)
	used := map[string]bool{}
	each := func(name string, quotes []Quote) {
		regions := map[string]bool{}
		for _, q := range quotes {
			used[q.From] = true
			if _, ok := s.Prices.Sources[q.From]; !ok || regions[q.Region] || q.Unchecked != (q.From == "memory") {
				t.Errorf("%s: %+v", name, q)
			}
			regions[q.Region] = true
		}
		if !regions[""] && !regions[s.Prices.Base] || regions[""] && len(regions) > 1 {
			t.Errorf("%s: quotes of %v", name, keys(regions))
		}
	}
	for _, name := range s.Prices.Names() {
		each(name, s.Prices.Prices[name].Quotes)
	}
	for _, kind := range keys(s.Prices.Classes) {
		byClass := map[string][]Quote{}
		for _, q := range s.Prices.Classes[kind].Quotes {
			for _, class := range keys(q.USD) {
				byClass[class] = append(byClass[class], q.Quote)
			}
		}
		for class, quotes := range byClass {
			each(kind+"/"+class, quotes)
			if !s.PriceOf(kind + "/" + class) {
				t.Errorf("AWS offers no %s of %s", class, kind)
			}
		}
	}
	for source := range s.Prices.Sources {
		if !used[source] {
			t.Errorf("nothing comes from %s", source)
		}
	}
	for _, engine := range append(keys(s.RDS.Engines), keys(s.ElastiCache.Engines)...) {
		kind, _, _ := strings.Cut(s.Prices.ClassPrice(engine, "x"), "/")
		if !slices.Contains(keys(s.Prices.Classes), kind) {
			t.Errorf("%s has no prices", engine)
		}
	}
}
