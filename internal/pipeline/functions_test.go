package pipeline_test

import (
	"strings"
	"testing"
)

// TestDesignFiles is BL-7 of the platforms' sources: a function that reads design files as
// soon as they are there.
func TestDesignFiles(t *testing.T) {
	const compute = "production/terraform/modules/compute/"
	c := rowsOf(t, "golden/functions/platform.cue", nil)
	t.Run("BL-7 permission and notification", func(t *testing.T) {
		c := c.in(t)
		c.block(compute+"notification-design.tf", `resource "aws_lambda_permission" "ork_design"`,
			`action = "lambda:InvokeFunction"`, `principal = "s3.amazonaws.com"`,
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
