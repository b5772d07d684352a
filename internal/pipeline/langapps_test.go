package pipeline_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// langapps is the platform compiled, with what its rows are looked up in.
type langapps struct{ rows }

// TestLangapps holds the compiled platform to the facts of its source, row by row.
// The facts are written here by hand: nothing of the compiler is asked for them.
func TestLangapps(t *testing.T) {
	c := rowsOf(t, "platforms/langapps.cue", nil)
	for _, row := range []struct {
		id    string
		holds func(langapps)
	}{
		{"LA-1 VPC, three tiers, ACLs, one NAT gateway", langapps.network},
		{"LA-2 VPC endpoints", langapps.endpoints},
		{"LA-3 Cognito", langapps.signIn},
		{"LA-4 five services", langapps.services},
		{"LA-5 scaling", langapps.scaling},
		{"LA-6 deployment", langapps.deployment},
		{"LA-7 load balancer", langapps.balancer},
		{"LA-8 frontends", langapps.frontends},
		{"LA-9 Aurora and proxies", langapps.databases},
		{"LA-10 Cloud Map", langapps.discovery},
		{"LA-12 WAF", langapps.firewall},
		{"LA-13 Bedrock and Polly", langapps.models},
		{"LA-14 logs, traces, dashboards", langapps.observation},
		{"LA-15 alarms", langapps.alarms},
		{"LA-16 pipelines", langapps.pipelines},
		{"LA-17 component diagrams", langapps.diagrams},
		{"LA-18 stacks", langapps.stacks},
	} {
		t.Run(row.id, func(t *testing.T) { row.holds(langapps{c.in(t)}) })
	}
}

const la = "production/terraform/"

func (l langapps) network() {
	l.block(la+"1-network/vpc.tf", `resource "aws_vpc" "main"`, `cidr_block = "10.0.0.0/16"`)
	n := 0
	for _, tier := range []string{"public", "private", "database"} {
		for _, zone := range []string{"a", "b", "c"} {
			l.block(la+"1-network/subnets.tf", fmt.Sprintf(`resource "aws_subnet" "%s_%s"`, tier, zone),
				fmt.Sprintf(`cidr_block = "10.0.%d.0/24"`, n), `availability_zone = "us-east-1`+zone+`"`)
			n++
		}
		l.block(la+"1-network/network-acls.tf", `resource "aws_network_acl" "`+tier+`"`,
			fmt.Sprintf(`[aws_subnet.%s_a.id, aws_subnet.%[1]s_b.id, aws_subnet.%[1]s_c.id]`, tier))
	}
	if n := l.count(la+"1-network/", `resource "aws_nat_gateway"`); n != 1 {
		l.Errorf("%d NAT gateways", n)
	}
	if strings.Contains(l.files[la+"1-network/routes.tf"], `resource "aws_route" "database"`) {
		l.Error("the database tier has a way out")
	}
	perZone := rowsOf(l.T, "platforms/langapps.cue", func(text string) string {
		return regexp.MustCompile(`nat: +"single"`).ReplaceAllString(text, `nat: "perZone"`)
	})
	if n := perZone.count(la+"1-network/", `resource "aws_nat_gateway"`); n != 3 {
		l.Errorf("%d NAT gateways with one in each zone", n)
	}
}

func (l langapps) endpoints() {
	file := la + "1-network/endpoints.tf"
	for label, service := range map[string]string{
		"ecr_api": "ecr.api", "ecr_dkr": "ecr.dkr", "secretsmanager": "secretsmanager", "logs": "logs", "bedrock_runtime": "bedrock-runtime",
	} {
		l.block(file, `resource "aws_vpc_endpoint" "`+label+`"`, `service_name = "com.amazonaws.us-east-1.`+service+`"`, `vpc_endpoint_type = "Interface"`)
	}
	l.block(file, `resource "aws_vpc_endpoint" "s3"`, `vpc_endpoint_type = "Gateway"`)
	if n := l.count(`endpoints\.tf$`, `resource "aws_vpc_endpoint"`); n != 6 {
		l.Errorf("%d endpoints", n)
	}
}

