package verify_test

import "testing"

var parkMutations = []mutation{
	{"parked unless somebody says otherwise", "variables.tf", `(?s)(variable "parked" .*?default( +)= )false`, `${1}true`, "verify-parked"},
	{"a text for a switch", "variables.tf", `(?s)(variable "parked" \{\s+type( +)= )bool`, `${1}string`, "verify-parked"},
	{"tasks that stay", "*.tf", `var\.parked \? 0 : 2`, `2`, "verify-setting"},
	{"tasks that do not come back", "*.tf", `var\.parked \? 0 : 2`, `0`, "verify-setting"},
	{"the wrong way round", "*.tf", `var\.parked \? (\S+) : (\S+)`, `var.parked ? $2 : $1`, ""},
	{"scaling that goes on", "service-worker.tf", `max_capacity( +)= var\.parked \? 0 : 4`, `max_capacity$1= 4`, "verify-setting"},
	{"one task that is kept", "service-worker.tf", `min_capacity( +)= var\.parked \? 0 : 1`, `min_capacity$1= var.parked ? 1 : 1`, "verify-setting"},
	{"a gateway that stays", "nat.tf", `  count = var\.parked \? 0 : 1\n`, ``, ""},
	{"a route that stays", "routes.tf", `  count = var\.parked \? 0 : 1\n`, ``, ""},
	{"an instance that runs on", "database-stock.tf", `  count = var\.parked \? 0 : 1\n`, ``, "verify-resource"},
	{"two of an instance", "database-stock.tf", `\? 0 : 1`, `? 0 : 2`, "verify-setting"},
	{"a cluster that goes", "database-stock.tf", `(resource "aws_rds_cluster" "stock" \{\n)`, "${1}  count = var.parked ? 0 : 1\n", ""},
	{"an instance that is not stopped", "database-orders.tf", `"stopped"`, `"available"`, "verify-setting"},
	{"an instance that is not started", "database-orders.tf", `"available"`, `"stopped"`, "verify-setting"},
	{"another instance stopped", "database-orders.tf", `(?s)(aws_rds_instance_state" "orders" \{.*?identifier( +)= )\S+`, `$1"other"`, "verify-setting"},
	{"addresses that go", "nat.tf", `(resource "aws_eip" "\w+" \{\n)`, "${1}  count = var.parked ? 0 : 1\n", ""},
	{"an alarm that goes", "alarm-*.tf", `(resource "aws_cloudwatch_metric_alarm" "\w+" \{\n)`, "${1}  count = var.parked ? 0 : 1\n", "verify-park-kept"},
	{"an address that comes with parking", "nat.tf", `\z`, "\nresource \"aws_eip\" \"more\" {\n  count  = var.parked ? 1 : 0\n  domain = \"vpc\"\n}\n", ""},
	{"a switch that is forgotten", "variables.tf", `(variable "parked" \{\n)`, "${1}  ephemeral = true\n", "verify-parked"},
	{"a switch that refuses", "variables.tf", `(variable "parked" \{\n)`, "${1}  validation {\n    condition     = !var.parked\n    error_message = \"no\"\n  }\n", "verify-parked"},
	{"an alarm that goes off", "alarm-*.tf", `  actions_enabled( +)= !var\.parked\n`, ``, "verify-setting"},
	{"an alarm that is silent", "alarm-*.tf", `!var\.parked`, `false`, "verify-setting"},
	{"an alarm that goes off when nobody is there", "alarm-*.tf", `!var\.parked`, `var.parked`, "verify-setting"},
	{"a cache's alarm silenced", "alarm-sessions-full.tf", `(alarm_name[^\n]*\n)`, "${1}  actions_enabled = !var.parked\n", "verify-setting"},
	{"a part that hears nothing of it", "main.tf", `(?m)^  parked( +)= var\.parked$`, `  parked$1= false`, ""},
}

// TestParkMutations tries them on what is parked by a variable.
func TestParkMutations(t *testing.T) {
	mutate(t, "../../golden/park/platform.cue", parkMutations)
}
