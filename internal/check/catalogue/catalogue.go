// Package catalogue holds the rules that AWS, Terraform and experience lay down for
// platforms like these, and how the compiler answers for each: by construction, in
// the schema, with a check, with a proof, or not yet. What enters is the data beside
// this file, what leaves are rows and the page docs/rules.md. It knows no platform,
// and none of the checks that it names.
package catalogue

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
)

//go:embed rules.jsonl
var data []byte

// Kind is a way to answer for a rule.
type Kind string

// The kinds, from the strongest on.
const (
	Construction Kind = "construction" // it cannot be broken: what decides so is named
	Schema       Kind = "schema"       // the schema refuses what breaks it: the field is named
	Check        Kind = "check"        // a diagnostic on the platform: the code is named
	Verify       Kind = "verify"       // a proof on what was emitted: the code is named
	Absent       Kind = "absent"       // what it speaks of cannot be declared
	NotYet       Kind = "not-yet"      // its family does not exist
)

// Rule is one row of the catalogue.
type Rule struct {
	ID       string `json:"id"`
	Family   string `json:"family"`
	Rule     string `json:"rule"`
	Pain     int    `json:"pain"`     // 1 to 5: how often it hurts, and how late
	Severity string `json:"severity"` // error or warning
	Source   string `json:"source"`   // URL, then where on the page in parentheses; or "own judgement"
	Verified bool   `json:"verified"` // the source, or the evidence, says so
	Evidence string `json:"evidence"` // URL of what was found beside the source, or empty
	Note     string `json:"note"`     // what was found, what is doubtful, or how far the compiler goes

	Covered []Cover `json:"covered"`
}

// Cover is one answer to a rule.
type Cover struct {
	By   Kind   `json:"by"`
	What string `json:"what"` // a code, a field such as #Service.stopTimeout, or a clause
}

// Rules reads the catalogue, in the order of families. An error means that the
// binary was built with broken data, which the tests rule out.
func Rules() ([]Rule, error) {
	var rules []Rule
	for d := json.NewDecoder(bytes.NewReader(data)); d.More(); {
		var r Rule
		if err := d.Decode(&r); err != nil {
			return nil, fmt.Errorf("reading the catalogue after %d rules: %w", len(rules), err)
		}
		rules = append(rules, r)
	}
	return rules, nil
}

// Names are what a rule's answers of one kind name: codes, fields or clauses.
func (r Rule) Names(k Kind) (names []string) {
	for _, c := range r.Covered {
		if c.By == k {
			names = append(names, c.What)
		}
	}
	return names
}

// Answered reports whether the compiler sees to the rule.
func (r Rule) Answered() bool {
	return slices.ContainsFunc(r.Covered, func(c Cover) bool { return c.By != Absent && c.By != NotYet })
}

// Families are the families of rules, in order.
func Families(rules []Rule) (families []string) {
	for _, r := range rules {
		if !slices.Contains(families, r.Family) {
			families = append(families, r.Family)
		}
	}
	return families
}
