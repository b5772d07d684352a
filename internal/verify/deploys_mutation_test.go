package verify_test

import "testing"

var deployMutations = []mutation{
	{"any task definition", "service-manager.tf", `task-definition/cms-\w+-site-\*:\*"\]\n\n    condition \{\n      test     = "StringEquals"\n      variable = "aws:RequestTag/Platform"`, `task-definition/*:*"]` + "\n\n    condition {\n      test     = \"StringEquals\"\n      variable = \"aws:RequestTag/Platform\"", "verify-permission-extra"},
	{"any service", "*.tf", `:service/\$\{[^}]*\}/site-\*`, `:service/*`, "verify-permission-extra"},
	{"any target group", "*.tf", `:targetgroup/site-\*/\*`, `:targetgroup/*/*`, "verify-permission-extra"},
	{"rules of any listener", "*.tf", `(sid +)= "CreateRules"([^\[]*)\[[^\]]*\]([^\[]*)\[[^\]]*\]`, `$1= "CreateRules"$2["elasticloadbalancing:CreateRule"]$3["*"]`, "verify-permission-extra"},
	{"tags of any rule", "*.tf", `:listener-rule/\$\{[^}]*\}/\*`, `:listener-rule/*`, "verify-permission-extra"},
	{"roles of others", "*.tf", `:role/cms-\w+-site-\*-(task|execution)"`, `:role/*"`, "verify-permission-extra"},
	{"roles of everything", "*.tf", `(actions +)= \["iam:PassRole"\]`, `$1= ["iam:*"]`, "verify-permission-extra"},
	{"roles for any service", "*.tf", `(variable = "iam:PassedToService"\s+values   = )\["[^"]*"\]`, `$1["ec2.amazonaws.com"]`, "verify-permission-extra"},
	{"another cluster", "*.tf", `(variable = "ecs:cluster"\s+values   = )\[[^\]]*\]`, `$1["*"]`, "verify-permission-extra"},
	{"any definition of a service", "*.tf", `(variable = "ecs:task-definition"\s+values   = )\[[^\]]*\]`, `$1["*"]`, "verify-permission-extra"},
	{"no definition asked for", "*.tf", `(?s)    condition \{\s+test     = "ArnLike"\s+variable = "ecs:task-definition".*?\n    }\n`, ``, "verify-permission-extra"},
	{"without a tag", "*.tf", `(?s)    condition \{\s+test     = "StringEquals"\s+variable = "aws:RequestTag/\w+".*?\n    }\n`, ``, "verify-permission-extra"},
	{"another environment's tag", "*.tf", `(variable = "aws:RequestTag/Environment"\s+values   = )\["\w+"\]`, `$1["live"]`, "verify-permission-extra"},
	{"any tags beside", "*.tf", `(?s)    condition \{\s+test     = "ForAllValues:StringEquals".*?\n    }\n`, ``, "verify-permission-extra"},
	{"one tag more", "*.tf", `(variable = "aws:TagKeys"\s+values   = )\[`, `$1["Owner", `, "verify-permission-extra"},
	{"tags on what is there", "*.tf", `(?s)    condition \{\s+test     = "StringEquals"\s+variable = "\w+:CreateAction".*?\n    }\n`, ``, "verify-permission-extra"},
	{"tags by another call", "*.tf", `"(CreateService|CreateRule|CreateTargetGroup|RegisterTaskDefinition)"\]`, `"TagResource"]`, "verify-permission-extra"},
	{"to update", "*.tf", `"ecs:CreateService"`, `"ecs:CreateService", "ecs:UpdateService"`, "verify-permission-extra"},
	{"to delete", "*.tf", `"elasticloadbalancing:CreateRule"`, `"elasticloadbalancing:CreateRule", "elasticloadbalancing:DeleteRule"`, "verify-permission-extra"},
	{"not to create", "*.tf", `"(ecs:CreateService|ecs:RegisterTaskDefinition|elasticloadbalancing:Create\w+|elasticloadbalancing:DescribeRules)"`, `"ecs:ListServices"`, "verify-permission-missing"},
	{"a role that is called like theirs", "service-manager.tf", `"cms-(\w+)-manager-task"\n  description`, "\"cms-$1-site-x-task\"\n  description", "verify-permission-extra"},
	{"told another cluster", "ecs/manager.json", `"\$\{CLUSTER_NAME\}"`, `"other"`, ""},
	{"told other tags", "ecs/manager.json", `ManagedBy`, `Owner`, "verify-task-differs"},
	{"told other subnets", "service-manager.tf", `(PRIVATE_SUBNETS +)= [^\n]*`, `$1= "subnet-1"`, "verify-task-differs"},
	{"told another group", "service-manager.tf", `(CMS_SITES_SECURITY_GROUP_ID +)= [^\n]*`, `$1= "sg-1"`, "verify-task-differs"},
	{"told another listener", "service-manager.tf", `(FRONT_LISTENER_ARN +)= [^\n]*`, `$1= "arn"`, "verify-task-differs"},
	{"told public addresses", "ecs/manager.json", `DISABLED`, `ENABLED`, "verify-task-differs"},
	{"an arrow less", "architecture.md", `  n\d+ -\.->\|"(creates|adds rules)"\| n\d+\n`, ``, "verify-diagram"},
}

// TestDeployMutations tries them on programs that make services themselves.
func TestDeployMutations(t *testing.T) {
	mutate(t, "../../golden/deploys/platform.cue", deployMutations)
}
