package pipeline_test

import (
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"groundplan.internal/internal/pipeline"
)

// TestDesignFiles is BL-7 of the platforms' sources: a function that reads design files as
// soon as they are there.
func TestDesignFiles(t *testing.T) {
	const compute = "production/terraform/modules/compute/"
	c := rowsOf(t, "golden/functions/platform.cue", nil)
	t.Run("BL-7 permission and notification", func(t *testing.T) {
		c := c.in(t)
		c.block(compute+"function-ork.tf", `resource "aws_lambda_permission" "ork_design"`,
			`action = "lambda:InvokeFunction"`, `function_name = aws_lambda_function.ork.arn`, `principal = "s3.amazonaws.com"`,
			`source_arn = var.design_bucket_arn`, `source_account = data.aws_caller_identity.current.account_id`)
		c.block(compute+"notification-design.tf", `resource "aws_s3_bucket_notification" "design"`,
			"lambda_function_arn = aws_lambda_function.ork.arn\n events = [\"s3:ObjectCreated:*\"]\n filter_suffix = \".ork\"",
			`depends_on = [aws_lambda_permission.labels_design, aws_lambda_permission.ork_design]`)
		if n := c.count("^production/", `resource "aws_s3_bucket_notification"`); n != 1 {
			t.Errorf("%d lists for one bucket", n)
		}
	})
	t.Run("BL-7 what failed is kept", func(t *testing.T) {
		c := c.in(t)
		c.block(compute+"function-ork.tf", `resource "aws_sqs_queue" "ork_failed"`, `sqs_managed_sse_enabled = true`, `message_retention_seconds = 1209600`)
		c.block(compute+"function-ork.tf", `resource "aws_lambda_function_event_invoke_config" "ork"`, `destination = aws_sqs_queue.ork_failed.arn`)
	})
	t.Run("BL-7 least privilege", func(t *testing.T) {
		c := c.in(t)
		c.block(compute+"function-ork.tf", `data "aws_iam_policy_document" "ork"`,
			"actions = [\"s3:GetObject\"]\n resources = [\"${var.design_bucket_arn}/*.ork\"]",
			"actions = [\"secretsmanager:GetSecretValue\"]\n resources = [var.neo4j_arn]")
	})
	t.Run("BL-7 no loop", func(t *testing.T) {
		c := rowsOf(t, "golden/functions/platform.cue", func(s string) string {
			return strings.Replace(s, `design: {access: "read",`, `design: {access: "readwrite",`, 1)
		})
		if !c.finds("function-trigger-loop", "functions.ork.triggers.0") {
			t.Errorf("a function that writes what it is run for is not found: %v", c.found)
		}
	})
}

// TestNotificationStays: who is told by a bucket does not decide in which stack its list
// stands, or one stack would make it and another then undo it.
func TestNotificationStays(t *testing.T) {
	const platform = `
name: shop
region: eu-west-1
layout: LAYOUT
apps: {aa: {}, bb: {}}
environments: {production: {}}
repositories: {repo: {}}
buckets: {bc: {}}
functions:
  a: {app: aa, image: {repository: repo, tag: "1"}, triggers: A}
  b: {app: bb, image: {repository: repo, tag: "1"}, triggers: B}
`
	const some, none = "[{bucket: bc, events: [created], prefix: NAME/}]", "[]"
	known := knownFacts(t)
	for _, c := range []struct {
		layout, list string
		functions    [2]string // folders
	}{
		{"stacks", "7-notifications", [2]string{"7-backend-aa", "7-backend-bb"}},
		{"single", "modules/notifications", [2]string{"modules/backend-aa", "modules/backend-bb"}},
	} {
		for _, told := range []struct{ a, b string }{{some, some}, {some, none}, {none, some}} {
			text := strings.NewReplacer("LAYOUT", c.layout, "triggers: A", "triggers: "+strings.ReplaceAll(told.a, "NAME", "a"), "triggers: B", "triggers: "+strings.ReplaceAll(told.b, "NAME", "b")).Replace(platform)
			result := pipeline.Compile(pipeline.Input{Root: fstest.MapFS{"p.yaml": {Data: []byte(text)}}, File: "p.yaml"}, known)
			if result.Found.HasErrors() {
				t.Fatal(result.Found)
			}
			in := func(what string) (folders []string) {
				for _, f := range result.Files {
					if strings.Contains(string(f.Data), what) {
						_, folder, _ := strings.Cut(path.Dir(f.Path), "/terraform/")
						folders = append(folders, folder)
					}
				}
				return folders
			}
			if got := in(`resource "aws_s3_bucket_notification" "bc"`); !slices.Equal(got, []string{c.list}) {
				t.Errorf("%s: the list stands in %q", c.layout, got)
			}
			for i, f := range []struct{ name, triggers string }{{"a", told.a}, {"b", told.b}} {
				var want []string
				if f.triggers == some {
					want = []string{c.functions[i]}
				}
				if got := in(`resource "aws_lambda_permission" "` + f.name + `_bc"`); !slices.Equal(got, want) {
					t.Errorf("%s: the permission of %s stands in %q, not in %q", c.layout, f.name, got, want)
				}
			}
		}
	}
}
