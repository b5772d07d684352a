package verify_test

import "testing"

var functionMutations = []mutation{
	{"another program", "function-ork.tf", `(image_uri( +)= ")`, `${1}x`, "verify-setting"},
	{"another archive", "function-labels.tf", `labels/2.0.1.zip`, `labels/2.0.0.zip`, "verify-setting"},
	{"an archive of another bucket", "function-labels.tf", `(s3_bucket( +)= var\.)artifacts`, `${1}design`, ""},
	{"another runtime", "function-labels.tf", `"python3.13"`, `"python3.9"`, "verify-setting"},
	{"another handler", "function-labels.tf", `"labels.handler"`, `"other.handler"`, "verify-setting"},
	{"another processor", "function-labels.tf", `"arm64"`, `"x86_64"`, "verify-setting"},
	{"other arguments", "function-ork.tf", `command( +)= \["app.handler"\]`, `command$1= ["sh"]`, "verify-setting"},
	{"another size", "function-*.tf", `(memory_size|timeout|size|reserved_concurrent_executions|maximum_retry_attempts)( +)= \d+`, `$1$2= 7`, "verify-setting"},
	{"as many at once as there are", "function-ork.tf", `\n +reserved_concurrent_executions.*`, ``, "verify-setting"},
	{"another value", "function-ork.tf", `"info"`, `"debug"`, "verify-setting"},
	{"another secret in a variable", "function-ork.tf", `(NEO4J +)= var.neo4j_arn`, `$1= var.licence_arn`, "verify-setting"},
	{"a variable more", "function-ork.tf", `(NEO4J +=)`, "LD_PRELOAD = \"/tmp/x.so\"\n      $1", "verify-setting"},
	{"another secret", "function-ork.tf", `(ReadSecrets"\n.*\n +resources +)= \[[^\]]*\]`, `$1= ["*"]`, "verify-permission-extra"},
	{"every object", "function-ork.tf", `/\*\.ork"`, `/*"`, "verify-permission-extra"},
	{"objects elsewhere", "function-ork.tf", `/designs/\*"`, `/*"`, "verify-permission-extra"},
	{"to write what is read", "function-ork.tf", `"s3:GetObject"`, `"s3:GetObject", "s3:PutObject"`, "verify-permission-extra"},
	{"any function", "*.tf", `:function:studio-\w+-labels"`, `:function:*"`, ""},
	{"any queue", "function-*.tf", `\[aws_sqs_queue\.\w+_failed\.arn\]`, `["*"]`, "verify-permission-extra"},
	{"the queue of another", "function-labels.tf", `(destination +)= aws_sqs_queue\.labels_failed\.arn`, `$1= "arn:aws:sqs:eu-west-1:123456789012:other"`, "verify-setting"},
	{"failures are forgotten", "function-*.tf", `(?s)\n  destination_config \{.*?\n  }\n`, ``, "verify-setting"},
	{"failures are kept for a day", "function-*.tf", `message_retention_seconds( +)= \d+`, `message_retention_seconds$1= 86400`, "verify-setting"},
	{"failures in plain", "function-*.tf", `sqs_managed_sse_enabled( +)= true`, `sqs_managed_sse_enabled$1= false`, "verify-setting"},
	{"no queue", "function-*.tf", `(?s)resource "aws_sqs_queue" .*?\n}\n`, ``, ""},
	{"everybody fetches", "repositories.tf", `"lambda.amazonaws.com"`, `"ecs-tasks.amazonaws.com"`, "verify-permission-extra"},
	{"images for every function", "repositories.tf", `:function:[\w-]+"`, `:function:*"`, "verify-permission-extra"},
	{"fetched by nobody", "repositories.tf", `(?s)resource "aws_ecr_repository_policy" .*?\n}\n`, ``, ""},
	{"somebody else assumes", "roles.tf", `"lambda.amazonaws.com"`, `"ec2.amazonaws.com"`, "verify-trust"},
	{"out of the VPC", "function-labels.tf", `(?s)\n  vpc_config \{.*?\n  }\n`, ``, "verify-reach-group"},
	{"in another group", "function-labels.tf", `labels_security_group_id`, `catalogue_security_group_id`, ""},
	{"in other subnets", "function-labels.tf", `(subnet_ids +)= [^\n]*`, `$1= ["subnet-1"]`, "verify-subnet"},
	{"a function of the internet in the VPC", "function-ork.tf", `(  depends_on)`, "  vpc_config {\n    subnet_ids = [\"subnet-1\"]\n    security_group_ids = [\"sg-1\"]\n  }\n$1", ""},
	{"a rule dropped", "security-group-labels.tf", `(?s)resource "aws_vpc_security_group_egress_rule" "labels_to_catalogue_5432" .*?\n}\n`, ``, "verify-reach-missing"},
	{"anybody calls", "notification-design.tf", `"s3.amazonaws.com"`, `"*"`, "verify-setting"},
	{"any bucket calls", "notification-design.tf", `\n +source_arn.*`, ``, "verify-setting"},
	{"any account calls", "notification-design.tf", `\n +source_account.*`, ``, "verify-setting"},
	{"more than calls", "notification-design.tf", `"lambda:InvokeFunction"`, `"lambda:*"`, "verify-setting"},
	{"another event", "notification-design.tf", `s3:ObjectRemoved:\*`, `s3:ObjectCreated:*`, "verify-setting"},
	{"every key", "notification-design.tf", `\n +filter_suffix += "\.ork"`, ``, "verify-setting"},
	{"keys of another entry", "notification-design.tf", `\n +filter_prefix( +)= "labels/"`, ``, "verify-setting"},
	{"another function", "notification-design.tf", `(lambda_function_arn += [\w.]*)ork`, `${1}labels`, ""},
	{"an entry dropped", "notification-design.tf", `(?s)\n  lambda_function \{.*?\n  }\n`, ``, "verify-setting"},
	{"before it may", "notification-design.tf", `\n +depends_on.*`, ``, "verify-setting"},
	{"a second list", "notification-design.tf", `(?s)\z`, "\nresource \"aws_s3_bucket_notification\" \"again\" {\n  bucket = \"x\"\n}\n", "verify-resource"},
	{"no log group", "function-*.tf", `(?s)resource "aws_cloudwatch_log_group" .*?\n}\n`, ``, ""},
	{"another queue is watched", "alarm-left-over.tf", `(?s)(QueueName += )\S+`, `$1"x"`, "verify-setting"},
	{"another function is watched", "alarm-slow.tf", `(FunctionName += )\S+`, `$1"x"`, "verify-setting"},
}

// TestFunctionMutations tries them on functions in and out of the VPC.
func TestFunctionMutations(t *testing.T) {
	mutate(t, "../../golden/functions/platform.cue", functionMutations)
}
