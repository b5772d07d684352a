package diag

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
)

// The part of SARIF 2.1.0 that is written. The libraries for it model the whole
// format in thousands of lines and bring a schema validator; this is all we need.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool    sarifTool     `json:"tool"`
		Results []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string       `json:"id"`
		ShortDescription sarifMessage `json:"shortDescription"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifMessage      `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Related      []sarifLocation   `json:"relatedLocations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifLocation struct {
		ID       int            `json:"id,omitempty"`
		Message  *sarifMessage  `json:"message,omitempty"`
		Physical sarifPhysical  `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI  string `json:"uri"`
		Base string `json:"uriBaseId"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
	}
)

const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// SARIF writes a list as a SARIF 2.1.0 log, for code scanning. URIs are relative
// to the root that was compiled, percent-encoded. Every result has a region, the
// first line where the place is unknown: GitHub refuses results without. Columns
// are bytes, which on a line beyond ASCII lie right of what SARIF counts. The
// error is that of w.
func SARIF(w io.Writer, l List, toolVersion string) error {
	rules := sarifRules(l)
	results := []sarifResult{}
	seen := map[string]int{}
	for _, d := range l {
		index, _ := slices.BinarySearchFunc(rules, ruleID(d), func(r sarifRule, id string) int { return strings.Compare(r.ID, id) })
		r := sarifResult{
			RuleID: ruleID(d), RuleIndex: index, Level: d.Severity.String(),
			Message:      sarifMessage{sarifText(d.Summary + "\n" + occurrence(d))},
			Locations:    []sarifLocation{{Physical: sarifPlace(d.Pos)}},
			Fingerprints: map[string]string{"codeAndPath/v1": fingerprint(d, seen)},
		}
		if d.Path != "" {
			r.Locations[0].Logical = []sarifLogical{{d.Path}}
		}
		for i, rel := range d.Related {
			r.Related = append(r.Related, sarifLocation{ID: i + 1, Message: &sarifMessage{sarifText(rel.Message)}, Physical: sarifPlace(rel.Pos)})
		}
		results = append(results, r)
	}
	driver := sarifDriver{Name: "groundplan", Version: toolVersion, Rules: rules}
	return writeJSON(w, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{{Tool: sarifTool{driver}, Results: results}}})
}

// sarifRules is one rule for each code, by code.
func sarifRules(l List) []sarifRule {
	rules := []sarifRule{}
	for _, d := range l {
		rules = append(rules, sarifRule{ruleID(d), sarifMessage{sarifText(d.Summary)}})
	}
	slices.SortStableFunc(rules, func(a, b sarifRule) int { return strings.Compare(a.ID, b.ID) })
	return slices.CompactFunc(rules, func(a, b sarifRule) bool { return a.ID == b.ID })
}

func ruleID(d Diagnostic) string {
	if d.Code == "" {
		return "uncoded"
	}
	return Visible(d.Code)
}

func sarifPlace(p Pos) sarifPhysical {
	place := sarifPhysical{sarifArtifact{sarifURI(p.File), "%SRCROOT%"}, sarifRegion{StartLine: max(p.Line, 1)}}
	if p.Line > 0 {
		place.Region.StartColumn = max(p.Col, 0)
	}
	return place
}

// sarifURI is a file as a relative reference; the root itself where it is unknown.
func sarifURI(file string) string {
	if file == "" {
		return "."
	}
	return (&url.URL{Path: strings.TrimLeft(file, "/")}).String()
}

// sarifText escapes what has a meaning in SARIF's plain text messages: braces are
// placeholders (section 3.11.5), brackets are links (3.11.6).
func sarifText(s string) string {
	escaped := strings.NewReplacer("{", "{{", "}", "}}", `\`, `\\`, "[", `\[`, "]", `\]`)
	return escaped.Replace(strings.Join(visibleLines(s), "\n"))
}

// fingerprint knows a finding again when its line has moved: by code, file and
// path, and by its number among equals.
func fingerprint(d Diagnostic, seen map[string]int) string {
	sum := sha256.Sum256([]byte(d.Code + "\x00" + d.Pos.File + "\x00" + d.Path))
	id := hex.EncodeToString(sum[:16])
	seen[id]++
	return fmt.Sprintf("%s:%d", id, seen[id])
}
