package verify

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// modules is a root that hands a module a provider of another region.
const modules = `
-- terraform/main.tf --
module "lang_portal" {
  source = "./modules/lang-portal"

  providers = {
    aws           = aws
    aws.us_east_1 = aws.us_east_1
  }
}
output "names" { value = module.lang_portal.names }
-- terraform/providers.tf --
provider "aws" { region = "eu-west-1" }
provider "aws" {
  alias  = "us_east_1"
  region = "us-east-1"
}
-- terraform/modules/lang-portal/main.tf --
terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.us_east_1]
    }
  }
}
resource "aws_acm_certificate" "main" {
  provider    = aws.us_east_1
  domain_name = "example.com"
}
resource "aws_route53_record" "main" {
  for_each = {
    for o in aws_acm_certificate.main.domain_validation_options : trimprefix(o.domain_name, "*.") => {
      name = o.resource_record_name
    }...
  }
  name    = each.value[0].name
  type    = tolist(aws_acm_certificate.main.domain_validation_options)[0].resource_record_type
  set_identifier = element(split(":", aws_acm_certificate.main.arn), 6)
}
output "names" { value = [for name, record in aws_route53_record.main : "${name} ${record.fqdn}"] }
`

// roots are two that are applied one after the other.
const roots = `
-- terraform/1-network/main.tf --
resource "aws_vpc" "main" {}
output "vpc_id" { value = aws_vpc.main.id }
-- terraform/7-backend-lang-portal/main.tf --
data "terraform_remote_state" "network" {
  backend = "local"
  config = {
    path = "../1-network/terraform.tfstate"
  }
}
resource "aws_security_group" "web" {
  vpc_id = data.terraform_remote_state.network.outputs.vpc_id
}
output "web_id" { value = aws_security_group.web.id }
-- terraform/9-cicd-lang-portal/main.tf --
data "terraform_remote_state" "backend_lang_portal" {
  backend = "local"
  config = {
    path = "../7-backend-lang-portal/terraform.tfstate"
  }
}
resource "aws_codebuild_project" "web" {
  name = data.terraform_remote_state.backend_lang_portal.outputs.web_id
}
`

func TestReferences(t *testing.T) {
	for _, tt := range []struct {
		name, files, old, new string // files with new in the place of old
		want                  string // part of the only finding; empty: none
	}{
		{"modules", modules, "", "", ""},
		{"provider not handed", modules, "    aws.us_east_1 = aws.us_east_1\n", "", "module.lang_portal is not given the provider aws.us_east_1"},
		{"provider that the root lacks", modules, "= aws.us_east_1\n  }", "= aws.eu_west_3\n  }", "refers to aws.eu_west_3, and there is no such provider in terraform."},
		{"provider that nobody asks for", modules, "    aws.us_east_1 = aws.us_east_1\n", "    aws.us_east_1 = aws.us_east_1\n aws.eu_west_3 = aws.us_east_1\n", "is given the provider aws.eu_west_3"},
		{"provider of no region", modules, "provider    = aws.us_east_1", "provider = aws.us_west_1", "refers to aws.us_west_1, and there is no such provider in terraform/modules/lang-portal"},
		{"collection of a for expression", modules, "for o in aws_acm_certificate.main", "for o in aws_acm_certificate.other", "refers to aws_acm_certificate.other.domain_validation_options"},
		{"element of no for expression", modules, "= o.resource_record_name", "= r.resource_record_name", "refers to r.resource_record_name"},
		{"element outside of its for expression", modules, "tolist(aws_acm_certificate.main.domain_validation_options)", "tolist(o.x)", "refers to o.x"},
		{"each of nothing", modules, "for_each =", "comment =", "refers to each.value[0].name, and has no for_each"},
		{"operand of a call", modules, `split(":", aws_acm_certificate.main.arn)`, `split(":", aws_acm_certificate.none.arn)`, "refers to aws_acm_certificate.none.arn"},
		{"value of a for expression over what is repeated", modules, "in aws_route53_record.main", "in aws_route53_record.none", "refers to aws_route53_record.none"},
		{"output of a module", modules, "module.lang_portal.names", "module.lang_portal.name", "that module has no such output"},
		{"roots", roots, "", "", ""},
		{"output of a root", roots, "outputs.web_id", "outputs.web", "that stack has no such output"},
		{"root without its number", roots, "../1-network/", "../network/", "data.terraform_remote_state.network.outputs.vpc_id, and that stack has no such output"},
		{"state under another label", roots, `"backend_lang_portal" {`, `"backend" {`, "there is no such remote state"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(tt.files, tt.old, tt.new, 1)
			if tt.old != "" && text == tt.files {
				t.Fatalf("%q is not in the files", tt.old)
			}
			o := read(t, text)
			found := o.references()
			if tt.want == "" && len(found) > 0 {
				t.Errorf("found %v", found)
			}
			if tt.want != "" && (len(found) != 1 || !strings.Contains(found[0].Detail, tt.want)) {
				t.Errorf("found %v\nwant %s", found, tt.want)
			}
		})
	}
}

// read is the output that the files of an archive are.
func read(t *testing.T, archive string) *output {
	t.Helper()
	o := &output{files: map[string][]byte{}}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		o.files[f.Name] = f.Data
		o.paths = append(o.paths, f.Name)
	}
	slices.Sort(o.paths)
	o.config = parse(o)
	if len(o.config.faults) > 0 {
		t.Fatal(o.config.faults)
	}
	return o
}
