package load

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// unit is what a whole number counts.
type unit struct {
	docs   string // what the schema's comment on such a field says
	spoken string // as it ends "it must be between 1 and 9, in …"
	// suffixes are how people write amounts of it, in small letters, and how many one is.
	suffixes map[string]float64
	// bare are what a number without a suffix that is out of range may count instead.
	bare []float64
}

// units are looked through in order.
var units = []unit{
	{docs: "CPU units", spoken: "CPU units: 1024 are one vCPU", suffixes: map[string]float64{"vcpu": 1024, "vcpus": 1024, "cpu": 1024, "m": 1.024}, bare: []float64{1024}},
	{docs: "MiB/s", spoken: "MiB/s", suffixes: map[string]float64{"mib/s": 1, "mb/s": 1}},
	{docs: "MiB", spoken: "MiB", suffixes: map[string]float64{
		"m": 1, "mi": 1, "mb": 1, "mib": 1, "g": 1024, "gi": 1024, "gb": 1024, "gib": 1024,
	}, bare: []float64{1024, 1.0 / (1 << 20), 1e-6}},
	{docs: "GiB", spoken: "GiB", suffixes: map[string]float64{
		"g": 1, "gi": 1, "gb": 1, "gib": 1, "t": 1024, "ti": 1024, "tb": 1024, "tib": 1024,
	}, bare: []float64{1.0 / (1 << 30), 1e-9}},
	{docs: "percent", spoken: "percent", suffixes: map[string]float64{"%": 1}, bare: []float64{100}},
	{docs: "milliseconds", spoken: "milliseconds", suffixes: map[string]float64{"ms": 1, "s": 1000, "sec": 1000, "seconds": 1000}, bare: []float64{1000}},
	{docs: "seconds", spoken: "seconds", suffixes: map[string]float64{
		"ms": 1e-3, "s": 1, "sec": 1, "seconds": 1, "m": 60, "min": 60, "minutes": 60, "h": 3600,
	}},
	{docs: "days", spoken: "days", suffixes: map[string]float64{"d": 1, "day": 1, "days": 1, "w": 7, "weeks": 7, "y": 365}},
}

// unitOf is what a number counts, by the schema's comment on its field; none where that says nothing.
func unitOf(docs string) unit {
	words := strings.NewReplacer("Seconds", "seconds", "Days", "days").Replace(docs)
	for _, u := range units {
		if strings.Contains(words, u.docs) {
			return u
		}
	}
	return unit{}
}

// byMetric is what the schema says of a field that counts what the metric beside it does:
// the unit of that, as far as its name tells.
func byMetric(docs string, beside object) string {
	if !strings.HasSuffix(docs, ", as the metric is.") {
		return docs
	}
	metric := ""
	if v := beside.get("metric"); v != nil {
		metric, _ = v.data.(string)
	}
	switch {
	case strings.HasSuffix(metric, "-percent"):
		return "percent"
	case strings.Contains(metric, "-latency-"):
		return "milliseconds"
	}
	return ""
}

// in is the unit as the end of a sentence about a number.
func (u unit) in() string {
	if u.spoken == "" {
		return ""
	}
	return ", in " + u.spoken
}

var amount = regexp.MustCompile(`^\s*([0-9]*[.]?[0-9]+)\s*([A-Za-z%/]*)\s*$`)

// whole is the number of units that was probably meant by an amount, of those that fit.
func (u unit) whole(text string, fits func(int64) bool) (int64, bool) {
	m := amount.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	n, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return 0, false
	}
	factors := append([]float64{1}, u.bare...)
	if suffix := strings.ToLower(m[2]); suffix != "" {
		factors = []float64{u.suffixes[suffix]}
	}
	for _, f := range factors {
		if got := n * f; f > 0 && got == math.Trunc(got) && got < math.MaxInt32 && fits(int64(got)) {
			return int64(got), true
		}
	}
	return 0, false
}
