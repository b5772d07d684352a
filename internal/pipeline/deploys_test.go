package pipeline_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestManagerMayNothingMore lists all that the role of a program allows which makes services
// by itself: every action, and what it is allowed on. Who adds to it has to say so here.
func TestManagerMayNothingMore(t *testing.T) {
	want := []string{
		"bedrock:InvokeModel on arn:aws:bedrock:eu-west-2::foundation-model/amazon.nova-lite-v1:0",
		"bedrock:InvokeModelWithResponseStream on arn:aws:bedrock:eu-west-2::foundation-model/amazon.nova-lite-v1:0",
		"ecs:CreateService on service/site-* if ecs:cluster, ecs:task-definition, all tags",
		"ecs:RegisterTaskDefinition on task-definition/cms-production-site-*:* if all tags",
		"ecs:TagResource on service/site-* if ecs:CreateAction",
		"ecs:TagResource on task-definition/cms-production-site-*:* if ecs:CreateAction",
		"elasticloadbalancing:AddTags on listener-rule/* if elasticloadbalancing:CreateAction",
		"elasticloadbalancing:AddTags on targetgroup/site-*/* if elasticloadbalancing:CreateAction",
		"elasticloadbalancing:CreateRule on var.front_https_lb_listener_arn if all tags",
		"elasticloadbalancing:CreateTargetGroup on targetgroup/site-*/* if all tags",
		"elasticloadbalancing:DescribeRules on *",
		"iam:PassRole on role/cms-production-site-*-execution, role/cms-production-site-*-task if iam:PassedToService",
		"s3:AbortMultipartUpload on var.media_bucket_arn/*",
		"s3:DeleteObject on var.media_bucket_arn/*",
		"s3:GetBucketLocation on var.media_bucket_arn",
		"s3:ListBucketMultipartUploads on var.media_bucket_arn",
		"s3:ListMultipartUploadParts on var.media_bucket_arn/*",
		"s3:PutObject on var.media_bucket_arn/*",
	}
	text, err := os.ReadFile(filepath.Join(golden, "deploys/out/production/terraform/modules/compute/service-manager.tf"))
	if err != nil {
		t.Fatal(err)
	}
	_, document, found := strings.Cut(string(text), `data "aws_iam_policy_document" "manager_task" {`)
	if !found {
		t.Fatal("the role has no policy")
	}
	document, _, _ = strings.Cut(document, "\n}\n")
	var got []string
	for _, s := range strings.Split(document, "  statement {\n")[1:] {
		for _, action := range wordsOf(s, "actions") {
			got = append(got, action+" on "+strings.Join(wordsOf(s, "resources"), ", ")+limits(s))
		}
	}
	slices.Sort(got)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("the manager may (-want +got):\n%s", d)
	}
}

// wordsOf are the words of a list of a statement, without what is the same in every ARN.
func wordsOf(statement, argument string) (out []string) {
	list := regexp.MustCompile(`(?s)\n\s+` + argument + `\s+= \[(.*?)\]\n`).FindStringSubmatch("\n" + statement)
	if list == nil {
		return nil
	}
	head := regexp.MustCompile(`arn:aws:(ecs|iam|elasticloadbalancing):[a-z0-9-]*:\$\{data[^}]*\}:`)
	within := regexp.MustCompile(`\$\{(aws_ecs_cluster\.main\.name|var\.front_lb_arn_suffix)\}/`)
	for _, word := range strings.FieldsFunc(list[1], func(r rune) bool { return r == ',' || r == '\n' }) {
		word = strings.Trim(strings.TrimSpace(word), `"`)
		word = within.ReplaceAllString(head.ReplaceAllString(word, ""), "")
		if word != "" {
			out = append(out, strings.NewReplacer("${", "", "}", "").Replace(word))
		}
	}
	return out
}

// limits are the keys of the conditions of a statement; those of tags are one.
func limits(statement string) string {
	var keys []string
	tags := 0
	for _, m := range regexp.MustCompile(`variable = "([^"]*)"`).FindAllStringSubmatch(statement, -1) {
		if strings.HasPrefix(m[1], "aws:RequestTag/") || m[1] == "aws:TagKeys" {
			tags++
			continue
		}
		keys = append(keys, m[1])
	}
	if tags == 5 { // Platform, Environment, ManagedBy, Team, and no others
		keys = append(keys, "all tags")
	}
	if len(keys) == 0 {
		return ""
	}
	return " if " + strings.Join(keys, ", ")
}
