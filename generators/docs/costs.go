package docs

import (
	"slices"
	"strings"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/cost"
	"groundplan.internal/internal/infra"
)

// costPages are the estimate of a month for people and for programs.
func costPages(v *view) []artifact.File {
	if v.estimate == nil {
		return nil
	}
	return []artifact.File{
		v.costPage(*v.estimate).file("docs/costs.md"),
		{Path: "docs/costs.json", Data: v.costJSON(*v.estimate)},
	}
}

func (v *view) costPage(e cost.Estimate) *page {
	pg := v.page(sentence("Costs of %s: %s", text(v.Title), text(v.Environment)))
	pg.para("**An estimate, not a bill**: a month of %s hours, in US dollars, at list prices on demand, before tax, free tiers and discounts. The table of prices is of %s, and says of each when it was read. The same as %s.",
		number(e.Hours), text(e.Checked), link("JSON", "costs.json"))
	if others := borrowed(e); len(others) > 0 {
		pg.para("Where no price is known for %s, that of %s stands in: %s.", code(e.Region), code(e.Base), join(each(others, code)))
	}
	if doubtful := prices(e, func(p cost.Price) bool { return p.Unchecked }); len(doubtful) > 0 {
		pg.para("These prices are checked against neither AWS's page nor another source: %s.", join(each(doubtful, func(p cost.Price) md { return code(p.Name) })))
	}
	pg.section("By component")
	pg.para("%s", amountWords(e))
	t := table{head: append([]md{"Component", "What"}, amountHeads(e)...)}
	for _, c := range e.Components {
		t.row(append([]md{text(c.Name), text(c.Kind)}, money(e, c.Total)...)...)
	}
	t.row(append([]md{"**Total**", ""}, money(e, e.Total)...)...)
	pg.table(t)
	if len(e.Components) > 0 {
		pg.section("Line by line")
		pg.para("A line is a quantity times the price of one unit, rounded to cents.")
		pg.table(costLines(e))
	}
	if len(e.Assumptions) > 0 {
		pg.section("Assumptions")
		pg.para("What the declaration cannot tell, per month; %s sets it.", code("costs.assumptions"))
		assumed := table{head: []md{"Name", "Value", "What"}}
		for _, a := range e.Assumptions {
			assumed.row(code(a.Name), number(a.Value), text(a.Title))
		}
		pg.table(assumed)
	}
	pg.section("Not estimated")
	pg.para("These cost something, and are in none of the sums.")
	missing := table{head: []md{"Component", "What", "Why"}}
	for _, m := range e.Missing {
		missing.row(or(text(m.Component), "all"), text(m.What), text(m.Why))
	}
	pg.table(missing)
	pg.section("Prices")
	pg.para("%s takes prices of your own, by these names.", code("costs.overrides"))
	pg.table(priceTable(e))
	return pg
}

// amountHeads are the columns of amounts.
func amountHeads(e cost.Estimate) []md {
	if e.Parks == nil {
		return []md{"At least", "At most"}
	}
	return []md{"At least", "At most", "Parked"}
}

func money(e cost.Estimate, a cost.Amounts) []md {
	return []md{md(a.Least.Money()), md(a.Most.Money()), md(a.Parked.Money())}[:len(amountHeads(e))]
}

// amountWords are what the columns of amounts mean.
func amountWords(e cost.Estimate) md {
	words := md("At least and at most are with the fewest and the most tasks that scaling keeps.")
	if e.Parks == nil {
		return words
	}
	words += " Parked is a whole month in which services run no task"
	if e.Parks.Instances {
		words += ", instances of RDS are stopped"
	}
	if e.Parks.Clusters {
		words += ", clusters of Aurora have no instance"
	}
	if e.Parks.NAT {
		words += ", NAT gateways are gone but for their addresses"
	}
	words += ", and nobody asks for anything but files."
	if e.Parks.Instances {
		words += " RDS starts a stopped instance again after seven days."
	}
	return words
}

func costLines(e cost.Estimate) table {
	t := table{head: append([]md{"Component", "What", "Quantity", "Unit", "Price of one"}, append(amountHeads(e), "How")...)}
	for _, c := range e.Components {
		for _, l := range c.Lines {
			quantity := text(l.Quantity.Least.String())
			if l.Quantity.Most != l.Quantity.Least {
				quantity = sentence("%s to %s", quantity, text(l.Quantity.Most.String()))
			}
			row := []md{text(c.Name), text(l.Price.Title), quantity, text(l.Price.Unit), text(l.Price.USD.String())}
			t.row(append(append(row, money(e, l.Cost)...), text(l.How))...)
		}
	}
	return t
}

func priceTable(e cost.Estimate) table {
	t := table{head: []md{"Name", "Of", "US dollars", "Region", "Read on", "Page", "Read by"}}
	for _, p := range prices(e, func(cost.Price) bool { return true }) {
		if p.Own {
			t.row(code(p.Name), sentence("%s: %s", text(p.Title), text(p.Unit)), text(p.USD.String()), "", "", "", "the author")
			continue
		}
		t.row(code(p.Name), sentence("%s: %s", text(p.Title), text(p.Unit)), text(p.USD.String()), or(code(p.Region), "everywhere"), text(p.Source.Date), link("AWS", p.Source.URL), text(p.Source.By))
	}
	return t
}

// prices are those that lines rest on and that are kept, each once, sorted by name.
func prices(e cost.Estimate, keep func(cost.Price) bool) (out []cost.Price) {
	for _, c := range e.Components {
		for _, l := range c.Lines {
			at, found := slices.BinarySearchFunc(out, l.Price.Name, func(p cost.Price, name string) int { return strings.Compare(p.Name, name) })
			if !found && keep(l.Price) {
				out = slices.Insert(out, at, l.Price)
			}
		}
	}
	return out
}

// borrowed are the names of prices of another region than the environment's.
func borrowed(e cost.Estimate) (names []string) {
	for _, p := range prices(e, func(p cost.Price) bool { return p.Region != "" && p.Region != e.Region }) {
		names = append(names, p.Name)
	}
	return names
}

// costsSection holds the estimates of all environments against each other.
func costsSection(pg *page, environments []infra.Platform, estimates []*cost.Estimate) {
	t := table{head: []md{"Environment", "At least", "At most", "Parked", "Page"}}
	for i, e := range estimates {
		if e != nil {
			name, parked := environments[i].Environment, md("cannot be")
			if e.Parks != nil {
				parked = md(e.Total.Parked.Money())
			}
			t.row(text(name), md(e.Total.Least.Money()), md(e.Total.Most.Money()), parked, link("costs", name+"/docs/costs.md"))
		}
	}
	if len(t.rows) > 0 {
		pg.section("Costs")
		pg.para("An estimate of a month in US dollars, at list prices: with the fewest tasks, with the most, and parked.")
		pg.table(t)
	}
}
