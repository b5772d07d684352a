package check_test

import (
	"slices"
	"strings"
	"testing"

	"cuelang.org/go/cue/ast"
	"cuelang.org/go/cue/parser"

	"groundplan.internal/internal/check"
	"groundplan.internal/internal/check/catalogue"
	"groundplan.internal/internal/verify"
	"groundplan.internal/schema"
)

// there are families of nodes for these, so that every rule of theirs that hurts is
// answered, or speaks of what cannot be declared.
var there = []string{"vpc", "sg", "ecs-task", "ecs-service", "rds", "redis", "iam", "secrets-ssm", "platform", "cicd", "ecr", "kms", "cloudfront", "s3", "alb", "apigw", "waf", "dns-acm", "autoscaling", "service-discovery", "sqs", "bedrock", "observability", "cognito", "lambda", "efs"}

// whole are the families whose rules of pain 2 and more are all answered: what cannot be
// declared is left out for good, and not put off.
var whole = []string{"redis", "rds", "autoscaling", "ecs-service", "alb", "cloudfront", "lambda", "s3", "sqs", "efs"}

func TestCatalogue(t *testing.T) {
	var checks, proofs []string
	for _, r := range check.Rules() {
		checks = append(checks, r.Code)
	}
	for _, area := range check.Elsewhere() {
		for _, r := range area.Rules {
			checks = append(checks, r.Code)
		}
	}
	for _, r := range verify.Rules() {
		proofs = append(proofs, r.Code)
	}
	fields := schemaFields(t)
	seen := map[string]bool{}
	for _, r := range rules(t) {
		if seen[r.ID] {
			t.Errorf("%s is listed twice", r.ID)
		}
		seen[r.ID] = true
		if len(r.Covered) == 0 {
			t.Errorf("%s says nothing of how it is covered", r.ID)
		}
		if slices.Contains(there, r.Family) && len(r.Names(catalogue.NotYet)) > 0 {
			t.Errorf("%s is of the family %s, which exists, and is not covered", r.ID, r.Family)
		}
		if slices.Contains(whole, r.Family) && r.Pain >= 2 && slices.ContainsFunc(r.Names(catalogue.Absent), later) {
			t.Errorf("%s is of the family %s, which is whole, and is put off", r.ID, r.Family)
		}
		for _, known := range []struct {
			by    catalogue.Kind
			names []string
		}{{catalogue.Check, checks}, {catalogue.Verify, proofs}, {catalogue.Schema, fields}} {
			for _, name := range r.Names(known.by) {
				if !slices.Contains(known.names, name) {
					t.Errorf("%s is covered by %s %s, which there is not", r.ID, known.by, name)
				}
			}
		}
		for _, by := range []catalogue.Kind{catalogue.Construction, catalogue.Absent} {
			if slices.Contains(r.Names(by), "") {
				t.Errorf("%s does not say what %s means for it", r.ID, by)
			}
		}
	}
}

// later reports whether an answer puts a rule off.
func later(answer string) bool { return strings.HasSuffix(answer, " yet") }

// schemaFixtures are the rules that the schema sees to.
func schemaFixtures(t *testing.T) (ids []string) {
	t.Helper()
	for _, r := range rules(t) {
		if len(r.Names(catalogue.Schema)) > 0 {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// schemaFields are the definitions of the schema and their fields, as
// "#Service" and "#Service.stopTimeout".
func schemaFields(t *testing.T) (fields []string) {
	t.Helper()
	entries, err := schema.Files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		text, err := schema.Files.ReadFile(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(e.Name(), text)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			definition, ok := d.(*ast.Field)
			if !ok {
				continue
			}
			name := labelOf(definition)
			fields = append(fields, name)
			s, ok := definition.Value.(*ast.StructLit)
			if !ok {
				continue
			}
			for _, e := range s.Elts {
				if f, ok := e.(*ast.Field); ok {
					fields = append(fields, name+"."+labelOf(f))
				}
			}
		}
	}
	return fields
}

func labelOf(f *ast.Field) string {
	name, _, _ := ast.LabelName(f.Label)
	return name
}

func rules(t *testing.T) []catalogue.Rule {
	t.Helper()
	all, err := catalogue.Rules()
	if err != nil {
		t.Fatal(err)
	}
	return all
}
