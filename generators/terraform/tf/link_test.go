package tf

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"groundplan.internal/internal/artifact"
)

// example is a service in three stacks, given in another order than they apply.
func example() Configuration {
	network := &Stack{Name: "network", Prefix: "1-"}
	network.Add("network.tf",
		Data("aws_vpc", "default", Set("default", Bool(true))),
		Data("aws_subnets", "default", Nested("filter",
			Set("name", String("vpc-id")),
			Set("values", List{RefToData("aws_vpc", "default", "id")}))))
	network.Add("security-groups.tf",
		Resource("aws_security_group", "web",
			Set("name", String("web")),
			Set("vpc_id", RefToData("aws_vpc", "default", "id"))))
	compute := &Stack{Name: "compute", Prefix: "3-"}
	compute.Add("web.tf",
		Resource("aws_cloudwatch_log_group", "web",
			Set("name", String("/ecs/web")),
			Set("retention_in_days", Int(30)),
			Set("tags", Object{
				{"Image", Var("image_uri")},
				{"Table", Template{String("group "), RefTo("aws_cloudwatch_log_group", "audit", "name")}},
				{"Password", Use("password")},
				{"Own", Use("log_group")},
			})),
		Resource("aws_vpc_security_group_ingress_rule", "web",
			Set("security_group_id", RefTo("aws_security_group", "web", "id")),
			Set("description", Fn("join", String(" "), Use("public_subnet_ids"))),
			Set("cidr_ipv4", String("0.0.0.0/0")),
			Set("from_port", Int(1337)),
			Set("to_port", Int(1337)),
			Set("ip_protocol", String("tcp"))))
	data := &Stack{Name: "data", Prefix: "2-"}
	data.Add("audit.tf", Resource("aws_cloudwatch_log_group", "audit",
		Set("name", String("audit")),
		Set("retention_in_days", Int(30)),
		Set("tags", Object{{"Group", RefTo("aws_security_group", "web", "id")}})))
	return Configuration{
		Platform: "example", Environment: "production", Region: "eu-west-2",
		Header: "Generated. Do not edit.",
		Tags:   Object{{"Platform", String("example")}, {"Owner", Var("owner")}},
		Inputs: []Input{
			{Name: "unused", Type: Ident("string"), Default: String("")},
			{Name: "owner", Type: Ident("string"), Description: "Who pays.", Default: String("web")},
			{Name: "image_uri", Type: Ident("string"), Description: "Image of web.", Default: String("web:latest"),
				Validations: []Validation{{Fn("can", Fn("regex", String(`^\S+:\S+$`), Var("image_uri"))), "Give the image with its tag."}}},
		},
		Stacks: []*Stack{compute, network, data},
		Exports: []Export{
			{Stack: "network", Name: "public_subnet_ids", Description: "Subnets with a public address.", Value: RefToData("aws_subnets", "default", "ids")},
			{Stack: "network", Name: "unused_id", Value: RefToData("aws_vpc", "default", "id")},
			{Stack: "data", Name: "password", Description: "Nobody's.", Value: Template{RefTo("aws_cloudwatch_log_group", "audit", "id"), String("$")}, Sensitive: true},
			{Stack: "compute", Name: "log_group", Description: "Where web writes.", Value: Template{String("/ecs/"), Var("owner")}, Public: true},
		},
	}
}

