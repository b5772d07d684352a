package cost

import (
	"testing"

	"groundplan.internal/internal/facts"
)

func TestStarts(t *testing.T) {
	f, err := facts.Load()
	if err != nil {
		t.Fatal(err)
	}
	for schedule, want := range map[string]int{
		"rate(1 hour)":                  730,
		"rate(15 minutes)":              2920,
		"rate(7 days)":                  5,
		"rate(90 days)":                 1,
		"at(2027-03-01T09:00:00)":       1,
		"cron(30 2 * * ? *)":            31,
		"cron(0/15 * * * ? *)":          2920,
		"cron(0 8-18/2 ? * MON-FRI *)":  131,
		"cron(0 3 ? * FRI-MON *)":       18,
		"cron(0 3 1,15 * ? *)":          2,
		"cron(0 3 L * ? *)":             1,
		"cron(0 3 ? * MON#1 *)":         1,
		"cron(0 3 1 1/3 ? *)":           1,
		"cron(0 0,12 ? JAN-JUN 2 2027)": 5,
	} {
		if got := starts(schedule, 730, f.Scheduler); got != want {
			t.Errorf("%s comes %d times a month, want %d", schedule, got, want)
		}
	}
}
