package facts

import (
	"slices"
	"strings"

	"groundplan.internal/internal/decimal"
)

// Prices are what AWS asks, in US dollars.
type Prices struct {
	Table
	Base    string                 // the region whose prices stand for those that are not known
	Sources map[string]PriceSource // by the word that quotes name it with
	Prices  map[string]struct {
		Title, Unit string
		Quotes      []Quote
	}
	Classes map[string]struct { // of instances, by kind
		Title, Engines string
		Quotes         []ClassQuote
	}
	Proxy struct{ LeastVCPU int }
	VCPU  struct{ Units, LeastVCPU int }
}

// PriceSource is where quotes come from.
type PriceSource struct {
	URL, Date string
	By        string // who read it there
}

// Quote is what something costs somewhere.
type Quote struct {
	Region    string // empty: everywhere
	USD       decimal.Number
	From      string
	Unchecked bool
}

// ClassQuote is a quote for each of several classes.
type ClassQuote struct {
	Quote
	USD map[string]decimal.Number
}

// Price is what one unit of something costs in a region.
type Price struct {
	Name, Title, Unit string
	USD               decimal.Number
	Region            string // that the price is of: the base's stands in for others; empty: it is the same everywhere
	Source            PriceSource
	Unchecked         bool
}

// Price finds a price by its name: "nat-gateway", or "postgres/db.t4g.micro".
func (p Prices) Price(name, region string) (Price, bool) {
	out := Price{Name: name}
	var quotes []Quote
	if kind, class, ok := strings.Cut(name, "/"); ok {
		row := p.Classes[kind]
		out.Title, out.Unit = row.Title+" on "+class, "hour"
		for _, q := range row.Quotes {
			if usd, priced := q.USD[class]; priced {
				q.Quote.USD = usd
				quotes = append(quotes, q.Quote)
			}
		}
	} else {
		row := p.Prices[name]
		out.Title, out.Unit, quotes = row.Title, row.Unit, row.Quotes
	}
	for _, wanted := range []string{"", region, p.Base} {
		if i := slices.IndexFunc(quotes, func(q Quote) bool { return q.Region == wanted }); i >= 0 {
			q := quotes[i]
			out.USD, out.Region, out.Source, out.Unchecked = q.USD, q.Region, p.Sources[q.From], q.Unchecked
			return out, true
		}
	}
	return out, false
}

// Names are the names of all prices but those of classes, sorted.
func (p Prices) Names() []string { return keys(p.Prices) }

// ClassPrice is the name of the price of an instance.
func (p Prices) ClassPrice(engine, class string) string {
	for _, kind := range keys(p.Classes) {
		if slices.Contains(strings.Fields(p.Classes[kind].Engines), engine) {
			return kind + "/" + class
		}
	}
	return engine + "/" + class
}

// VCPUs are the vCPUs of a DB instance, and whether they are known.
func (s Set) VCPUs(class string) (int, bool) {
	_, size, ok := s.Classes.Family(class)
	units, known := s.Classes.Units[size]
	return max(int(units)/s.Prices.VCPU.Units, s.Prices.VCPU.LeastVCPU), ok && known
}

// PriceOf reports whether something has a price of that name, known or not: a class that
// AWS offers has one.
func (s Set) PriceOf(name string) bool {
	kind, class, ok := strings.Cut(name, "/")
	if !ok {
		_, known := s.Prices.Prices[name]
		return known
	}
	for _, engine := range strings.Fields(s.Prices.Classes[kind].Engines) {
		if _, cache := s.ElastiCache.Engines[engine]; cache {
			if _, known := s.ElastiCache.Memory(class); known {
				return true
			}
		} else if s.Classes.Offered(engine, class) {
			return true
		}
	}
	return false
}
