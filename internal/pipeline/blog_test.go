package pipeline_test

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// blog is the platform compiled, with what its rows are looked up in.
type blog struct{ rows }

// TestBlog holds the compiled platform to the facts of its source, row by row. The facts
// are written here by hand: nothing of the compiler is asked for them.
func TestBlog(t *testing.T) {
	c := rowsOf(t, "platforms/blog.cue", nil)
	for _, row := range []struct {
		id    string
		holds func(blog)
	}{
		{"BL-1 one root", blog.root},
		{"BL-2 DNS elsewhere, CloudFront before the balancer", blog.names},
		{"BL-3 sign-in", blog.signIn},
		{"BL-4 services", blog.services},
		{"BL-5 Aurora", blog.database},
		{"BL-6 buckets", blog.buckets},
		{"BL-7 the .ork processor", blog.function},
		{"BL-8 externals", blog.externals},
		{"BL-9 park and unpark", blog.park},
		{"BL-10 workflows", blog.workflows},
		{"BL-11 seven diagrams", blog.diagrams},
	} {
		t.Run(row.id, func(t *testing.T) { row.holds(blog{c.in(t)}) })
	}
}

const bl = "prod/terraform/modules/"

func (b blog) root() {
	for _, module := range []string{"network", "secrets", "data", "edge", "compute", "frontend", "monitoring"} {
		b.has("prod/terraform/main.tf", `source = "./modules/`+module+`"`)
	}
	b.lacks(`terraform_remote_state`)
	for _, file := range []string{"network/vpc.tf", "edge/balancer-main.tf", "frontend/distribution-apps.tf", "compute/cluster.tf", "data/database-metadata.tf", "data/bucket-raw.tf", "compute/function-ork.tf"} {
		if b.files[bl+file] == "" {
			b.Errorf("there is no %s", file)
		}
	}
}

func (b blog) names() {
	b.lacks(`aws_route53_(zone|record)`)
	b.block(bl+"frontend/distribution-apps.tf", `resource "aws_cloudfront_distribution" "apps"`, `aliases = ["portal.rocketclub.online", "pipelines.rocketclub.online"]`, `domain_name = var.main_dns_name`, `name = "X-Origin-Verify"`)
	for _, host := range []string{"portal", "pipelines"} {
		b.has("prod/docs/dns.md", "`"+host+".rocketclub.online` | CNAME |")
	}
	b.has("prod/terraform/outputs.tf", `output "dns_records"`)
	// Nobody gets around CloudFront: its addresses alone, and of all who have them, this distribution.
	b.has(bl+"network/security-group-main.tf", "prefix_list_id")
	if b.count("security-group-main", `cidr_ipv4 = "0.0.0.0/0"`) != 1 { // out, to Kinde
		b.Error("the balancer is open to other addresses")
	}
	b.has(bl+"edge/balancer-main.tf", `status_code = "403"`)
	if rules, guarded := b.count(`compute/service-`, `resource "aws_lb_listener_rule"`), b.count(`compute/service-`, `http_header_name = "X-Origin-Verify"`); rules != 2 || guarded != rules {
		b.Errorf("%d of %d rules ask for the header", guarded, rules)
	}
}

func (b blog) signIn() {
	for _, service := range []string{"backstage", "prefect-api"} {
		b.has(bl+"compute/service-"+service+".tf", `type = "authenticate-oidc"`, `issuer = "https://rocketclub.kinde.com"`, `client_secret = trimspace(data.aws_secretsmanager_secret_version.kinde_client_secret.secret_string)`)
	}
	b.block(bl+"edge/balancer-main.tf", `resource "aws_lb_listener" "main_https"`, `protocol = "HTTPS"`, `ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"`)
	b.lacks(`client_secret += "`)
}

