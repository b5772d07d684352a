package pipeline_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"groundplan.internal/internal/load"
	"groundplan.internal/internal/pipeline"
)

// cms is the platform compiled, with what its rows are looked up in.
type cms struct{ rows }

// TestCMS holds the compiled platform to the facts of its source, row by row. The facts
// are written here by hand: nothing of the compiler is asked for them.
func TestCMS(t *testing.T) {
	c := rowsOf(t, "platforms/cms.cue", nil)
	for _, row := range []struct {
		id    string
		holds func(cms)
	}{
		{"CM-1 sites behind one balancer", cms.sites},
		{"CM-2 one record more", cms.record},
		{"CM-3 limits", cms.limits},
		{"CM-4 the manager", cms.manager},
		{"CM-5 the media library", cms.library},
		{"CM-6 the classifier", cms.classifier},
		{"CM-7 the weather", cms.weather},
		{"CM-8 views", cms.views},
	} {
		t.Run(row.id, func(t *testing.T) { row.holds(cms{c.in(t)}) })
	}
}

const cm = "prod/terraform/modules/"

func (c cms) sites() {
	c.block(cm+"edge/balancer-matt9-alb.tf", `resource "aws_lb" "matt9_alb"`, `name = "cms-prod-matt9-alb"`)
	c.block(cm+"data/database-content.tf", `resource "aws_db_instance" "content"`, `engine = "mysql"`, `storage_encrypted = true`)
	for _, slug := range []string{"cats", "space", "example"} {
		file := cm + "compute/service-matt9-" + slug + ".tf"
		c.block(file, `resource "aws_ecs_service" "matt9_`+slug+`"`, `name = "matt9-`+slug+`"`)
		c.block(file, `resource "aws_lb_listener_rule" "matt9_`+slug+`_`+slug+`"`, `values = ["`+slug+`.matt-9.com"]`)
		c.has(file, `resources = ["${var.media_bucket_arn}/`+slug+`/*"]`)
		c.has(cm+"compute/ecs/matt9-"+slug+".json", `"name": "DB_DATABASE", "value": "laravel_`+slug+`"`, `"name": "DB_PASSWORD", "valueFrom": "${MATT9_`+strings.ToUpper(slug)+`_CONTENT_LOGIN_ARN}:password::"`, `"condition": "SUCCESS"`)
	}
	if n := c.count("modules/data/", `resource "aws_db_instance"`); n != 2 {
		c.Errorf("there are %d servers, and all sites share one of two", n)
	}
}

// record compiles the platform with a record of another program.
func (c cms) record() {
	with := compiledWith(c.T, `{"dogs": {"title": "Dogs", "description": "a blog about dogs"}}`)
	var own []string
	for path, text := range with.files {
		if old, there := c.files[path]; !there || old != text {
			own = append(own, path)
		}
	}
	slices.Sort(own)
	// What a site has is its own: of all that is applied nothing else changes but lists of what there is.
	want := []string{
		cm + "compute/ecs/matt9-dogs.json", cm + "compute/outputs.tf", cm + "compute/service-matt9-dogs.tf", cm + "edge/dns.tf",
		"prod/terraform/outputs.tf",
	}
	if applied := slices.DeleteFunc(own, func(path string) bool { return !strings.Contains(path, "/terraform/") }); !slices.Equal(applied, want) {
		c.Errorf("a further site changes %q", applied)
	}
	renamed := rowsOf(c.T, "platforms/cms.cue", func(text string) string {
		return strings.NewReplacer(`cats: {title:`, `aardvarks: {was: "cats", keeps: "cats", title:`, `["cats", "space"`, `["aardvarks", "space"`).Replace(text)
	})
	if renamed.found.HasErrors() {
		c.Errorf("a site cannot have another name: %v", renamed.found)
	}
	renamed.has(cm+"compute/moved.tf", "to = aws_ecs_service.matt9_aardvarks")
	renamed.has(cm+"compute/ecs/matt9-aardvarks.json", `"family": "cms-prod-matt9-cats"`, `"value": "laravel_cats"`)
	if found := compiledWith(c.T, `{"dogs": {"title": "Dogs"}}`).found; !found.HasErrors() || found[0].Pos.File != "sites.json" || found[0].Pos.Line != 1 {
		c.Errorf("a record without a description: %v", found)
	}
}

