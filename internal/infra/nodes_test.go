package infra

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"groundplan.internal/internal/model"
)

// said is a value with its open parts in angle brackets.
func said(v Value) string {
	var out strings.Builder
	for _, p := range v {
		if p.Attribute == "" {
			out.WriteString(p.Text)
		} else {
			fmt.Fprintf(&out, "<%s %s>", p.Node, p.Attribute)
		}
	}
	return out.String()
}

// allowed are statements as lines: Sid, actions, resources.
func allowed(statements []Statement) (out []string) {
	for _, s := range statements {
		var on []string
		for _, r := range s.Resources {
			on = append(on, said(r))
		}
		out = append(out, s.Sid+": "+strings.Join(s.Actions, " ")+" on "+strings.Join(on, " "))
	}
	return out
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

const (
	loginLine = "RegistryLogin: ecr:GetAuthorizationToken on *"
	pullLine  = "PullImage: ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer on "
	logsLine  = "WriteLogs: logs:CreateLogStream logs:PutLogEvents on <web log-group-arn>:*"
)

func TestImages(t *testing.T) {
	const ecr = "839547328448.dkr.ecr.ap-south-1.amazonaws.com/team/strapi"
	for _, c := range []struct {
		name     string
		image    model.Image
		value    string
		pull     string // resources; empty: no pull at all
		variable Variable
	}{
		{name: "public", image: model.Image{URI: "public.ecr.aws/nginx/nginx:1.27"}, value: "public.ecr.aws/nginx/nginx:1.27"},
		{name: "ECR of anybody", image: model.Image{URI: ecr + ":1"}, value: ecr + ":1", pull: "arn:aws:ecr:ap-south-1:839547328448:repository/team/strapi"},
		{name: "ECR in China", image: model.Image{URI: "839547328448.dkr.ecr.cn-north-1.amazonaws.com.cn/a@sha256:00"}, value: "839547328448.dkr.ecr.cn-north-1.amazonaws.com.cn/a@sha256:00", pull: "arn:aws-cn:ecr:cn-north-1:839547328448:repository/a"},
		{name: "a variable that begins in ECR", image: model.Image{Variable: "image_uri", Default: ecr + ":1"}, value: "<image_uri variable>", pull: "arn:aws:ecr:ap-south-1:839547328448:repository/team/strapi",
			variable: Variable{Name: "image_uri", Description: "Image of the service web.", Default: ecr + ":1", Prefix: ecr, Message: "image_uri must be an image of " + ecr + ": tasks may pull from no other repository."}},
		{name: "a variable that begins elsewhere", image: model.Image{Variable: "image_uri", Default: "nginx:1"}, value: "<image_uri variable>",
			variable: Variable{Name: "image_uri", Description: "Image of the service web.", Default: "nginx:1"}},
		{name: "a variable with nothing in it", image: model.Image{Variable: "image_uri"}, value: "<image_uri variable>", pull: "<* registry>",
			variable: Variable{Name: "image_uri", Description: "Image of the service web."}},
		{name: "a repository and a tag", image: model.Image{Repository: "shop/web", Tag: "v1"}, value: "< account-id>.dkr.ecr.eu-west-1.amazonaws.com/shop/web:v1", pull: "<shop/web registry>"},
		{name: "a repository", image: model.Image{Repository: "shop/web"}, value: "< account-id>.dkr.ecr.eu-west-1.amazonaws.com/shop/web:<web_image_tag variable>", pull: "<shop/web registry>",
			variable: Variable{Name: "web_image_tag", Description: "Tag of the image of the service web, in the repository shop/web."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := build(t, with(empty(), service("web", 80), change(func(s *model.Service) { s.Image = c.image })))
			task := p.Services[0].Task
			if got := said(task.Containers[0].Image); got != c.value {
				t.Errorf("%s, want %s", got, c.value)
			}
			want := []string{logsLine}
			if c.pull != "" {
				want = []string{loginLine, pullLine + c.pull, logsLine}
			}
			same(t, "statements", allowed(task.ExecutionRole.Statements), want)
			if c.variable.Name == "" {
				c.variable = Variable{}
			}
			var got Variable
			if len(p.Variables) > 0 {
				got = p.Variables[0]
			}
			if got != c.variable {
				t.Errorf("%+v\nwant %+v", got, c.variable)
			}
		})
	}
}

// TestImagesOfOthers wants a variable for any repository of the account to stand for
// the account's own repositories, and for nobody else's.
func TestImagesOfOthers(t *testing.T) {
	p := build(t, with(empty(), service("web", 80), change(func(s *model.Service) {
		s.Image = model.Image{Variable: "image"}
		s.Sidecars = []model.Sidecar{
			{Name: "agent", Image: model.Image{Repository: "team/agent", Tag: "1"}},
			{Name: "proxy", Image: model.Image{URI: "839547328448.dkr.ecr.ap-south-1.amazonaws.com/team/proxy:1"}},
		}
	})))
	same(t, "statements", allowed(p.Services[0].Task.ExecutionRole.Statements), []string{
		loginLine, pullLine + "<* registry> arn:aws:ecr:ap-south-1:839547328448:repository/team/proxy", logsLine,
	})
}

func TestVariableWithTwoDefaults(t *testing.T) {
	image := func(d string) func(*model.Platform) {
		return change(func(s *model.Service) { s.Image = model.Image{Variable: "image", Default: d} })
	}
	if list := found(t, with(empty(), service("a", 1), image("x:1"), service("b", 1), image("x:1"))); len(list) > 0 {
		t.Errorf("%+v", list)
	}
	list := found(t, with(empty(), service("a", 1), image("x:1"), service("b", 1), image("x:2")))
	if len(list) != 1 || list[0].Code != "variable-conflict" || list[0].Path != "services.b.image.default" {
		t.Errorf("%+v", list)
	}
}

func TestUseOfADatabase(t *testing.T) {
	p := build(t, with(empty(), database("db"), service("web", 80, model.Use{Name: "db", As: "DATABASE"}), change(func(s *model.Service) {
		s.Environment = model.Pairs{{Key: "DATABASE_NAME", Value: "mine"}, {Key: "MODE", Value: "x"}}
		s.Secrets = model.Pairs{{Key: "DATABASE_USERNAME", Value: "login:user"}}
	}), secret("login")))
	c := p.Services[0].Task.Containers[0]
	var got []string
	for _, e := range c.Environment {
		got = append(got, e.Name+"="+said(e.Value))
	}
	for _, s := range c.Secrets {
		got = append(got, s.Name+"="+said(s.Source)+":"+s.Key)
	}
	same(t, "variables", got, []string{
		"DATABASE_HOST=<db address>", "DATABASE_NAME=mine", "DATABASE_PORT=5432", "MODE=x",
		"DATABASE_PASSWORD=<db secret-arn>:password", "DATABASE_USERNAME=<login arn>:user",
	})
	execution := p.Services[0].Task.ExecutionRole.Statements
	same(t, "execution role", allowed(execution), []string{
		logsLine,
		"ReadSecrets: secretsmanager:GetSecretValue on <login arn>",
		"ReadDbPassword: secretsmanager:GetSecretValue on <db secret-arn>",
	})
	if got := execution[2].Path.String(); got != "services.web.uses.db" {
		t.Error(got)
	}
	if got := p.Services[0].Task.TaskRole.Statements; len(got) > 0 {
		t.Errorf("%+v", got)
	}
}

func TestSecrets(t *testing.T) {
	key := "arn:aws:kms:eu-west-1:123456789012:key/1"
	in := with(empty(), secret("jwt"), secret("license"), service("web", 80), change(func(s *model.Service) {
		s.Secrets = model.Pairs{{Key: "A", Value: "jwt"}, {Key: "B", Value: "jwt:b"}}
		s.Sidecars = model.Nodes[model.Sidecar]{{Name: "proxy", Image: model.Image{URI: "x:1"}, Secrets: model.Pairs{{Key: "L", Value: "license"}}}}
	}))
	in.Secrets[0].KMSKey = key
	in.Secrets[1] = model.Secret{Name: "license", Store: "ssm", Existing: true, Secret: "/licenses/shop"}
	p := build(t, in)
	same(t, "execution role", allowed(p.Services[0].Task.ExecutionRole.Statements), []string{
		logsLine,
		"ReadSecrets: secretsmanager:GetSecretValue on <jwt arn>",
		"ReadParameters: ssm:GetParameters on <license arn>",
		"DecryptSecrets: kms:Decrypt on " + key,
	})
	var got []string
	for _, s := range p.Secrets {
		for _, r := range s.Readers {
			got = append(got, s.Secret+" "+r.Container+" "+r.Variable+" "+r.Key+" "+r.Path.String())
		}
	}
	same(t, "readers", got, []string{
		"shop-test-jwt web A  services.web.secrets.A",
		"shop-test-jwt web B b services.web.secrets.B",
		"/licenses/shop proxy L  services.web.sidecars.proxy.secrets.L",
	})
}

func TestUseOfABucket(t *testing.T) {
	for _, c := range []struct {
		access, label string
		want          []string
	}{
		{"", "read", []string{
			"UserFilesBucket: s3:GetBucketLocation s3:ListBucket on <user-files bucket-arn>",
			"UserFilesObject: s3:GetObject on <user-files bucket-arn>/*",
		}},
		{"readwrite", "read, write", []string{
			"UserFilesBucket: s3:GetBucketLocation s3:ListBucket s3:ListBucketMultipartUploads on <user-files bucket-arn>",
			"UserFilesObject: s3:AbortMultipartUpload s3:DeleteObject s3:GetObject s3:ListMultipartUploadParts s3:PutObject on <user-files bucket-arn>/*",
		}},
	} {
		p := build(t, with(empty(), bucket("user-files"), service("web", 80, model.Use{Name: "user-files", Access: c.access})))
		same(t, "task role", allowed(p.Services[0].Task.TaskRole.Statements), c.want)
		if e := p.Edges[0]; e.Label != c.label || e.Port != 0 {
			t.Errorf("%+v", e)
		}
		if e := p.Services[0].Task.Containers[0].Environment; len(e) != 1 || e[0].Name != "USER_FILES_BUCKET" {
			t.Errorf("%+v", e)
		}
		if b := p.Buckets[0]; b.Bucket != "shop-test-user-files" || !b.AccountSuffix {
			t.Errorf("%+v", b)
		}
	}
}

func TestScalingStartsAtItsLeast(t *testing.T) {
	for _, c := range []struct{ desired, least, want int }{{1, 2, 2}, {3, 2, 3}, {0, 0, 0}} {
		p := build(t, with(empty(), service("web", 80), change(func(s *model.Service) {
			s.DesiredCount, s.Scaling = c.desired, &model.Scaling{Min: c.least, Max: 4, CPU: 60}
		})))
		if got := p.Services[0].DesiredCount; got != c.want {
			t.Errorf("%d desired, at least %d: %d, want %d", c.desired, c.least, got, c.want)
		}
	}
}

func TestExec(t *testing.T) {
	p := build(t, with(empty(), service("web", 80), change(func(s *model.Service) { s.Exec = true })))
	task := p.Services[0].Task
	if s := task.TaskRole.Statements; len(s) != 1 || s[0].Sid != "Exec" || s[0].Reason == "" || said(s[0].Resources[0]) != "*" {
		t.Errorf("%+v", s)
	}
	if !task.Containers[0].Init {
		t.Error("no init process")
	}
}

func TestDatabases(t *testing.T) {
	in := with(empty(), database("orders"), database("people"))
	in.Databases[1] = model.Database{
		Name: "people", Engine: "mysql", Version: "8.0", Class: "db.t4g.micro", Port: 3307, Identifier: "staff",
		Parameters: model.Pairs{{Key: "max_connections", Value: "50"}}, Logs: []string{"slowquery", "error"}, MonitoringInterval: 60,
	}
	p := build(t, in)
	var got []string
	for _, d := range p.Databases {
		got = append(got, fmt.Sprintf("%s %s %d pinned=%t family=%q final=%q group=%s", d.Identifier, d.Username, d.Port, d.PinnedMinor, d.ParameterFamily, d.FinalSnapshot, d.SubnetGroup))
	}
	same(t, "databases", got, []string{
		`shop-test-orders postgres 5432 pinned=true family="" final="shop-test-orders-final" group=shop-test-orders`,
		`staff admin 3307 pinned=false family="mysql8.0" final="" group=shop-test-people`,
	})
	got = nil
	for _, g := range p.LogGroups {
		got = append(got, g.Label+" "+g.Name+" "+string(g.Stack))
	}
	same(t, "log groups", got, []string{
		"people_error /aws/rds/instance/staff/error data",
		"people_slowquery /aws/rds/instance/staff/slowquery data",
	})
	if r := p.Databases[1].MonitoringRole; r == nil || r.Name != "shop-test-people-monitoring" || said(r.Statements[0].Resources[0]) != "arn:aws:logs:eu-west-1:< account-id>:log-group:RDS*" {
		t.Errorf("%+v", r)
	}
}

func TestSharedLogGroup(t *testing.T) {
	in := with(empty(), service("a", 1), service("b", 1))
	in.Logs.Group = "/ecs/app"
	p := build(t, in)
	if len(p.LogGroups) != 1 || p.LogGroups[0].Name != "/ecs/app" || p.Services[1].Task.Containers[0].LogGroup != p.LogGroups[0].Label {
		t.Errorf("%+v", p.LogGroups)
	}
}

func TestEdgesAndFlows(t *testing.T) {
	in := with(empty(), database("db"), external("mail", 587), external("pay", 443),
		service("api", 8080, to("db"), to("mail"), to("pay")), service("web", 80, model.Use{Name: "api", Purpose: "Baskets"}), change(public))
	in.Flows = model.Nodes[model.Flow]{{Name: "order", Actors: model.Pairs{{Key: "customer", Value: "Customer"}}, Steps: []model.Step{
		{From: "customer", To: "web", Label: "Buys"}, {From: "web", To: "api", Label: "POST"}, {From: "web", To: "customer", Label: "OK", Reply: true},
	}}}
	p := build(t, in)
	var got []string
	for _, e := range p.Edges {
		got = append(got, strings.Join([]string{e.From, e.To, e.Family, e.Label, e.Purpose, e.Path.String()}, "|"))
	}
	same(t, "edges", got, []string{
		"*|web|services|HTTP 80||services.web.public",
		"api|db|databases|PostgreSQL 5432||services.api.uses.db",
		"api|mail|externals|TCP 587||services.api.uses.mail",
		"api|pay|externals|HTTPS 443||services.api.uses.pay",
		"web|api|services|HTTP 8080|Baskets|services.web.uses.api",
	})
	if want := []Participant{{"customer", "Customer", true}, {"web", "web", false}, {"api", "api", false}}; !slices.Equal(p.Flows[0].Actors, want) {
		t.Errorf("%+v", p.Flows[0].Actors)
	}
}
