package verify_test

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"groundplan.internal/generators/compose"
	"groundplan.internal/generators/docs"
	"groundplan.internal/generators/ecs"
	"groundplan.internal/generators/terraform"
	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/cost"
	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/ledger"
	"groundplan.internal/internal/load"
	"groundplan.internal/internal/model"
	"groundplan.internal/internal/verify"
)

// mutation is a change to one line of the output that verify must notice: every
// match of the pattern, in every file whose path the glob matches, one at a time.
type mutation struct {
	name    string
	files   string // glob over the whole path, or over the base name
	pattern string
	replace string
	code    string // that must be among the findings; empty: any
}

var mutations = []mutation{
	{"widen a CIDR", "*.tf", `cidr_ipv4 +(= )"0.0.0.0/0"`, `cidr_ipv4 $1"10.0.0.0/8"`, "verify-reach-missing"},
	{"open a database", "*.tf", `(?s)referenced_security_group_id( +)= [^\n]*`, `cidr_ipv4$1= "0.0.0.0/0"`, "verify-reach-missing"},
	{"swap a rule's port", "*.tf", `from_port( +)= \d+`, `from_port$1= 22`, "verify-reach-extra"},
	{"swap a rule's last port", "*.tf", `to_port( +)= \d+`, `to_port$1= 65535`, "verify-reach-extra"},
	{"all protocols", "*.tf", `ip_protocol( +)= "tcp"`, `ip_protocol$1= "-1"`, "verify-reach-extra"},
	{"drop a rule", "*.tf", `(?s)resource "aws_vpc_security_group_\w+_rule" .*?\n}\n`, ``, "verify-reach-missing"},
	{"ingress for egress", "*.tf", `aws_vpc_security_group_egress_rule`, `aws_vpc_security_group_ingress_rule`, ""},
	{"an action more", "*.tf", `"(ecr:GetAuthorizationToken|s3:GetObject|logs:PutLogEvents)"`, `"$1", "iam:PassRole"`, "verify-permission-extra"},
	{"every action", "*.tf", `"s3:GetObject"`, `"s3:*"`, "verify-permission-extra"},
	{"drop an action", "*.tf", `"(s3:GetObject|s3:ListBucket|s3:PutObject)",?`, ``, "verify-permission-missing"},
	{"every secret", "*.tf", `(?s)("secretsmanager:GetSecretValue"\]\s+resources += )\[[^\]]*\]`, `$1["*"]`, "verify-permission-extra"},
	{"somebody else assumes", "*.tf", `"ecs-tasks.amazonaws.com"`, `"ec2.amazonaws.com"`, "verify-trust"},
	{"misspelt argument", "*.tf", `desired_count( +)=`, `desierd_count$1=`, "verify-provider"},
	{"argument removed", "*.tf", `ip_protocol +=[^\n]*\n`, ``, "verify-provider"},
	{"reference to nothing", "*.tf", `aws_ecs_cluster\.main\.`, `aws_ecs_cluster.other.`, "verify-reference"},
	{"output renamed", "modules/*/outputs.tf", `output "(\w+)"`, `output "x_$1"`, "verify-reference"},
	{"variable renamed", "modules/*/variables.tf", `variable "(\w+)"`, `variable "x_$1"`, "verify-reference"},
	{"two of one address", "*.tf", `resource "aws_security_group" "\w+"`, `resource "aws_security_group" "twice"`, ""},
	{"broken syntax", "*.tf", `\n}\n`, "\n", "verify-syntax"},
	{"task size", "*.json", `"cpu": "\d+"`, `"cpu": "4096"`, "verify-task-differs"},
	{"task port", "*.json", `"containerPort": \d+`, `"containerPort": 1`, "verify-task-differs"},
	{"secret renamed", "ecs/*.json", `"valueFrom": "\$\{(\w+)\}`, `"valueFrom": "$${X_$1}`, "verify-task-placeholder"},
	{"another secret", "ecs/*.json", `"valueFrom": "[^"]*"`, `"valueFrom": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:other-AbCdEf"`, ""},
	{"log group gone", "*.tf", `resource "aws_cloudwatch_log_group"`, `resource "aws_cloudwatch_log_groups"`, ""},
	{"publicly accessible", "*.tf", `publicly_accessible( +)= false`, `publicly_accessible$1= true`, "verify-setting"},
	{"not encrypted", "*.tf", `storage_encrypted( +)= true`, `storage_encrypted$1= false`, "verify-setting"},
	{"protection off", "*.tf", `(deletion_protection|multi_az|enable|rollback|assign_public_ip|private_dns_enabled|enable_execute_command)( +)= true`, `$1$2= false`, "verify-setting"},
	{"protection on", "*.tf", `(skip_final_snapshot|multi_az|assign_public_ip)( +)= false`, `$1$2= true`, "verify-setting"},
	{"another count", "*.tf", `(desired_count|min_capacity|max_capacity|target_value|backup_retention_period|allocated_storage|retention_in_days|recovery_window_in_days|\w+_percent)( +)= \d+`, `$1$2= 1000`, "verify-setting"},
	{"another kind", "*.tf", `(instance_class|engine_version|storage_type|service_name|capacity_provider|sse_algorithm|object_ownership)( +)= "[^"]*"`, `$1$2= "x"`, "verify-setting"},
	{"another region", "*.tf", `(provider "aws" \{\s+region = )"[^"]*"`, `$1"us-east-1"`, "verify-setting"},
	{"another account", "*.tf", `allowed_account_ids( +)= \["\d+"\]`, `allowed_account_ids$1= ["210987654321"]`, "verify-setting"},
	{"any account", "*.tf", `  allowed_account_ids += \["\d+"\]\n`, ``, "verify-setting"},
	{"Terraform leaves more alone", "*.tf", `ignore_changes = \[`, `ignore_changes = [network_configuration, `, "verify-setting"},
	{"a bucket opened", "*.tf", `(block_public_acls|block_public_policy|ignore_public_acls|restrict_public_buckets)( +)= true`, `$1$2= false`, "verify-setting"},
	{"a bucket's configuration dropped", "*.tf", `(?s)resource "aws_s3_bucket_\w+" .*?\n}\n`, ``, ""},
	{"another bucket's configuration", "*.tf", `bucket = aws_s3_bucket.uploads.id`, `bucket = "somebody-elses"`, "verify-setting"},
	{"old versions dropped", "*.tf", `(noncurrent_days|\bdays) = \d+`, `$1 = 1`, "verify-setting"},
	{"rules within a group", "*.tf", `resource "aws_security_group" "\w+" \{`, "${0}\n  ingress = [{ protocol = \"-1\" }]\n", "verify-setting"},
	{"a policy of AWS's own", "roles.tf", `(?s)\z`, "\nresource \"aws_iam_role_policy_attachment\" \"x\" {\n  role = \"web\"\n  policy_arn = \"arn:aws:iam::aws:policy/AdministratorAccess\"\n}\n", "verify-resource"},
	{"a way out for databases", "routes.tf", `(route_table_id = aws_route_table\.)database`, `${1}public`, "verify-subnet"},
	{"a way out for private subnets", "routes.tf", `(route_table_id += aws_route_table\.)public`, `${1}private`, "verify-subnet"},
	{"a part of the way out", "routes.tf", `(destination_cidr_block = )"0.0.0.0/0"`, `$1"0.0.0.0/1"`, "verify-setting"},
	{"databases among others", "network/outputs.tf", `aws_subnet.database_a.id`, `aws_subnet.public_a.id`, "verify-subnet"},
	{"private services in the open", "network/outputs.tf", `aws_subnet.private_a.id`, `aws_subnet.public_a.id`, "verify-subnet"},
	{"all in one zone", "subnets.tf", `availability_zone( +)= "eu-west-1b"`, `availability_zone$1= "eu-west-1a"`, "verify-subnet"},
	{"an endpoint out of reach", "endpoints.tf", `, aws_route_table.private.id\]`, `]`, "verify-setting"},
	{"an endpoint of another group", "endpoints.tf", `security_group_ids( +)= [^\n]*`, `security_group_ids$1= ["x"]`, ""},
	{"an endpoint nowhere", "endpoints.tf", `subnet_ids( +)= [^\n]*\n`, ``, "verify-setting"},
	{"a way out to nowhere", "routes.tf", `  destination_cidr_block +=[^\n]*\n`, ``, "verify-setting"},
	{"a denial turned", "*.tf", `effect( +)= "Deny"`, `effect$1= "Allow"`, "verify-bucket-policy"},
	{"no TLS", "*.tf", `values( +)= \["false"\]`, `values$1= ["true"]`, "verify-bucket-policy"},
	{"any account", "*.tf", `test( +)= "StringEquals"`, `test$1= "StringNotEquals"`, "verify-trust"},
	{"anything of AWS", "*.tf", `values( +)= \["arn:[^\]]*"\]`, `values$1= ["*"]`, "verify-trust"},
	{"any log group", "*.tf", `resources( +)= \["\$\{aws_cloudwatch_log_group\.\w+\.arn\}:\*"\]`, `resources$1= ["arn:aws:logs:*:*:*"]`, "verify-permission-extra"},
	{"any repository", "*.tf", `:repository/[\w/-]+"`, `:repository/*"`, "verify-permission-extra"},
	{"all actions but these", "*.tf", `\n    actions( +)= \["s3:`, "\n    not_actions$1= [\"s3:", ""},
	{"a policy of text", "*.tf", `policy( +)= data\.aws_iam_policy_document\.\w+\.json`, `policy$1= "{}"`, ""},
	{"another image", "ecs/*.json", `"image": "[^"]*"`, `"image": "public.ecr.aws/x/y:1"`, "verify-task-differs"},
	{"another default image", "variables.tf", `default( +)= "[^"]*"`, `default$1= "public.ecr.aws/x/y:1"`, "verify-task-differs"},
	{"more than declared", "ecs/*.json", `"essential": true`, `"essential": true, "privileged": true`, "verify-task-differs"},
	{"another value", "ecs/*.json", `"value": "[^"]*"`, `"value": "x"`, "verify-task-differs"},
	{"the role of ECS for the program", "ecs/*.json", `\$\{TASK_ROLE_ARN\}`, `$${EXECUTION_ROLE_ARN}`, "verify-task-differs"},
	{"another size than the file's", "service-*.tf", `cpu( +)= local\.\w+\.cpu`, `cpu$1= 4096`, "verify-setting"},
	{"service renamed", "*.tf", `(resource "aws_ecs_service" "\w+" \{\s+name += )"`, `$1"x-`, ""},
}

