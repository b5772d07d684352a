package infra

import (
	"testing"

	"groundplan.internal/internal/facts"
)

func TestSpelledOut(t *testing.T) {
	known, err := facts.Load()
	if err != nil {
		t.Fatal(err)
	}
	for cron, want := range map[string]string{
		"0 20 * * 1-5":       "0 20 * * 1,2,3,4,5",
		"*/20 8-10 */10 6 0": "0,20,40 8,9,10 1,11,21,31 6 0",
		"5/15 0 1,15 1-12 *": "5,20,35,50 0 1,15 1,2,3,4,5,6,7,8,9,10,11,12 *",
		"0 0 * 11-2 7":       "0 0 * 1,2,11,12 0",
		"0 22-2/2 * * 5-7":   "0 0,2,22 * * 0,5,6",
	} {
		if got := spelledOut(known.Scheduler.Crontab, cron); got != want {
			t.Errorf("%s: %s, want %s", cron, got, want)
		}
	}
}
