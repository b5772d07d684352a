package tf

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// everything has one of each construct, and neighbours that align or do not.
func everything() []*Block {
	return []*Block{
		{Type: "terraform", Body: []Item{Set("required_version", String(">= 1.10"))}},
		Data("aws_subnets", "default",
			Nested("filter",
				Set("name", String("vpc-id")),
				Set("values", List{RefToData("aws_vpc", "default", "id")}))),
		{Type: "resource", Labels: []string{"aws_ecs_service", "web"}, Comment: "One task.\nPublic address: no load balancer.\n", Body: []Item{
			Gap{},
			Set("name", String("web")),
			Set("cluster", RefTo("aws_ecs_cluster", "main", "arn")),
			Set("desired_count", Int(2)),
			Gap{}, Gap{},
			Set("subnets", RefToData("aws_subnets", "default", "ids")),
			Set("ids", List{String("a"), Int(-1), Bool(true), List{}, Object{}}),
			Set("tags", Object{}),
			Set("environment", Object{
				{"A", String("1")}, {"LONGER", Int(2)},
				{"aws:SourceArn", Template{String("arn:"), RefToData("aws_partition", "x", "partition"), String(":s3:::"), Int(7)}},
				{"nested", Object{{"for", Bool(false)}, {"größe", Int(1)}, {"e\u0301", Int(2)}, {"日本", Int(3)}}},
				{"after", Ident("local.x")},
			}),
			Comment("Jumps to a new line\r\nonce."),
			Set("depends_on", List{RefTo("aws_iam_role_policy", "web", ""), RefTo("aws_db_instance", "db", "master_user_secret[0].secret_arn")}),
			Nested("lifecycle", Set("ignore_changes", List{Ident("desired_count"), Ident(`tags["x"]`)})),
			Comment("Above a block."),
			Nested("network_configuration",
				Set("subnets", RefToData("aws_subnets", "default", "ids")),
				Set("assign_public_ip", Bool(true))),
			Nested("empty"),
			Set("last", String("x")),
			Gap{},
		}},
		Resource("aws_ecs_task_definition", "web",
			Set("container_definitions", Fn("templatefile", Template{Ident("path.module"), String("/ecs/web.json")}, Object{{"IMAGE", Var("image_uri")}})),
			Set("policy", Fn("jsonencode", Object{{"Statement", List{Object{{"Effect", String("Allow")}, {"Action", Strings("s3:GetObject")}}, Object{}}}})),
			Set("merged", Fn("merge", Object{{"a", Int(1)}}, Var("tags"), Object{{"b", Int(1)}})),
			Set("one", Fn("concat", List{String("a")}, List{Fn("lower", String("B"))})),
			Set("actions", Strings("ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage", "ecr:GetAuth")),
			Set("type", Fn("list", Ident("string"))),
			Set("bare", Template{Var("x")}),
			Set("inner", Template{Fn("f", Object{{"k", List{Int(1), Int(2)}}}), String("!")}),
			Set("element", Fn("element", Fn("split", String(":"), RefTo("aws_db_proxy", "db", "arn")), Int(6))),
			Set("share", Float(0.05)),
			Set("name", Get{Fn("one", For{Each: "o", In: RefTo("aws_acm_certificate", "main", "options"), Value: Ident("o"), If: Equal{Ident("o.domain"), String("x.example.com")}}), "record_name"}),
			Set("keyed", Index{For{Each: "o", In: RefTo("aws_acm_certificate", "main", "options"), Key: Ident("o.domain"), Value: Ident("o.name")}, String("x")}),
			Set("records", For{Each: "o", In: RefTo("aws_acm_certificate", "main", "options"), Key: Ident("o.domain"), Value: Object{{"name", Ident("o.name")}, {"type", Ident("o.type")}}}),
			Set("for_each", For{Each: "o", In: RefTo("aws_acm_certificate", "main", "options"), Key: Fn("trimprefix", Ident("o.domain"), String("*.")), Value: Object{{"name", Ident("o.name")}}, Group: true}),
			Set("words", List{Ident("each.value[0].name"), Ident("null"), Ident("each.key")}),
			Set("body", Fn("jsonencode", Object{{"widgets", List{Object{{"x", Int(0)}, {"view", RefTo("aws_x", "y", "arn")}, {"metrics", List{Strings("AWS/ECS", "CPU"), List{}}}}}}})),
			Set("texts", List{Heredoc{String("a\n")}, Heredoc{String("b\n")}}),
			Set("buildspec", Heredoc{String("version: 0.2\nphases:\n  build:\n    - echo \"${X}\" $Y\n    - push "), RefTo("aws_ecr_repository", "web", "url"), String(":latest\n")}),
			Set("quoted", Heredoc{String("  indented\n")}),
			Set("splat", RefTo("aws_subnet", "public", `[*].id`)),
		),
		{Type: "data", Labels: []string{"aws_region", "edge"}, Region: "us-east-1"},
		{Type: "resource", Labels: []string{"aws_acm_certificate", "edge"}, Region: "us-east-1", Body: []Item{Set("domain_name", String("x"))}},
	}
}

