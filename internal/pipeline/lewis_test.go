package pipeline_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// lewis is the platform compiled, with what its rows are looked up in.
type lewis struct{ rows }

// TestLewis holds the compiled platform to the facts of its source, row by row. The
// facts are written here by hand: nothing of the compiler is asked for them.
func TestLewis(t *testing.T) {
	c := rowsOf(t, "platforms/lewis.cue", nil)
	for _, row := range []struct {
		id    string
		holds func(lewis)
	}{
		{"LW-1 three environments and their differences", lewis.environments},
		{"LW-2 stacks", lewis.stacks},
		{"LW-3 network", lewis.network},
		{"LW-4 web, workers and one beat", lewis.services},
		{"LW-5 scaling", lewis.scaling},
		{"LW-6 Postgres", lewis.database},
		{"LW-7 Redis", lewis.cache},
		{"LW-8 media", lewis.media},
		{"LW-9 security groups", lewis.groups},
		{"LW-10 TLS, certificates, names", lewis.names},
		{"LW-11 secrets", lewis.secrets},
		{"LW-12 externals", lewis.externals},
		{"LW-13 alarms", lewis.alarms},
		{"LW-14 docker compose", lewis.compose},
		{"LW-15 docs", lewis.docs},
	} {
		t.Run(row.id, func(t *testing.T) { row.holds(lewis{c.in(t)}) })
	}
}

const (
	lw      = "production/terraform/"
	staging = "staging/terraform/"
)

// row is a row of a Markdown table, by its cells.
func (l lewis) row(file string, cells ...string) {
	l.Helper()
	want := strings.Join(cells, " | ")
	if !strings.Contains(squeezed(l.files[file]), "| "+want+" |") {
		l.Errorf("%s has no row %s", file, want)
	}
}

func (l lewis) environments() {
	for _, cells := range [][]string{
		{"database content", "multiAZ", "true", "false"},
		{"service web", "cpu", "1024", "512"},
		{"service web", "memory", "2048", "1024"},
		{"service web", "environment.SENTRY_ENVIRONMENT", "production", "staging"},
		{"service worker-default", "cpu", "512", "256"},
		{"balancer public", "from", `\["cloudflare"\]`, "not set"}, // Cloudflare is the WAF
	} {
		l.row("README.md", cells...)
	}
	for _, service := range []string{"web", "worker-default", "worker-audio"} {
		text := l.files[staging+"6-compute/service-"+service+".tf"]
		if strings.Contains(text, "appautoscaling") || !strings.Contains(squeezed(text), "desired_count = 1") {
			l.Errorf("%s scales in staging", service)
		}
	}
	if _, ok := l.files["local/compose.yaml"]; !ok {
		l.Error("there is no local environment")
	}
}

func (l lewis) stacks() {
	for _, environment := range []string{lw, staging} {
		for _, stack := range []string{"1-network", "2-secrets", "3-data", "4-edge", "6-compute"} {
			l.has(environment+stack+"/versions.tf", `required_version = ">= 1.10"`)
			l.has(environment+stack+"/providers.tf", `default_tags {`)
		}
		var listed []struct {
			Folder string
			Needs  []string
		}
		if err := json.Unmarshal([]byte(l.files[environment+"stacks.json"]), &listed); err != nil || len(listed) < 5 {
			l.Fatalf("stacks.json: %v, %v", err, listed)
		}
		known := map[string]bool{}
		for _, s := range listed {
			for _, needed := range s.Needs {
				if !known[needed] {
					l.Errorf("%s is applied before %s, which it needs", s.Folder, needed)
				}
			}
			known[s.Folder[2:]] = true
		}
	}
}

func (l lewis) network() {
	for environment, cidr := range map[string]string{lw: "10.0.0.0/16", staging: "10.1.0.0/16"} {
		l.block(environment+"1-network/vpc.tf", `resource "aws_vpc" "main"`, `cidr_block = "`+cidr+`"`)
		for _, tier := range []string{"public", "private"} {
			if n := l.count(environment+"1-network/subnets.tf", `resource "aws_subnet" "`+tier+`_`); n != 2 {
				l.Errorf("%s has %d %s subnets", environment, n, tier)
			}
		}
		l.has(environment+"1-network/nat.tf", `resource "aws_nat_gateway"`)
		l.block(environment+"1-network/endpoints.tf", `resource "aws_vpc_endpoint" "s3"`, `vpc_endpoint_type = "Gateway"`)
	}
}