func (l langapps) signIn() {
	file := la + "5-auth/user-pool-learners.tf"
	l.block(file, `resource "aws_cognito_user_pool" "learners"`, `advanced_security_mode = "AUDIT"`, `challenge_required_on_new_device = true`)
	l.block(file, `resource "aws_cognito_user_pool_domain" "learners"`, `domain = "auth.app-dw.net"`)
	l.block(la+"5-auth/certificates.tf", `resource "aws_acm_certificate" "learners"`, `domain_name = "auth.app-dw.net"`)
	for app, host := range map[string]string{"lang_portal": "lang-portal", "haiku": "haiku", "vocab": "vocab", "writing": "writing"} {
		l.block(file, `resource "aws_cognito_user_pool_client" "learners_`+app+`"`,
			`callback_urls = ["https://`+host+`.app-dw.net/callback"]`, `access_token_validity = 60`, `access_token = "minutes"`,
			`refresh_token_validity = 30`, `refresh_token = "days"`)
	}
	l.block(file, `resource "aws_cognito_identity_pool" "learners"`, `allow_unauthenticated_identities = false`)
	l.has("production/docs/sign-in.md", "The session of these pages is one for all clients")
}

// service is a service of the document.
type service struct {
	name, app   string
	port        int
	probe       string
	secrets     []string
	health      string // of its target group; empty: behind no balancer
	codes, host string
}

var learning = []service{
	{"lang-portal-api", "lang-portal", 8000, "8000/health", []string{"DATABASE_URL", "JWT_SECRET"}, "/api/health", "200-299", "lang-portal"},
	{"haiku-api", "haiku", 8000, "8000/health", []string{"DATABASE_URL"}, "/api/health", "200-299", "haiku"},
	{"vocab-generator-frontend", "vocab", 8501, "8501/healthz", []string{"LANG_PORTAL_API_KEY"}, "/healthz", "200", "vocab"},
	{"vocab-generator-backend", "vocab", 8000, "8000/health", []string{"LANG_PORTAL_API_KEY"}, "", "", ""},
	{"writing-practice", "writing", 7860, "7860/healthz", []string{"LANG_PORTAL_API_KEY"}, "/healthz", "200", "writing"},
}

func (s service) label() string  { return strings.ReplaceAll(s.name, "-", "_") }
func (s service) folder() string { return la + "7-backend-" + s.app + "/" }
func (s service) file() string   { return s.folder() + "service-" + s.name + ".tf" }

func (l langapps) services() {
	for _, s := range learning {
		l.block(s.file(), `resource "aws_ecs_service" "`+s.label()+`"`, `capacity_provider = "FARGATE_SPOT"`)
		var task struct {
			CPU, Memory          string
			ContainerDefinitions []struct {
				Name, Image          string
				Essential            bool
				PortMappings         []struct{ ContainerPort int }
				Environment, Secrets []struct{ Name, Value string }
				HealthCheck          struct {
					Command                                 []string
					Interval, Timeout, Retries, StartPeriod int
				}
			}
		}
		if err := json.Unmarshal([]byte(l.files[s.folder()+"ecs/"+s.name+".json"]), &task); err != nil {
			l.Fatalf("%s: %v", s.name, err)
		}
		c := task.ContainerDefinitions
		if task.CPU != "1024" || task.Memory != "2048" || len(c) != 2 || c[0].Name != s.name || c[1].Name != "aws-otel-collector" || !c[0].Essential || !c[1].Essential {
			l.Fatalf("%s: task %+v", s.name, task)
		}
		if c[0].PortMappings[0].ContainerPort != s.port || !strings.Contains(c[0].Image, strings.ToUpper(s.label())+"_REPOSITORY_URL") {
			l.Errorf("%s: port %v, image %s", s.name, c[0].PortMappings, c[0].Image)
		}
		h := c[0].HealthCheck
		if want := []string{"CMD-SHELL", "curl -f http://localhost:" + s.probe + " || exit 1"}; !slices.Equal(h.Command, want) || h.Interval != 30 || h.Timeout != 5 || h.Retries != 3 || h.StartPeriod != 60 {
			l.Errorf("%s: health check %+v", s.name, h)
		}
		var secrets []string
		for _, v := range c[0].Secrets {
			secrets = append(secrets, v.Name)
		}
		if !slices.Equal(secrets, s.secrets) {
			l.Errorf("%s: secrets %v", s.name, secrets)
		}
		if !slices.Contains(c[0].Environment, struct{ Name, Value string }{"AWS_DEFAULT_REGION", "us-east-1"}) {
			l.Errorf("%s: environment %v", s.name, c[0].Environment)
		}
	}
}

