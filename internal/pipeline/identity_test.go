package pipeline_test

import (
	"strings"
	"testing"
)

const identity = "golden/identity/platform.cue"

// TestExternalDNS is row BL-2: names that somebody else keeps, CloudFront that answers for
// them, and a balancer that answers CloudFront alone.
func TestExternalDNS(t *testing.T) {
	c := rowsOf(t, identity, nil)
	c.lacks(`route53`)
	const root = "production/terraform/"
	c.block(root+"outputs.tf", `output "dns_records"`, "distinct(concat(module.edge.dns_records, module.frontend.dns_records))")
	c.block(root+"modules/frontend/outputs.tf", `output "dns_records"`,
		`name = "portal.${var.domain_name}"`, "value = aws_cloudfront_distribution.apps.domain_name", "aws_acm_certificate.apps.domain_validation_options")
	for _, host := range []string{"portal", "pipelines", "www"} {
		c.has("production/docs/dns.md", "| `"+host+".studio.example` | CNAME |")
	}
	c.block(root+"modules/edge/balancer-main.tf", `resource "aws_lb_listener" "main_https"`, `status_code = "403"`)
	c.block(root+"modules/frontend/distribution-apps.tf", `resource "aws_cloudfront_distribution" "apps"`, `name = "X-Origin-Verify"`, "value = var.main_guard")
}

// TestSignIn is row BL-3: a balancer that has people sign in, with a secret that Terraform
// reads when it applies and no file holds.
func TestSignIn(t *testing.T) {
	c := rowsOf(t, identity, nil)
	for _, root := range []string{"production/terraform/modules/compute/", "staging/terraform/6-compute/"} {
		rule := c.block(root+"service-portal.tf", `resource "aws_lb_listener_rule" "portal_portal"`, `type = "authenticate-oidc"`, `http_header_name = "X-Origin-Verify"`)
		if !strings.Contains(rule, "data.aws_secretsmanager_secret_version.kinde_client_secret.secret_string") {
			t.Errorf("%s: the secret is not looked up:\n%s", root, rule)
		}
		c.block(root+"sign-in.tf", `data "aws_secretsmanager_secret_version" "kinde_client_secret"`)
	}
	c.has("production/docs/sign-in.md", "https://portal.studio.example/oauth2/idpresponse")
	c.has("staging/docs/operations.md", "the roots stop at `terraform/6-compute`")
}
