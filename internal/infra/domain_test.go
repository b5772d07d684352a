package infra

import (
	"strings"
	"testing"
)

func TestDomainIn(t *testing.T) {
	d := Domain{"lewis.example", "domain_name"}
	for text, want := range map[string]string{
		"lewis.example":     "[]",
		"www.lewis.example": "www.[]",
		"*.lewis.example":   "*.[]",
		"https://lewis.example:8443/a?b=lewis.example": "https://[]:8443/a?b=[]",
		"a.lewis.example,lewis.example":                "a.[],[]",
		"It is lewis.example.":                         "It is [].",
		"notlewis.example":                             "notlewis.example",
		"lewis.example.org":                            "lewis.example.org",
		"lewis.examples":                               "lewis.examples",
		"not-lewis.example lewis.example":              "not-lewis.example []",
		"lewis.examplelewis.example":                   "lewis.examplelewis.example",
		"-lewis.example.lewis.example":                 "-lewis.example.[]",
		"https://Lewis.Example/":                       "https://Lewis.Example/",
		"ops@lewis.example":                            "ops@lewis.example",
		"":                                             "",
	} {
		var got strings.Builder
		for _, p := range d.In(text) {
			if p.Attribute == VariableValue && p.Node == "domain_name" {
				got.WriteString("[]")
			}
			got.WriteString(p.Text)
		}
		if got.String() != want {
			t.Errorf("%q is %q, want %q", text, got.String(), want)
		}
	}
	if v, ok := (Domain{Name: "lewis.example"}).In("www.lewis.example").Literal(); !ok || v != "www.lewis.example" {
		t.Errorf("without a variable: %q, %v", v, ok)
	}
}