func (l langapps) scaling() {
	for _, s := range learning {
		l.block(s.file(), `resource "aws_appautoscaling_target" "`+s.label()+`"`, `min_capacity = 1`, `max_capacity = 3`)
		for _, metric := range []string{"cpu", "memory"} {
			l.block(s.file(), `resource "aws_appautoscaling_policy" "`+s.label()+`_`+metric+`"`,
				`target_value = 70`, `scale_in_cooldown = 300`, `scale_out_cooldown = 60`)
		}
	}
}

func (l langapps) deployment() {
	for _, s := range learning {
		l.block(s.file(), `resource "aws_ecs_service" "`+s.label()+`"`,
			`deployment_minimum_healthy_percent = 100`, `deployment_maximum_percent = 200`, `enable = true`, `rollback = true`)
		if s.host != "" {
			l.block(s.file(), `resource "aws_ecs_service" "`+s.label()+`"`, `health_check_grace_period_seconds = 60`)
			l.block(s.file(), `resource "aws_lb_target_group" "`+s.label()+`"`, `deregistration_delay = 30`)
		}
	}
}

func (l langapps) balancer() {
	file := la + "4-edge/balancer-primary.tf"
	l.block(file, `resource "aws_lb" "primary"`, `internal = false`, `access_logs {`, `outputs.public_subnet_ids`)
	l.block(file, `resource "aws_lb_listener" "primary_http"`, `port = 80`, `protocol = "HTTPS"`, `status_code = "HTTP_301"`)
	l.block(file, `resource "aws_lb_listener" "primary_https"`, `port = 443`, `certificate_arn`)
	l.block(la+"4-edge/firewall-edge.tf", `resource "aws_wafv2_web_acl_association" "primary"`)
	priority := map[string]int{"lang-portal-api": 1, "vocab-generator-frontend": 3, "writing-practice": 4, "haiku-api": 5}
	for _, s := range learning {
		if s.host == "" {
			continue
		}
		asked := s.host
		if s.name == s.app+"-api" {
			asked += "-api-all"
		}
		rule := l.block(s.file(), `resource "aws_lb_listener_rule" "`+s.label()+"_"+strings.ReplaceAll(asked, "-", "_")+`"`,
			fmt.Sprintf(`priority = %d`, priority[s.name]), `values = ["`+s.host+`.app-dw.net"]`)
		if api := strings.HasSuffix(s.name, "-api"); api != strings.Contains(rule, `values = ["/api/*"]`) {
			l.Errorf("%s: paths of the rule: %s", s.name, rule)
		}
		l.block(s.file(), `resource "aws_lb_target_group" "`+s.label()+`"`, fmt.Sprintf(`port = %d`, s.port), `target_type = "ip"`, `protocol = "HTTP"`,
			`path = "`+s.health+`"`, `matcher = "`+s.codes+`"`, `interval = 30`, `timeout = 5`, `healthy_threshold = 2`, `unhealthy_threshold = 3`)
	}
	l.block(file, `resource "aws_lb_listener_rule" "primary_redirect_lang_portal"`, `priority = 2`, `values = ["lang-portal.app-dw.net"]`, `type = "redirect"`)
	l.block(file, `resource "aws_lb_listener_rule" "primary_redirect_haiku"`, `priority = 6`, `values = ["haiku.app-dw.net"]`, `type = "redirect"`)
	// The document's frontend target group on port 80 has no task behind it.
	empty := rowsOf(l.T, "platforms/langapps.cue", func(text string) string {
		return strings.Replace(text, `{gateway: "lang-portal-gateway", path: "/api/*"},`, `{gateway: "lang-portal-gateway", path: "/api/*"}, {balancer: "primary", host: "lang-portal", path: "/*", port: 80, health: path: "/health"},`, 1)
	})
	if !empty.finds("route-port-unserved", "services.lang-portal-api.routes.2.port") || len(empty.files) > 0 {
		l.Errorf("nobody says that nothing listens on port 80: %v", empty.found)
	}
}

