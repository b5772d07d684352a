package pipeline_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"groundplan.internal/internal/diag"
)

// strapi is the platform compiled, with what its rows are looked up in.
type strapi struct{ rows }

// TestStrapi holds the compiled platform to the facts of its source, row by row.
// The facts are written here by hand: nothing of the compiler is asked for them.
func TestStrapi(t *testing.T) {
	c := rowsOf(t, "platforms/strapi.cue", nil)
	for _, row := range []struct {
		id    string
		holds func(strapi)
	}{
		{"ST-1 default VPC and subnets are looked up", strapi.network},
		{"ST-2 one Fargate service", strapi.service},
		{"ST-3 the image is a variable", strapi.image},
		{"ST-4 open on 1337, with a warning", strapi.open},
		{"ST-5 PostgreSQL 15.4", strapi.database},
		{"ST-6 5432 from the service alone", strapi.databaseAccess},
		{"ST-7 two roles, least privilege", strapi.roles},
		{"ST-8 the password is in Secrets Manager alone", strapi.password},
		{"ST-9 docker compose", strapi.compose},
		{"ST-10 diagrams", strapi.diagrams},
		{"ST-11 component summary", strapi.components},
	} {
		t.Run(row.id, func(t *testing.T) { row.holds(strapi{c.in(t)}) })
	}
}

const tf = "production/terraform/modules/"

func (s strapi) network() {
	s.block(tf+"network/vpc.tf", `data "aws_vpc" "default"`, `default = true`)
	for _, zone := range []string{"a", "b"} {
		s.block(tf+"network/subnets.tf", `data "aws_subnet" "`+zone+`"`, `availability_zone = "ap-south-1`+zone+`"`, `default_for_az = true`)
	}
	for path, text := range s.files {
		if regexp.MustCompile(`resource "aws_(vpc|subnet|internet_gateway|nat_gateway|route_table)"`).MatchString(text) {
			s.Errorf("%s creates a network", path)
		}
	}
	s.has("production/terraform/providers.tf", `region = "ap-south-1"`)
}

func (s strapi) service() {
	s.block(tf+"compute/service-strapi.tf", `resource "aws_ecs_service" "strapi"`,
		`name            = "strapi"`, `desired_count   = 1`, `capacity_provider = "FARGATE"`, `assign_public_ip = true`)
	task := s.task()
	if task.CPU != "512" || task.Memory != "1024" || !slices.Equal(task.RequiresCompatibilities, []string{"FARGATE"}) {
		s.Errorf("size %s, %s on %v", task.CPU, task.Memory, task.RequiresCompatibilities)
	}
	if c := task.ContainerDefinitions; len(c) != 1 || len(c[0].PortMappings) != 1 || c[0].PortMappings[0].ContainerPort != 1337 {
		s.Errorf("containers %+v", c)
	}
	s.lacks("aws_lb")
}

func (s strapi) image() {
	s.block("production/terraform/variables.tf", `variable "image_uri"`, `default     = "839547328448.dkr.ecr.ap-south-1.amazonaws.com/strapi:latest"`)
	if image := s.task().ContainerDefinitions[0].Image; image != "${IMAGE_URI}" {
		s.Errorf("the image is %q", image)
	}
	s.block(tf+"compute/service-strapi.tf", `locals`, `IMAGE_URI          = var.image_uri`)
}

func (s strapi) open() {
	s.block(tf+"network/security-group-strapi.tf", `resource "aws_vpc_security_group_ingress_rule" "strapi_from_internet_1337"`,
		`cidr_ipv4   = "0.0.0.0/0"`, `ip_protocol = "tcp"`, `from_port   = 1337`, `to_port     = 1337`)
	for _, d := range s.found {
		if d.Code == "sg-open-container" && d.Severity == diag.Warning && d.Path == "services.strapi.public" && d.Pos.Line > 0 {
			return
		}
	}
	s.Errorf("nobody warns: %v", s.found)
}

func (s strapi) database() {
	s.block(tf+"data/database-db.tf", `resource "aws_db_instance" "db"`,
		`engine         = "postgres"`, `engine_version = "15.4"`, `instance_class = "db.t3.micro"`, `allocated_storage = 20`,
		`storage_type      = "gp2"`, `multi_az               = true`, `db_name  = "strapidb"`, `publicly_accessible    = false`,
		`db_subnet_group_name   = aws_db_subnet_group.db.name`)
	s.block(tf+"data/database-db.tf", `resource "aws_db_subnet_group" "db"`, `subnet_ids  = var.public_subnet_ids`)
	s.block(tf+"network/outputs.tf", `output "public_subnet_ids"`, `[data.aws_subnet.a.id, data.aws_subnet.b.id]`)
}

func (s strapi) databaseAccess() {
	file := tf + "network/security-group-db.tf"
	s.block(file, `resource "aws_vpc_security_group_ingress_rule" "db_from_strapi_5432"`,
		`referenced_security_group_id = aws_security_group.strapi.id`, `from_port                    = 5432`, `to_port                      = 5432`)
	if n := strings.Count(s.files[file], `_rule"`); n != 1 {
		s.Errorf("the database has %d rules", n)
	}
}