func (b blog) services() {
	b.has(bl+"compute/service-backstage.tf", `values = ["portal.rocketclub.online"]`)
	b.has(bl+"compute/service-prefect-api.tf", `values = ["pipelines.rocketclub.online"]`)
	worker := bl + "compute/service-prefect-worker.tf"
	b.has(worker, `resource "aws_ecs_service" "prefect_worker"`)
	if strings.Contains(b.files[worker], "load_balancer") || b.count("security-group-prefect-worker", `resource "aws_vpc_security_group_ingress_rule"`) > 0 {
		b.Error("the worker can be reached")
	}
	b.has(bl+"compute/ecs/prefect-worker.json", "blog-data-pool", "http://prefect-api.blog.internal:4200/api")
	b.has(bl+"network/security-group-prefect-api.tf", `referenced_security_group_id = aws_security_group.prefect_worker.id`, "from_port = 4200")
	b.has(bl+"compute/service-prefect-api.tf", "service_registries")
}

func (b blog) database() {
	b.block(bl+"data/database-metadata.tf", `resource "aws_rds_cluster" "metadata"`, `engine = "aurora-postgresql"`, `storage_encrypted = true`, `manage_master_user_password = true`)
	for _, service := range []string{"backstage", "prefect-api"} {
		b.has(bl+"compute/ecs/"+service+".json", `_PASSWORD", "valueFrom": "${METADATA_SECRET_ARN}:password::"`)
	}
	if strings.Contains(b.files[bl+"compute/ecs/prefect-worker.json"], "METADATA") {
		b.Error("the worker is told of the database")
	}
}

func (b blog) buckets() {
	for _, bucket := range []string{"cache", "raw", "clean", "designs"} {
		b.has(bl+"data/bucket-"+bucket+".tf", `resource "aws_s3_bucket_server_side_encryption_configuration"`, `resource "aws_s3_bucket_public_access_block"`)
	}
	worker := b.files[bl+"compute/service-prefect-worker.tf"]
	for _, bucket := range []string{"cache", "raw", "clean"} {
		if !strings.Contains(worker, "var."+bucket+"_bucket_arn") {
			b.Errorf("the worker may not use %s", bucket)
		}
	}
	if strings.Contains(worker, "designs_bucket") || b.count("service-backstage", "_bucket_arn") > 0 {
		b.Error("services may use buckets that they are not declared to use")
	}
}

func (b blog) function() {
	notification := bl + "compute/notification-designs.tf"
	b.block(notification, `resource "aws_s3_bucket_notification" "designs"`, `events = ["s3:ObjectCreated:*"]`, `filter_suffix = ".ork"`)
	b.block(bl+"compute/function-ork.tf", `resource "aws_lambda_permission" "ork_designs"`, `principal = "s3.amazonaws.com"`, `source_arn = var.designs_bucket_arn`, `source_account =`)
	b.has(bl+"compute/function-ork.tf", `resource "aws_sqs_queue" "ork_failed"`)
	loop := rowsOf(b.T, "platforms/blog.cue", func(text string) string {
		return strings.Replace(text, `designs: access: "read"`, `designs: access: "readwrite"`, 1)
	})
	if !slices.ContainsFunc(loop.codes(), func(code string) bool { return strings.Contains(code, "loop") }) {
		b.Errorf("nobody says that the function would trigger itself: %v", loop.codes())
	}
}

func (b blog) externals() {
	for _, title := range []string{"Neo4j Aura", "Cloudinary", "Vercel"} {
		b.has("prod/docs/externals.md", title)
	}
	b.block(bl+"data/bucket-designs.tf", `resource "aws_s3_bucket_cors_configuration" "designs"`, `"https://rocketclub.online"`, `"PUT"`)
	b.has(bl+"network/security-group-prefect-worker.tf", "from_port = 7687", "from_port = 443")
	b.has("prod/docs/architecture.md", "Neo4j Aura", "Cloudinary", "Kinde")
}

