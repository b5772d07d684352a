package docs

import (
	"cmp"
	"strings"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// DeliveryPage writes how changes of a platform get out, over all its environments:
// delivery.md in the platform's folder; nothing where no CI system applies any.
func DeliveryPage(all []infra.Applied) []artifact.File {
	var pg *page
	for _, system := range systems() {
		flows := infra.Workflows(system.name, all)
		if len(flows) == 0 {
			continue
		}
		first := flows[0].Jobs[0].In
		if pg == nil {
			pg = newPage(first.File, sentence("Delivery of %s", text(first.Title)))
		}
		pg.section(text(system.title))
		pg.para("%s", system.files)
		pg.chart(deliveryChart(system, flows))
		pg.table(workflowTable(flows))
		pg.subsection("Before the first run")
		pg.list(system.before(first.Platform, flows))
		pg.subsection("By hand")
		system.byHand(pg, first.CI, flows)
	}
	if pg == nil {
		return nil
	}
	pg.section("What to know")
	pg.list([]md{
		"A plan is text, and what Terraform marks as sensitive is not in it. It is made without a lock, so that a role which only reads is enough.",
		"An apply plans once more and applies that: what was applied before it may have changed what is left to do.",
		"A change is compared with the last run, and only roots are planned that it is in, or that need one that it is in. Run all roots where something was changed by hand.",
		"Parking applies what is on the branch: what nobody has approved yet is applied with it, in the roots that something is parked in.",
	})
	return []artifact.File{pg.file("delivery.md")}
}

// ciSystem is what differs between CI systems for those who use them.
type ciSystem struct {
	name, title string
	files       md
	before      func(infra.Platform, []infra.Workflow) []md
	byHand      func(*page, *infra.CI, []infra.Workflow)
}

// systems are those that there are, in the order of the page.
func systems() []ciSystem {
	return []ciSystem{
		{"circleci", "CircleCI", "All workflows are in `.circleci/config.yml` below this folder. CircleCI reads it from there if the project's pipeline names it, or as a copy at the top of the repository.", circleciBefore, circleciByHand},
		{"github", "GitHub Actions", "Each workflow is a file in `.github/workflows` below this folder. GitHub reads them from the top of the repository alone: copy them there with every change.", githubBefore, githubByHand},
	}
}

// workflowTable tells when each workflow runs and what it does.
func workflowTable(flows []infra.Workflow) table {
	t := table{head: []md{"Workflow", "Runs", "Jobs, in order"}}
	for _, w := range flows {
		t.row(code(w.Name), workflowTimes(w), join(jobWords(w)))
	}
	return t
}

func workflowTimes(w infra.Workflow) md {
	if w.Changes {
		return sentence("for pull requests, up to the plans, and for what is pushed to %s", code(w.Jobs[0].In.CI.Branch))
	}
	var times []md
	for _, s := range w.At {
		times = append(times, sentence("at %s %s", code(s.Cron), text(cmp.Or(s.Zone, "UTC"))))
	}
	return or(join(append(times, "by hand")), "by hand")
}

// jobWords are what a workflow does, with jobs of a kind that follow each other as one.
func jobWords(w infra.Workflow) (out []md) {
	for i := 0; i < len(w.Jobs); {
		j, n := w.Jobs[i], 0
		for i < len(w.Jobs) && w.Jobs[i].Does == j.Does {
			i, n = i+1, n+1
		}
		switch j.Does {
		case infra.Plans:
			out = append(out, sentence("plan %s", count(n, "root", "roots")))
		case infra.Approves:
			out = append(out, "somebody approves")
		case infra.Applies:
			out = append(out, sentence("apply %s", count(n, "root", "roots")))
		case infra.Starts:
			out = append(out, sentence("start %s", join(each(j.In.Stopped(), func(d infra.Database) md { return code(d.Identifier) }))))
		case infra.Builds:
			out = append(out, sentence("build %s and push it to %s", code(j.Image.Build), code(j.Image.Registry+"/"+j.Image.Repository)))
		case infra.Verifies:
			out = append(out, sentence("ask %s", join(each(j.In.CI.Endpoints, code))))
		}
	}
	return out
}

// deliveryChart leads from who changes something to what is changed.
func deliveryChart(system ciSystem, flows []infra.Workflow) chart {
	c := chart{group: group{nodes: []node{{"developer", kindPerson, "Developer", nil}}}}
	ci := group{name: system.title, border: borderAccount}
	seen := map[string]bool{}
	once := func(n node) {
		if !seen[n.key] {
			seen[n.key] = true
			c.nodes = append(c.nodes, n)
		}
	}
	for _, w := range flows {
		ci.nodes = append(ci.nodes, node{w.Name, kindPipeline, w.Name, nil})
		from, label := "developer", "by hand"
		first := w.Jobs[0].In
		repository := "repository " + first.CI.Repository
		if w.Changes {
			once(node{repository, kindExternal, first.CI.Repository, []string{"GitHub"}})
			c.arrows = append(c.arrows, arrow{from: "developer", to: repository, label: "pushes"})
			from, label = repository, "changes"
		} else if len(w.At) > 0 {
			label = "by hand, on schedule"
		}
		c.arrows = append(c.arrows, arrow{from: from, to: w.Name, label: label})
		for _, j := range w.Jobs {
			to, verb := node{"environment " + j.In.Environment, kindNetwork, j.In.Environment, []string{"AWS, " + j.In.Region}}, string(j.Does)
			switch j.Does {
			case infra.Plans, infra.Approves:
				continue
			case infra.Builds:
				to = node{"image " + j.Image.Repository, kindBucket, j.Image.Repository, []string{"ECR repository"}}
				verb = "push"
			}
			once(to)
			c.arrows = append(c.arrows, arrow{from: w.Name, to: to.key, label: verb})
		}
	}
	c.arrows = merged(c.arrows)
	c.groups = []group{ci}
	return c
}

// roles are those that workflows assume, each once.
func roles(flows []infra.Workflow) (plans, applies []md) {
	seen := map[string]bool{}
	for _, w := range flows {
		for _, j := range w.Jobs {
			ci := j.In.CI
			if !seen[ci.Role] {
				seen[ci.Role] = true
				applies = append(applies, code(ci.Role))
			}
			if !seen[ci.PlanRole] {
				seen[ci.PlanRole] = true
				plans = append(plans, code(ci.PlanRole))
			}
		}
	}
	return plans, applies
}

func circleciBefore(p infra.Platform, flows []infra.Workflow) []md {
	plans, applies := roles(flows)
	out := []md{
		sentence("Each account has an OIDC identity provider for %s, with the organization's number as its audience.", code("https://oidc.circleci.com/org/ORGANIZATION")),
		sentence("%s trust it for the project and the branch alone, by the claim %s.", join(applies), code("oidc.circleci.com/org/ORGANIZATION:sub")),
	}
	if len(plans) > 0 {
		out = append(out, sentence("%s trust it for the project, and may only read.", join(plans)))
	}
	return append(out, "Builds of forks get no tokens unless the project passes secrets to them: leave that off.")
}

func githubBefore(p infra.Platform, flows []infra.Workflow) []md {
	plans, applies := roles(flows)
	out := []md{
		sentence("Each account has an OIDC identity provider for %s, with the audience %s.", code("https://token.actions.githubusercontent.com"), code("sts.amazonaws.com")),
		sentence("%s trust it where %s is %s.", join(applies), code("token.actions.githubusercontent.com:sub"), code("repo:"+p.CI.Repository+":ref:refs/heads/BRANCH")),
	}
	if len(plans) > 0 {
		out = append(out, sentence("%s trust it for %s too, and may only read.", join(plans), code("repo:"+p.CI.Repository+":pull_request")))
	}
	var environments []md
	for _, w := range flows {
		if w.Changes {
			environments = append(environments, code(w.Jobs[0].In.Environment))
		}
	}
	return append(out, sentence("The repository has an environment with required reviewers for each of %s: without them, nothing waits for an approval.", join(environments)))
}

func circleciByHand(pg *page, ci *infra.CI, flows []infra.Workflow) {
	pg.para("A pipeline with the parameter %s runs that workflow; with %s, those of Terraform go over all roots.", code("run"), code("roots"))
	pg.shell(triggerCircle(ci, `"run": "`+flows[len(flows)-1].Name+`"`), triggerCircle(ci, `"roots": "all"`))
}

func triggerCircle(ci *infra.CI, parameters string) string {
	return "curl --fail --header \"Circle-Token: $CIRCLE_TOKEN\" --json " + word(`{"branch": "`+ci.Branch+`", "parameters": {`+parameters+`}}`) + " " + word("https://circleci.com/api/v2/project/gh/"+ci.Repository+"/pipeline")
}

func githubByHand(pg *page, ci *infra.CI, flows []infra.Workflow) {
	pg.para("What is run by hand goes over all roots.")
	var lines []string
	for _, w := range flows {
		if len(lines) < mostRows {
			lines = append(lines, strings.Join([]string{"gh workflow run", word(w.Name + ".yml"), "--ref", word(w.Jobs[0].In.CI.Branch), "--repo", word(ci.Repository)}, " "))
		}
	}
	pg.shell(lines...)
}
