package infra

import (
	"slices"
	"strings"
	"testing"

	"groundplan.internal/internal/model"
)

func TestCondition(t *testing.T) {
	for _, c := range []struct {
		alarm Alarm
		want  string
	}{
		{Alarm{Bound: "above", Threshold: 85, Unit: "percent", Period: 300, Periods: 1}, "above 85 percent over 5 minutes"},
		{Alarm{Bound: "below", Threshold: 20, Unit: "percent", Period: 60, Periods: 5}, "below 20 percent for 5 minutes, 5 periods in a row"},
		{Alarm{Bound: "above", Threshold: 0, Unit: "count", Period: 3600, Periods: 1}, "above 0 over 1 hour"},
		{Alarm{Bound: "anomaly", Unit: "count", Period: 7200, Periods: 1}, "above what is usual at this time over 2 hours"},
	} {
		if got := c.alarm.Condition(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestDescriptionIsCut(t *testing.T) {
	a := Alarm{Node: "web", Title: "CPU", Purpose: strings.Repeat("ä", 2000), Bound: "above", Period: 60, Periods: 1}
	if got := []rune(described(a, 1024)); len(got) != 1024 {
		t.Errorf("%d characters", len(got))
	}
}

// watchedPlatform is a platform with a node of every family, on its way.
func watchedPlatform(t *testing.T) *builder {
	t.Helper()
	p := with(empty(), service("web", 80), func(p *model.Platform) {
		p.Databases = model.Nodes[model.Database]{
			{Name: "orders", Engine: "postgres", Version: "16", Class: "db.t4g.medium", Storage: 20},
			{Name: "stories", Engine: "aurora-postgresql", Version: "16", Class: "db.r6g.large", Instances: 2},
		}
		p.Caches = model.Nodes[model.Cache]{{Name: "cache", Replicas: 1}}
		p.Balancers = model.Nodes[model.Balancer]{{Name: "primary", Firewall: "basic"}}
		p.Frontends = model.Nodes[model.Frontend]{{Name: "site", Firewall: "basic"}}
		p.UserPools = model.Nodes[model.UserPool]{{Name: "people", Clients: model.Nodes[model.UserPoolClient]{{Name: "app"}}}}
		p.Topics = model.Nodes[model.Topic]{{Name: "ops", Email: []string{"ops@example.com"}}}
		p.Notify = []string{"ops"}
	})
	b := newBuilder(p, known(t))
	b.identity()
	b.out.Services = []Service{{Name: "web", Label: "web"}}
	b.out.Functions = []Function{{Name: "ork", Label: "ork"}}
	b.out.Jobs = []Job{{Service: Service{Name: "sweep", Label: "sweep"}}}
	b.out.Balancers = []Balancer{{Name: "primary", Label: "primary"}}
	b.out.Gateways = []Gateway{{Name: "api", Label: "api"}}
	b.out.Firewalls = []Firewall{{Name: "basic", Label: "basic"}}
	b.out.Distributions = []Distribution{{Name: "site", Label: "site"}}
	b.out.UserPools = []UserPool{{Name: "people", Label: "people"}}
	b.out.Guardrails = []Guardrail{{Name: "safe", Label: "safe"}}
	b.out.Queues = []Queue{{Name: "orders", Label: "orders"}}
	b.topics()
	return b
}

// TestEveryMetric: each row of the facts finds what it is for, and all that its series
// and expressions speak of.
func TestEveryMetric(t *testing.T) {
	limit := 1
	for _, row := range known(t).Metrics.Watched {
		b := watchedPlatform(t)
		a := model.Alarm{Name: "x", Metric: row.Metric, Above: &limit, Window: 300, Periods: 1}
		targets := b.targets(a, row)
		if len(targets) == 0 {
			t.Errorf("%s %s watches nothing", row.Metric, row.Kind)
		}
		for _, target := range targets {
			if got := b.alarm(a, row, target); len(got.Series) == 0 || strings.ContainsAny(got.Note, "{}") {
				t.Errorf("%s %s: %+v", row.Metric, row.Kind, got)
			}
		}
	}
}

// TestOtherRegion: what CloudFront counts is watched in Virginia, through a copy of the topic.
func TestOtherRegion(t *testing.T) {
	b := watchedPlatform(t)
	b.in.Alarms = model.Nodes[model.Alarm]{{Name: "blocked", Metric: "firewall-blocked-requests", Anomaly: true, Window: 60, Periods: 1}}
	b.monitoring()
	var got []string
	for _, a := range b.out.Alarms {
		got = append(got, a.Label+" "+a.Region+" "+strings.Join(a.Topics, ","))
	}
	if want := []string{"blocked_basic  ops", "blocked_basic_cloudfront us-east-1 ops_us_east_1"}; !slices.Equal(got, want) {
		t.Errorf("alarms %q, want %q", got, want)
	}
	if n := len(b.out.Topics); n != 2 || b.out.Topics[1].Label != "ops_us_east_1" || b.out.Topics[1].Region != "us-east-1" || b.out.Topics[1].Email[0] != "ops@example.com" {
		t.Errorf("topics %+v", b.out.Topics)
	}
}

// TestDashboards: a service behind balancers shows what they see of it.
func TestDashboards(t *testing.T) {
	b := watchedPlatform(t)
	b.in.Dashboards = &model.Dashboards{PerService: true}
	b.out.Services[0].Task.Containers = []Container{{Name: "web", LogGroup: "web", StreamPrefix: "ecs"}}
	b.out.Services[0].TargetGroups = []TargetGroup{{Label: "web_80", BalancerLabel: "primary"}, {Label: "web_9000", BalancerLabel: "primary"}}
	b.monitoring()
	var titles, groups []string
	for _, w := range b.out.Dashboards[0].Widgets {
		titles = append(titles, w.Title)
		for _, m := range w.Metrics {
			if m.Metric == "RequestCount" {
				groups = append(groups, m.Dimensions[0].Value[0].Node)
			}
		}
	}
	if want := []string{"CPU", "Memory", "Tasks", "Requests", "Seconds to answer", "Errors in the log"}; !slices.Equal(titles, want) {
		t.Errorf("shows %q, want %q", titles, want)
	}
	if want := []string{"web_80", "web_9000"}; !slices.Equal(groups, want) {
		t.Errorf("of %q, want %q", groups, want)
	}
}