func (b blog) park() {
	b.block("prod/terraform/variables.tf", `variable "parked"`, "type = bool", "default = false")
	for _, service := range []string{"backstage", "prefect-api", "prefect-worker"} {
		b.has(bl+"compute/service-"+service+".tf", "desired_count = var.parked ? 0 : 1")
	}
	b.has(bl+"data/database-metadata.tf", "count = var.parked ? 0 : 1")
	b.has(bl+"network/nat.tf", "count = var.parked ? 0 : 1")
	b.has("prod/docs/operations.md", "TF_VAR_parked=true", "unset TF_VAR_parked")
}

func (b blog) workflows() {
	config := b.files[".circleci/config.yml"]
	chains := circleChains(b.T, config)
	for workflow, want := range map[string]string{ // its jobs, each after those that it waits for
		"terraform-prod":        "changes: terraform-prod-plan<; terraform-prod-approve<terraform-prod-plan on main; terraform-prod-apply<terraform-prod-approve on main",
		"park-infrastructure":   "park-infrastructure: park-prod-env< on main",
		"unpark-infrastructure": "unpark-infrastructure: unpark-prod-env< on main; verify-prod-endpoints<unpark-prod-env on main",
		"refresh-prefect-image": "refresh-prefect-image: refresh-prefect-image-prod< on main",
		"verify-prod-endpoints": "verify-prod-endpoints: verify-prod-endpoints< on main",
	} {
		if chains[workflow] != want {
			b.Errorf("%s is %q, want %q", workflow, chains[workflow], want)
		}
	}
	if len(chains) != 5 {
		b.Errorf("there are %d workflows", len(chains))
	}
	b.has(".circleci/config.yml", "type: approval", `parked: "true"`, `parked: "false"`, "https://portal.rocketclub.online/", "https://pipelines.rocketclub.online/")
	for _, secret := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"} {
		if strings.Contains(config, secret) {
			b.Errorf("a workflow holds %s", secret)
		}
	}
}

// diagrams holds each view to arrows of the document, as "from > to: label".
// circleChains are workflows of CircleCI in a line each: when they run, their jobs, what those
// wait for, and the branch that they run for.
func circleChains(t *testing.T, config string) map[string]string {
	type use struct {
		Name     string
		Requires []string
		Filters  struct{ Branches struct{ Only string } }
	}
	var file struct {
		Workflows map[string]struct {
			When struct{ Equal []string }
			Jobs []map[string]use
		}
	}
	if err := yaml.Unmarshal([]byte(config), &file); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for name, w := range file.Workflows {
		var jobs []string
		for _, entry := range w.Jobs {
			for key, job := range entry {
				line := cmp.Or(job.Name, key) + "<" + strings.Join(job.Requires, ",")
				if job.Filters.Branches.Only != "" {
					line += " on " + job.Filters.Branches.Only
				}
				jobs = append(jobs, line)
			}
		}
		out[name] = strings.Join(w.When.Equal[:1], "") + ": " + strings.Join(jobs, "; ")
	}
	return out
}

