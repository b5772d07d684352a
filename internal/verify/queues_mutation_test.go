package verify_test

import "testing"

var queueMutations = []mutation{
	{"a queue in the clear", "queue-*.tf", `sqs_managed_sse_enabled( +)= true`, `sqs_managed_sse_enabled$1= false`, "verify-setting"},
	{"a queue that asks again and again", "queue-*.tf", `receive_wait_time_seconds( +)= \d+`, `receive_wait_time_seconds$1= 0`, "verify-setting"},
	{"messages that come twice", "queue-*.tf", `visibility_timeout_seconds( +)= \d+`, `visibility_timeout_seconds$1= 1`, "verify-setting"},
	{"messages that are soon gone", "queue-*.tf", `message_retention_seconds( +)= \d+`, `message_retention_seconds$1= 60`, "verify-setting"},
	{"no delay", "queue-*.tf", `  delay_seconds +=[^\n]*\n`, ``, "verify-setting"},
	{"no order", "queue-*.tf", `  fifo_queue +=[^\n]*\n`, ``, "verify-setting"},
	{"messages that never die", "queue-*.tf", `maxReceiveCount( +)= \d+`, `maxReceiveCount$1= 1000`, "verify-setting"},
	{"dead messages elsewhere", "queue-*.tf", `deadLetterTargetArn = [^\n]*`, `deadLetterTargetArn = "arn:aws:sqs:eu-west-1:123456789012:other"`, "verify-setting"},
	{"no dead messages", "queue-*.tf", `(?s)  redrive_policy = .*?\}\)\n`, ``, "verify-setting"},
	{"anybody's dead messages", "queue-*.tf", `"byQueue"`, `"allowAll"`, "verify-setting"},
	{"dead messages of another queue", "queue-*.tf", `sourceQueueArns( +)= \[[^\]]*\]`, `sourceQueueArns$1= ["arn:aws:sqs:eu-west-1:123456789012:other"]`, "verify-setting"},
	{"a policy that is set first", "queue-*.tf", `  depends_on +=[^\n]*\n`, ``, "verify-setting"},
	{"a policy of another queue", "queue-*.tf", `(resource "aws_sqs_queue_policy" "\w+" \{\s+queue_url = )[^\n]*`, `$1"https://sqs.eu-west-1.amazonaws.com/123456789012/other"`, "verify-setting"},
	{"no policy", "queue-*.tf", `(?s)resource "aws_sqs_queue_policy" .*?\n}\n`, ``, "verify-resource"},
	{"a denial turned", "queue-*.tf", `effect( +)= "Deny"`, `effect$1= "Allow"`, "verify-queue-policy"},
	{"no TLS", "queue-*.tf", `values( +)= \["false"\]`, `values$1= ["true"]`, "verify-queue-policy"},
	{"any topic sends", "queue-*.tf", `values( +)= \[aws_sns_topic[^\]]*\]`, `values$1= ["*"]`, "verify-queue-policy"},
	{"topics do more than send", "queue-*.tf", `"sqs:SendMessage"`, `"sqs:*"`, "verify-queue-policy"},
	{"anybody sends", "queue-*.tf", `"sns.amazonaws.com"`, `"s3.amazonaws.com"`, "verify-queue-policy"},
	{"a topic that may not send", "queue-*.tf", `(?s)  statement \{\s+sid       = "Deliver.*?\n  \}\n`, ``, "verify-queue-policy"},
	{"a topic in the clear", "topics.tf", `  kms_master_key_id +=[^\n]*\n`, ``, "verify-setting"},
	{"a topic of alarms with a key", "topics.tf", `(resource "aws_sns_topic" "ops" \{)`, "$1\n  kms_master_key_id = \"alias/aws/sns\"", "verify-setting"},
	{"a topic without TLS", "topics.tf", `values( +)= \["false"\]`, `values$1= ["true"]`, "verify-topic-policy"},
	{"anybody publishes", "topics.tf", `effect( +)= "Deny"`, `effect$1= "Allow"`, "verify-topic-policy"},
	{"messages in wrappings", "topics.tf", `  raw_message_delivery +=[^\n]*\n`, ``, "verify-alarm"},
	{"raw mail", "topics.tf", `(protocol( +)= "email")`, "$1\n  raw_message_delivery = true", "verify-alarm"},
	{"a queue that hears of nothing", "topics.tf", `(?s)resource "aws_sns_topic_subscription" "events_.*?\n}\n`, ``, "verify-alarm"},
	{"another queue hears", "topics.tf", `endpoint( +)= aws_sqs_queue.thumbnails.arn`, `endpoint$1= aws_sqs_queue.retries.arn`, "verify-alarm"},
	{"a consumer that throws all away", "service-worker.tf", `"sqs:DeleteMessage",`, `"sqs:DeleteMessage", "sqs:PurgeQueue",`, "verify-permission-extra"},
	{"a sender that receives", "service-web.tf", `"sqs:SendMessage"`, `"sqs:SendMessage", "sqs:ReceiveMessage"`, "verify-permission-extra"},
	{"a consumer that deletes nothing", "service-worker.tf", `\s+"sqs:DeleteMessage",`, ``, "verify-permission-missing"},
	{"every queue", "service-web.tf", `resources( +)= \[[^\]]*queue_arn\]`, `resources$1= ["*"]`, "verify-permission-extra"},
	{"every topic", "service-web.tf", `resources( +)= \[[^\]]*topic_arn\]`, `resources$1= ["*"]`, "verify-permission-extra"},
	{"another queue's URL", "service-worker.tf", `(THUMBNAILS_QUEUE_URL += )[^\n]*`, `${1}"https://sqs.eu-west-1.amazonaws.com/123456789012/other"`, "verify-task-differs"},
	{"an alarm that hears of nobody", "alarm-queue-*.tf", `  alarm_actions = [^\n]*\n`, ``, "verify-setting"},
	{"an alarm of another queue", "alarm-queue-*.tf", `QueueName = [^\n]*`, `QueueName = "other"`, "verify-setting"},
	{"an alarm that never goes off", "alarm-queue-*.tf", `threshold( +)= \d+`, `threshold$1= 99999999`, "verify-setting"},
	{"no endpoint for queues", "endpoints.tf", `(?s)resource "aws_vpc_endpoint" "sqs" .*?\n}\n`, ``, ""},
	{"alarms while it is parked", "alarm-queue-*.tf", `  actions_enabled +=[^\n]*\n`, ``, "verify-setting"},
}

// TestQueueMutations tries them on queues, and the topics before them.
func TestQueueMutations(t *testing.T) {
	mutate(t, "../../golden/queues/platform.cue", queueMutations)
}
