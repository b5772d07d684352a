package provider

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
)

func TestAllTypesDecode(t *testing.T) {
	list, err := os.ReadFile("types.txt")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for line := range strings.Lines(string(list)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			want = append(want, line)
		}
	}
	slices.Sort(want)
	want = append(want, "provider")
	for _, s := range append(Versions(), Both()) {
		if got := s.names(); !slices.Equal(got, want) {
			t.Errorf("%s has %v\nwant %v, as types.txt", s.Version(), got, want)
		}
		for _, name := range want {
			typ, ok := s.lookUp(name)
			if !ok || len(typ.attributes)+len(typ.blocks) == 0 {
				t.Errorf("%s: %s is empty", s.Version(), name)
			}
		}
	}
}

// The facts are those of the provider's upgrade guide to version 6 and of its
// two schemas.
func TestVersionsDiffer(t *testing.T) {
	older, newer, both := Versions()[0], Versions()[1], Both()
	for _, tt := range []struct {
		typ, attribute     string
		older, newer, both bool // may be set
	}{
		{"aws_eip", "vpc", true, false, false},
		{"aws_eip", "domain", true, true, true},
		{"aws_flow_log", "log_group_name", true, false, false},
		{"aws_flow_log", "log_destination", true, true, true},
		{"aws_vpc", "region", false, true, false},
		{"aws_nat_gateway", "vpc_id", false, true, false},
		{"aws_s3_bucket", "region", false, true, false},
		{"aws_cloudwatch_log_group", "deletion_protection_enabled", false, true, false},
		{"data.aws_region", "region", false, true, false},
		{"data.aws_region", "name", true, true, true},
	} {
		for _, v := range []struct {
			s    *Schema
			want bool
		}{{older, tt.older}, {newer, tt.newer}, {both, tt.both}} {
			typ, ok := v.s.lookUp(tt.typ)
			if !ok {
				t.Fatalf("%s has no %s", v.s.Version(), tt.typ)
			}
			a, _ := typ.Attribute(tt.attribute)
			if a.Settable() != v.want {
				t.Errorf("%s: %s.%s settable: %t", v.s.Version(), tt.typ, tt.attribute, a.Settable())
			}
		}
	}
}

func TestBoth(t *testing.T) {
	both := Both()
	nat := resource(t, both, "aws_nat_gateway")
	if a, _ := nat.Attribute("subnet_id"); !a.Required {
		t.Error("aws_nat_gateway.subnet_id: 5.100.0 requires it")
	}
	bucket := resource(t, both, "aws_s3_bucket")
	if a, ok := bucket.Attribute("region"); !ok || a.Settable() || !a.Computed {
		t.Errorf("aws_s3_bucket.region: both can read it and only one can set it: %+v", a)
	}
	if a, _ := bucket.Attribute("acl"); !a.Deprecated {
		t.Error("aws_s3_bucket.acl: 5.100.0 deprecates it")
	}
	service := resource(t, both, "aws_ecs_service")
	if _, ok := service.Nested("deployment_configuration"); ok {
		t.Error("aws_ecs_service.deployment_configuration: only 6.25.0 has it")
	}
	balancer, ok := service.Nested("load_balancer")
	if !ok || balancer.Min != 0 || balancer.Max != 0 || balancer.Nesting != "set" {
		t.Errorf("aws_ecs_service.load_balancer: %+v", balancer)
	}
	if got, want := balancer.Required(), []string{"container_name", "container_port"}; !slices.Equal(got, want) {
		t.Errorf("load_balancer requires %v, want %v", got, want)
	}
	network, _ := service.Nested("network_configuration")
	if a, _ := network.Attribute("subnets"); network.Max != 1 || !a.Type.Equals(cty.Set(cty.String)) {
		t.Errorf("network_configuration: max %d, subnets %#v", network.Max, a.Type)
	}
	encryption := resource(t, both, "aws_s3_bucket_server_side_encryption_configuration")
	if got := encryption.RequiredBlocks(); !slices.Equal(got, []string{"rule"}) {
		t.Errorf("encryption requires blocks %v", got)
	}
	if _, ok := both.Resource("aws_vpcs"); ok {
		t.Error("there is an aws_vpcs")
	}
	if _, ok := both.DataSource("aws_eip"); ok {
		t.Error("a resource type is found as a data source")
	}
	if tags, ok := both.Provider().Nested("default_tags"); !ok || tags.Nesting != "list" {
		t.Errorf("provider default_tags: %+v", tags)
	}
}

// Both leaves out what the versions give different types. Today nothing that can
// be set is lost that way.
func TestBothLosesNothing(t *testing.T) {
	older, newer, both := Versions()[0], Versions()[1], Both()
	for _, name := range both.names() {
		a, _ := older.lookUp(name)
		b, _ := newer.lookUp(name)
		c, _ := both.lookUp(name)
		lost(t, name, a.Block, b.Block, c.Block)
	}
}

func lost(t *testing.T, path string, a, b, both *Block) {
	for name, x := range a.attributes {
		if y, ok := b.attributes[name]; ok {
			if _, ok := both.attributes[name]; !ok {
				t.Errorf("%s.%s is %#v and %#v", path, name, x.Type, y.Type)
			}
		}
	}
	for name, x := range a.blocks {
		y, ok := b.blocks[name]
		switch {
		case !ok:
		case both.blocks[name] == nil:
			t.Errorf("%s.%s is a %s and a %s", path, name, x.Nesting, y.Nesting)
		default:
			lost(t, path+"."+name, x.Block, y.Block, both.blocks[name].Block)
		}
	}
}

func TestSuggest(t *testing.T) {
	both := Both()
	for _, tt := range []struct{ got, want string }{
		{suggestion(resource(t, both, "aws_db_instance").Suggest("instance_clas")), "instance_class"},
		{suggestion(resource(t, both, "aws_ecs_service").Suggest("network_config")), ""},
		{suggestion(resource(t, both, "aws_ecs_service").Suggest("network_configurations")), "network_configuration"},
		{suggestion(resource(t, both, "aws_vpc").Suggest("zzz")), ""},
		{suggestion(resource(t, both, "aws_vpc").Suggest("arm")), ""}, // arn is only read
		{suggestion(both.SuggestResource("aws_ecs_servise")), "aws_ecs_service"},
		{suggestion(both.SuggestDataSource("aws_subnetss")), "aws_subnets"},
	} {
		if tt.got != tt.want {
			t.Errorf("suggested %q, want %q", tt.got, tt.want)
		}
	}
}

func suggestion(name string, ok bool) string {
	if ok != (name != "") {
		panic(name)
	}
	return name
}

func resource(t *testing.T, s *Schema, typ string) *Type {
	t.Helper()
	r, ok := s.Resource(typ)
	if !ok {
		t.Fatalf("%s has no %s", s.Version(), typ)
	}
	return r
}

// The whole cost of one look-up, and of looking up every type there is.
func BenchmarkOneType(b *testing.B) {
	for b.Loop() {
		Both().Resource("aws_ecs_service")
	}
}

func BenchmarkAllTypes(b *testing.B) {
	for b.Loop() {
		s := Both()
		for _, name := range s.names() {
			s.lookUp(name)
		}
	}
}
