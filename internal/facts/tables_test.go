package facts

import (
	"slices"
	"strings"
	"testing"
)

func TestRegion(t *testing.T) {
	s := load(t)
	for _, c := range []struct {
		name, partition, suffix, first string
		zones                          int
	}{
		{"eu-west-1", "aws", "amazonaws.com", "eu-west-1a", 3},
		{"us-east-1", "aws", "amazonaws.com", "us-east-1a", 6},
		{"ap-northeast-1", "aws", "amazonaws.com", "ap-northeast-1a", 3},
		{"cn-north-1", "aws-cn", "amazonaws.com.cn", "cn-north-1a", 3},
		{"us-gov-west-1", "aws-us-gov", "amazonaws.com", "us-gov-west-1a", 3},
	} {
		r, ok := s.Region(c.name)
		if !ok || r.Partition != c.partition || r.Suffix != c.suffix || len(r.Zones) != c.zones || r.Zones[0] != c.first {
			t.Errorf("%s: %+v, %v", c.name, r, ok)
		}
	}
	for region, edge := range map[string]string{"eu-west-1": "us-east-1", "cn-north-1": "", "us-gov-west-1": ""} {
		if r, _ := s.Region(region); r.Edge != edge {
			t.Errorf("CloudFront takes certificates for %s from %q, want %q", region, r.Edge, edge)
		}
	}
	if _, ok := s.Region("eu-west-9"); ok {
		t.Error("eu-west-9 is known")
	}
}

func TestRegistry(t *testing.T) {
	s := load(t)
	for host, want := range map[string]Registry{
		"123456789012.dkr.ecr.eu-west-1.amazonaws.com":      {"123456789012", "eu-west-1", "amazonaws.com", false},
		"123456789012.dkr.ecr-fips.us-east-1.amazonaws.com": {"123456789012", "us-east-1", "amazonaws.com", false},
		"12.dkr.ecr.cn-north-1.amazonaws.com.cn":            {"12", "cn-north-1", "amazonaws.com.cn", false},
		"123456789012.dkr-ecr.eu-west-1.on.aws":             {"123456789012", "eu-west-1", "on.aws", true},
		"123456789012.dkr-ecr.eu-west-1.amazonaws.com":      {},
		"dkr.ecr.eu-west-1.amazonaws.com":                   {},
		"shop.dkr.ecr.eu-west-1.amazonaws.com":              {},
		"public.ecr.aws":                                    {},
		"":                                                  {},
	} {
		if got, ok := s.Registry(host); got != want || ok != (want != Registry{}) {
			t.Errorf("%s: %+v, %v", host, got, ok)
		}
	}
	if r, _ := s.Region("cn-north-1"); r.Registry != "dkr.ecr.cn-north-1.amazonaws.com.cn" {
		t.Errorf("the registry of cn-north-1 is %s", r.Registry)
	}
}

func TestFargate(t *testing.T) {
	f := load(t).Fargate
	for _, c := range []struct{ cpu, first, last, count int }{
		{256, 512, 2048, 3},
		{512, 1024, 4096, 4},
		{1024, 2048, 8192, 7},
		{2048, 4096, 16384, 13},
		{4096, 8192, 30720, 23},
		{8192, 16384, 61440, 12},
		{16384, 32768, 122880, 12},
	} {
		m := f.Memory(c.cpu)
		if len(m) != c.count || m[0] != c.first || m[len(m)-1] != c.last {
			t.Errorf("cpu %d: %v", c.cpu, m)
		}
	}
	if m := f.Memory(300); m != nil {
		t.Errorf("cpu 300 has memory %v", m)
	}
	if cpu, memory, ok := f.Fit(300, 5000); cpu != 1024 || memory != 5120 || !ok {
		t.Errorf("300/5000 fits %d/%d, %v", cpu, memory, ok)
	}
	if _, _, ok := f.Fit(256, 200000); ok {
		t.Error("200000 MiB fit")
	}
}

func TestNameFault(t *testing.T) {
	s := load(t)
	for _, c := range []struct{ kind, text, fault string }{
		{"iam-role", "strapi-production-web", ""},
		{"iam-role", "a b", "may have letters, digits and _+=,.@- only"},
		{"load-balancer", "acme-customer-platform-production-public", "has 40 characters, and 32 are the most"},
		{"load-balancer", "internal-web", `has "internal-", which AWS keeps for itself or refuses`},
		{"load-balancer", "web-", "may have letters, digits and hyphens, none of them first or last only"},
		{"security-group", "sg-web", `has "sg-", which AWS keeps for itself or refuses`},
		{"security-group-description", "From web to db: 5432 [tcp]", ""},
		{"security-group-description", "Grüße", "may have letters, digits, spaces and ._-:/()#,@[]+=&;{}!$* only"},
		{"s3-bucket", "ab", "has 2 characters, and 3 are the fewest"},
		{"s3-bucket", "192.168.0.1", `has "192.168.0.1", which AWS keeps for itself or refuses`},
		{"s3-bucket", "my-bucket", ""},
		{"secret", "strapi/production/jwt-secret", `has "-secret", which AWS keeps for itself or refuses`},
		{"secret", "strapi/production/token", ""},
		{"ssm-parameter", "/strapi/token", ""},
		{"ssm-parameter", "/aws/token", `has "/aws", which AWS keeps for itself or refuses`},
		{"db-instance", "strapi-production-db", ""},
		{"db-instance", "strapi--db", "may have lower-case letters, digits and single hyphens, a letter first and no hyphen last only"},
		{"terraform-label", "web_to_db", ""},
		{"terraform-label", "1web", "may have letters, digits, _ and -, no digit or hyphen first only"},
		{"ecr-repository", "lang-portal/api__v2", ""},
		{"tag-key", "aws:x", `has "aws:", which AWS keeps for itself or refuses`},
		{"ecs-service", "", "is empty"},
	} {
		if got := s.Name(c.kind).Fault(c.text); got != c.fault {
			t.Errorf("%s %q: %q, want %q", c.kind, c.text, got, c.fault)
		}
	}
}

