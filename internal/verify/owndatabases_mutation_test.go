package verify_test

import "testing"

var ownDatabaseMutations = []mutation{
	{"the master's password", "ecs/site-cats.json", `\$\{SITE_CATS_CONTENT_LOGIN_ARN\}:password`, `$${CONTENT_SECRET_ARN}:password`, ""},
	{"another's password", "service-site-cats.tf", `LOGIN_ARN( +)= aws_secretsmanager_secret_version\.site_cats_content\.arn`, `LOGIN_ARN$1= data.terraform_remote_state.database.outputs.content_secret_arn`, ""},
	{"the provisioner's password for the program", "ecs/site-cats.json", `("secrets": \[\n)( +)(\{ "name": "CONTENT)`, "${1}${2}{ \"name\": \"P\", \"valueFrom\": \"$${CONTENT_PROVISIONER_LOGIN_ARN}:password::\" },\n${2}${3}", "verify-task-differs"},
	{"another database", "ecs/site-cats.json", `"laravel_cats"`, `"laravel_dogs"`, "verify-task-differs"},
	{"a pattern of many databases", "ecs/site-cats.json", `laravel\\\\_cats`, `laravel\\\\_%`, "verify-task-differs"},
	{"other statements", "ecs/site-cats.json", `GRANT ALL PRIVILEGES`, `GRANT ALL`, "verify-task-differs"},
	{"without TLS", "ecs/*.json", `"REQUIRED"`, `"DISABLED"`, "verify-task-differs"},
	{"the database made later", "ecs/site-cats.json", `"condition": "SUCCESS"`, `"condition": "START"`, "verify-task-differs"},
	{"the database not made", "ecs/site-cats.json", `(?s),\n    \{\n      "name": "content-init".*?\n    \}\n  \]`, "\n  ]", "verify-task-differs"},
	{"what makes it may be written to", "ecs/site-cats.json", `"readonlyRootFilesystem": true,`, ``, "verify-task-differs"},
	{"an essential container", "ecs/site-cats.json", `"essential": false`, `"essential": true`, "verify-task-differs"},
	{"any database for the provisioner", "ecs/content-provisioner.json", `laravel\\\\_%`, `%`, "verify-task-differs"},
	{"seldom", "job-content-provisioner.tf", `rate\(1 hour\)`, `rate(1 day)`, "verify-setting"},
	{"the master's secret for a service", "service-site-cats.tf", `data\.terraform_remote_state\.database\.outputs\.content_provisioner_secret_arn,`, `data.terraform_remote_state.database.outputs.content_secret_arn,`, "verify-permission-extra"},
	{"another's secret", "service-shop.tf", `aws_secretsmanager_secret_version\.shop_content\.arn,\n`, "aws_secretsmanager_secret_version.sweep_library.arn,\n", ""},
	{"all secrets", "service-site-cats.tf", `aws_secretsmanager_secret_version\.site_cats_content\.arn,\n`, "\"*\",\n", "verify-permission-extra"},
	{"secrets for the program", "service-site-cats.tf", `(?s)(data "aws_iam_policy_document" )"site_cats_execution"`, `${1}"site_cats_task"`, ""},
	{"a password that is known", "service-site-cats.tf", `password = .*`, `password = "secret"`, "verify-setting"},
	{"a short password", "service-site-cats.tf", `\$\{uuid\(\)\}\$\{uuid\(\)\}`, `$${uuid()}`, "verify-setting"},
	{"a password in the state", "service-site-cats.tf", `secret_string_wo +=`, `secret_string =`, "verify-setting"},
	{"another user", "service-site-cats.tf", `username = "laravel_cats"`, `username = "laravel_dogs"`, "verify-setting"},
	{"a value for another secret", "service-shop.tf", `secret_id = aws_secretsmanager_secret\.shop_content\.id`, `secret_id = aws_secretsmanager_secret.shop_library.id`, "verify-setting"},
	{"a name that is not free again", "service-site-cats.tf", `recovery_window_in_days = 0`, `recovery_window_in_days = 30`, "verify-setting"},
	{"a Terraform that knows no write-only arguments", "*-database/versions.tf", `">= 1\.11"`, `">= 1.10"`, "verify-write-only"},
	{"the provisioner cut off", "security-group-*.tf", `(?s)resource "aws_vpc_security_group_\w+_rule" "content_provisioner_to_content\w*" .*?\n}\n`, ``, "verify-reach-missing"},
}

// TestOwnDatabaseMutations tries them on servers that several share.
func TestOwnDatabaseMutations(t *testing.T) {
	mutate(t, "../../golden/databases/platform.cue", ownDatabaseMutations)
}
