package verify

import (
	"strings"
	"testing"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// TestStacksThatNeedEachOther holds the proof to the edge that cannot be applied.
func TestStacksThatNeedEachOther(t *testing.T) {
	const both = `
-- terraform/1-network/main.tf --
terraform { required_version = ">= 1.10" }
data "terraform_remote_state" "compute" {
  backend = "local"
  config  = { path = "../6-compute/terraform.tfstate" }
}
resource "aws_vpc" "main" { tags = { Cluster = data.terraform_remote_state.compute.outputs.name } }
output "vpc_id" { value = aws_vpc.main.id }
-- terraform/6-compute/main.tf --
terraform { required_version = ">= 1.10" }
data "terraform_remote_state" "network" {
  backend = "local"
  config  = { path = "../1-network/terraform.tfstate" }
}
resource "aws_security_group" "web" { vpc_id = data.terraform_remote_state.network.outputs.vpc_id }
resource "aws_ecs_cluster" "main" { name = "main" }
output "name" { value = aws_ecs_cluster.main.name }
-- terraform/stacks.json --
[
  {"name": "network", "folder": "1-network", "needs": ["compute"], "state": {"path": "1-network/terraform.tfstate"}},
  {"name": "compute", "folder": "6-compute", "needs": ["network"], "state": {"path": "6-compute/terraform.tfstate"}}
]
`
	o := read(t, both)
	o.declared = model.Platform{Layout: "stacks"}
	if found := o.references(); len(found) > 0 {
		t.Errorf("no resource waits for itself, and %v is found", found)
	}
	found := o.stacks()
	want := diag.Pos{File: "terraform/1-network/main.tf", Line: 2, Col: 1}
	if len(found) != 1 || found[0].Code != "verify-stack-order" || found[0].Pos != want || !strings.Contains(found[0].Detail, "aws_vpc.main") {
		t.Errorf("found %v", found)
	}
}
