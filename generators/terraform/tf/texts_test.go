package tf

import (
	"strings"
	"testing"
)

// TestEachText wants a text replaced wherever an expression may stand, and keys,
// identifiers and descriptions left alone.
func TestEachText(t *testing.T) {
	text := String("old")
	block := Resource("aws_x", "x",
		Set("a", text),
		Set("b", List{text, Template{String("a-"), text}}),
		Set("c", Fn("f", text, Index{Of: Fn("g", text), Key: text})),
		Set("d", Object{{Key: "old", Value: Get{Of: Fn("h", text), Path: "old"}}}),
		Set("e", For{Each: "old", In: List{text}, Key: text, Value: Equal{text, text}, If: text}),
		Set("f", Heredoc{text, String("\n")}),
		Nested("n", Set("g", text)))
	c := Configuration{
		Platform: "p", Environment: "e", Region: "eu-west-1", Layout: Single, Tags: Object{{Key: "old", Value: text}},
		Stacks:  []*Stack{{Name: "s", Files: []*File{{Name: "x.tf", Blocks: []*Block{block}}}}},
		Exports: []Export{{Stack: "s", Name: "x", Description: "old", Value: text, Public: true}},
	}
	c.EachText(func(s String) Expr {
		if s == "old" {
			return String("new")
		}
		return s
	})
	files, _, err := Link(c)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range files {
		all.Write(f.Data)
	}
	for _, want := range []string{
		`  a = "new"
  b = ["new", "a-new"]
  c = f("new", g("new")["new"])
  d = {
    old = h("new").old
  }
  e = { for old in ["new"] : "new" => "new" == "new" if "new" }
  f = <<-EOT
    new
  EOT

  n {
    g = "new"
  }
`,
		"  description = \"old\"\n  value       = \"new\"\n",
		"      old = \"new\"\n",
	} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("%s\nis not in\n%s", want, all.String())
		}
	}
}
