package load_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAllAtOnce has mistakes that CUE finds beside those that the schema finds:
// neither hides the other, and nothing is said twice.
func TestAllAtOnce(t *testing.T) {
	const text = `#x: {expireDays: int}
platform: {name: "x", region: "eu-west-1", environments: a: {}
	services: web: {image: uri: "a", port: 80 & 81, memroy: 1}
	services: wib: {image: uri: int, cpu: 7, command: ["a", "b" & "c"]}
	services: {for n in ["y"] {"\(n)": {port: 99999}}}
	services: {if false {z: cpu: 1}}
	buckets: a: #x & {b: 1}
	buckets: c: {expireDays: 1 + "x"}
	bukets: a: {}
}
`
	var got []string
	for _, d := range loaded("x.cue", []byte(text)) {
		got = append(got, fmt.Sprintf("%d:%d %s %s", d.Pos.Line, d.Pos.Col, d.Code, d.Path))
	}
	want := []string{
		"3:35 schema-conflict services.web.port",
		"3:50 schema-unknown-field services.web.memroy",
		"4:35 schema-range services.wib.cpu",
		"4:58 schema-conflict services.wib.command.1",
		"7:20 schema-unknown-field buckets.a.b",
		"8:15 load-value buckets.c.expireDays",
		"9:2 schema-unknown-field bukets",
	}
	if diff := cmp.Diff(strings.Join(want, "\n"), strings.Join(got, "\n")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