func TestVersions(t *testing.T) {
	v := load(t).Versions
	for _, c := range []struct {
		engine, version string
		want            Status
	}{
		{"postgres", "16", Available},
		{"postgres", "16.9", Available},
		{"postgres", "15.4", Deprecated},
		{"postgres", "15.99", Unknown},
		{"postgres", "1", Unknown},
		{"postgres", "9.6", Unknown},
		{"mysql", "8.0", Available},
		{"mysql", "8.0.35", Deprecated},
		{"mysql", "8", Unknown},
		{"aurora-mysql", "8.0.mysql_aurora.3.10.0", Available},
		{"oracle", "19", Unknown},
	} {
		if got := v.Status(c.engine, c.version); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.engine, c.version, got, c.want)
		}
	}
	for engine, family := range map[string]string{
		"postgres": "postgres16", "aurora-postgresql": "aurora-postgresql16", "mysql": "", "mariadb": "",
	} {
		if got := v.ParameterFamily(engine, "16.9"); got != family {
			t.Errorf("%s 16.9: family %q, want %q", engine, got, family)
		}
	}
	if got := v.Majors("mariadb"); !slices.Equal(got, []string{"10.6", "10.11", "11.4", "11.8", "12.3"}) {
		t.Errorf("majors of mariadb: %v", got)
	}
	for engine, majors := range v.Engines {
		for name, m := range majors {
			if !slices.IsSortedFunc(m.Minors(), CompareVersions) {
				t.Errorf("%s %s: not sorted: %v", engine, name, m.Minors())
			}
		}
	}
}

func TestClasses(t *testing.T) {
	s := load(t)
	for class, memory := range map[string]float64{
		"db.t3.micro": 1, "db.t4g.medium": 4, "db.t4g.2xlarge": 32, "db.m5.large": 8, "db.m4.10xlarge": 160,
		"db.r5.large": 16, "db.r4.large": 15.25, "db.r6i.32xlarge": 1024, "db.x2g.large": 32, "db.x2iedn.xlarge": 128,
	} {
		if got, ok := s.Classes.Memory(class); got != memory || !ok {
			t.Errorf("%s: %v GiB, %v; want %v", class, got, ok, memory)
		}
	}
	for _, c := range []struct {
		engine, class string
		want          bool
	}{
		{"postgres", "db.t3.micro", true},
		{"postgres", "db.t3.huge", false},
		{"postgres", "t3.micro", false},
		{"aurora-postgresql", "db.t3.micro", false},
		{"aurora-postgresql", "db.t4g.medium", true},
		{"aurora-postgresql", "db.m5.large", false},
		{"aurora-mysql", "db.serverless", true},
		{"mysql", "db.serverless", false},
	} {
		if got := s.Classes.Offered(c.engine, c.class); got != c.want {
			t.Errorf("%s on %s: %v", c.engine, c.class, got)
		}
	}
	for _, c := range []struct{ engine, version, class, since, from string }{
		{"mysql", "8.0.40", "db.t2.small", "", "8.0.35"},
		{"mysql", "8.0.40", "db.t3.small", "", ""},
		{"mysql", "8.0", "db.t4g.small", "", ""},
		{"mysql", "8.4.3", "db.t4g.small", "", ""},
		{"mysql", "5.7", "db.t4g.small", "8.0.25", ""},
		{"postgres", "11", "db.m6g.large", "12.7", ""},
		{"postgres", "12", "db.m6g.large", "", ""},
		{"postgres", "12.6", "db.r6g.large", "12.7", ""},
	} {
		if got, _ := s.RDS.Excluded(c.engine, c.version, c.class); got.Since != c.since || got.From != c.from {
			t.Errorf("%s %s on %s: %+v", c.engine, c.version, c.class, got)
		}
	}
	// A class that is listed runs at least one engine, or a size was mistyped.
	for _, engine := range keys(s.RDS.Engines) {
		for _, class := range s.Classes.For(engine) {
			if _, ok := s.Classes.Memory(class); !ok {
				t.Errorf("%s on %s: the memory is not known", engine, class)
			}
		}
	}
}

