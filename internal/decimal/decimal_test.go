package decimal_test

import (
	"encoding/json"
	"math"
	"testing"

	"groundplan.internal/internal/decimal"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]decimal.Number{
		"0": 0, "730": 730_000_000, "0.045": 45_000, "0.004445": 4_445, "16.6667": 16_666_700, "5.": 5_000_000,
	} {
		if got, err := decimal.Parse(text); got != want || err != nil {
			t.Errorf("%s is %d, want %d (%v)", text, got, want, err)
		}
	}
	for _, text := range []string{"", ".5", "-1", "+1", "1.0000001", "1e3", "1.2.3", "a", "99999999999999999999"} {
		if got, err := decimal.Parse(text); err == nil {
			t.Errorf("%q is read as %d", text, got)
		}
	}
}

func TestTimes(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{"182.5", "0.04048", "7.3876"},
		{"0.9", "0.000001", "0"},
		{"450000000", "999", "449550000000"}, // more than 64 bits on the way
	} {
		a, _ := decimal.Parse(c.a)
		b, _ := decimal.Parse(c.b)
		if got := a.Times(b).String(); got != c.want {
			t.Errorf("%s times %s is %s, want %s", c.a, c.b, got, c.want)
		}
	}
}

func TestWritten(t *testing.T) {
	for _, c := range []struct {
		n           decimal.Number
		text, money string
	}{
		{0, "0", "0.00"},
		{45_000, "0.045", "0.05"},
		{32_850_000, "32.85", "32.85"},
		{7_387_600, "7.3876", "7.39"},
		{decimal.Fraction(1, 3), "0.333333", "0.33"},
		{decimal.Fraction(256, 1024), "0.25", "0.25"},
		{decimal.Of(1000), "1000", "1000.00"},
	} {
		if got := c.n.String(); got != c.text {
			t.Errorf("%d is written %s, want %s", int64(c.n), got, c.text)
		}
		if got := c.n.Money(); got != c.money {
			t.Errorf("%d is %s as money, want %s", int64(c.n), got, c.money)
		}
		data, err := json.Marshal(c.n)
		var back decimal.Number
		if err != nil || json.Unmarshal(data, &back) != nil || back != c.n {
			t.Errorf("%d is %d after JSON", int64(c.n), int64(back))
		}
	}
}

// TestMost: what is too much is the largest number, and never less than nothing.
func TestMost(t *testing.T) {
	large := decimal.Of(900_000_000_000)
	for name, got := range map[string]decimal.Number{
		"of": decimal.Of(math.MaxInt), "fraction": decimal.Fraction(math.MaxInt, 30), "times": large.Times(large), "plus": large.Plus(large),
	} {
		if got != decimal.Most {
			t.Errorf("%s: %s", name, got)
		}
	}
	if got := decimal.Fraction(math.MaxInt, math.MaxInt); got != decimal.One {
		t.Errorf("a fraction of large numbers is %s", got)
	}
}
