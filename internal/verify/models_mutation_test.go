package verify_test

import "testing"

var modelMutations = []mutation{
	{"past the guardrail", "service-*.tf", `(?s)\n    condition \{\n      test     = "StringLike".*?\n    }\n`, "\n", "verify-permission-missing"},
	{"through any guardrail", "service-*.tf", `values( +)= \["\$\{aws_bedrock_guardrail[^\]]*\]`, `values$1= ["*"]`, "verify-permission-missing"},
	{"any model", "service-*.tf", `::foundation-model/[^"]*"`, `::foundation-model/*"`, "verify-permission-extra"},
	{"any inference profile", "service-*.tf", `:inference-profile/[^"]*"`, `:inference-profile/*"`, "verify-permission-extra"},
	{"a model in every region", "service-*.tf", `bedrock:us-east-1::`, `bedrock:*::`, "verify-permission-extra"},
	{"more of Bedrock", "service-*.tf", `"bedrock:ApplyGuardrail"`, `"bedrock:ApplyGuardrail", "bedrock:DeleteGuardrail"`, "verify-permission-extra"},
	{"more of Polly", "service-*.tf", `"polly:SynthesizeSpeech"`, `"polly:*"`, "verify-permission-extra"},
	{"mail from anywhere", "service-*.tf", `"arn:aws:ses:[^\]]*\]`, `"*"]`, "verify-permission-extra"},
	{"traces that are not sent", "service-*.tf", `\s+"xray:PutTraceSegments",`, ``, "verify-permission-missing"},
	{"a filter off", "guardrail-*.tf", `(input|output)_strength( +)= "(HIGH|MEDIUM)"`, `${1}_strength$2= "NONE"`, "verify-setting"},
	{"answers searched for attacks", "guardrail-*.tf", `output_strength( +)= "NONE"`, `output_strength$1= "HIGH"`, "verify-setting"},
	{"another kind of content", "guardrail-*.tf", `"VIOLENCE"`, `"INSULTS"`, "verify-setting"},
	{"a filter less", "guardrail-*.tf", `(?s)    filters_config \{.*?\n    }\n`, ``, "verify-setting"},
	{"a subject that is spoken of", "guardrail-*.tf", `(?s)  topic_policy_config \{.*?\n  }\n`, ``, "verify-setting"},
	{"another definition of a subject", "guardrail-*.tf", `definition( +)= "[^"]*"`, `definition$1= "Weather"`, "verify-setting"},
	{"another example of a subject", "guardrail-*.tf", `examples( +)= \[[^\]]*\]`, `examples$1= ["What is the weather?"]`, "verify-setting"},
	{"a word that is said", "guardrail-*.tf", `"cheat"`, `"chat"`, "verify-setting"},
	{"swear words", "guardrail-*.tf", `(?s)    managed_word_lists_config \{.*?\n    }\n`, ``, "verify-setting"},
	{"personal data", "guardrail-*.tf", `"BLOCK"`, `"NONE"`, "verify-setting"},
	{"other personal data", "guardrail-*.tf", `"EMAIL"`, `"NAME"`, "verify-setting"},
	{"another answer", "guardrail-*.tf", `blocked_(\w+)( +)= "[^"]*"`, `blocked_$1$2= "x"`, "verify-setting"},
	{"a version of another guardrail", "guardrail-*.tf", `guardrail_arn( +)= aws[\w.]*`, `guardrail_arn$1= "arn:aws:bedrock:us-east-1:123456789012:guardrail/x"`, "verify-setting"},
	{"a version that stays behind", "guardrail-*.tf", `replace_triggered_by = \[[^\]]*\]`, `replace_triggered_by = []`, "verify-setting"},
	{"versions taken from running tasks", "guardrail-*.tf", `skip_destroy( +)= true`, `skip_destroy$1= false`, "verify-setting"},
	{"no guardrail", "guardrail-*.tf", `resource "aws_bedrock_guardrail" "safe"`, `resource "aws_bedrock_guardrail" "other"`, ""},
	{"a draft", "service-*.tf", `(GUARDRAIL_VERSION +)= [^\n]*`, `$1= "DRAFT"`, "verify-task-differs"},
	{"another collector", "ecs/*.json", `aws-otel-collector:v[0-9.]*`, `aws-otel-collector:latest`, "verify-task-differs"},
	{"a collector without a probe", "ecs/*.json", `"/healthcheck"`, `"curl"`, "verify-task-differs"},
	{"traces elsewhere", "ecs/*.json", `localhost:4318`, `evil.example.com:4318`, "verify-task-differs"},
}

// TestModelMutations tries them on models, guardrails, services of AWS and traces.
func TestModelMutations(t *testing.T) {
	mutate(t, "../../golden/models/platform.cue", modelMutations)
}