// abroad has stacks with folders that are numbered and names of several words, and a
// certificate in another region, whose records stand in the platform's own.
func abroad() Configuration {
	certificate := Resource("aws_acm_certificate", "cdn",
		Set("domain_name", String("example.com")),
		Set("subject_alternative_names", Strings("*.example.com")),
		Set("validation_method", String("DNS")))
	record := Resource("aws_route53_record", "cdn",
		Set("for_each", For{
			Each: "o", In: certificate.Ref("domain_validation_options"), Group: true,
			Key: Fn("trimprefix", Ident("o.domain_name"), String("*.")),
			Value: Object{
				{"name", Ident("o.resource_record_name")},
				{"type", Ident("o.resource_record_type")},
				{"value", Ident("o.resource_record_value")},
			},
		}),
		Gap{},
		Set("zone_id", RefToData("aws_route53_zone", "main", "zone_id")),
		Set("name", Ident("each.value[0].name")),
		Set("type", Ident("each.value[0].type")),
		Set("records", List{Ident("each.value[0].value")}),
		Set("ttl", Int(300)))
	validation := Resource("aws_acm_certificate_validation", "cdn",
		Set("certificate_arn", certificate.Ref("arn")),
		Set("validation_record_fqdns", For{Each: "r", In: record.Ref(""), Value: Ident("r.fqdn")}))
	certificate.Region, validation.Region = "us-east-1", "us-east-1"
	own := Resource("aws_sns_topic", "own", Set("name", String("own")))
	own.Region = "eu-west-2"

	edge := &Stack{Name: "edge", Prefix: "4-"}
	edge.Add("certificates.tf",
		Data("aws_route53_zone", "main", Set("name", String("example.com"))),
		certificate, record, validation, own)
	portal := &Stack{Name: "frontend-lang-portal", Prefix: "8-"}
	portal.Add("portal.tf", Resource("aws_cloudwatch_log_group", "portal",
		Set("name", String("portal")),
		Set("tags", Object{{"Certificate", validation.Ref("certificate_arn")}, {"Topic", own.Ref("arn")}})))
	pipelines := &Stack{Name: "cicd-lang-portal", Prefix: "9-"}
	pipelines.Add("pipeline.tf", Resource("aws_sns_topic", "failed",
		Set("name", Template{RefTo("aws_cloudwatch_log_group", "portal", "name"), String("-failed")})))
	return Configuration{
		Platform: "example", Environment: "production", Region: "eu-west-2",
		Tags:   Object{{"Platform", String("example")}},
		Stacks: []*Stack{edge, portal, pipelines},
		Exports: []Export{
			{Stack: "cicd-lang-portal", Name: "failed_topic", Value: RefTo("aws_sns_topic", "failed", "arn"), Public: true},
			{Stack: "edge", Name: "topics", Description: "Topics of all stacks.", Value: List{own.Ref("arn")}, Public: true, Joined: true},
			{Stack: "cicd-lang-portal", Name: "topics", Description: "Topics of all stacks.", Value: List{RefTo("aws_sns_topic", "failed", "arn")}, Public: true, Joined: true},
		},
	}
}