func (l lewis) services() {
	for service, command := range map[string][]string{
		"web":            {`"gunicorn"`, `"config.asgi:application"`, `"uvicorn.workers.UvicornWorker"`},
		"worker-default": {`"celery", "-A", "config", "worker", "-Q", "default"`},
		"worker-audio":   {`"celery", "-A", "config", "worker", "-Q", "audio"`},
		"beat":           {`"celery", "-A", "config", "beat"`},
	} {
		l.has(lw+"6-compute/ecs/"+service+".json", command...)
	}
	for _, path := range []string{"/api/v1/*", "/cms/*", "/admin/*"} {
		l.has(lw+"6-compute/service-web.tf", `values = ["`+path+`"]`)
	}
	l.block(lw+"6-compute/service-beat.tf", `resource "aws_ecs_service" "beat"`,
		`desired_count = 1`, `deployment_minimum_healthy_percent = 0`, `deployment_maximum_percent = 100`)
}

func (l lewis) scaling() {
	web := lw + "6-compute/service-web.tf"
	l.block(web, `resource "aws_appautoscaling_target" "web"`, `min_capacity = 2`)
	l.block(web, `resource "aws_appautoscaling_policy" "web_cpu"`, `ECSServiceAverageCPUUtilization`)
	l.block(web, `resource "aws_appautoscaling_policy" "web_requests"`, `ALBRequestCountPerTarget`)
	for _, queue := range []string{"default", "audio"} {
		file := lw + "6-compute/service-worker-" + queue + ".tf"
		l.block(file, `resource "aws_appautoscaling_target" "worker_`+queue+`"`, `min_capacity = 2`)
		l.block(file, `resource "aws_appautoscaling_policy" "worker_`+queue+`_queue"`, `metric_name = "QueueDepth"`, `value = "`+queue+`"`, `metric_name = "RunningTaskCount"`)
	}
	if strings.Contains(l.files[lw+"6-compute/service-beat.tf"], "appautoscaling") {
		l.Error("beat scales")
	}
}

func (l lewis) database() {
	l.block(lw+"3-data/database-content.tf", `resource "aws_db_instance" "content"`, `engine = "postgres"`, `engine_version = "16"`,
		`instance_class = "db.t4g.medium"`, `multi_az = true`, `backup_retention_period = 35`, `storage_encrypted = true`)
	l.block(staging+"3-data/database-content.tf", `resource "aws_db_instance" "content"`, `multi_az = false`, `instance_class = "db.t4g.medium"`)
	l.has("production/docs/data.md", "pg_trgm")
	over := rowsOf(l.T, "platforms/lewis.cue", func(text string) string {
		return strings.Replace(text, "pool: {workers: 4, connections: 5}", "pool: {workers: 4, connections: 20}", 1)
	})
	if !over.finds("db-connections-exceeded", "databases.content.class") || len(over.files) > 0 {
		l.Errorf("nobody says that the connections do not suffice: %v", over.found)
	}
}

func (l lewis) cache() {
	l.block(lw+"3-data/cache-cache.tf", `resource "aws_elasticache_replication_group" "cache"`, `engine = "redis"`, `engine_version = "7.1"`, `node_type = "cache.t4g.micro"`,
		`num_cache_clusters = 2`, `multi_az_enabled = true`, `automatic_failover_enabled = true`, `snapshot_retention_limit = 1`,
		`transit_encryption_enabled = true`, `at_rest_encryption_enabled = true`, `auth_token =`)
	l.block(staging+"3-data/cache-cache.tf", `resource "aws_elasticache_replication_group" "cache"`, `num_cache_clusters = 1`)
}

func (l lewis) media() {
	l.block(lw+"3-data/bucket-media.tf", `resource "aws_s3_bucket_versioning" "media"`, `status = "Enabled"`)
	l.block(lw+"3-data/bucket-media.tf", `resource "aws_s3_bucket_public_access_block" "media"`, `block_public_policy = true`, `restrict_public_buckets = true`)
	l.block(lw+"8-frontend/distribution-media-cdn.tf", `resource "aws_cloudfront_distribution" "media_cdn"`, `cached_methods = ["GET", "HEAD"]`, `origin_access_control_id`)
	l.has(lw+"8-frontend/bucket-policy-media.tf", `identifiers = ["cloudfront.amazonaws.com"]`, `variable = "aws:SourceArn"`)
}

func (l lewis) groups() {
	for _, rule := range []string{"web_from_public_443", "content_from_web_5432", "content_from_worker_default_5432", "content_from_beat_5432", "cache_from_web_6379", "cache_from_worker_audio_6379", "public_from_cloudflare_443"} {
		if l.count(lw+"1-network/", `resource "aws_vpc_security_group_ingress_rule" "`+rule+`"`) != 1 {
			l.Errorf("there is no rule %s", rule)
		}
	}
	public := l.files[lw+"1-network/security-group-public.tf"]
	if strings.Contains(public, "0.0.0.0/0") {
		l.Error("the balancer is open to the world in production")
	}
	l.has(lw+"1-network/prefix-lists.tf", `cidr = "173.245.48.0/20"`, `cidr = "131.0.72.0/22"`, `max_entries = 15`)
}