// compiledWith is the platform with further sites.
func compiledWith(t *testing.T, sites string) rows {
	t.Helper()
	return compiledFrom(t, sites, func(text string) string { return text })
}

// compiledFrom is compiledWith after a change of the platform's text.
func compiledFrom(t *testing.T, sites string, change func(string) string) rows {
	t.Helper()
	const path = "platforms/cms.cue"
	text, err := os.ReadFile("../../" + path)
	if err != nil {
		t.Fatal(err)
	}
	result := pipeline.Compile(pipeline.Input{
		Root: fstest.MapFS{path: {Data: []byte(change(string(text)))}, "sites.json": {Data: []byte(sites)}},
		File: path, Data: []load.Data{{Field: "sites", File: "sites.json"}},
	}, knownFacts(t))
	files := map[string]string{}
	for _, f := range result.Files {
		files[f.Path] = string(f.Data)
	}
	return rows{t, result.Found, files}
}

func (c cms) limits() {
	content := compiledWith(c.T, `{"dogs": {"title": "Dogs", "description": "d", "content": "aGVsbG8="}}`)
	content.has(cm+"compute/ecs/matt9-dogs.json", `"name": "GENERATED_CONTENT_B64", "value": "aGVsbG8="`)
	large := compiledWith(c.T, `{"dogs": {"title": "Dogs", "description": "d", "content": "`+strings.Repeat("QUJD", 17_000)+`"}}`)
	if !large.says("matt9-dogs", "GENERATED_CONTENT_B64", "64 KiB") {
		c.Errorf("nobody says which site is too large: %v", large.found)
	}
	var many strings.Builder
	for i := range 100 {
		fmt.Fprintf(&many, `"s%d": {"title": "S", "description": "d"},`, i)
	}
	crowded := compiledWith(c.T, "{"+strings.TrimSuffix(many.String(), ",")+"}")
	if !crowded.says("matt9-alb", "107", "100") {
		c.Errorf("nobody says that the balancer has too many rules: %v", crowded.found)
	}
	second := compiledFrom(c.T, "{"+strings.ReplaceAll(strings.TrimSuffix(many.String(), ","), `"d"}`, `"d", "balancer": "second"}`)+"}", func(text string) string {
		text = strings.Replace(text, `balancers: "matt9-alb":`, "balancers: second: certificate: domains: [\"*\"]\n\tbalancers: \"matt9-alb\":", 1)
		return strings.Replace(text, `class: "db.t4g.small"`, `class: "db.m6g.large"`, 1)
	})
	if second.found.HasErrors() {
		c.Errorf("a second balancer is no way out: %v", second.found[0])
	}
}

// says reports whether one error has all the texts.
func (c rows) says(texts ...string) bool {
	for _, d := range c.found {
		if !slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(d.Summary+" "+d.Detail, text) }) {
			return true
		}
	}
	return false
}

var iamActions = regexp.MustCompile(`(?s)actions\s+= \[(.*?)\]`)

func (c cms) manager() {
	_, policy, _ := strings.Cut(c.files[cm+"compute/service-manager.tf"], `data "aws_iam_policy_document" "manager_task"`)
	policy, _, _ = strings.Cut(policy, "\n}\n")
	allowed := []string{
		"bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream",
		"ecs:CreateService", "ecs:RegisterTaskDefinition", "ecs:TagResource",
		"elasticloadbalancing:AddTags", "elasticloadbalancing:CreateRule", "elasticloadbalancing:CreateTargetGroup", "elasticloadbalancing:DescribeRules",
		"iam:PassRole",
		"s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads", "s3:ListMultipartUploadParts", "s3:PutObject",
	}
	for _, m := range iamActions.FindAllStringSubmatch(policy, -1) {
		for action := range strings.SplitSeq(m[1], ",") {
			if action = strings.Trim(action, " \n\""); action != "" && !slices.Contains(allowed, action) {
				c.Errorf("the manager may %s", action)
			}
		}
	}
	for _, action := range allowed {
		if !strings.Contains(policy, action) {
			c.Errorf("the manager may not %s", action)
		}
	}
	for _, text := range []string{
		`foundation-model/amazon.nova-lite-v1:0`, `us-west-2::foundation-model/stability.stable-image-core-v1:1`, `matt9-*`,
		`variable = "aws:RequestTag/Platform"`, `variable = "ecs:cluster"`, `variable = "iam:PassedToService"`, `variable = "elasticloadbalancing:CreateAction"`,
	} {
		if !strings.Contains(policy, text) {
			c.Errorf("the manager's policy has no %s", text)
		}
	}
}