func (b blog) diagrams() {
	const page = "prod/docs/architecture.md"
	for title, want := range map[string][]string{
		"Overview": {
			"Users > Cloudflare: look up", "Cloudflare > apps: portal., pipelines.", "apps > main: HTTPS 443", "main > backstage: HTTP 7007", "main > prefect-api: HTTP 4200",
			"prefect-worker > prefect-api: HTTP 4200", "prefect-api > metadata: Aurora PostgreSQL 5432", "backstage > metadata: Aurora PostgreSQL 5432", "prefect-worker > raw: read, write",
			"prefect-worker > neo4j: TCP 7687", "prefect-worker > cloudinary: HTTPS 443", "vercel > neo4j: queries", "vercel > cloudinary: images", "vercel > designs: keeps assets in",
		},
		"HTTPS and auth flow": {
			"Users > Cloudflare: look up", "Cloudflare > apps: portal., pipelines.", "apps > main: HTTPS 443", "main > kinde: signs in with", "main > kinde-client-secret: with", "main > backstage: HTTP 7007", "main > prefect-api: HTTP 4200",
		},
		"Prefect orchestration": {
			"prefect-worker > prefect-api: polls", "prefect-api > blog-data-pool: keeps", "main-deployment > blog-data-pool: runs on", "prefect-worker > main-deployment: executes",
			"prefect-api > metadata: Aurora PostgreSQL 5432", "prefect-worker > raw: read, write", "prefect-worker > clean: read, write", "prefect-worker > neo4j: TCP 7687", "vercel > neo4j: queries",
		},
		"Data pipeline flow": {
			"blog_data > main-data-pipeline: defines", "main-data-pipeline > data-extraction: 1", "main-data-pipeline > data-cleaning: 2", "main-data-pipeline > graph-load: 3",
			"data-extraction > cache: caches", "data-extraction > raw: writes", "data-cleaning > raw: reads", "data-cleaning > clean: writes", "graph-load > clean: reads", "graph-load > neo4j: loads",
			"data-extraction > cloudinary: uploads", "vercel > neo4j: queries", "vercel > cloudinary: images",
		},
		"Design files": {
			"vercel > designs: uploads .ork", "designs > ork: created *.ork", "ork > neo4j: loads", "ork > cloudinary: uploads", "vercel > neo4j: queries", "vercel > cloudinary: images",
		},
		"Security and secrets": {
			"apps > main: HTTPS 443", "main > kinde: signs in with", "main > kinde-client-secret: reads", "prefect-worker > Task role: has", "Task role > raw: allows", "Task role > clean: allows",
			"ork > Execution role: has", "Execution role > designs: allows", "prefect-worker > neo4j-credentials: reads", "ork > neo4j-credentials: reads",
		},
		"Deployment and CI/CD": {
			"Developer > rlhatcher/blog_infra: pushes", "terraform-prod-plan > terraform-prod-apply: approved", "terraform-prod-apply > AWS: applies", "park-prod-env > AWS: parks", "unpark-prod-env > AWS: unparks",
			"unpark-prod-env > verify-prod-endpoints: ", "refresh-prefect-image > prefect: pushes",
		},
	} {
		_, section, ok := strings.Cut(b.files[page], "\n## "+title+"\n")
		section, _, _ = strings.Cut(section, "\n## ")
		if !ok {
			b.Errorf("there is no diagram %s", title)
		}
		drawn := drawnArrows(section)
		for _, arrow := range want {
			if !slices.Contains(drawn, arrow) {
				b.Errorf("%s has no arrow %s", title, arrow)
			}
		}
	}
	security := drawnArrows(b.files[page][strings.Index(b.files[page], "\n## Security and secrets\n"):])
	if slices.ContainsFunc(security, func(a string) bool { return strings.HasPrefix(a, "prefect-worker > raw") }) {
		b.Error("the worker reaches what its role allows by two arrows")
	}
}

var (
	drawnBox   = regexp.MustCompile(`(?m)^ +(n\d+)\W+<b>(.*?)</b>`)
	drawnArrow = regexp.MustCompile(`(?m)^ +(n\d+) -[-.]+>(?:\|"(.*?)"\|)? (n\d+)$`)
)

// drawnArrows are the arrows of a flowchart, as "from > to: label".
func drawnArrows(section string) (out []string) {
	section = strings.NewReplacer("#45;", "-", "#95;", "_", "#46;", ".", "#42;", "*", "#47;", "/", "#176;", "°").Replace(section)
	names := map[string]string{}
	for _, m := range drawnBox.FindAllStringSubmatch(section, -1) {
		names[m[1]] = m[2]
	}
	for _, m := range drawnArrow.FindAllStringSubmatch(section, -1) {
		out = append(out, names[m[1]]+" > "+names[m[3]]+": "+m[2])
	}
	return out
}
