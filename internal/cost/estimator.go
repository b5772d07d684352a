package cost

import (
	"fmt"

	"groundplan.internal/internal/decimal"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/model"
)

// estimator is an estimate on its way.
type estimator struct {
	infra.Platform
	facts facts.Set
	in    model.Costs
	used  map[string]bool // assumptions, by name
	now   Component       // whose lines are added
	out   Estimate
}

// begin ends a component and begins the next.
func (e *estimator) begin(kind, name string) {
	e.end()
	e.now = Component{Kind: kind, Name: name}
}

func (e *estimator) end() {
	for _, l := range e.now.Lines {
		e.now.Total = e.now.Total.plus(l.Cost)
	}
	if len(e.now.Lines) > 0 {
		e.out.Components = append(e.out.Components, e.now)
		e.out.Total = e.out.Total.plus(e.now.Total)
	}
	e.now = Component{}
}

// add adds a line: so much of what a price is of.
func (e *estimator) add(price string, quantity Amounts, how string, args ...any) {
	p, ok := e.price(price)
	if !ok {
		e.missing(e.now.Name, price, "there is no price of it in the table; costs.overrides may give one")
		return
	}
	e.now.Lines = append(e.now.Lines, Line{Price: p, Quantity: quantity, Cost: quantity.times(p.USD).cents(), How: fmt.Sprintf(how, args...)})
}

// price is the author's, or that of the table.
func (e *estimator) price(name string) (Price, bool) {
	known, ok := e.facts.Prices.Price(name, e.Region)
	own, given := e.in.Overrides.Get(name)
	if !given {
		return Price{Price: known}, ok
	}
	usd, err := decimal.Parse(own)
	if err != nil {
		panic("cost: the schema accepted the price " + own)
	}
	known.USD, known.Region, known.Source, known.Unchecked = usd, "", facts.PriceSource{}, false
	return Price{known, true}, true
}

func (e *estimator) missing(component, what, why string) {
	e.out.Missing = append(e.out.Missing, Missing{component, what, why})
}

// assume is an assumption, which the estimate then shows.
func (e *estimator) assume(name string) int {
	for _, a := range assumptions(e.in.Assumptions) {
		if a.Name == name {
			e.used[name] = true
			return a.Value
		}
	}
	panic("cost: no assumption is called " + name)
}

// hours is a month of so many things.
func (e *estimator) hours(n int) decimal.Number { return decimal.Of(n * e.in.HoursPerMonth) }

// month is "730 hours", for how a quantity is reckoned.
func (e *estimator) month() string { return fmt.Sprintf("%d hours", e.in.HoursPerMonth) }

// some is a number of things, by their names for one and for several.
func some(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
