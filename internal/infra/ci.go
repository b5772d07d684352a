package infra

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// CI is how a CI system plans and applies an environment, and looks whether it answers.
type CI struct {
	System     string // circleci or github
	Repository string // owner/repository
	Branch     string
	Folder     string // of the environment's output in the repository
	Terraform  string // version
	Role       string // ARN
	PlanRole   string // ARN, of what only reads
	Variables  model.Pairs
	Images     []CIImage
	Endpoints  []string // URLs that must answer
	Tools      facts.CI
	Crontab    []facts.CronField
}

// CIImage is an image that a workflow builds and pushes.
type CIImage struct {
	Name         string
	Registry     string // host
	Repository   string // in ECR
	Architecture string
	Runs         []string // services that run one of the tags
	Build        string   // folder
	Dockerfile   string   // path
	Tags         []string
	Schedule     string // cron in UTC; empty: none
}

// ci decides what the CI system is told.
func (b *builder) ci() {
	in := b.in.Delivery
	if in == nil {
		return
	}
	b.out.CI = &CI{
		System: in.System, Repository: in.Repository, Branch: in.Branch, Terraform: in.Terraform,
		Folder: cmp.Or(in.Folder, "out/"+b.in.Name) + "/" + b.in.Environment.Name,
		Role:   in.Role, PlanRole: in.PlanRole, Variables: in.Variables,
		Endpoints: in.Verify, Tools: b.facts.CI, Crontab: b.facts.Scheduler.Crontab,
	}
	if len(in.Verify) == 0 {
		b.out.CI.Endpoints = b.endpointsOfHosts()
	}
	for _, i := range in.Images {
		b.out.CI.Images = append(b.out.CI.Images, b.ciImage(i))
	}
	b.ciVariables(in.Variables)
}

// ciImage decides where an image is pushed: to the registry of the account that the role
// is of.
func (b *builder) ciImage(in model.DeliveryImage) CIImage {
	account := strings.Split(b.in.Delivery.Role, ":")[4]
	out := CIImage{
		Name: in.Name, Repository: in.Repository, Architecture: "X86_64",
		Registry: account + "." + b.region().Registry,
		Build:    in.Build, Dockerfile: path.Join(in.Build, in.Dockerfile), Tags: in.Tags, Schedule: in.Schedule,
	}
	for _, s := range b.in.Services {
		if s.Name != in.Service {
			continue
		}
		out.Repository, out.Architecture = s.Image.Repository, s.Architecture
		if in.Tags == nil && s.Image.Tag != "" {
			out.Tags = []string{s.Image.Tag}
		}
	}
	for _, s := range b.in.Services {
		tag := s.Image.Tag
		if tag == "" {
			tag, _ = b.in.Delivery.Variables.Get(labelOf(s.Name, "image", "tag"))
		}
		if s.Image.Repository == out.Repository && slices.Contains(out.Tags, tag) {
			out.Runs = append(out.Runs, s.Name)
		}
	}
	return out
}

// ciVariables finds variables of Terraform that nobody would be there to answer, and
// answers that nothing asks for.
func (b *builder) ciVariables(given model.Pairs) {
	known := map[string]bool{}
	for _, v := range b.out.Variables {
		known[v.Name] = true
		if _, ok := given.Get(v.Name); !ok && v.Default == "" {
			b.errorf("variable-unanswered", model.At("delivery"), "a workflow would be asked for a variable",
				"%s has no default (%s), and delivery no value for it: a plan that nobody sits at fails.", v.Name, strings.TrimSuffix(v.Description, "."))
		}
	}
	for _, g := range given {
		if !known[g.Key] {
			b.errorf("variable-unanswered", model.At("delivery", "variables", g.Key), "a workflow would be asked for a variable",
				"Terraform has no variable %s here.", g.Key)
		}
	}
}

// endpointsOfHosts are the URLs of "/" of every public host at which something answers for
// it: a frontend, or a route for every path.
func (b *builder) endpointsOfHosts() (urls []string) {
	answers := map[string]bool{} // hosts of which a balancer sends every path to a service
	for _, lb := range b.out.Balancers {
		for _, r := range lb.Rules {
			if r.Path == "" && r.Redirect == "" {
				answers[r.Host] = true
			}
		}
		for _, r := range lb.Rules {
			if answers[r.Host] && b.openBalancer(lb.Name) {
				urls = append(urls, urlOf(r.Host)...)
			}
		}
	}
	for _, d := range b.out.Distributions {
		origin := d.Origins[slices.IndexFunc(d.Origins, func(o Origin) bool { return o.Node == d.Default.Origin })]
		for _, h := range d.Hosts {
			if d.Bucket != nil || origin.Family == "balancers" && (answers[h] || answers[""] || answers[origin.Host]) {
				urls = append(urls, urlOf(h)...)
			}
		}
	}
	slices.Sort(urls)
	return slices.Compact(urls)
}

// urlOf is the address of a host, or nothing where it stands for several.
func urlOf(host string) []string {
	if host == "" || strings.Contains(host, "*") {
		return nil
	}
	return []string{"https://" + host + "/"}
}

// openBalancer reports whether the world reaches a balancer.
func (b *builder) openBalancer(name string) bool {
	return slices.ContainsFunc(b.in.Balancers, func(lb model.Balancer) bool {
		return lb.Name == name && !lb.Internal && (len(lb.From) == 0 || slices.Contains(lb.From, "internet"))
	})
}