func (s strapi) roles() {
	file := tf + "compute/service-strapi.tf"
	s.block(file, `resource "aws_iam_role" "strapi_execution"`, `data.aws_iam_policy_document.ecs_tasks_trust.json`)
	s.block(file, `resource "aws_iam_role" "strapi_task"`, `data.aws_iam_policy_document.ecs_tasks_trust.json`)
	s.block(tf+"compute/roles.tf", `data "aws_iam_policy_document" "ecs_tasks_trust"`, `identifiers = ["ecs-tasks.amazonaws.com"]`)
	execution := s.block(file, `data "aws_iam_policy_document" "strapi_execution"`)
	got := regexp.MustCompile(`"[a-z]+:[A-Za-z]+"`).FindAllString(execution, -1)
	slices.Sort(got)
	want := []string{
		`"ecr:BatchCheckLayerAvailability"`, `"ecr:BatchGetImage"`, `"ecr:GetAuthorizationToken"`, `"ecr:GetDownloadUrlForLayer"`,
		`"logs:CreateLogStream"`, `"logs:PutLogEvents"`, `"secretsmanager:GetSecretValue"`,
	}
	if !slices.Equal(got, want) {
		s.Errorf("the execution role may %v", got)
	}
	if n := strings.Count(execution, `"*"`); n != 1 {
		s.Errorf("%d statements are for every resource; the login to ECR alone is", n)
	}
	for path, text := range s.files {
		if strings.Contains(text, `policy" "strapi_task"`) {
			s.Errorf("%s gives the program permissions, and it uses nothing of AWS", path)
		}
	}
}

func (s strapi) password() {
	s.block(tf+"data/database-db.tf", `resource "aws_db_instance" "db"`, `manage_master_user_password = true`)
	secrets := s.task().ContainerDefinitions[0].Secrets
	if len(secrets) != 1 || secrets[0].Name != "DATABASE_PASSWORD" || secrets[0].ValueFrom != "${DB_SECRET_ARN}:password::" {
		s.Errorf("secrets %v", secrets)
	}
	s.lacks(`(?m)^\s*password\s*=`)
	s.lacks(`random_password|secret_string`)
}

func (s strapi) compose() {
	file := "local/compose.yaml"
	s.has(file, "container_name: strapi-app", "build: .", ":1337:1337", "uploads:/opt/app/public/uploads",
		"container_name: strapi-postgres", "image: postgres:15-alpine", ":5432:5432", "db-data:/var/lib/postgresql/data", "driver: bridge")
}

func (s strapi) diagrams() {
	for file, texts := range map[string][]string{
		"production/docs/architecture.md": {"Internet", "ap#45;south#45;1|ap-south-1", "strapi", "db", "PostgreSQL 15.4", "1337"},
		"production/docs/iam.md":          {"execution role", "task role"},
		"local/docs/README.md":            {"strapi-app|strapi#45;app", "strapi-postgres|strapi#45;postgres", "uploads"},
		"production/docs/flows.md":        {"sequenceDiagram", "Client", "Articles", "Authors", "Categories", "Media"},
	} {
		_, diagram, ok := strings.Cut(s.files[file], "```mermaid\n")
		diagram, _, _ = strings.Cut(diagram, "\n```")
		if !ok {
			s.Errorf("%s has no diagram", file)
		}
		for _, text := range texts {
			if !regexp.MustCompile(text).MatchString(diagram) {
				s.Errorf("the diagram of %s does not show %s", file, text)
			}
		}
	}
}

func (s strapi) components() {
	for _, row := range []string{
		`Component +\| Type +\| Configuration +\| Purpose`,
		`strapi-production +\| ECS cluster`,
		`strapi +\| ECS service +\| .*CPU 512.*1337.* \| Content management`,
		`db +\| RDS for PostgreSQL +\| .*db\.t3\.micro.*20 GiB gp2`,
		`Security groups`, `IAM roles`, `Subnets`, `container image`,
	} {
		if !regexp.MustCompile(`(?m)^\|.*` + row).MatchString(s.files["README.md"]) {
			s.Errorf("the summary has no row %s", row)
		}
	}
}

type taskDefinition struct {
	CPU                     string
	Memory                  string
	RequiresCompatibilities []string
	ContainerDefinitions    []struct {
		Image        string
		PortMappings []struct{ ContainerPort int }
		Secrets      []struct{ Name, ValueFrom string }
	}
}

func (s strapi) task() (t taskDefinition) {
	s.Helper()
	if err := json.Unmarshal([]byte(s.files[tf+"compute/ecs/strapi.json"]), &t); err != nil || len(t.ContainerDefinitions) == 0 {
		s.Fatalf("the task definition cannot be read: %v", err)
	}
	return t
}