func (c cms) library() {
	c.has(cm+"compute/ecs/media-library.json", `"containerPath": "/var/www/django_media"`, `"transitEncryption": "ENABLED"`, `"name": "QUOTA_GB_PER_USER", "value": "5"`, `RECORDS_PASSWORD`)
	c.block(cm+"data/volume-files.tf", `resource "aws_efs_file_system" "files"`, `encrypted = true`)
	c.block(cm+"data/volume-files.tf", `resource "aws_efs_backup_policy" "files"`, `status = "ENABLED"`)
	c.block(cm+"data/database-records.tf", `resource "aws_db_instance" "records"`, `engine = "postgres"`)
	c.has(cm+"compute/service-media-library.tf", `us-west-2::foundation-model/stability.stable-image-core-v1:1`)
	c.has("prod/docs/security.md", "approval", "QUOTA_GB_PER_USER")
}

func (c cms) classifier() {
	c.has(cm+"compute/ecs/classifier.json", `"name": "EMNIST_MODEL_PATH"`, `"name": "BEDROCK_CALLS_PER_USER_AND_DAY", "value": "20"`)
	c.has(cm+"compute/service-classifier.tf", `foundation-model/amazon.nova-lite-v1:0`)
	c.has("prod/docs/flows.md", "local path", "AWS path")
}

func (c cms) weather() {
	c.has(cm+"compute/ecs/weather.json", `"name": "OPENWEATHERMAP_API_KEY", "valueFrom": "${OPENWEATHERMAP_KEY_ARN}"`)
	c.has("prod/docs/externals.md", "api.openweathermap.org")
	if strings.Contains(c.files[cm+"compute/ecs/weather.json"], "_HOST") {
		c.Error("the weather dashboard is told of a database")
	}
}

// views holds each view to arrows of the document, as "from > to: label".
func (c cms) views() {
	const page = "prod/docs/architecture.md"
	for title, want := range map[string][]string{
		"CMS builder":            {"Admin > manager: deploys", "manager > nova-lite: words", "manager > stable-image: images", "manager > Terraform: terraform apply", "Terraform > matt9-alb: provisions", "Visitor > matt9-alb: slug.matt-9.com", "matt9-cats > content: MySQL 3306"},
		"Content seeding":        {"Site description > nova-lite: prompt", "Site description > stable-image: prompt", "base64 > matt9-cats: GENERATED_CONTENT_B64", "matt9-cats > DatabaseSeeder.php: starts", "DatabaseSeeder.php > pages: ", "DatabaseSeeder.php > posts: ", "DatabaseSeeder.php > media table: "},
		"Multi-site routing":     {"matt9-alb > matt9-cats: cats.matt-9.com", "matt9-alb > matt9-space: space.matt-9.com", "matt9-alb > matt9-example: example.matt-9.com", "matt9-space > content: MySQL 3306"},
		"Media library":          {"media-library > records: quota, approval", "media-library > files: sorted by type", "media-library > stable-image: has drawn", "Gallery > User: shows"},
		"Handwriting classifier": {"User > Canvas API: draws", "classifier > Preprocess: local path", "Preprocess > EMNIST MLP: ", "EMNIST MLP > Prediction: ", "classifier > nova-lite: AWS path, rate-limited", "nova-lite > Prediction: one character"},
		"Weather dashboard":      {"User > weather: city", "weather > openweathermap: GET", "weather > Page: Kelvin to °C"},
	} {
		_, section, ok := strings.Cut(c.files[page], "\n## "+title+"\n")
		section, _, _ = strings.Cut(section, "\n## ")
		if !ok {
			c.Errorf("there is no diagram %s", title)
		}
		drawn := drawnArrows(section)
		for _, arrow := range want {
			if !slices.Contains(drawn, arrow) {
				c.Errorf("%s has no arrow %s among %q", title, arrow, drawn)
			}
		}
	}
	c.has("prod/docs/flows.md", "A file, from its upload to the gallery", "A character, by two paths")
}