func (l langapps) frontends() {
	for app, api := range map[string]string{"lang-portal": "lang-portal-gateway", "haiku": "haiku-gateway"} {
		label := strings.ReplaceAll(app, "-", "_") + "_web"
		file := la + "8-frontend-" + app + "/frontend-" + app + "-web.tf"
		l.block(file, `resource "aws_cloudfront_distribution" "`+label+`"`, `aliases = ["`+app+`.app-dw.net"]`, `path_pattern = "/api/*"`, `target_origin_id = "`+api+`"`)
		l.block(file, `resource "aws_s3_bucket_public_access_block" "`+label+`"`, `block_public_policy = true`)
		l.block(la+"8-frontend-"+app+"/dns.tf", `resource "aws_route53_record" "`+strings.ReplaceAll(app, "-", "_")+`"`, `name = "`+app+`.app-dw.net"`, `aws_cloudfront_distribution.`+label+`.domain_name`)
		gateway := la + "7-backend-" + app + "/gateway-" + api + ".tf"
		l.block(gateway, `resource "aws_apigatewayv2_integration" "`+strings.ReplaceAll(api+"-"+app+"-api", "-", "_")+`"`,
			`connection_type = "VPC_LINK"`, `primary_https_lb_listener_arn`, `"overwrite:header.Host" = "`+app+`.app-dw.net"`)
	}
	for _, host := range []string{"vocab", "writing"} {
		l.block(la+"4-edge/dns.tf", `resource "aws_route53_record" "`+host+`"`, `name = "`+host+`.app-dw.net"`, `aws_lb.primary.dns_name`)
	}
	l.block(la+"8-frontend-haiku/frontend-haiku-web.tf", `resource "aws_cloudfront_distribution" "haiku_web"`, `path_pattern = "/media/*"`)
}

func (l langapps) databases() {
	for _, db := range []string{"lang-portal-db", "haiku-db"} {
		label, file := strings.ReplaceAll(db, "-", "_"), la+"3-database/database-"+db+".tf"
		l.block(file, `resource "aws_rds_cluster" "`+label+`"`, `engine = "aurora-postgresql"`, `backup_retention_period = 7`, `storage_encrypted = true`)
		for n, zone := range []string{"a", "b"} {
			l.block(file, fmt.Sprintf(`resource "aws_rds_cluster_instance" "%s_%d"`, label, n+1),
				`instance_class = "db.r6g.large"`, `availability_zone = "us-east-1`+zone+`"`, `performance_insights_enabled = true`)
		}
		l.block(file, `resource "aws_db_proxy" "`+label+`"`, `iam_auth = "REQUIRED"`, `require_tls = true`)
		l.block(file, `resource "aws_db_proxy_endpoint" "`+label+`_read"`, `target_role = "READ_ONLY"`)
	}
}

func (l langapps) discovery() {
	l.block(la+"6-compute/discovery.tf", `resource "aws_service_discovery_private_dns_namespace" "main"`, `name = "app-dw.internal"`)
	for _, s := range learning {
		l.block(s.file(), `resource "aws_service_discovery_service" "`+s.label()+`"`, `name = "`+s.name+`"`, `ttl = 60`)
	}
}

func (l langapps) firewall() {
	file := la + "4-edge/firewall-edge.tf"
	for label, scope := range map[string]string{"edge": "REGIONAL", "edge_cloudfront": "CLOUDFRONT"} {
		body := l.block(file, `resource "aws_wafv2_web_acl" "`+label+`"`, `scope = "`+scope+`"`, `name = "AWSManagedRulesCommonRuleSet"`,
			`name = "AWSManagedRulesKnownBadInputsRuleSet"`, `name = "AWSManagedRulesAmazonIpReputationList"`, `limit = 2000`, `evaluation_window_sec = 300`)
		if strings.Contains(body, "geo_match") {
			l.Error("countries are blocked")
		}
	}
	for _, app := range []string{"lang-portal", "haiku"} {
		l.has(la+"8-frontend-"+app+"/frontend-"+app+"-web.tf", `web_acl_id = data.terraform_remote_state.edge.outputs.edge_cloudfront_wafv2_web_acl_arn`)
	}
}