// matches reports whether a file is meant by a mutation.
func (m mutation) matches(file string) bool {
	for _, name := range []string{file, path.Base(file), lastTwo(file), strings.TrimPrefix(file, "terraform/")} {
		if ok, _ := path.Match(m.files, name); ok {
			return true
		}
	}
	return false
}

func lastTwo(file string) string { return path.Base(path.Dir(file)) + "/" + path.Base(file) }

// compiled is one environment: what was declared, and what was made of it.
type compiled struct {
	declared model.Platform
	files    []artifact.File
}

func compile(t testing.TB, file string, known facts.Set) (out []compiled) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	declared, found := load.Platform(fstest.MapFS{"platforms/x.cue": {Data: text}}, "platforms/x.cue")
	if found.HasErrors() {
		t.Fatal(found)
	}
	for _, m := range declared.Environments {
		p, found := infra.Build(m, known)
		if found.HasErrors() {
			t.Fatal(found)
		}
		c := compiled{declared: m}
		draft := terraform.Of(p)
		files, roots := draft.Files(ledger.Ledger{}.Next(m, nil, draft.Addresses()).Moves())
		for _, more := range [][]artifact.File{ecs.Emit(p), compose.Emit(p), docs.Emit(p, roots, cost.Of(p, known), docs.TaskSizes{})} {
			files = append(files, more...)
		}
		c.files = files
		out = append(out, c)
	}
	return out
}

