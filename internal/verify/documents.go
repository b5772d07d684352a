package verify

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"groundplan.internal/internal/diag"
)

var documentRules = []Rule{
	{"verify-matrix", "security-group matrix other than the rules", "The matrix, as JSON and as CSV, has exactly the rules of the Terraform."},
	{"verify-diagram", "diagram other than the declaration", "The architecture diagram has no arrow between nodes that is not a declared edge, and where it shows the whole platform, every declared edge."},
}

// matrix is what verify reads of security-groups.json.
type matrix struct {
	Flows          []flow `json:"flows"`
	SecurityGroups []struct {
		Rules []struct {
			Label     string `json:"label"`
			Direction string `json:"direction"`
			ports
		} `json:"rules"`
	} `json:"securityGroups"`
}

// flow is one row: who may reach whom, by which rules.
type flow struct {
	From struct{ Name string } `json:"from"`
	To   struct{ Name string } `json:"to"`
	ports
	EgressRule  string `json:"egressRule"`
	IngressRule string `json:"ingressRule"`
}

// ports are what a rule or a flow is for.
type ports struct {
	Protocol string `json:"protocol"` // tcp, udp, or all; then there are no ports
	FromPort int    `json:"fromPort"`
	ToPort   int    `json:"toPort"`
}

// documents compares the matrix and the diagrams with Terraform and the declaration.
func (o *output) documents() diag.List {
	if o.declared.Environment.Local {
		return nil
	}
	return append(o.matrix(), o.diagram()...)
}

const (
	matrixJSON   = "docs/security-groups.json"
	matrixCSV    = "docs/security-groups.csv"
	architecture = "docs/architecture.md"
)

// matrix compares the rules in the matrix with those of the Terraform, and the
// three forms of the matrix with each other.
func (o *output) matrix() (found diag.List) {
	wrong := func(file, format string, args ...any) {
		found = append(found, finding(documentRules, "verify-matrix", diag.Pos{File: file}, nil, fmt.Sprintf(format, args...)))
	}
	emitted := map[string]ports{}
	for typ, direction := range map[string]string{"aws_vpc_security_group_ingress_rule": "ingress", "aws_vpc_security_group_egress_rule": "egress"} {
		o.config.each("resource", typ, func(_ *module, b *block) {
			from, _ := strconv.Atoi(b.body.text("from_port"))
			to, _ := strconv.Atoi(b.body.text("to_port"))
			protocol := b.body.text("ip_protocol")
			if protocol == "-1" {
				protocol = "all"
			}
			emitted[direction+" "+b.label] = ports{protocol, from, to}
		})
	}
	if o.files[matrixJSON] == nil && len(emitted) == 0 {
		return nil
	}
	var m matrix
	if err := json.Unmarshal(o.files[matrixJSON], &m); err != nil {
		wrong(matrixJSON, "It cannot be read: %v.", err)
		return found
	}
	listed := map[string]ports{}
	for _, g := range m.SecurityGroups {
		for _, r := range g.Rules {
			listed[r.Direction+" "+r.Label] = r.ports
		}
	}
	unlike(emitted, listed, func(rule string) { wrong(matrixJSON, "The rule %q is not as in the Terraform.", rule) })
	used := map[string]ports{}
	for _, f := range m.Flows {
		for _, rule := range []string{"egress " + f.EgressRule, "ingress " + f.IngressRule} {
			if rule != "egress " && rule != "ingress " {
				used[rule] = f.ports
			}
		}
	}
	unlike(emitted, used, func(rule string) { wrong(matrixJSON, "The rule %q is not in the flows as in the Terraform.", rule) })
	rows, err := csv.NewReader(bytes.NewReader(o.files[matrixCSV])).ReadAll()
	if err != nil || len(rows) != len(m.Flows)+1 {
		wrong(matrixCSV, "It has %d rows and %d are in the JSON (%v).", len(rows)-1, len(m.Flows), err)
		return found
	}
	for i, f := range m.Flows {
		want := []string{f.Protocol, strconv.Itoa(f.FromPort), strconv.Itoa(f.ToPort)}
		if f.Protocol == "all" {
			want = []string{"all", "all", "all"}
		}
		if row := rows[i+1]; !slices.Equal(row[2:5], want) || !slices.Equal(row[len(row)-2:], []string{f.EgressRule, f.IngressRule}) {
			wrong(matrixCSV, "Row %d is not as in the JSON.", i+1)
		}
	}
	return found
}

// unlike calls f with every key that two indexes do not agree on, sorted.
func unlike[V comparable](a, b map[string]V, f func(string)) {
	all := maps.Clone(a)
	maps.Copy(all, b)
	for _, k := range slices.Sorted(maps.Keys(all)) {
		x, inA := a[k]
		if y, inB := b[k]; !inA || !inB || x != y {
			f(k)
		}
	}
}
