package check

import (
	"strings"

	"groundplan.internal/internal/model"
)

// unknownPrices is cost-price-unknown.
func (c *checker) unknownPrices() {
	if c.Costs == nil {
		return
	}
	for _, o := range c.Costs.Overrides {
		if !c.facts.PriceOf(o.Key) {
			c.report(model.At("costs", "overrides", o.Key), meant(o.Key, c.priceNames(o.Key)), "Nothing has a price that is called %q.", o.Key)
		}
	}
}

// priceNames are those that may be meant by a name: of instances where it names one.
func (c *checker) priceNames(name string) (names []string) {
	kind, _, instance := strings.Cut(name, "/")
	if !instance {
		return c.facts.Prices.Names()
	}
	classes := c.facts.ElastiCache.ClassNames()
	for _, engine := range strings.Fields(c.facts.Prices.Classes[kind].Engines) {
		classes = append(classes, c.facts.Classes.For(engine)...)
	}
	for _, class := range classes {
		if name := kind + "/" + class; c.facts.PriceOf(name) {
			names = append(names, name)
		}
	}
	return names
}
