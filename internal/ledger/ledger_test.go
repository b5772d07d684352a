package ledger_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/ledger"
	"groundplan.internal/internal/model"
)

func priority(place int) bool { return place >= 1 && place <= 50000 }

// after is the ledger after compilations of platforms, each with the addresses of its only
// stack.
func after(t *testing.T, steps ...step) ledger.Ledger {
	t.Helper()
	var l ledger.Ledger
	for _, s := range steps {
		p := model.Platform{Past: l.Past()}
		for _, node := range s.services {
			name, was, _ := strings.Cut(node, "<")
			p.Services = append(p.Services, model.Service{Name: name, Was: was})
		}
		var is []infra.Address
		for _, a := range s.addresses {
			is = append(is, infra.Address{Stack: "compute", Resource: a})
		}
		next, err := ledger.Parse(l.Next(p, nil, is).Bytes(), priority)
		if err != nil {
			t.Fatal(err)
		}
		l = next
	}
	return l
}

// step is a compilation: services, as name or name<name before, and addresses.
type step struct{ services, addresses []string }

func TestMoves(t *testing.T) {
	for _, c := range []struct {
		name  string
		steps []step
		want  string
	}{
		{"nothing is renamed", []step{
			{[]string{"a"}, []string{"x.a"}},
			{[]string{"a", "b"}, []string{"x.a", "x.b"}},
		}, ""},
		{"without a past, everything of the node", []step{
			{[]string{"b<a"}, []string{"x.b", "y.b_task", "y.other"}},
		}, "x.a>x.b y.a_task>y.b_task"},
		{"with one, what was there", []step{
			{[]string{"a"}, []string{"x.a"}},
			{[]string{"b<a"}, []string{"x.b", "y.b_new"}},
		}, "x.a>x.b"},
		{"again, and again", []step{
			{[]string{"a"}, []string{"x.a"}},
			{[]string{"b<a"}, []string{"x.b"}},
			{[]string{"c<b"}, []string{"x.c"}},
			{[]string{"c"}, []string{"x.c"}},
		}, "x.a>x.b x.b>x.c"},
		{"and back", []step{
			{[]string{"a"}, []string{"x.a"}},
			{[]string{"b<a"}, []string{"x.b"}},
			{[]string{"a<b"}, []string{"x.a"}},
		}, "x.b>x.a"},
		{"what moved and goes", []step{
			{[]string{"a"}, []string{"x.a", "y.a"}},
			{[]string{"b<a"}, []string{"x.b", "y.b"}},
			{[]string{"b"}, []string{"x.b"}},
		}, "x.a>x.b"},
		{"a longer name is not another's", []step{
			{[]string{"a", "a-b"}, []string{"x.a", "x.a_b"}},
			{[]string{"c<a", "a-b"}, []string{"x.a_b", "x.c"}},
		}, "x.a>x.c"},
		{"two in one label", []step{
			{[]string{"a", "b"}, []string{"r.a_to_b_80"}},
			{[]string{"c<a", "d<b"}, []string{"r.c_to_d_80"}},
		}, "r.a_to_b_80>r.c_to_d_80"},
		{"a node called like the end of labels", []step{
			{[]string{"a", "execution"}, []string{"r.a_execution", "r.a_task", "r.execution_task"}},
			{[]string{"b<a", "task<execution"}, []string{"r.b_execution", "r.b_task", "r.task_task"}},
		}, "r.a_execution>r.b_execution r.a_task>r.b_task r.execution_task>r.task_task"},
		{"the same without a past", []step{
			{[]string{"b<a", "task<execution"}, []string{"r.b_execution", "r.b_task"}},
		}, "r.a_execution>r.b_execution r.a_task>r.b_task"},
		{"a hash of the names", []step{
			{[]string{"a-to"}, []string{"r.a_to_to_internet_443_0a1b2c", "r.a_to_to_internet_80_3d4e5f"}},
			{[]string{"b<a-to"}, []string{"r.b_to_internet_443", "r.b_to_internet_80"}},
		}, "r.a_to_to_internet_443_0a1b2c>r.b_to_internet_443 r.a_to_to_internet_80_3d4e5f>r.b_to_internet_80"},
		{"a rule of another host", []step{
			{[]string{"site-cats"}, []string{"rule.site_cats_cats", "x.site_cats"}},
			{[]string{"site-dogs<site-cats"}, []string{"rule.site_dogs_dogs", "x.site_dogs"}},
		}, "rule.site_cats_cats>rule.site_dogs_dogs x.site_cats>x.site_dogs"},
		{"more rules than there were", []step{
			{[]string{"a"}, []string{"rule.a_cats"}},
			{[]string{"b<a"}, []string{"rule.b_dogs", "rule.b_mice"}},
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, m := range after(t, c.steps...).Moves() {
				got = append(got, m.From+">"+m.To)
			}
			if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestFirstNames: AWS knows a node by the first name that it had, whatever the author still says.
func TestFirstNames(t *testing.T) {
	past := after(t, step{[]string{"a"}, nil}, step{[]string{"b<a"}, nil}, step{[]string{"c<b"}, nil}).Past()
	for _, was := range []string{"", "b"} {
		p := model.Platform{Past: past, Services: model.Nodes[model.Service]{{Name: "c", Was: was}}}
		if first := p.Named()[0].First(); first != "a" {
			t.Errorf("was %q: AWS would know it by %q", was, first)
		}
	}
}

// TestDamaged: a ledger that cannot be right is none.
func TestDamaged(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{``, "EOF"},
		{`<<<<<<< ours`, "invalid character"},
		{`{"version": 1} {}`, "behind it"},
		{`{"version": 2}`, "version 2"},
		{`{}`, "version 0"},
		{`{"version": 1, "more": 1}`, "unknown field"},
		{`{"version": 1, "nodes": {"services": {"A b": []}}}`, "name of a node"},
		{`{"version": 1, "nodes": {"services": {"a": ["../b"]}}}`, "name of a node"},
		{`{"version": 1, "nodes": {"${x}": {"a": []}}}`, "name of a node"},
		{`{"version": 1, "rules": {"edge": {"a.example.com /*": 0}}}`, "place of a rule"},
		{`{"version": 1, "rules": {"edge": {"a.example.com /*": 50001}}}`, "place of a rule"},
		{`{"version": 1, "rules": {"edge": {"a.example.com\n": 50000}}}`, "place of a rule"},
		{`{"version": 1, "addresses": {"compute": ["x.y[0]"]}}`, "address"},
		{`{"version": 1, "moved": {"compute": [{"from": "x.y", "to": "x.y\n}"}]}}`, "address"},
	} {
		if _, err := ledger.Parse([]byte(c.text), priority); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.text, err)
		}
	}
}