func (l langapps) models() {
	l.block(la+"6-compute/guardrail-safe.tf", `resource "aws_bedrock_guardrail" "safe"`, `type = "PROMPT_ATTACK"`, `type = "HATE"`)
	const claude, image = "foundation-model/anthropic.claude-3-haiku-20240307-v1:0", "foundation-model/amazon.nova-canvas-v1:0"
	for _, s := range learning {
		policy := l.block(s.file(), `data "aws_iam_policy_document" "`+s.label()+`_task"`, "xray:PutTraceSegments")
		asks := s.name != "vocab-generator-frontend" // which asks its backend
		if asks != strings.Contains(policy, claude) || asks != strings.Contains(policy, "bedrock:ApplyGuardrail") {
			l.Errorf("%s: texts: %s", s.name, policy)
		}
		if drawn := s.name == "lang-portal-api"; drawn != strings.Contains(policy, image) {
			l.Errorf("%s: pictures: %s", s.name, policy)
		}
		if speaks := s.name == "lang-portal-api" || s.name == "vocab-generator-backend"; speaks != strings.Contains(policy, "polly:SynthesizeSpeech") {
			l.Errorf("%s: speech: %s", s.name, policy)
		}
	}
}

func (l langapps) observation() {
	l.block(la+"6-compute/logs.tf", `resource "aws_cloudwatch_log_group" "services"`, `name = "/ecs/app-dw"`, `retention_in_days = 7`)
	for _, s := range learning {
		l.has(s.folder()+"ecs/"+s.name+".json", `"awslogs-stream-prefix": "ecs"`, `"name": "OTEL_SERVICE_NAME", "value": "`+s.name+`"`)
		l.block(la+"9-monitoring/dashboard-"+s.name+".tf", `resource "aws_cloudwatch_dashboard" "`+s.label()+`"`, `period = 60`)
	}
	l.has(la+"3-database/database-haiku-db.tf", `enabled_cloudwatch_logs_exports = ["postgresql"]`)
	l.has(la+"4-edge/balancer-primary.tf", `bucket = aws_s3_bucket.primary_access_logs.bucket`)
	l.has(la+"4-edge/firewall-edge.tf", `name = "aws-waf-logs-app-dw-production-edge"`)
	l.block(la+"9-monitoring/application-insights.tf", `resource "aws_applicationinsights_application" "main"`)
	l.block(la+"6-compute/cluster.tf", `resource "aws_ecs_cluster" "main"`, `name = "containerInsights"`, `value = "enabled"`)
}

func (l langapps) alarms() {
	folder := la + "9-monitoring/"
	for _, a := range []struct{ file, label, operator, threshold string }{
		{"server-errors", "server_errors_primary", "GreaterThanThreshold", "5"},
		{"latency", "latency_primary", "GreaterThanThreshold", "1"},
		{"failed-tasks", "failed_tasks_haiku_api", "GreaterThanThreshold", "0"},
		{"guardrail", "guardrail_safe", "GreaterThanThreshold", "0"},
		{"cpu", "cpu_writing_practice", "GreaterThanThreshold", "85"},
		{"memory", "memory_writing_practice", "GreaterThanThreshold", "85"},
		{"connections", "connections_haiku_db_writer", "GreaterThanThreshold", "80"},
		{"storage", "storage_haiku_db", "LessThanThreshold", "20"},
	} {
		l.block(folder+"alarm-"+a.file+".tf", `resource "aws_cloudwatch_metric_alarm" "`+a.label+`"`,
			`comparison_operator = "`+a.operator+`"`, `threshold = `+a.threshold, `alarm_actions = [aws_sns_topic.ops.arn]`)
	}
	for _, odd := range []string{"blocked-requests", "failed-sign-ins"} {
		l.has(folder+"alarm-"+odd+".tf", `ANOMALY_DETECTION_BAND`, `alarm_actions = [aws_sns_topic.ops.arn]`)
	}
	l.has(folder+"topics.tf", `ops@app-dw.net`)
	l.has(folder+"topics.tf", `protocol = "email"`)
}