func (l lewis) names() {
	l.block(lw+"4-edge/balancer-public.tf", `resource "aws_lb_listener" "public_https"`, `ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"`)
	l.block(lw+"8-frontend/distribution-media-cdn.tf", `resource "aws_cloudfront_distribution" "media_cdn"`, `minimum_protocol_version = "TLSv1.2_2021"`)
	l.has(lw+"4-edge/certificates.tf", `resource "aws_acm_certificate" "public"`)
	l.has(lw+"8-frontend/certificates.tf", `resource "aws_acm_certificate" "media_cdn"`)
	l.has(lw+"4-edge/dns.tf", `resource "aws_route53_record" "apex"`)
	l.block(lw+"4-edge/variables.tf", `variable "domain_name"`, `default = "lewis.example"`)
	for path, text := range l.files {
		if strings.HasSuffix(path, ".tf") && !strings.HasSuffix(path, "/variables.tf") && regexp.MustCompile(`(?m)^[^#]*lewis\.example`).MatchString(text) {
			l.Errorf("%s has the domain in it", path)
		}
	}
}

func (l lewis) secrets() {
	for secret, services := range map[string][]string{
		"ANTHROPIC_API_KEY": {"worker-default"}, "ELEVENLABS_API_KEY": {"worker-audio"}, "SUBSTACK_TOKEN": {"worker-default"},
		"SENTRY_DSN": {"web", "worker-default", "beat"}, "DJANGO_SECRET_KEY": {"web", "worker-audio", "beat"}, "CONTENT_PASSWORD": {"web", "beat"},
	} {
		for _, s := range services {
			if !regexp.MustCompile(`"name": "` + secret + `", "valueFrom": "\$\{[A-Z_]+\}`).MatchString(l.files[lw+"6-compute/ecs/"+s+".json"]) {
				l.Errorf("%s does not get %s as a secret", s, secret)
			}
		}
	}
	for _, name := range []string{"django-secret-key", "sentry-dsn", "anthropic-api-key", "elevenlabs-api-key", "substack-token"} {
		l.has(lw+"2-secrets/secrets.tf", `name = "lewis-production-`+name+`"`)
	}
}

func (l lewis) externals() {
	page := "production/docs/externals.md"
	for _, external := range []string{"Anthropic, OpenAI", "ElevenLabs", "Substack", "Sentry", "HarperCollins", "Bookstores", "App Store, Play Store"} {
		l.has(page, "| "+external+" |")
	}
	l.has(page, "Celery tries again", "V1, Phase 2", "the application goes on")
}

func (l lewis) alarms() {
	for alarm, want := range map[string]struct {
		metric, cache string
		above         int
	}{
		"today-hit": {"TodayLatency", "hit", 100}, "today-miss": {"TodayLatency", "miss", 300},
		"dive-deeper-hit": {"DiveDeeperLatency", "hit", 200}, "dive-deeper-miss": {"DiveDeeperLatency", "miss", 500},
		"publish-visible": {"PublishToVisible", "", 30000}, "audio-start": {"AudioStart", "", 1000},
	} {
		body := l.block(lw+"9-monitoring/alarm-"+alarm+".tf", `resource "aws_cloudwatch_metric_alarm" "`+strings.ReplaceAll(alarm, "-", "_")+`"`,
			`namespace = "Lewis"`, `metric_name = "`+want.metric+`"`, `extended_statistic = "p95"`, fmt.Sprintf("threshold = %d", want.above))
		if want.cache != "" && !strings.Contains(squeezed(body), `Cache = "`+want.cache+`"`) {
			l.Errorf("%s does not look at what is a %s alone", alarm, want.cache)
		}
	}
}

func (l lewis) compose() {
	l.has("local/compose.yaml", "web:", "worker-default:", "worker-audio:", "beat:", "image: postgres:16", "image: redis:7", "minio", "condition: service_healthy")
	for _, name := range []string{"DJANGO_SECRET_KEY=", "ANTHROPIC_API_KEY=", "SENTRY_DSN="} {
		l.has("local/.env.example", name)
	}
}

func (l lewis) docs() {
	l.has("production/docs/flows.md", "A guest reads today's passage", "An editor publishes a passage", "alt hit", "else miss")
	l.has("production/docs/data.md", "any second of the last 35 days", "Snapshots kept")
	l.has("production/docs/scaling.md", "50 messages for each task", "1 task, never two")
	l.has("production/docs/security.md", "Cross-site scripting", "SQL injection")
	l.has("README.md", "## Environments", "### staging")
}
