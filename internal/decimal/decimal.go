// Package decimal is exact arithmetic with money and quantities: numbers that are not
// negative, in whole millionths. It knows no currency and no unit.
package decimal

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

// Number is a number in millionths.
type Number int64

// One is the number 1.
const One Number = 1_000_000

// Most is the largest number, a trillion: whatever would be more is that much.
const Most = 1_000_000_000_000 * One

// places is how many digits of a fraction are kept.
const places = 6

// Of is a whole number.
func Of(n int) Number { return Fraction(n, 1) }

// Fraction is n/d, rounded half up.
func Fraction(n, d int) Number {
	high, low := bits.Mul64(uint64(n), uint64(One))
	low, carry := bits.Add64(low, uint64(d)/2, 0)
	return quotient(high+carry, low, uint64(d))
}

// Plus is the sum.
func (n Number) Plus(m Number) Number { return min(n+m, Most) }

// Parse reads digits with at most one point and at most six digits after it.
func Parse(text string) (Number, error) {
	whole, fraction, _ := strings.Cut(text, ".")
	n, err := strconv.ParseUint(whole+fraction+strings.Repeat("0", max(0, places-len(fraction))), 10, 63)
	if err != nil || len(fraction) > places || whole == "" {
		return 0, fmt.Errorf("%q is no number with at most %d digits after its point", text, places)
	}
	return min(Number(n), Most), nil
}

// Times is the product without what is beyond millionths, so that rounding it to cents
// rounds once.
func (n Number) Times(m Number) Number {
	high, low := bits.Mul64(uint64(n), uint64(m))
	return quotient(high, low, uint64(One))
}

// quotient is a number of 128 bits, divided.
func quotient(high, low, d uint64) Number {
	if high >= d {
		return Most
	}
	q, _ := bits.Div64(high, low, d)
	return Number(min(q, uint64(Most)))
}

// Cents is the number rounded half up to hundredths, as a bill has them.
func (n Number) Cents() Number {
	const cent = One / 100
	return (n + cent/2) / cent * cent
}

// String is the number with as many digits as it needs: 0.045, 730.
func (n Number) String() string {
	whole, fraction := n/One, n%One
	if fraction == 0 {
		return strconv.FormatInt(int64(whole), 10)
	}
	return strings.TrimRight(fmt.Sprintf("%d.%06d", whole, fraction), "0")
}

// Money is the number with two digits after its point: 32.85. What is beyond them is
// rounded.
func (n Number) Money() string {
	n = n.Cents()
	return fmt.Sprintf("%d.%02d", n/One, n%One/10_000)
}

// MarshalJSON is the number as JSON writes one, exactly.
func (n Number) MarshalJSON() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalJSON reads the number as it is written, without the detour over a float.
func (n *Number) UnmarshalJSON(text []byte) (err error) {
	*n, err = Parse(string(text))
	return err
}
