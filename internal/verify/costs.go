package verify

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

var costRules = []Rule{
	{"verify-costs", "estimate other than the declaration", "Every declared node that costs something is estimated or said not to be; tasks, instances and nodes are counted as declared; prices are those of the table or the author's; every line is its quantity times its price, and every sum that of its lines."},
}

const (
	costJSON = "docs/costs.json"
	costPage = "docs/costs.md"
)

// amounts are numbers as they are written, with the fewest tasks, the most, and parked.
type amounts struct{ Least, Most, Parked json.Number }

// estimate is what verify reads of costs.json.
type estimate struct {
	Total      amounts
	Components []struct {
		Component string
		Total     amounts
		Lines     []struct {
			Price          string
			UnitPrice      json.Number
			Quantity, Cost amounts
		}
	}
	NotEstimated []struct{ Component, What string }
}

// each are the amounts that are there.
func (a amounts) each() []json.Number {
	if a.Parked == "" {
		return []json.Number{a.Least, a.Most}
	}
	return []json.Number{a.Least, a.Most, a.Parked}
}

// costs compares the estimate with the declaration, the table of prices and itself.
func (o *output) costs() (found diag.List) {
	wrong := func(file, format string, args ...any) {
		found = append(found, finding(costRules, "verify-costs", diag.Pos{File: file}, model.At("costs"), fmt.Sprintf(format, args...)))
	}
	if o.declared.Costs == nil || o.declared.Environment.Local {
		for _, file := range []string{costJSON, costPage} {
			if o.files[file] != nil {
				wrong(file, "Nobody asks for it.")
			}
		}
		return found
	}
	var e estimate
	if err := json.Unmarshal(o.files[costJSON], &e); err != nil {
		wrong(costJSON, "It cannot be read: %v.", err)
		return found
	}
	for _, fault := range slices.Concat(o.costNodes(e), o.costQuantities(e), o.costSums(e)) {
		wrong(costJSON, "%s", fault)
	}
	if row := totalRow(e.Total); !strings.Contains(strings.Join(strings.Fields(string(o.files[costPage])), " "), row) {
		wrong(costPage, "It has no row %q.", row)
	}
	return found
}

// costNodes finds nodes of which nothing is said.
func (o *output) costNodes(e estimate) (faults []string) {
	estimated, said := map[string]bool{}, map[string]bool{}
	for _, c := range e.Components {
		estimated[c.Component] = true
	}
	for _, m := range e.NotEstimated {
		said[m.Component] = true
	}
	priced, unpriced := o.costing()
	for _, name := range priced {
		if !estimated[name] {
			faults = append(faults, fmt.Sprintf("There is no estimate of %s.", name))
		}
	}
	for _, name := range unpriced {
		if !said[name] {
			faults = append(faults, fmt.Sprintf("Nothing says that %s is not estimated.", name))
		}
	}
	return faults
}

// costQuantities finds quantities and prices other than declared.
func (o *output) costQuantities(e estimate) (faults []string) {
	counted := o.counted()
	if (e.Total.Parked != "") != (o.declared.Park != nil) {
		faults = append(faults, "Whether there is an amount for a parked platform is not as declared.")
	}
	for _, c := range e.Components {
		for _, l := range c.Lines {
			at := c.Component + " " + l.Price
			if want, ok := counted[at]; ok && !want.are(l.Quantity) {
				faults = append(faults, fmt.Sprintf("The quantity of %s is %s to %s, and parked %s: not as declared.", at, l.Quantity.Least, l.Quantity.Most, l.Quantity.Parked))
			}
			delete(counted, at)
			if !o.unitPrice(l.Price, l.UnitPrice) {
				faults = append(faults, fmt.Sprintf("The price of %s is %s, which is neither the table's nor the author's.", at, l.UnitPrice))
			}
		}
	}
	for _, m := range e.NotEstimated {
		delete(counted, m.Component+" "+m.What)
	}
	for _, at := range slices.Sorted(maps.Keys(counted)) {
		faults = append(faults, fmt.Sprintf("There is no line of %s.", at))
	}
	return faults
}

// costSums finds lines that are not quantity times price, and sums that are not of their lines.
func (o *output) costSums(e estimate) (faults []string) {
	all := sums{}
	for _, c := range e.Components {
		sum := sums{}
		for _, l := range c.Lines {
			for i, quantity := range l.Quantity.each() {
				if want := cents(product(quantity, l.UnitPrice)); want.Cmp(rational(l.Cost.each()[i])) != 0 {
					faults = append(faults, fmt.Sprintf("%s of %s is %s, and %s times %s is %s.", l.Price, c.Component, l.Cost.each()[i], quantity, l.UnitPrice, want.FloatString(2)))
				}
			}
			sum.add(l.Cost)
		}
		if !sum.are(c.Total) {
			faults = append(faults, fmt.Sprintf("The sum of %s is not that of its lines.", c.Component))
		}
		all.add(c.Total)
	}
	if !all.are(e.Total) {
		faults = append(faults, "The sum is not that of the components.")
	}
	return faults
}

// totalRow is how the page ends its table of components, with single blanks.
func totalRow(total amounts) string {
	row := "| **Total** | |"
	for _, n := range total.each() {
		row += " " + rational(n).FloatString(2) + " |"
	}
	return row
}

// unitPrice reports whether a number is the price of that name.
func (o *output) unitPrice(name string, is json.Number) bool {
	text, own := o.declared.Costs.Overrides.Get(name)
	if known, ok := o.facts.Prices.Price(name, o.declared.Region); !own && ok {
		text = known.USD.String()
	}
	want, ok := new(big.Rat).SetString(text)
	return ok && rational(is).Cmp(want) == 0
}

// sums are three exact amounts.
type sums [3]*big.Rat

func (s *sums) add(a amounts) {
	for i, n := range a.each() {
		if s[i] == nil {
			s[i] = new(big.Rat)
		}
		s[i] = new(big.Rat).Add(s[i], rational(n))
	}
}

// are reports whether the sums are those amounts.
func (s sums) are(a amounts) bool {
	for i, n := range a.each() {
		want := new(big.Rat)
		if s[i] != nil {
			want = s[i]
		}
		if want.Cmp(rational(n)) != 0 {
			return false
		}
	}
	return true
}

func scaled(r *big.Rat, n int) *big.Rat { return new(big.Rat).Mul(r, big.NewRat(int64(n), 1)) }

func product(a, b json.Number) *big.Rat { return new(big.Rat).Mul(rational(a), rational(b)) }

// rational is a number of JSON, exactly; what is none is less than nothing.
func rational(n json.Number) *big.Rat {
	if r, ok := new(big.Rat).SetString(n.String()); ok {
		return r
	}
	return big.NewRat(-1, 1)
}

// cents is an amount rounded half up to hundredths.
func cents(r *big.Rat) *big.Rat {
	hundredths := new(big.Rat).Add(new(big.Rat).Mul(r, big.NewRat(100, 1)), big.NewRat(1, 2))
	whole := new(big.Int).Div(hundredths.Num(), hundredths.Denom())
	return new(big.Rat).SetFrac(whole, big.NewInt(100))
}
