package verify_test

import "testing"

// TestStackMutations changes the order of roots, what they read and where their state is.
func TestStackMutations(t *testing.T) {
	mutate(t, "../../golden/environments/platform.cue", []mutation{
		{"another bucket", "versions.tf", `bucket( +)= "[^"]*"`, `bucket$1= "other"`, "verify-stack-state"},
		{"another key", "versions.tf", `key( +)= "[^"]*"`, `key$1= "other.tfstate"`, ""},
		{"no lock", "versions.tf", `use_lockfile( +)= true`, `use_lockfile$1= false`, "verify-stack-state"},
		{"in the clear", "versions.tf", `encrypt( +)= true`, `encrypt$1= false`, "verify-stack-state"},
		{"no backend", "versions.tf", `(?s)  backend "s3" \{.*?\n  \}\n`, ``, ""},
		{"any version", "versions.tf", `required_version = "[^"]*"`, `required_version = ""`, "verify-stack-state"},
		{"state of another bucket", "remote-state.tf", `bucket( +)= "[^"]*"`, `bucket$1= "other"`, "verify-stack-state"},
		{"state in another region", "remote-state.tf", `region( +)= "[^"]*"`, `region$1= "us-east-1"`, "verify-stack-state"},
		{"state of nobody", "remote-state.tf", `key( +)= "[^"]*"`, `key$1= "shop/production/none.tfstate"`, ""},
		{"its own state", "3-data/remote-state.tf", `/network.tfstate`, `/data.tfstate`, ""},
		{"the state of a later one", "3-data/remote-state.tf", `(?s)\z`, "\ndata \"terraform_remote_state\" \"compute\" {\n  backend = \"s3\"\n  config = {\n    bucket = \"shop-state\"\n    key = \"shop/production/compute.tfstate\"\n    region = \"eu-west-1\"\n  }\n}\n", ""},
		{"a state that nothing uses", "3-data/remote-state.tf", `(?s)\z`, "\ndata \"terraform_remote_state\" \"secrets\" {\n  backend = \"s3\"\n  config = {\n    bucket = \"shop-state\"\n    key = \"shop/production/secrets.tfstate\"\n    region = \"eu-west-1\"\n  }\n}\n", ""},
		{"an output gone", "1-network/outputs.tf", `output "(\w+_id)"`, `output "x_$1"`, "verify-reference"},
		{"a root left out", "stacks.json", `  \{"name":"compute".*\n`, "", "verify-stack-list"},
		{"roots in another order", "stacks.json", `(?s)(  \{"name":"network"[^\n]*),\n(  [^\n]*),\n`, "$2,\n$1,\n", "verify-stack-list"},
		{"a need left out", "stacks.json", `"needs":\["network"\]`, `"needs":[]`, "verify-stack-list"},
		{"state elsewhere", "stacks.json", `"key":"[^"]*"`, `"key":"x"`, "verify-stack-list"},
	})
}
