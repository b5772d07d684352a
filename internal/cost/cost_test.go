package cost_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"groundplan.internal/internal/cost"
	"groundplan.internal/internal/decimal"
	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/model"
)

func known(t *testing.T) facts.Set {
	t.Helper()
	f, err := facts.Load()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// platform is one in us-east-1 with nothing in it, and amounts that are easy to reckon with.
func platform() infra.Platform {
	return infra.Platform{
		Region: "us-east-1", Park: &infra.Park{Databases: true, NAT: true}, Network: infra.Network{Zones: []string{"us-east-1a", "us-east-1b"}, NAT: "none"},
		Costs: &model.Costs{HoursPerMonth: 100, Assumptions: model.Assumptions{
			Requests: 2_000_000, OutGB: 10, LCU: 3, NATGB: 20, EndpointGB: 5, AuroraGB: 50, AuroraRequests: 4_000_000,
			BackupGB: 10, BucketGB: 100, BucketReads: 50_000, BucketWrites: 20_000, ImageGB: 4, LogGB: 6, InsightsMetrics: 10,
			Starts: 60, JobMinutes: 15, Calls: 3_000_000, CallMilliseconds: 200, Builds: 10, BuildMinutes: 4, Users: 1000,
		}},
	}
}

// lines are an estimate in short: price, quantity and cost, with the most and parked where they differ.
func lines(e *cost.Estimate) (out []string) {
	for _, c := range e.Components {
		for _, l := range c.Lines {
			out = append(out, fmt.Sprintf("%s %s: %s × %s = %s", c.Name, l.Price.Name, short(l.Quantity, decimal.Number.String), l.Price.USD, short(l.Cost, decimal.Number.Money)))
		}
	}
	return out
}

func short(a cost.Amounts, write func(decimal.Number) string) string {
	return strings.Join([]string{write(a.Least), write(a.Most), write(a.Parked)}, "/")
}

// TestLines holds quantities and sums to what was reckoned by hand.
func TestLines(t *testing.T) {
	for _, c := range []struct {
		name  string
		given func(*infra.Platform)
		want  []string
		total string
	}{
		{
			name: "a service that scales, on ARM",
			given: func(p *infra.Platform) {
				p.Services = []infra.Service{{
					Name: "web", DesiredCount: 1, Scaling: &model.Scaling{Min: 2, Max: 5}, PublicIP: true, Public: true,
					Task: infra.Task{CPU: 512, Memory: 3072, Architecture: "ARM64", EphemeralStorage: 30},
				}}
			},
			want: []string{
				"web fargate-vcpu-arm: 100/250/0 × 0.03238 = 3.24/8.10/0.00",    // 3.238, 8.095
				"web fargate-memory-arm: 600/1500/0 × 0.00356 = 2.14/5.34/0.00", // 2.136, 5.34
				"web fargate-storage: 2000/5000/0 × 0.000111 = 0.22/0.56/0.00",  // 0.222, 0.555
				"web public-ipv4: 200/500/0 × 0.005 = 1.00/2.50/0.00",
				"web data-out: 10/10/0 × 0.09 = 0.90/0.90/0.00",
				"web metric: 10/10/0 × 0.3 = 3.00/3.00/0.00",
			},
			total: "10.50/20.40/0.00",
		},
		{
			name: "spare capacity",
			given: func(p *infra.Platform) {
				p.Services = []infra.Service{{Name: "worker", DesiredCount: 3, Capacity: "FARGATE_SPOT", Task: infra.Task{CPU: 1024, Memory: 2048, Architecture: "X86_64"}}}
			},
			want: []string{
				"worker fargate-spot-vcpu-x86: 300/300/0 × 0.012144 = 3.64/3.64/0.00",   // 3.6432
				"worker fargate-spot-memory-x86: 600/600/0 × 0.001334 = 0.80/0.80/0.00", // 0.8004
				"worker metric: 10/10/0 × 0.3 = 3.00/3.00/0.00",
			},
			total: "7.44/7.44/0.00",
		},
		{
			name: "a database with a standby and a fast disk",
			given: func(p *infra.Platform) {
				p.Databases = []infra.Database{{
					Name: "db", Engine: "postgres", Class: "db.t4g.medium", Storage: 500, StorageType: "gp3", IOPS: 14000, Throughput: 600,
					MultiAZ: true, BackupDays: 7, Proxy: &infra.Proxy{},
				}}
			},
			want: []string{
				"db postgres/db.t4g.medium: 200/200/0 × 0.065 = 13.00/13.00/0.00",
				"db rds-gp3: 1000/1000/1000 × 0.115 = 115.00/115.00/115.00",
				"db rds-gp3-iops: 4000/4000/4000 × 0.02 = 80.00/80.00/80.00",    // 12000 come with it
				"db rds-gp3-throughput: 200/200/200 × 0.08 = 16.00/16.00/16.00", // 500 come with it
				"db rds-backup: 10/10/10 × 0.095 = 0.95/0.95/0.95",
				"db secret: 1/1/1 × 0.4 = 0.40/0.40/0.40",
				"db rds-proxy: 200/200/200 × 0.015 = 3.00/3.00/3.00", // 2 vCPU
			},
			total: "228.35/228.35/215.35",
		},
		{
			name: "a small disk, and one whose operations are all paid for",
			given: func(p *infra.Platform) {
				p.Databases = []infra.Database{
					{Name: "a", Engine: "mysql", Class: "db.t3.micro", Storage: 20, StorageType: "gp2"},
					{Name: "b", Engine: "mysql", Class: "db.t3.micro", Storage: 100, StorageType: "io1", IOPS: 1000},
				}
			},
			want: []string{
				"a mysql/db.t3.micro: 100/100/0 × 0.017 = 1.70/1.70/0.00",
				"a rds-gp2: 20/20/20 × 0.115 = 2.30/2.30/2.30",
				"a secret: 1/1/1 × 0.4 = 0.40/0.40/0.40",
				"b mysql/db.t3.micro: 100/100/0 × 0.017 = 1.70/1.70/0.00",
				"b rds-io1: 100/100/100 × 0.125 = 12.50/12.50/12.50",
				"b rds-io1-iops: 1000/1000/1000 × 0.1 = 100.00/100.00/100.00",
				"b secret: 1/1/1 × 0.4 = 0.40/0.40/0.40",
			},
			total: "119.00/119.00/115.60",
		},
		{
			name: "clusters of Aurora, one with a proxy",
			given: func(p *infra.Platform) {
				two := []infra.Instance{{Label: "a"}, {Label: "b"}}
				p.Databases = []infra.Database{
					{Name: "db", Engine: "aurora-postgresql", Class: "db.r6g.large", Instances: two, BackupDays: 1},
					{Name: "less", Engine: "aurora-mysql", Class: "db.r6g.large", Instances: two, Proxy: &infra.Proxy{}},
				}
			},
			want: []string{
				"db aurora/db.r6g.large: 200/200/0 × 0.26 = 52.00/52.00/0.00",
				"db aurora-storage: 50/50/50 × 0.1 = 5.00/5.00/5.00",
				"db aurora-requests: 4/4/0 × 0.2 = 0.80/0.80/0.00",
				"db aurora-backup: 10/10/10 × 0.021 = 0.21/0.21/0.21",
				"db secret: 1/1/1 × 0.4 = 0.40/0.40/0.40",
				"less aurora/db.r6g.large: 200/200/0 × 0.26 = 52.00/52.00/0.00",
				"less aurora-storage: 50/50/50 × 0.1 = 5.00/5.00/5.00",
				"less aurora-requests: 4/4/0 × 0.2 = 0.80/0.80/0.00",
				"less secret: 1/1/1 × 0.4 = 0.40/0.40/0.40",
				"less rds-proxy: 400/400/400 × 0.015 = 6.00/6.00/6.00", // 2 instances of 2 vCPU
			},
			total: "122.61/122.61/17.01",
		},
		{
			name: "ways in",
			given: func(p *infra.Platform) {
				p.Balancers = []infra.Balancer{{Name: "front", Logs: &infra.Bucket{}}, {Name: "back"}, {Name: "inner", Internal: true}}
				p.Gateways = []infra.Gateway{{Name: "api"}}
				p.Distributions = []infra.Distribution{
					{Name: "apps", Origins: []infra.Origin{{Node: "back", Family: "balancers"}}},
					{Name: "site", Origins: []infra.Origin{{Node: "site", Family: "frontends"}}, Bucket: &infra.Bucket{}},
				}
				p.Firewalls = []infra.Firewall{{Name: "shield", Rules: make([]infra.FirewallRule, 3), ACLs: make([]infra.WebACL, 2)}}
			},
			want: []string{
				"front alb: 100/100/100 × 0.0225 = 2.25/2.25/2.25",
				"front alb-lcu: 300/300/0 × 0.008 = 2.40/2.40/0.00",
				"front public-ipv4: 200/200/200 × 0.005 = 1.00/1.00/1.00",
				"front data-out: 10/10/0 × 0.09 = 0.90/0.90/0.00",
				"front s3-storage: 100/100/100 × 0.023 = 2.30/2.30/2.30",
				"front s3-reads: 50/50/50 × 0.0004 = 0.02/0.02/0.02",
				"front s3-writes: 20/20/20 × 0.005 = 0.10/0.10/0.10",
				"back alb: 100/100/100 × 0.0225 = 2.25/2.25/2.25",
				"back alb-lcu: 300/300/0 × 0.008 = 2.40/2.40/0.00",
				"back public-ipv4: 200/200/200 × 0.005 = 1.00/1.00/1.00",
				"inner alb: 100/100/100 × 0.0225 = 2.25/2.25/2.25",
				"inner alb-lcu: 300/300/0 × 0.008 = 2.40/2.40/0.00",
				"api http-api: 2/2/0 × 1 = 2.00/2.00/0.00",
				"api data-out: 10/10/0 × 0.09 = 0.90/0.90/0.00",
				"apps cloudfront-requests: 200/200/0 × 0.01 = 2.00/2.00/0.00",
				"apps cloudfront-data: 10/10/0 × 0.085 = 0.85/0.85/0.00",
				"site cloudfront-requests: 200/200/200 × 0.01 = 2.00/2.00/2.00",
				"site cloudfront-data: 10/10/10 × 0.085 = 0.85/0.85/0.85",
				"site s3-storage: 100/100/100 × 0.023 = 2.30/2.30/2.30",
				"site s3-reads: 50/50/50 × 0.0004 = 0.02/0.02/0.02",
				"site s3-writes: 20/20/20 × 0.005 = 0.10/0.10/0.10",
				"shield waf-acl: 2/2/2 × 5 = 10.00/10.00/10.00",
				"shield waf-rule: 6/6/6 × 1 = 6.00/6.00/6.00",
				"shield waf-requests: 4/4/0 × 0.6 = 2.40/2.40/0.00",
			},
			total: "48.69/48.69/32.44",
		},
		{
			name: "a network with a gateway in each zone",
			given: func(p *infra.Platform) {
				p.Network.NAT = "perZone"
				p.Network.Endpoints = []infra.Endpoint{{Name: "s3", Gateway: true}, {Name: "ecr.api"}, {Name: "ecr.dkr"}, {Name: "logs"}}
				p.Discovery = &infra.Discovery{}
			},
			want: []string{
				"network nat-gateway: 200/200/0 × 0.045 = 9.00/9.00/0.00",
				"network nat-data: 40/40/0 × 0.045 = 1.80/1.80/0.00",
				"network public-ipv4: 200/200/200 × 0.005 = 1.00/1.00/1.00",
				"network vpc-endpoint: 600/600/600 × 0.01 = 6.00/6.00/6.00",
				"network vpc-endpoint-data: 15/15/0 × 0.01 = 0.15/0.15/0.00",
				"network private-zone: 1/1/1 × 0.5 = 0.50/0.50/0.50",
			},
			total: "18.45/18.45/7.50",
		},
		{
			name: "what is kept and watched",
			given: func(p *infra.Platform) {
				p.Caches = []infra.Cache{{Name: "cache", Engine: "valkey", Class: "cache.t4g.small", Replicas: 1, SnapshotDays: 1}}
				p.Buckets = []infra.Bucket{{Name: "files"}}
				p.Secrets = []infra.Secret{{Name: "token", Store: "secretsmanager"}, {Name: "plain", Store: "ssm"}}
				p.Repositories = []infra.Repository{{Name: "web"}}
				p.UserPools = []infra.UserPool{{Name: "people", ThreatDetection: "off"}}
				p.LogGroups = []infra.LogGroup{{RetentionDays: 30}, {RetentionDays: 90}}
				p.Alarms = []infra.Alarm{{Series: make([]infra.Series, 2), Period: 300}, {Series: make([]infra.Series, 1), Bound: "anomaly", Period: 60}, {Series: make([]infra.Series, 1), Period: 10}}
				p.Dashboards = make([]infra.Dashboard, 2)
			},
			want: []string{
				"cache valkey/cache.t4g.small: 200/200/200 × 0.0256 = 5.12/5.12/5.12",
				"cache secret: 1/1/1 × 0.4 = 0.40/0.40/0.40",
				"cache elasticache-backup: 10/10/10 × 0.085 = 0.85/0.85/0.85",
				"files s3-storage: 100/100/100 × 0.023 = 2.30/2.30/2.30",
				"files s3-reads: 50/50/50 × 0.0004 = 0.02/0.02/0.02",
				"files s3-writes: 20/20/20 × 0.005 = 0.10/0.10/0.10",
				"token secret: 1/1/1 × 0.4 = 0.40/0.40/0.40",
				"web ecr-storage: 4/4/4 × 0.1 = 0.40/0.40/0.40",
				"people cognito-essentials: 1000/1000/0 × 0.015 = 15.00/15.00/0.00",
				"logs log-ingestion: 12/12/0 × 0.5 = 6.00/6.00/0.00",
				"logs log-storage: 24/24/24 × 0.03 = 0.72/0.72/0.72", // 6 for one month, 6 for three
				"monitoring alarm: 5/5/5 × 0.1 = 0.50/0.50/0.50",     // 2, and 3 of the anomaly
				"monitoring alarm-fast: 1/1/1 × 0.3 = 0.30/0.30/0.30",
				"monitoring dashboard: 2/2/2 × 3 = 6.00/6.00/6.00",
			},
			total: "38.11/38.11/17.11",
		},
		{
			name: "a job",
			given: func(p *infra.Platform) {
				p.Jobs = []infra.Job{{Service: infra.Service{Name: "sweep", DesiredCount: 1, Task: infra.Task{CPU: 2048, Memory: 4096, Architecture: "X86_64"}}}}
			},
			want: []string{ // 60 starts of a quarter of an hour
				"sweep fargate-vcpu-x86: 30/30/0 × 0.04048 = 1.21/1.21/0.00",
				"sweep fargate-memory-x86: 60/60/0 × 0.004445 = 0.27/0.27/0.00",
				"sweep scheduler: 0.00006/0.00006/0 × 1 = 0.00/0.00/0.00",
			},
			total: "1.48/1.48/0.00",
		},
		{
			name: "functions, and gateways that stay for them",
			given: func(p *infra.Platform) {
				p.Park.NAT, p.Network.NAT = false, "single"
				p.Functions = []infra.Function{{Name: "ork", Memory: 512, Architecture: "x86_64"}, {Name: "arm", Memory: 128, Architecture: "arm64"}}
			},
			want: []string{
				"ork lambda-requests: 3/3/3 × 0.2 = 0.60/0.60/0.60",
				"ork lambda-compute-x86: 0.3/0.3/0.3 × 16.6667 = 5.00/5.00/5.00", // 3 million calls of 0.2 seconds with 0.5 GB
				"arm lambda-requests: 3/3/3 × 0.2 = 0.60/0.60/0.60",
				"arm lambda-compute-arm: 0.075/0.075/0.075 × 13.3334 = 1.00/1.00/1.00",
				"network nat-gateway: 100/100/100 × 0.045 = 4.50/4.50/4.50",
				"network nat-data: 20/20/20 × 0.045 = 0.90/0.90/0.90",
				"network public-ipv4: 100/100/100 × 0.005 = 0.50/0.50/0.50",
			},
			total: "13.10/13.10/13.10",
		},
		{
			name: "pipelines",
			given: func(p *infra.Platform) {
				out := infra.Project{Machine: "LINUX_CONTAINER", ComputeType: "BUILD_GENERAL1_SMALL"}
				p.Pipelines = []infra.Pipeline{{Name: "site", Build: infra.Project{Machine: "ARM_CONTAINER", ComputeType: "BUILD_GENERAL1_LARGE"}, Deploy: &out}}
				p.Delivery = &infra.Delivery{}
			},
			want: []string{
				"site codebuild-arm-large: 40/40/40 × 0.0175 = 0.70/0.70/0.70",
				"site codebuild-linux-small: 40/40/40 × 0.005 = 0.20/0.20/0.20",
				"site codepipeline: 100/100/100 × 0.002 = 0.20/0.20/0.20", // 10 runs of 4 + 4 + 2 minutes
				"all pipelines kms-key: 1/1/1 × 1 = 1.00/1.00/1.00",
				"all pipelines s3-storage: 100/100/100 × 0.023 = 2.30/2.30/2.30",
				"all pipelines s3-reads: 50/50/50 × 0.0004 = 0.02/0.02/0.02",
				"all pipelines s3-writes: 20/20/20 × 0.005 = 0.10/0.10/0.10",
				"logs log-ingestion: 12/12/0 × 0.5 = 6.00/6.00/0.00",
				"logs log-storage: 0/0/0 × 0.03 = 0.00/0.00/0.00",
			},
			total: "10.52/10.52/4.52",
		},
		{
			name: "another region, and own prices",
			given: func(p *infra.Platform) {
				p.Region, p.Network.NAT = "eu-west-1", "single"
				p.Costs.Overrides = model.Pairs{{Key: "nat-data", Value: "0.001"}, {Key: "postgres/db.x2g.large", Value: "0.75"}}
				p.Databases = []infra.Database{{Name: "db", Engine: "postgres", Class: "db.x2g.large", Storage: 20, StorageType: "gp3"}}
			},
			want: []string{
				"db postgres/db.x2g.large: 100/100/0 × 0.75 = 75.00/75.00/0.00",
				"db rds-gp3: 20/20/20 × 0.127 = 2.54/2.54/2.54",
				"db secret: 1/1/1 × 0.4 = 0.40/0.40/0.40",
				"network nat-gateway: 100/100/0 × 0.048 = 4.80/4.80/0.00",
				"network nat-data: 20/20/0 × 0.001 = 0.02/0.02/0.00",
				"network public-ipv4: 100/100/100 × 0.005 = 0.50/0.50/0.50",
			},
			total: "83.26/83.26/3.44",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := platform()
			c.given(&p)
			e := cost.Of(p, known(t))
			if diff := cmp.Diff(c.want, lines(e)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if got := short(e.Total, decimal.Number.Money); got != c.total {
				t.Errorf("together %s, want %s", got, c.total)
			}
		})
	}
}

// TestMissing: what has no price is said, and is no line.
func TestMissing(t *testing.T) {
	p := platform()
	p.Databases = []infra.Database{{Name: "db", Engine: "postgres", Class: "db.x2g.large", Storage: 20, StorageType: "gp3", MaxStorage: 50, MonitoringInterval: 60}}
	p.Models = []infra.Model{{Name: "claude"}}
	p.Secrets = []infra.Secret{{Name: "key", Existing: true}}
	e := cost.Of(p, known(t))
	var got []string
	for _, m := range e.Missing {
		got = append(got, m.Component+": "+m.What)
	}
	want := []string{
		"db: postgres/db.x2g.large", "key: secret", "db: growth of the disk", "db: logs of Enhanced Monitoring", "claude: tokens",
		": requests to KMS, Secrets Manager, Parameter Store, Route 53 and CloudWatch", ": tax, support and what stands outside of this Terraform",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	for _, l := range lines(e) {
		if strings.Contains(l, "x2g") {
			t.Errorf("a line without a price: %s", l)
		}
	}
}

// TestNone: nobody asks, or nothing runs on AWS.
func TestNone(t *testing.T) {
	silent, here := platform(), platform()
	silent.Costs, here.Local = nil, &infra.Local{}
	for _, p := range []infra.Platform{silent, here} {
		if e := cost.Of(p, known(t)); e != nil {
			t.Errorf("%+v", e)
		}
	}
}

// TestAssumptions: an estimate shows those that it rests on, and no others.
func TestAssumptions(t *testing.T) {
	p := platform()
	p.Buckets = []infra.Bucket{{Name: "files"}}
	var got []string
	for _, a := range cost.Of(p, known(t)).Assumptions {
		got = append(got, fmt.Sprintf("%s %d", a.Name, a.Value))
	}
	if diff := cmp.Diff([]string{"bucketGB 100", "bucketReads 50000", "bucketWrites 20000"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestUnused: an assumption that no environment's estimate rests on is idle, where its
// author wrote it.
func TestUnused(t *testing.T) {
	at := func(line int) diag.Pos { return diag.Pos{File: "p.cue", Line: line} }
	m := model.Platform{Origins: model.NewOrigins(func(p model.Path) (diag.Pos, bool) {
		switch p.String() {
		case "costs.assumptions":
			return at(1), true
		case "costs.assumptions.bucketGB":
			return at(2), true
		case "costs.assumptions.users":
			return at(3), true
		}
		return diag.Pos{}, false
	})}
	p := platform()
	p.Buckets = []infra.Bucket{{Name: "files"}}
	found := cost.Unused([]model.Platform{m, m}, []*cost.Estimate{cost.Of(p, known(t)), nil})
	if len(found) != 1 || found[0].Code != "cost-assumption-unused" || found[0].Pos != at(3) {
		t.Errorf("want one finding in line 3:\n%+v", found)
	}
}
