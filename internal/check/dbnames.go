package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// usernames is db-username.
func (c *checker) usernames() {
	for _, d := range c.Databases {
		e, _ := c.facts.RDS.Engine(d.Engine)
		if why := wordFault(d.Username, e.Username, e.ReservedUsernames); why != "" {
			c.report(model.At("databases", d.Name, "username"), fmt.Sprintf("username: %q", e.DefaultUsername), "The master user %q of %s %s.", d.Username, d.Name, fmt.Sprintf(why, e.Title))
		}
	}
}

// databaseNames is db-name.
func (c *checker) databaseNames() {
	for _, d := range c.Databases {
		e, _ := c.facts.RDS.Engine(d.Engine)
		if why := wordFault(d.Database, e.Database, e.ReservedDatabases); why != "" {
			c.report(model.At("databases", d.Name, "name"), "", "The database name %q of %s %s.", d.Database, d.Name, fmt.Sprintf(why, e.Title))
		}
	}
}

// wordFault says what an engine, named by %s, has against a word; empty for a word
// that is left to a default.
func wordFault(word string, w facts.Word, reserved []string) string {
	switch {
	case word == "":
		return ""
	case len(word) > w.Max:
		return fmt.Sprintf("has %d characters, and %%s takes %d at most", len(word), w.Max)
	case !regexp.MustCompile(w.Pattern).MatchString(word):
		return "has characters that %s does not take: letters, digits and _ only, a letter first"
	case slices.Contains(reserved, strings.ToLower(word)):
		return "is a word that %s keeps for itself"
	}
	return ""
}