func (l langapps) pipelines() {
	react := []string{"npm install", "npm run test", "npm run build"}
	python := []string{"pip install -r requirements.txt", "pytest"}
	for _, p := range []struct {
		name, app, folder string
		commands          []string
		deploys           string
	}{
		{"lang-portal-frontend", "lang-portal", "lang-portal-frontend", react, "aws s3 sync"},
		{"lang-portal-backend", "lang-portal", "lang-portal-backend", python, "docker build -t lang-portal-api ."},
		{"haiku-frontend", "haiku", "haiku-generator-frontend", react, "aws s3 sync"},
		{"haiku-backend", "haiku", "haiku-generator-backend", python, "docker build -t haiku-api ."},
		{"vocab-frontend", "vocab", "vocab-generator-frontend", python, "docker build -t vocab-generator-frontend ."},
		{"vocab-backend", "vocab", "vocab-generator-backend", python, "docker build -t vocab-generator-backend ."},
		{"writing-frontend", "writing", "writing-practice-frontend", python, "docker build -t writing-practice ."},
	} {
		file := la + "9-cicd-" + p.app + "/pipeline-" + p.name + ".tf"
		l.block(file, `resource "aws_codepipeline" "`+strings.ReplaceAll(p.name, "-", "_")+`"`, `free-genai-bootcamp-2025"`, `BranchName = "main"`,
			`includes = ["aws/`+p.folder+`/**/*"]`, `type = "KMS"`)
		l.has(file, append(p.commands, "cd aws/"+p.folder, p.deploys)...)
		if strings.HasPrefix(p.deploys, "aws") {
			l.has(file, "aws cloudfront create-invalidation")
		} else {
			l.has(file, `provider = "ECS"`)
		}
	}
	if n := l.count(`9-cicd`, `resource "aws_codepipeline"`); n != 7 {
		l.Errorf("%d pipelines", n)
	}
}

func (l langapps) diagrams() {
	page := l.files["production/docs/architecture.md"]
	for title, want := range map[string][]string{
		"Lang Portal": {
			"lang-portal-web -> lang-portal-web files", "lang-portal-web -> lang-portal-gateway", "lang-portal-gateway -> lang-portal-api",
			"lang-portal-api -> canvas", "lang-portal-api -> claude", "lang-portal-api -> lang-portal-db", "lang-portal-api -> polly",
		},
		"Haiku Generator": {
			"haiku-web -> haiku-web files", "haiku-web -> haiku-media", "haiku-web -> haiku-gateway", "haiku-gateway -> haiku-api",
			"haiku-api -> claude", "haiku-api -> haiku-db", "haiku-api -> haiku-media",
		},
		"Vocab Generator": {
			"primary -> vocab-generator-frontend", "vocab-generator-frontend -> vocab-generator-backend", "vocab-generator-frontend -> lang-portal-api",
			"vocab-generator-backend -> claude", "vocab-generator-backend -> polly",
		},
		"Writing Practice": {"primary -> writing-practice", "writing-practice -> claude", "writing-practice -> lang-portal-api"},
	} {
		_, section, _ := strings.Cut(page, "\n## "+title+"\n")
		chart, _, _ := strings.Cut(section, "\n## ")
		got := drawnEdges(chart)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			l.Errorf("%s draws\n%s\nand the document\n%s", title, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// drawnEdges are the arrows of a chart by the names of its boxes, sorted.
func drawnEdges(chart string) (edges []string) {
	names := map[string]string{}
	for _, m := range regexp.MustCompile(`(n\d+)[^\n]*?<b>(.*?)</b>`).FindAllStringSubmatch(chart, -1) {
		names[m[1]] = strings.ReplaceAll(m[2], "#45;", "-")
	}
	for _, m := range regexp.MustCompile(`(?m)^\s*(n\d+) (?:-->|-\.->)(?:\|"[^\n]*?"\|)? (n\d+)$`).FindAllStringSubmatch(chart, -1) {
		edges = append(edges, names[m[1]]+" -> "+names[m[2]])
	}
	slices.Sort(edges)
	return edges
}

func (l langapps) stacks() {
	for _, stack := range []string{
		"1-network", "5-auth", "3-database", "3-storage", "8-frontend-lang-portal", "8-frontend-haiku",
		"7-backend-lang-portal", "7-backend-haiku", "7-backend-vocab", "7-backend-writing",
		"9-cicd-lang-portal", "9-cicd-haiku", "9-cicd-vocab", "9-cicd-writing", "9-monitoring",
	} {
		l.has(la+stack+"/versions.tf", `required_version = ">= 1.10"`)
	}
	for path, text := range l.files {
		if lines := strings.Count(text, "\n"); strings.HasSuffix(path, ".tf") && lines > 400 {
			l.Errorf("%s has %d lines", path, lines)
		}
	}
	single := rowsOf(l.T, "platforms/langapps.cue", func(text string) string {
		return regexp.MustCompile(`layout: +"stacks"`).ReplaceAllString(text, `layout: "single"`)
	})
	single.has("production/terraform/main.tf", `module "backend_vocab"`, `module "frontend_haiku"`, `module "monitoring"`)
}
