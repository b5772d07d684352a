package docs

import (
	"encoding/json"

	"groundplan.internal/internal/cost"
	"groundplan.internal/internal/decimal"
)

// costVersion counts the changes of costs.json that a reader would notice.
const costVersion = 1

// costDocument is costs.json. Numbers are exact decimals; costs are in whole cents.
type costDocument struct {
	Version       int             `json:"version"`
	Platform      string          `json:"platform"`
	Environment   string          `json:"environment"`
	Estimate      bool            `json:"estimate"` // and no bill
	Currency      string          `json:"currency"`
	Region        string          `json:"region"`
	PricesChecked string          `json:"pricesChecked"`
	HoursPerMonth int             `json:"hoursPerMonth"`
	Total         costAmounts     `json:"total"`
	Components    []costComponent `json:"components"`
	Assumptions   []costAssumed   `json:"assumptions"`
	NotEstimated  []costMissing   `json:"notEstimated"`
}

type costAmounts struct {
	Least  decimal.Number  `json:"least"`
	Most   decimal.Number  `json:"most"`
	Parked *decimal.Number `json:"parked,omitempty"` // none: the platform cannot be parked
}

type costComponent struct {
	Component string      `json:"component"`
	Kind      string      `json:"kind"`
	Total     costAmounts `json:"total"`
	Lines     []costLine  `json:"lines"`
}

type costLine struct {
	What        string         `json:"what"`
	Price       string         `json:"price"` // its name
	Unit        string         `json:"unit"`
	UnitPrice   decimal.Number `json:"unitPrice"`
	PriceRegion string         `json:"priceRegion,omitempty"` // none: it is the same everywhere, or the author's
	PriceDate   string         `json:"priceDate,omitempty"`   // none: it is the author's
	PriceSource string         `json:"priceSource,omitempty"`
	Unchecked   bool           `json:"unchecked,omitempty"`
	Quantity    costAmounts    `json:"quantity"`
	Cost        costAmounts    `json:"cost"`
	How         string         `json:"how"`
}

type costAssumed struct {
	Name  string `json:"name"`
	Value int    `json:"value"`
	What  string `json:"what"`
}

type costMissing struct {
	Component string `json:"component,omitempty"` // none: all
	What      string `json:"what"`
	Why       string `json:"why"`
}

func (v *view) costJSON(e cost.Estimate) []byte {
	doc := costDocument{
		Version: costVersion, Platform: v.Name, Environment: v.Environment, Estimate: true, Currency: "USD",
		Region: e.Region, PricesChecked: e.Checked, HoursPerMonth: e.Hours, Total: amountDocument(e, e.Total),
		Components:   each(e.Components, func(c cost.Component) costComponent { return componentDocument(e, c) }),
		Assumptions:  each(e.Assumptions, func(a cost.Assumption) costAssumed { return costAssumed{a.Name, a.Value, a.Title} }),
		NotEstimated: each(e.Missing, func(m cost.Missing) costMissing { return costMissing(m) }),
	}
	data, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		panic("docs: the estimate cannot be written: " + err.Error())
	}
	return append(data, '\n')
}

func amountDocument(e cost.Estimate, a cost.Amounts) costAmounts {
	out := costAmounts{Least: a.Least, Most: a.Most}
	if e.Parks != nil {
		out.Parked = &a.Parked
	}
	return out
}

func componentDocument(e cost.Estimate, c cost.Component) costComponent {
	return costComponent{c.Name, c.Kind, amountDocument(e, c.Total), each(c.Lines, func(l cost.Line) costLine {
		return costLine{
			What: l.Price.Title, Price: l.Price.Name, Unit: l.Price.Unit, UnitPrice: l.Price.USD,
			PriceRegion: l.Price.Region, PriceDate: l.Price.Source.Date, PriceSource: l.Price.Source.URL, Unchecked: l.Price.Unchecked,
			Quantity: amountDocument(e, l.Quantity), Cost: amountDocument(e, l.Cost), How: l.How,
		}
	})}
}
