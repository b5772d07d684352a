package infra

import (
	"strings"
	"testing"

	"groundplan.internal/internal/model"
)

func deploys(patterns ...string) func(*model.Service) {
	return func(s *model.Service) { s.Deploys = &model.Deploys{Services: patterns} }
}

// passedTo are the roles that the last service may pass to tasks.
func passedTo(p Platform) string {
	for _, s := range p.Services {
		for _, statement := range s.Task.TaskRole.Statements {
			if statement.Sid == "PassTaskRoles" {
				return strings.Join(allowed([]Statement{statement}), "")
			}
		}
	}
	return ""
}

// TestPassedRoles wants roles by their pattern, and by name those that had to be cut.
func TestPassedRoles(t *testing.T) {
	const like = "PassTaskRoles: iam:PassRole on arn:aws:iam::< account-id>:role/shop-test-site-*-execution arn:aws:iam::< account-id>:role/shop-test-site-*-task"
	sites := with(empty(), service("manager", 0), change(deploys("site-*")), service("site-cats", 80), service("site-space", 80))
	if got := passedTo(build(t, sites)); got != like {
		t.Errorf("%s\nwant\n%s", got, like)
	}
	long := "site-" + strings.Repeat("long-", 8) + "name"
	got := passedTo(build(t, with(sites, service(long, 80))))
	if !strings.HasPrefix(got, like+" ") || !strings.HasSuffix(got, "-long-name-execution") {
		t.Errorf("of a role whose name is cut: %s", got)
	}
}

// TestLentRoles reports a role that the pattern stands for, and that is of something else.
func TestLentRoles(t *testing.T) {
	p := with(empty(), service("manager", 0), change(deploys("site-*")), service("site-cats", 80))
	p.Jobs = model.Nodes[model.Job]{{
		Name: "site-backup", Schedule: "rate(1 day)", Image: model.Image{URI: "public.ecr.aws/x/y:1"}, CPU: 256, Memory: 512, Egress: "declared", Capacity: "FARGATE",
	}}
	var codes []string
	for _, d := range found(t, p) {
		codes = append(codes, d.Code+" "+d.Path)
	}
	same(t, "found", codes, []string{"deploys-role services.manager.deploys.services"})
}
