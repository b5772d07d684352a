package diag_test

import (
	"strings"
	"testing"

	"groundplan.internal/internal/diag"
)

func TestNearest(t *testing.T) {
	known := []string{"web", "db", "cache", "api-key", "eu-west-1", "shop-db", "shop-api-gw", "environment", "memory", "Title"}
	for name, want := range map[string]string{
		"wbe": "web", "we": "web", "webs": "web", "dbb": "db", "db2": "db", "cahce": "cache", "cach": "cache", "eu-wset-1": "eu-west-1",
		"api-keys": "api-key", "shop-gw": "shop-api-gw", "shop-bd": "shop-db", "apikey": "api-key", "env": "environment", "mem": "memory", "title": "Title", "WEB": "web",
		"x": "", "zz": "", "queue": "", "wxy": "", "": "",
	} {
		if got := diag.Nearest(name, known); got != want {
			t.Errorf("nearest to %q is %q, want %q", name, got, want)
		}
	}
}

// TestNearestLong makes sure that long names are not compared: a million letters with a
// million would not end.
func TestNearestLong(t *testing.T) {
	long := strings.Repeat("a", 1<<20)
	if got := diag.Nearest(long, []string{long + "b"}) + diag.Nearest("web", []string{long}); got != "" {
		t.Errorf("found %.10q", got)
	}
}
