package docs

import (
	"maps"
	"slices"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// operationsPage is for those who apply the environment, and for those on call.
func operationsPage(v *view) []artifact.File {
	pg := v.page(sentence("Operations of %s: %s", text(v.Title), text(v.Environment)))
	pg.para("Commands are for a shell with credentials of the account, in the folder of this environment.")
	pg.section("Before the first apply")
	pg.list(v.byHand())
	pg.section("Apply")
	v.applySection(pg)
	v.changeSection(pg)
	v.codeSection(pg)
	v.imagesSection(pg)
	v.releaseSection(pg)
	v.valuesSection(pg)
	v.ownDatabaseSection(pg)
	v.extensionsSection(pg)
	v.parkSection(pg)
	v.deploysSection(pg)
	v.failingSection(pg)
	v.logsSection(pg)
	v.onceSection(pg)
	v.shellSection(pg)
	v.restartSection(pg)
	v.deadSection(pg)
	v.rotationSection(pg)
	v.guardSection(pg)
	v.restoreSection(pg)
	v.upgradeSection(pg)
	v.cacheSection(pg)
	v.filesSection(pg)
	v.objectSection(pg)
	v.destroySection(pg)
	return []artifact.File{pg.file("docs/operations.md")}
}

// byHand lists what no generated file does.
func (v *view) byHand() []md {
	var out []md
	if v.State != nil {
		out = append(out, sentence("The bucket %s in %s, which keeps Terraform's state, must exist; switch its versioning on, so that an earlier state can be brought back.", code(v.State.Bucket), code(v.State.Region)))
	} else {
		out = append(out, "Terraform's state is a plain file beside the code, and nowhere else: keep it safe, and out of version control. Where more than one person applies, declare `state`, which keeps it in S3 with a lock.")
	}
	if len(v.logins()) > 0 {
		out = append(out, "Terraform or OpenTofu must be 1.11 or newer: older versions would keep drawn passwords in the state.")
	}
	if v.Network.Default {
		out = append(out, sentence("The account must have a default VPC in %s.", code(v.Region)))
	}
	switch {
	case v.ExternalDNS:
		out = append(out, v.recordsByHand()...)
	case v.Domain.Name != "":
		out = append(out, v.zoneByHand()...)
	}
	if v.Domain.Variable != "" && v.Domain.Name != "" {
		needs := md("it needs a hosted zone of its own")
		if v.ExternalDNS {
			needs = "its records are others"
		}
		out = append(out, sentence("Another domain is given as %s, the same in every root; %s. These pages speak of %s.", code("TF_VAR_"+v.Domain.Variable), needs, code(v.Domain.Name)))
	}
	out = append(out, v.providersByHand()...)
	if len(v.Models) > 0 {
		out = append(out, sentence("The account must have access to the models that are called: see %s.", link("models", "models.md")))
	}
	for _, x := range v.Variables {
		if x.Default == "" {
			out = append(out, sentence("Terraform asks for %s: %s", code(x.Name), text(x.Description)))
		}
	}
	out = append(out, v.imagesByHand()...)
	out = append(out, v.programsByHand()...)
	if v.Delivery != nil {
		out = append(out, sentence("The connection to GitHub is approved by hand after the first apply, which makes it: see %s.", link("before the first run", "pipelines.md#before-the-first-run")))
	}
	for _, s := range v.Secrets {
		if s.Existing {
			out = append(out, sentence("The secret %s must exist in %s, and hold %s.", code(s.Secret), text(storeTitle(s.Store)), mustHold(s)))
			continue
		}
		if len(s.Clients) > 0 {
			out = append(out, sentence("The secret %s gets its value halfway through the first apply, before Terraform reads it: see %s.", code(s.Secret), link("apply", "#apply")))
			continue
		}
		out = append(out, sentence("The secret %s gets its value after the first apply, which makes it empty: see %s.", code(s.Secret), link("secret values", "#secret-values")))
	}
	for _, d := range v.Databases {
		if len(d.Extensions) > 0 {
			out = append(out, sentence("The extensions of %s are made after the first apply: see %s.", text(d.Name), link("extensions", "#extensions")))
		}
	}
	if slices.ContainsFunc(v.Topics, func(t infra.Topic) bool { return len(t.Email) > 0 }) {
		out = append(out, sentence("Everybody who is to hear of alarms gets a mail from AWS, and must confirm it: see %s.", link("topics", "alarms.md#topics")))
	}
	return out
}

// zoneByHand is what DNS must know. Where a CDN of others' stands before a balancer, that
// one answers for the domain, and the zone holds what it is to be told.
func (v *view) zoneByHand() (out []md) {
	before := map[string][]md{}
	for _, b := range v.Balancers {
		for _, l := range v.Network.PrefixLists {
			if len(l.Ranges) > 0 && slices.Contains(b.From, l.Title) {
				before[l.Title] = append(before[l.Title], text(b.Name))
			}
		}
	}
	domain := code(v.Domain.Name)
	if len(before) == 0 {
		return []md{sentence("The hosted zone of %s must be in Route 53, in this account, and answer for the domain.", domain)}
	}
	out = append(out, sentence("The hosted zone of %s must be in Route 53, in this account.", domain))
	for _, cdn := range slices.Sorted(maps.Keys(before)) {
		out = append(out,
			sentence("%s must answer for %s in place of that zone, since it alone reaches %s. What it is told, it is told by hand: each host of %s as a proxied record that leads to the balancer, every other record as the zone has it.", text(cdn), domain, join(before[cdn]), link("the routes", "routes.md")),
			sentence("The first apply waits for certificates, until the records that prove the domain, which it has just put into the zone, are at %s too.", text(cdn)))
	}
	return out
}

// imagesByHand are the images that no pipeline pushes, each once.
func (v *view) imagesByHand() (out []md) {
	pushed := v.pushed()
	for _, s := range v.Tasks() {
		for _, c := range s.Task.Containers {
			image := v.shown(c.Image)
			if slices.Contains(pushed, image) {
				continue
			}
			pushed = append(pushed, image)
			switch kind, name := v.parts(c.Image); {
			case kind == "variable":
				out = append(out, sentence("The image that the variable %s names must be in its registry.", code(name)))
			case ownImage(c):
				out = append(out, sentence("The image %s is pushed after the first apply, which makes its repository: see %s.", image, link("images", "#images")))
			default:
				out = append(out, sentence("The image %s must be in its registry.", image))
			}
		}
	}
	return out
}

// images are where the containers come from, each once.
func (v *view) images() (out []md) {
	seen := map[md]bool{}
	for _, s := range v.Tasks() {
		for _, c := range s.Task.Containers {
			if image := v.shown(c.Image); !seen[image] {
				seen[image] = true
				out = append(out, image)
			}
		}
	}
	return out
}

func (v *view) logsSection(pg *page) {
	who := md("Service")
	switch {
	case len(v.Jobs) > 0 && len(v.Functions) > 0:
		who = "Service, job or function"
	case len(v.Jobs) > 0:
		who = "Service or job"
	case len(v.Functions) > 0:
		who = "Service or function"
	}
	t := table{head: []md{who, "Container", "Log group", "Stream prefix", "Kept"}}
	var first string
	for _, s := range v.Tasks() {
		for _, c := range s.Task.Containers {
			l, ok := v.logs[c.LogGroup]
			if !ok {
				continue
			}
			if first == "" {
				first = "aws logs tail " + word(l.Name) + " --follow --since 1h --log-stream-name-prefix " + word(c.StreamPrefix+"/"+c.Name) + " --region " + word(v.Region)
			}
			t.row(text(s.Name), text(c.Name), code(l.Name), code(c.StreamPrefix), count(l.RetentionDays, "day", "days"))
		}
	}
	for _, f := range v.Functions {
		l := v.logs[f.LogGroup]
		if first == "" {
			first = "aws logs tail " + word(l.Name) + " --follow --since 1h --region " + word(v.Region)
		}
		t.row(text(f.Name), "", code(l.Name), "", count(l.RetentionDays, "day", "days"))
	}
	if len(t.rows) == 0 {
		return
	}
	pg.section("Logs")
	pg.table(t)
	pg.para("For example:")
	pg.shell(first)
}

func (v *view) shellSection(pg *page) {
	var open []infra.Service
	for _, s := range v.Services {
		if s.Exec && len(s.Task.Containers) > 0 {
			open = append(open, s)
		}
	}
	if len(v.Services) == 0 || v.Cluster == nil {
		return
	}
	pg.section("A shell in a container")
	if len(open) == 0 {
		pg.para("ECS Exec is off for every service. %s on a service switches it on, for tasks that start after the next apply.", code("exec: true"))
		return
	}
	pg.para("ECS Exec is on for %s.", join(each(open, func(s infra.Service) md { return text(s.Name) })))
	for _, s := range open[:min(len(open), mostRows)] {
		pg.shell(
			"task=$(aws ecs list-tasks --cluster "+word(v.Cluster.Name)+" --service-name "+word(v.Known(s.Name))+" --query 'taskArns[0]' --output text --region "+word(v.Region)+")",
			"aws ecs execute-command --cluster "+word(v.Cluster.Name)+" --task \"$task\" --container "+word(s.Task.Containers[0].Name)+" --interactive --command /bin/sh --region "+word(v.Region),
		)
	}
}

// groupName is the name in AWS of a security group.
func (v *view) groupName(label string) string {
	for _, g := range v.SecurityGroups {
		if g.Label == label {
			return g.Name
		}
	}
	return label
}