func link(t *testing.T, c Configuration) []artifact.File {
	t.Helper()
	files, _, err := Link(c)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestLink(t *testing.T) {
	bucket := State{Bucket: "example-state", Region: "eu-west-1"}
	for name, c := range map[string]struct {
		configuration func() Configuration
		layout        Layout
		state         State
	}{
		"single":        {example, Single, State{}},
		"single-s3":     {example, Single, bucket},
		"stacks":        {example, Stacks, State{}},
		"stacks-s3":     {example, Stacks, bucket},
		"abroad-single": {abroad, Single, State{}},
		"abroad-stacks": {abroad, Stacks, State{}},
		"abroad-s3":     {abroad, Stacks, bucket},
	} {
		t.Run(name, func(t *testing.T) {
			conf := c.configuration()
			conf.Layout, conf.State = c.layout, c.state
			var ar txtar.Archive
			byPath := make(map[string][]byte)
			for _, f := range link(t, conf) {
				canonical(t, f.Data)
				ar.Files = append(ar.Files, txtar.File{Name: f.Path, Data: f.Data})
				byPath[f.Path] = f.Data
			}
			golden(t, "testdata/"+name+".txtar", txtar.Format(&ar))
			fmtCheck(t, byPath)
		})
	}
}

func TestLinkErrors(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil func(*Configuration)
		want  string
	}{
		"unknown address": {func(c *Configuration) {
			c.Stacks[0].Add("x.tf", Nested("locals", Set("x", RefTo("aws_vpc", "none", "id"))))
		}, "locals: nothing declares aws_vpc.none"},
		"whole block": {func(c *Configuration) {
			c.Stacks[0].Add("x.tf", Nested("locals", Set("x", RefTo("aws_security_group", "web", ""))))
		}, "locals: aws_security_group.web as a whole is in another stack, network"},
		"same address": {func(c *Configuration) {
			c.Stacks[0].Add("x.tf", Resource("aws_security_group", "web"))
		}, "aws_security_group.web is declared in stacks compute and network"},
		"same stack":  {func(c *Configuration) { c.Stacks = append(c.Stacks, &Stack{Name: "data"}) }, "stack data is declared twice"},
		"same label":  {func(c *Configuration) { c.Stacks = append(c.Stacks, &Stack{Name: "a_b"}, &Stack{Name: "a-b"}) }, "stack a-b is declared twice"},
		"own file":    {func(c *Configuration) { c.Stacks[0].Add("variables.tf") }, "file variables.tf is the linker's to write"},
		"same input":  {func(c *Configuration) { c.Inputs = append(c.Inputs, c.Inputs[0]) }, "input unused is declared twice"},
		"no input":    {func(c *Configuration) { c.Inputs = c.Inputs[:2] }, "there is no input image_uri"},
		"no export":   {func(c *Configuration) { c.Exports = c.Exports[1:] }, "there is no export public_subnet_ids"},
		"no stack":    {func(c *Configuration) { c.Exports[1].Stack = "none" }, "export unused_id: there is no stack none"},
		"name taken":  {func(c *Configuration) { c.Exports[1].Name = "owner" }, "export owner: the name is taken"},
		"part taken":  {func(c *Configuration) { c.Exports[1].Name, c.Exports[1].Joined = "log_group", true }, "export log_group: the name is taken"},
		"tags":        {func(c *Configuration) { c.Tags[1].Value = Use("password") }, "default_tags: password is not an input"},
		"export loop": {func(c *Configuration) { c.Exports[3].Value = Use("log_group") }, "export log_group: uses export log_group of the same stack"},
	} {
		t.Run(name, func(t *testing.T) {
			c := example()
			tt.spoil(&c)
			_, _, err := Link(c)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestOutputName(t *testing.T) {
	for _, tt := range []struct {
		ref  Ref
		want string
	}{
		{RefTo("aws_vpc", "main", "id"), "vpc_id"},
		{RefTo("aws_security_group", "web", "id"), "web_security_group_id"},
		{RefTo("aws_db_instance", "db", "address"), "db_instance_address"},
		{RefTo("aws_db_instance", "db", "master_user_secret[0].secret_arn"), "db_instance_master_user_secret_arn"},
		{RefToData("aws_subnets", "default", "ids"), "default_subnets_ids"},
		{RefTo("aws_iam_role", "lang-portal", "arn"), "lang_portal_iam_role_arn"},
	} {
		if got := outputName(tt.ref); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.ref, got, tt.want)
		}
	}
}

// BenchmarkLink is of a platform whose services each take two values of another
// stack; time and memory are for one service.
func BenchmarkLink(b *testing.B) {
	for _, n := range []int{100, 1000, 5000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			network, compute := &Stack{Name: "network"}, &Stack{Name: "compute"}
			for i := range n {
				label := fmt.Sprintf("s%d", i)
				network.Add("groups.tf", Resource("aws_security_group", label, Set("name", String(label))))
				compute.Add(label+".tf", Resource("aws_ecs_service", label,
					Set("name", String(label)),
					Set("groups", List{RefTo("aws_security_group", label, "id"), RefTo("aws_security_group", "s0", "id")})))
			}
			for b.Loop() {
				if _, _, err := Link(Configuration{Layout: Single, Stacks: []*Stack{network, compute}}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/service")
		})
	}
}

// Two resources whose short names are the same get long ones.
func TestOutputNameCollision(t *testing.T) {
	a, b := &Stack{Name: "a"}, &Stack{Name: "b"}
	refs := List{RefTo("aws_s3_bucket", "x", "id"), RefTo("aws_s3_bucket", "x-s3", "id"), RefToData("aws_s3_bucket", "x", "id")}
	a.Add("a.tf", Resource("aws_s3_bucket", "x"), Resource("aws_s3_bucket", "x-s3"), Data("aws_s3_bucket", "x"))
	b.Add("b.tf", Nested("locals", Set("all", refs)))
	files := link(t, Configuration{Layout: Stacks, Stacks: []*Stack{a, b}})
	for _, f := range files {
		if f.Path == "a/outputs.tf" {
			for _, name := range []string{"aws_s3_bucket__x__id", "aws_s3_bucket__x-s3__id", "data__aws_s3_bucket__x__id"} {
				if strings.Count(string(f.Data), `output "`+name+`" {`) != 1 {
					t.Errorf("no output %s in\n%s", name, f.Data)
				}
			}
		}
	}
}