// printed is a file whose references are not linked.
func printed(header string, blocks []*Block) []byte {
	var p printer
	return p.file(header, blocks)
}

func TestPrint(t *testing.T) {
	got := printed("Generated. Do not edit.", everything())
	golden(t, "testdata/print.tf", got)
	canonical(t, got)
	fmtCheck(t, map[string][]byte{"main.tf": got})
}

func TestPrintPanics(t *testing.T) {
	for name, b := range map[string]*Block{
		"argument":   Nested("a", Set("b c", Int(1))),
		"block":      Nested("a {"),
		"path":       Nested("a", Set("x", RefTo("aws_vpc", "main", "id }"))),
		"open index": Nested("a", Set("x", RefTo("aws_vpc", "main", "x["))),
		"index":      Nested("a", Set("x", RefTo("aws_vpc", "main", `x["${y}"]`))),
		"identifier": Nested("a", Set("x", Ident(`"x"`))),
		"collection": Nested("a", Set("x", Template{List{}})),
		"function":   Nested("a", Set("x", Fn("f(", Int(1)))),
		"variable":   Nested("a", Set("x", Var(""))),
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("printed")
				}
			}()
			printed("", []*Block{b})
		})
	}
}

var hostile = []string{
	"", "plain", `"`, `\`, "${", "%{", "$${", "%%{", "$$${", "$%{", "%${a}", "$", "%", "$$", "a$", "{", "${a}",
	"line\nbreak", "cr\r\nlf", "\t", "\x00", "\x1b[0m", "\xff\xfe", "\u2028", "\ufeff", "\u00a0", "e\u0301",
	"\u0301", "日本", "👩‍👩‍👧", "=cmd", "</script>", "#", "/*", "<<EOT", "\ufffd", "\u0e33",
}

func FuzzString(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, "$")
		f.Add("$", s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		text := printed(a, []*Block{{Type: "locals", Comment: b, Body: []Item{
			Set("a", String(a)),
			Set("template", Template{String(a), Int(1), Ident("x"), String(b), String(a), Ident("x"), String(b)}),
			Set("heredoc", Heredoc{String(a), Ident("x"), String(b + "\n"), String(a), Ident("x"), Ident("x"), String("\n" + b + "\n")}),
			Set("text", Heredoc{String(a + "\n")}),
			Comment(a),
			Set("map", Object{{"k" + a, String(b)}, {"x", Int(1)}, {b + "z", List{String(a), String(b)}}}),
		}}})
		canonical(t, text)
		vals := evaluate(t, text)
		want(t, vals["a"], a)
		want(t, vals["template"], a+"1X"+b+a+"X"+b)
		want(t, vals["heredoc"], a+"X"+b+"\n"+a+"XX\n"+b+"\n")
		want(t, vals["text"], a+"\n")
		for key, v := range vals["map"].AsValueMap() {
			if key == norm("k"+a) && key != norm(b+"z") {
				want(t, v, b)
			}
		}
	})
}

// FuzzTree prints trees of any shape. Each byte picks what comes next.
func FuzzTree(f *testing.F) {
	f.Add([]byte{}, uint8(0))
	f.Add([]byte("\x01\x09\x0a\x03\x0b\x0a\x0b\x08\x09\x09\x00\x05\x0a\x0d"), uint8(40))
	f.Add(bytes.Repeat([]byte{3, 12, 9, 2, 4, 10, 12, 3, 9, 1, 8, 11, 0, 14}, 20), uint8(7))
	f.Fuzz(func(t *testing.T, shape []byte, wide uint8) {
		s := sketch{shape, strings.Repeat("w", int(wide))}
		text := printed("", []*Block{{Type: "locals", Body: s.items(3)}, Nested("b", s.items(3)...)})
		canonical(t, text)
		if _, diags := hclsyntax.ParseConfig(text, "x.tf", hcl.InitialPos); diags.HasErrors() {
			t.Errorf("%s\n%s", diags, text)
		}
	})
}

// sketch makes a tree out of bytes.
type sketch struct {
	shape []byte
	wide  string
}

func (s *sketch) next(n int) int {
	if len(s.shape) == 0 {
		return 0
	}
	c := s.shape[0]
	s.shape = s.shape[1:]
	return int(c) % n
}

func (s *sketch) items(depth int) []Item {
	var items []Item
	for i := range s.next(8) {
		switch s.next(7) {
		case 0:
			items = append(items, Gap{})
		case 1:
			items = append(items, Comment("x "+s.wide))
		case 2:
			if depth > 0 {
				items = append(items, &Block{Type: "nested", Comment: s.wide, Body: s.items(depth - 1)})
			}
		default:
			items = append(items, Set(strings.Repeat("n", s.next(9)+1)+string(rune('a'+i)), s.expr(depth+1)))
		}
	}
	return items
}

func (s *sketch) exprs(depth int) []Expr {
	list := make([]Expr, s.next(5))
	for i := range list {
		list[i] = s.expr(depth)
	}
	return list
}

func (s *sketch) expr(depth int) Expr {
	n := 5 // scalars
	if depth > 0 {
		n = 17
	}
	switch s.next(n) {
	case 0:
		return String(s.wide)
	case 1:
		return Int(-s.next(200))
	case 2:
		return Bool(true)
	case 3:
		return Var(s.wide + "v")
	case 4:
		return RefTo("aws_x", "y", "z[0].w")
	case 5, 6:
		return List(s.exprs(depth - 1))
	case 7, 8:
		var o Object
		for i, e := range s.exprs(depth - 1) {
			o = append(o, Entry{strings.Repeat("k ", s.next(4)) + string(rune('a'+i)), e})
		}
		return o
	case 9:
		return Fn("f", s.exprs(depth-1)...)
	case 10:
		return Heredoc{String("x\n  " + s.wide), s.expr(0), Fn("f", s.exprs(depth-1)...), String("$\n")}
	case 11:
		return Float(0.05)
	case 12:
		return For{Each: "o", In: RefTo("aws_x", "y", "z"), Value: Fn("f", s.exprs(depth-1)...)}
	case 13:
		return For{Each: "o", In: RefTo("aws_x", "y", "z"), Key: Ident("o.k"), Value: Object{{"k", s.expr(depth - 1)}, {"long", Int(1)}}, If: Equal{Ident("o"), String(s.wide)}, Group: s.next(2) == 1}
	case 14:
		return Index{Fn("tolist", s.exprs(depth-1)...), Int(1)}
	case 15:
		return Get{Fn("one", s.exprs(depth-1)...), "name[0].x"}
	default:
		return Template{String(s.wide), Fn("f", s.exprs(depth-1)...), s.expr(0), String("$"), Float(-1.5)}
	}
}

func BenchmarkPrint(b *testing.B) {
	blocks := everything()
	b.SetBytes(int64(len(printed("", blocks))))
	for b.Loop() {
		printed("", blocks)
	}
}

// norm is s as cty holds it: UTF-8 in NFC.
func norm(s string) string {
	return cty.StringVal(strings.ToValidUTF8(replaceEach(s), "")).AsString()
}

// replaceEach puts one U+FFFD for each byte that is not UTF-8.
func replaceEach(s string) string { return string([]rune(s)) }

func want(t *testing.T, got cty.Value, s string) {
	t.Helper()
	if got.AsString() != norm(s) {
		t.Errorf("%q reads back as %q", s, got.AsString())
	}
}

// canonical fails unless hclwrite leaves text as it is.
func canonical(t *testing.T, text []byte) {
	t.Helper()
	if !utf8.Valid(text) {
		t.Fatalf("not UTF-8: %q", text)
	}
	if diff := cmp.Diff(string(hclwrite.Format(text)), string(text)); diff != "" {
		t.Errorf("not canonical (-formatted +printed):\n%s", diff)
	}
}

func evaluate(t *testing.T, text []byte) map[string]cty.Value {
	t.Helper()
	file, diags := hclsyntax.ParseConfig(text, "x.tf", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%s\n%s", diags, text)
	}
	vals := map[string]cty.Value{}
	for name, a := range file.Body.(*hclsyntax.Body).Blocks[0].Body.Attributes {
		v, diags := a.Expr.Value(&hcl.EvalContext{Variables: map[string]cty.Value{"x": cty.StringVal("X")}})
		if diags.HasErrors() {
			t.Fatalf("%s\n%s", diags, text)
		}
		vals[name] = v
	}
	return vals
}

// golden compares with the file at path, or writes it under UPDATE_GOLDEN.
func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// fmtCheck runs terraform itself over files.
func fmtCheck(t *testing.T, files map[string][]byte) {
	t.Helper()
	bin, err := exec.LookPath("terraform")
	if err != nil {
		t.Log("terraform is not on PATH: terraform fmt -check was not run")
		return
	}
	dir := t.TempDir()
	for name, data := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(bin, "fmt", "-check", "-diff", "-recursive", "-no-color", dir)
	cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE=/dev/null")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("terraform fmt -check: %v\n%s", err, bytes.TrimSpace(out))
	}
}
