package docs

import (
	"cmp"
	"slices"
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
		"A plan is text, and what Terraform marks as sensitive is not in it. It is made without a lock, so that a role which only reads is enough. Such a role still reads the state and what Terraform reads, secrets with it: whoever may push a branch to the repository can make a plan tell.",
		"A pull request plans the roots that it changes, or whose needs it changes. On the branch all are planned, whatever was changed: what was not approved the last time is in the next plan. An apply ends, as done, where a newer commit changes the same: that one's workflow applies it.",
		"An apply plans once more and applies that: what was applied before it may have changed what is left to do. A root that needs outputs of another that are still to come says what it is planned after, and whoever approves has not seen its plan. To see it, bring out the other root's change by itself.",
		"Parking and unparking change nothing else: they stop where the branch has changes that were not applied. What is not there while parked cannot be compared, and comes back as the branch has it. Other applies leave a parked platform parked, and Terraform refuses a plan that is older than the state.",
		"Of applies of one root, one runs and one waits; a newer one takes the place of the one that waits.",
		"Every run of a root takes the newest provider that its `versions.tf` allows. To keep one, run `terraform providers lock -platform=linux_amd64` in the root and commit its `.terraform.lock.hcl`: workflows then take no other. Compile leaves files alone that it has not written, this one too.",
		"Where an image is pushed under a tag that services run, they start new tasks with it.",
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
		{"circleci", "CircleCI", "All workflows are in `.circleci/config.yml` below this folder. CircleCI reads it from the top of the repository: copy it there with every change. It is for a project of GitHub's OAuth integration, whose address has `/gh/` in it: with the GitHub App, schedules in the file do not run, and projects have other addresses.", circleciBefore, circleciByHand},
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

// trusted are roles, each with whom it trusts: subject says it of an environment.
func trusted(flows []infra.Workflow, role func(*infra.CI) string, subject func(*infra.CI) string) (out []md) {
	seen := map[string]bool{}
	for _, w := range flows {
		for _, j := range w.Jobs {
			arn, from := role(j.In.CI), subject(j.In.CI)
			if !seen[arn+" "+from] {
				seen[arn+" "+from] = true
				out = append(out, sentence("%s trusts %s.", code(arn), code(from)))
			}
		}
	}
	return out
}

func applyRole(ci *infra.CI) string { return ci.Role }
func planRole(ci *infra.CI) string  { return ci.PlanRole }

// applyRights are beside Terraform's what a role of applying needs.
const applyRights md = "Roles that apply may do what Terraform does, and where there is something to: push to ECR, `ecs:UpdateService`, `rds:StartDBInstance`. Roles that plan may read, `ecs:DescribeServices` too."

func circleciBefore(p infra.Platform, flows []infra.Workflow) []md {
	subject := func(ref string) func(*infra.CI) string {
		return func(ci *infra.CI) string {
			return "org/ORGANIZATION/project/PROJECT/user/*/vcs-origin/github.com/" + ci.Repository + "/vcs-ref/" + cmp.Or(ref, "refs/heads/"+ci.Branch)
		}
	}
	out := []md{
		sentence("Each account has an OIDC identity provider for %s, with the organization's number as its audience. Roles compare its claim %s with what they trust, as %s does.", code("https://oidc.circleci.com/org/ORGANIZATION"), code("sub"), code("StringLike")),
	}
	out = append(out, trusted(flows, applyRole, subject(""))...)
	out = append(out, trusted(flows, planRole, subject("*"))...)
	return append(out, applyRights,
		"Builds of forks get no tokens unless the project passes secrets to them: leave that off.",
		"Plans are artifacts of their jobs. Where the project has a variable `COMMENT_TOKEN`, a token of GitHub that may write comments of pull requests and nothing else, they are posted there, each as a comment of its own.")
}

func githubBefore(p infra.Platform, flows []infra.Workflow) []md {
	out := []md{
		sentence("Each account has an OIDC identity provider for %s, with the audience %s. Roles compare its claim %s with what they trust.", code("https://token.actions.githubusercontent.com"), code("sts.amazonaws.com"), code("sub")),
	}
	branch := func(ci *infra.CI) string { return "repo:" + ci.Repository + ":ref:refs/heads/" + ci.Branch }
	out = append(out, trusted(flows, applyRole, branch)...)
	out = append(out, trusted(flows, planRole, branch)...)
	out = append(out, trusted(flows, planRole, func(ci *infra.CI) string { return "repo:" + ci.Repository + ":pull_request" })...)
	out = append(out, applyRights)
	var environments []md
	for _, w := range flows {
		if w.Changes {
			environments = append(environments, code(w.Jobs[0].In.Environment))
		}
	}
	return append(out,
		sentence("The repository has an environment with required reviewers for each of %s: without them, nothing waits for an approval.", join(environments)),
		"GitHub runs schedules for the default branch alone, and a job for another branch does nothing then.")
}

func circleciByHand(pg *page, ci *infra.CI, flows []infra.Workflow) {
	pg.para("A pipeline with the parameter %s runs that workflow; without it, those of Terraform.", code("run"))
	pg.shell(triggerCircle(ci, `"run": "`+flows[len(flows)-1].Name+`"`), triggerCircle(ci, ""))
}

func triggerCircle(ci *infra.CI, parameters string) string {
	return "curl --fail --header \"Circle-Token: $CIRCLE_TOKEN\" --json " + word(`{"branch": "`+ci.Branch+`", "parameters": {`+parameters+`}}`) + " " + word("https://circleci.com/api/v2/project/gh/"+ci.Repository+"/pipeline")
}

func githubByHand(pg *page, ci *infra.CI, flows []infra.Workflow) {
	pg.para("Each job does nothing on other branches than its environment's.")
	var lines []string
	for _, w := range flows {
		for _, j := range w.Jobs {
			line := strings.Join([]string{"gh workflow run", word(w.Name + ".yml"), "--ref", word(j.In.CI.Branch), "--repo", word(ci.Repository)}, " ")
			if len(lines) < mostRows && !slices.Contains(lines, line) {
				lines = append(lines, line)
			}
		}
	}
	pg.shell(lines...)
}