func TestConnections(t *testing.T) {
	s := load(t)
	for _, c := range []struct {
		engine string
		memory float64
		want   int
	}{
		{"postgres", 4, 450},
		{"postgres", 1024, 5000},
		{"mysql", 4, 341},
		{"mariadb", 1, 42},
		{"aurora-mysql", 4, 108},
		{"aurora-mysql", 16, 1069},
	} {
		e, _ := s.RDS.Engine(c.engine)
		if got := e.Connections.Default(c.memory); got != c.want {
			t.Errorf("%s with %v GiB: %d, want %d", c.engine, c.memory, got, c.want)
		}
	}
}

func TestCrossReferences(t *testing.T) {
	s := load(t)
	lists := [][]string{s.Endpoints.Fargate, s.Endpoints.Secrets, s.Endpoints.Parameters, s.Endpoints.Exec, s.Endpoints.KMS, s.Endpoints.Tracing, s.Endpoints.Metrics}
	for _, family := range keys(s.Endpoints.Uses) {
		lists = append(lists, s.Endpoints.Uses[family])
	}
	for _, list := range lists {
		for _, name := range list {
			if _, ok := s.Endpoint(name); !ok {
				t.Errorf("no endpoint is named %s", name)
			}
		}
	}
	for _, engine := range keys(s.RDS.Engines) {
		if len(s.Versions.Majors(engine)) == 0 || len(s.Classes.For(engine)) == 0 {
			t.Errorf("%s has no versions or no classes", engine)
		}
		if _, ok := s.Image(engine); !ok {
			t.Errorf("%s has no local image", engine)
		}
	}
	for use, grants := range s.IAM.Access {
		for _, g := range grants {
			if _, ok := s.IAM.Suffixes[g.Resource]; !ok && g.Resource != "*" {
				t.Errorf("%s: no ARN form for %s", use, g.Resource)
			}
		}
	}
}

func TestImage(t *testing.T) {
	s := load(t)
	for _, c := range []struct{ name, version, want string }{
		{"postgres", "16.4", "postgres:16-alpine"},
		{"aurora-postgresql", "16.4", "postgres:16-alpine"},
		{"mysql", "8.4", "mysql:8.4"},
		{"aurora-mysql", "8.0.mysql_aurora.3.04.0", "mysql:8.0"},
	} {
		image, _ := s.Image(c.name)
		if got := image.At(c.version); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.name, c.version, got, c.want)
		}
	}
}

// TestProxies: what RDS Proxy stands before are versions of the engine, and the engines
// of one family listen on one port.
func TestProxies(t *testing.T) {
	s := load(t)
	ports := map[string]int{}
	for _, name := range keys(s.RDS.Engines) {
		e, _ := s.RDS.Engine(name)
		for _, version := range strings.Fields(e.Proxy.Versions) {
			if _, major, ok := s.Versions.Major(name, version); !ok || major != version {
				t.Errorf("%s has no major version %s", name, version)
			}
		}
		if port, ok := ports[e.Proxy.Family]; ok && port != e.Port {
			t.Errorf("%s listens on %d, and others of %s on %d", name, e.Port, e.Proxy.Family, port)
		}
		ports[e.Proxy.Family] = e.Port
	}
}

// TestFirewallsFit: all that the language can say of a firewall fits into one web ACL, so
// that no rule has to look.
func TestFirewallsFit(t *testing.T) {
	waf := load(t).WAF
	units := waf.RateUnits + waf.CountryUnits
	for _, g := range waf.Managed {
		units += g.Units
	}
	if units <= waf.PricedUnits || units > waf.MostUnits {
		t.Errorf("a firewall of every rule takes %d units, of %d, and %d without a price", units, waf.MostUnits, waf.PricedUnits)
	}
}

func TestAvailability(t *testing.T) {
	a := load(t).Availability
	for _, c := range []struct {
		region, family string
		missing        bool
	}{
		{"eu-west-1", "frontends", false},
		{"cn-north-1", "frontends", true},
		{"us-gov-west-1", "frontends", true},
		{"us-gov-west-1", "gateways", false},
		{"us-gov-east-1", "gateways", true},
		{"us-gov-east-1", "pipelines", false},
		{"cn-northwest-1", "models", true},
	} {
		missing := slices.ContainsFunc(a.In(c.region), func(m Missing) bool { return slices.Contains(m.Families, c.family) })
		if missing != c.missing {
			t.Errorf("%s in %s: missing is %v", c.family, c.region, missing)
		}
	}
}

// TestSources: whoever assumes a role on somebody's behalf says on whose, but for those of
// whom no guide of AWS says that they do.
func TestSources(t *testing.T) {
	s := load(t)
	silent := map[string]bool{"rds-proxy": true, "lambda": true, "identity-pool": true}
	for kind := range s.IAM.Principals {
		if source, named := s.IAM.Sources[kind]; named == silent[kind] || named && (source.Service == "" || source.Things == "") {
			t.Errorf("%s: %+v", kind, source)
		}
	}
}