// places is how many places of one environment a mutation is tried at: enough for
// each family, and a run that one waits for.
const places = 12

// TestMutations changes one place of the output at a time. Every change must be
// noticed, and what was not changed must pass.
func TestMutations(t *testing.T) {
	known, err := facts.Load()
	if err != nil {
		t.Fatal(err)
	}
	tried := map[string]int{}
	for _, file := range []string{"../../platforms/strapi.cue", "../../golden/wide/platform.cue"} {
		for _, c := range compile(t, file, known) {
			if found := verify.Files(c.declared, known, c.files); len(found) > 0 {
				t.Fatalf("%s %s: what was not changed is found wrong: %v", file, c.declared.Environment.Name, found)
			}
			for _, m := range mutations {
				tried[m.name] += m.try(t, c, known)
			}
		}
	}
	for _, m := range mutations {
		if tried[m.name] == 0 {
			t.Errorf("%s: nothing in the output matches", m.name)
		}
	}
}

// mutate tries mutations on all environments of a platform, in which each must match something.
func mutate(t *testing.T, file string, mutations []mutation) {
	t.Helper()
	known, err := facts.Load()
	if err != nil {
		t.Fatal(err)
	}
	tried := map[string]int{}
	for _, c := range compile(t, file, known) {
		if found := verify.Files(c.declared, known, c.files); len(found) > 0 {
			t.Fatalf("%s: what was not changed is found wrong: %v", c.declared.Environment.Name, found)
		}
		for _, m := range mutations {
			tried[m.name] += m.try(t, c, known)
		}
	}
	for _, m := range mutations {
		if tried[m.name] == 0 {
			t.Errorf("%s: nothing in the output matches", m.name)
		}
	}
}

