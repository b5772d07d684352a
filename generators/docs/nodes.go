package docs

import (
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/infra"
)

// drawn are the boxes of an environment's nodes, by family.
func drawn(p infra.Platform) []node {
	out := []node{{infra.Internet, kindInternet, "Internet", nil}}
	for _, d := range p.Distributions {
		out = append(out, node{d.Name, kindEdge, d.Name, append([]string{"CloudFront"}, guards(p, func(f infra.Firewall) bool {
			return slices.ContainsFunc(f.ACLs, func(acl infra.WebACL) bool { return d.Firewall != "" && acl.Label == d.Firewall })
		})...)})
		if d.Bucket != nil {
			out = append(out, node{infra.FilesOf(d.Name), kindBucket, d.Name + " files", []string{"S3 bucket"}})
		}
	}
	for _, b := range p.Balancers {
		out = append(out, node{b.Name, kindBalancer, b.Name, append([]string{"application load balancer"}, guards(p, func(f infra.Firewall) bool {
			return slices.Contains(f.Balancers, b.Label)
		})...)})
	}
	for _, g := range p.Gateways {
		out = append(out, node{g.Name, kindGateway, g.Name, []string{"API Gateway"}})
	}
	for _, s := range p.Services {
		out = append(out, node{s.Name, kindService, s.Name, append(titleLine(s.Title, s.Name), serviceDetails(s)...)})
	}
	for _, j := range p.Jobs {
		out = append(out, node{j.Name, kindService, j.Name, jobDetails(j)})
	}
	for _, f := range p.Functions {
		out = append(out, node{f.Name, kindFunction, f.Name, functionDetails(f)})
	}
	for _, d := range p.Databases {
		out = append(out, node{d.Name, kindDatabase, d.Name, databaseDetails(d)})
	}
	for _, c := range p.Caches {
		out = append(out, node{c.Name, kindCache, c.Name, cacheDetails(c)})
	}
	for _, b := range p.Buckets {
		out = append(out, node{b.Name, kindBucket, b.Name, []string{"S3 bucket"}})
	}
	for _, x := range p.Volumes {
		out = append(out, node{x.Name, kindVolume, x.Name, volumeDetails(x)})
	}
	for _, t := range p.Topics {
		if t.Programs() {
			out = append(out, node{t.Name, kindTopic, t.Name, titled(t.Title, t.Name, "SNS topic")})
		}
	}
	for _, q := range p.Queues {
		out = append(out, node{q.Name, kindQueue, q.Name, queueDetails(q)})
	}
	for _, u := range p.UserPools {
		out = append(out, node{u.Name, kindUserPool, u.Name, []string{"Cognito user pool"}})
	}
	for _, x := range p.IdentityProviders {
		out = append(out, node{x.Name, kindExternal, x.Name, titled(x.Title, x.Name, "identity provider")})
	}
	for _, m := range p.Models {
		out = append(out, node{m.Name, kindModel, m.Name, titled(m.Title, m.Name, "Bedrock model")})
	}
	for _, x := range p.Pipelines {
		out = append(out, node{x.Name, kindPipeline, x.Name, []string{"CodePipeline"}})
	}
	for _, s := range p.Secrets {
		out = append(out, node{s.Name, kindSecret, s.Name, []string{storeTitle(s.Store)}})
	}
	for _, e := range p.Externals {
		out = append(out, node{e.Name, kindExternal, e.Name, externalDetails(e)})
	}
	return out
}

// guards is the line that names the firewall before a node.
func guards(p infra.Platform, before func(infra.Firewall) bool) []string {
	if i := slices.IndexFunc(p.Firewalls, before); i >= 0 {
		return []string{"behind firewall " + p.Firewalls[i].Name}
	}
	return nil
}

// titled are the lines below a name: what people call it, where that is not the name,
// and what it is.
func titled(title, name, what string) []string { return append(titleLine(title, name), what) }

// titleLine is what people call a node, where that is not its name.
func titleLine(title, name string) []string {
	if title == "" || title == name {
		return nil
	}
	return []string{title}
}

func serviceDetails(s infra.Service) []string {
	lines := []string{
		capacityTitle(s.Capacity) + ", " + tasks(s),
		"CPU " + strconv.Itoa(s.Task.CPU) + ", " + strconv.Itoa(s.Task.Memory) + " MiB",
	}
	if n := len(s.Task.Containers); n > 1 {
		lines = append(lines, strconv.Itoa(n)+" containers")
	}
	if s.PublicIP {
		lines = append(lines, "public IP")
	}
	return lines
}

func databaseDetails(d infra.Database) []string {
	lines := []string{d.EngineTitle + " " + d.Version}
	if d.Aurora() {
		return append(lines, string(count(len(d.Instances), "instance", "instances"))+" of "+d.Class)
	}
	lines = append(lines, d.Class+", "+strconv.Itoa(d.Storage)+" GiB "+d.StorageType)
	if d.MultiAZ {
		lines = append(lines, "standby in another zone")
	}
	return lines
}

// tasks says how many tasks a service runs.
func tasks(s infra.Service) string {
	if s.Scaling != nil {
		return strconv.Itoa(s.Scaling.Min) + " to " + strconv.Itoa(s.Scaling.Max) + " tasks"
	}
	if s.Singleton {
		return "1 task, never two"
	}
	return string(count(s.DesiredCount, "task", "tasks"))
}

// externalDetails are what people call an external, where it is not its name, and
// where it is.
func externalDetails(e infra.External) []string {
	if e.Title == "" || e.Title == e.Name {
		return firstOf(e.Hosts)
	}
	return append([]string{e.Title}, firstOf(e.Hosts)...)
}

func firstOf(hosts []string) []string {
	switch len(hosts) {
	case 0:
		return nil
	case 1:
		return hosts
	}
	return []string{hosts[0] + " and " + strconv.Itoa(len(hosts)-1) + " more"}
}

// storeTitle is AWS's name for where a secret is kept.
func storeTitle(store string) string {
	if store == "ssm" {
		return "Parameter Store"
	}
	return "Secrets Manager"
}

// capacityTitle is AWS's name for a capacity provider.
func capacityTitle(capacity string) string {
	if capacity == "FARGATE_SPOT" {
		return "Fargate Spot"
	}
	return "Fargate"
}

// tierTitle is what the docs call a kind of subnet.
func tierTitle(t infra.Tier) string {
	switch t {
	case infra.Public:
		return "Public subnets"
	case infra.Private:
		return "Private subnets"
	case infra.DatabaseNet:
		return "Database subnets"
	}
	return string(t)
}

// groupTitle is what the docs call a security group: who is in it, and its own name
// where those are many.
func groupTitle(g infra.SecurityGroup) string {
	if slices.Contains(g.Nodes, infra.EndpointsNode) {
		return "VPC endpoints"
	}
	if slices.Contains(g.Nodes, infra.VPCLinkNode) {
		return "VPC link"
	}
	if n := len(g.Nodes); n == 0 || n > 3 {
		return g.Name
	}
	return strings.Join(g.Nodes, ", ")
}
