package infra

import (
	"slices"
	"testing"

	"groundplan.internal/internal/model"
)

// reviewedShop has a service and a database whose rules are written out.
func reviewedShop(change func(web, db *model.SecurityGroupRules)) model.Platform {
	web := model.SecurityGroupRules{Name: "web-group", Egress: []model.EgressRule{{To: "internet", Description: "Allow all outbound"}}}
	db := model.SecurityGroupRules{
		Name: "db-group", Description: "The database",
		Ingress: []model.IngressRule{{From: "web-group", Port: 5432, Description: "Allow traffic from web"}},
		Egress:  []model.EgressRule{{To: "vpc", Description: "Allow all outbound within VPC"}},
	}
	change(&web, &db)
	p := with(empty(), service("web", 80, to("db")), database("db"), func(p *model.Platform) {
		p.Services[0].SecurityGroup = &model.SecurityGroup{Name: "web-group"}
		p.Databases[0].SecurityGroup = &model.SecurityGroup{Name: "db-group"}
		p.SecurityGroups = model.Nodes[model.SecurityGroupRules]{db, web}
	})
	return p
}

// TestReviewed wants the written rules, and no others.
func TestReviewed(t *testing.T) {
	p := build(t, reviewedShop(func(_, _ *model.SecurityGroupRules) {}))
	var got []string
	for _, r := range p.Rules {
		got = append(got, r.Label+" "+r.Peer.CIDR+" "+r.Protocol+" "+r.Description)
	}
	want := []string{
		"web_group_to_internet 0.0.0.0/0 -1 Allow all outbound",
		"db_group_from_web_group_5432  tcp Allow traffic from web",
		"db_group_to_vpc 10.0.0.0/16 -1 Allow all outbound within VPC",
	}
	if !slices.Equal(got, want) {
		t.Errorf("rules:\n%q\nwant:\n%q", got, want)
	}
	if p.SecurityGroups[1].Description != "The database" {
		t.Errorf("description %q", p.SecurityGroups[1].Description)
	}
}

// TestReviewedGaps wants one finding, of its own code, for each kind of gap.
func TestReviewedGaps(t *testing.T) {
	for _, c := range []struct {
		name, code, path, hint string
		change                 func(web, db *model.SecurityGroupRules)
	}{
		{"the database forgets to let the service in", "sg-one-sided", "securityGroups.db-group.ingress", `ingress: [{from: "web-group", port: 5432}]`,
			func(_, db *model.SecurityGroupRules) { db.Ingress = nil }},
		{"both forget", "sg-edge-unlisted", "securityGroups.web-group.egress", `egress: [{to: "internet", port: 443}]`,
			func(web, _ *model.SecurityGroupRules) {
				web.Egress = []model.EgressRule{{To: "db-group", Port: 5432}}
			}},
		{"a written rule has no answer", "sg-one-sided", "securityGroups.db-group.ingress", `ingress: [{from: "web-group", port: 9999}]`,
			func(web, _ *model.SecurityGroupRules) {
				web.Egress = append(web.Egress, model.EgressRule{To: "db-group", Port: 9999})
			}},
		{"a rule of nobody", "sg-unknown-peer", "securityGroups.db-group.ingress.1.from", `did you mean "web-group"?`,
			func(_, db *model.SecurityGroupRules) {
				db.Ingress = append(db.Ingress, model.IngressRule{From: "web-grup", Port: 1})
			}},
		{"a rule twice", "sg-rule-twice", "securityGroups.db-group.ingress.1", "",
			func(_, db *model.SecurityGroupRules) { db.Ingress = append(db.Ingress, db.Ingress[0]) }},
		{"nobody is in it", "sg-unused", "securityGroups.other", "",
			func(web, _ *model.SecurityGroupRules) { _ = web }},
	} {
		p := reviewedShop(c.change)
		if c.code == "sg-unused" {
			p.SecurityGroups = append(p.SecurityGroups, model.SecurityGroupRules{Name: "other"})
		}
		list := found(t, p)
		if len(list) != 1 || list[0].Code != c.code || list[0].Path != c.path || list[0].Hint != c.hint {
			t.Errorf("%s: %+v, want one %s at %s with hint %s", c.name, list, c.code, c.path, c.hint)
		}
	}
}

// TestRuleQuota wants the count and what to type.
func TestRuleQuota(t *testing.T) {
	p := with(empty(), service("a", 0, to("db")), service("b", 0, to("db")), service("c", 0, to("db")), database("db"))
	p.Quotas.RulesPerSecurityGroup = 2
	list := found(t, p)
	if len(list) != 1 || list[0].Code != "sg-rule-quota" || list[0].Path != "databases.db" || list[0].Hint != "quotas: rulesPerSecurityGroup: 3" {
		t.Errorf("found %+v", list)
	}
	p.Quotas.RulesPerSecurityGroup = 3
	build(t, p)
}