// try applies a mutation at each place, and returns how many there are.
func (m mutation) try(t *testing.T, c compiled, known facts.Set) (n int) {
	re := regexp.MustCompile(m.pattern)
	for i, file := range c.files {
		if !m.matches(file.Path) {
			continue
		}
		for _, at := range re.FindAllSubmatchIndex(file.Data, -1) {
			var changed bytes.Buffer
			changed.Write(file.Data[:at[0]])
			changed.Write(re.Expand(nil, []byte(m.replace), file.Data, at))
			changed.Write(file.Data[at[1]:])
			if bytes.Equal(changed.Bytes(), file.Data) {
				continue
			}
			if n++; n > places {
				return n
			}
			files := append([]artifact.File(nil), c.files...)
			files[i] = artifact.File{Path: file.Path, Data: changed.Bytes()}
			if problem := m.unnoticed(verify.Files(c.declared, known, files)); problem != "" {
				line := 1 + bytes.Count(file.Data[:at[0]], []byte("\n"))
				t.Errorf("%s, %s:%d (%s): %s", m.name, file.Path, line, bytes.TrimSpace(firstLine(file.Data[at[0]:at[1]])), problem)
			}
		}
	}
	return n
}

func firstLine(b []byte) []byte {
	line, _, _ := bytes.Cut(bytes.TrimSpace(b), []byte("\n"))
	return line
}

func (m mutation) unnoticed(found diag.List) string {
	if len(found) == 0 {
		return "nobody noticed"
	}
	for _, d := range found {
		if m.code == "" || d.Code == m.code {
			return ""
		}
	}
	return fmt.Sprintf("noticed as %s, not %s", found[0].Code, m.code)
}
