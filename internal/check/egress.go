package check

import (
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// privateTasks are those with no address of their own in an own VPC: what they
// reach outside goes through a NAT gateway or an endpoint.
func (c *checker) privateTasks() (out []task) {
	if c.Network.VPC != "own" {
		return nil
	}
	for _, t := range c.tasks {
		if !t.Public {
			out = append(out, t)
		}
	}
	return out
}

// shutIn are the private tasks where there is no NAT gateway.
func (c *checker) shutIn() []task {
	if c.Network.NAT != "none" {
		return nil
	}
	return c.privateTasks()
}

// need is an endpoint without which somebody does not start or get far, and why.
type need struct {
	endpoint, why string
	at            model.Path
}

// endpointNeeds are the endpoints that a task needs where it has no way out.
func (c *checker) endpointNeeds(t task) (needs []need) {
	e := c.facts.Endpoints
	add := func(endpoints []string, why string) {
		needs = append(needs, needsOf(endpoints, why, t.path)...)
	}
	add(e.Fargate, "to pull its image and to log")
	for _, u := range t.Uses {
		needs = append(needs, c.useNeeds(u, t.path.Then("uses", u.Name))...)
	}
	if t.Tracing {
		add(e.Tracing, "for its traces")
	}
	if len(t.Publishes) > 0 {
		add(e.Metrics, "for its metrics")
	}
	for _, one := range t.containers {
		for _, v := range one.Secrets {
			name, _, _ := strings.Cut(v.Value, ":")
			secret, _ := c.secret(name)
			needs = append(needs, c.secretNeeds(secret, one.path.Then("secrets", v.Key))...)
		}
	}
	if t.Exec {
		add(e.Exec, "for exec")
	}
	return needs
}

func needsOf(endpoints []string, why string, at model.Path) (needs []need) {
	for _, name := range endpoints {
		needs = append(needs, need{name, why, at})
	}
	return needs
}

// useNeeds are the endpoints that a use leads through.
func (c *checker) useNeeds(u model.Use, at model.Path) []need {
	family := c.family[u.Name]
	why := "for the " + kinds[family] + " " + u.Name
	switch family {
	case "databases":
		why = "for the password of " + u.Name
	case "caches":
		why = "for the address of " + u.Name + " with its password"
	case "models":
		if c.isFar(u.Name) {
			return nil // no endpoint leads to another region
		}
	case "externals":
		if service := c.Externals[c.place[u.Name]].AWS; c.hasEndpoint(service) {
			return needsOf([]string{service}, "for "+u.Name, at)
		}
	}
	return needsOf(c.facts.Endpoints.Uses[family], why, at)
}

// secretNeeds are the endpoints that lead to a secret.
func (c *checker) secretNeeds(s model.Secret, at model.Path) []need {
	switch s.Store {
	case "ssm":
		return needsOf(c.facts.Endpoints.Parameters, "for the parameter "+s.Name, at)
	case "secretsmanager":
		return needsOf(c.facts.Endpoints.Secrets, "for the secret "+s.Name, at)
	}
	return nil
}

// missingEndpoints is nat-none-endpoints. An endpoint that several services lack is
// reported once, for the first of them.
func (c *checker) missingEndpoints() {
	there := c.endpoints()
	var missing []string
	var first need
	var who string
	for _, t := range c.shutIn() {
		for _, n := range c.endpointNeeds(t) {
			if slices.Contains(there, n.endpoint) || slices.Contains(missing, n.endpoint) {
				continue
			}
			if len(missing) == 0 {
				first, who = n, t.Name
			}
			missing = append(missing, n.endpoint)
		}
	}
	if len(missing) == 0 {
		return
	}
	wanted := append(slices.Clone(c.Network.Endpoints), missing...)
	c.report(model.At("network", "nat"), `endpoints: ["`+strings.Join(wanted, `", "`)+`"]`,
		"There is no NAT gateway, and no endpoint for %s: %s needs %s %s, and its tasks would not start.", list(missing), who, first.endpoint, first.why)
}

// farImages is nat-none-image: only ECR's own registry is reached through endpoints.
func (c *checker) farImages() {
	for _, t := range c.shutIn() {
		for _, one := range t.containers {
			at, text := imageReference(one)
			host, _, _ := strings.Cut(text, "/")
			if registry, private := c.facts.Registry(host); text == "" || private && !registry.DualStack {
				continue
			}
			c.report(at, `repository: "`+one.Name+`"`, "There is no NAT gateway, and %s pulls %q from a registry that no VPC endpoint leads to.", one.Name, text)
			c.also(model.At("network", "nat"), "no NAT gateway")
		}
	}
}

// farExternals is nat-none-external.
func (c *checker) farExternals() {
	for _, t := range c.shutIn() {
		for _, u := range t.Uses {
			if c.isFar(u.Name) {
				c.report(t.path.Then("uses", u.Name), `network: nat: "single"`, "There is no NAT gateway, and %s uses %s, which is outside of the VPC: no packet would reach it.", t.Name, u.Name)
				c.also(model.At("network", "nat"), "no NAT gateway")
			}
		}
	}
}

// isFar reports whether a node is reached over the internet alone.
func (c *checker) isFar(node string) bool {
	switch c.family[node] {
	case "externals":
		return !c.hasEndpoint(c.Externals[c.place[node]].AWS)
	case "models":
		region := c.Models[c.place[node]].Region
		return region != "" && region != c.Region
	}
	return false
}

// singleNAT is nat-single-az.
func (c *checker) singleNAT() {
	if !c.Environment.Productive() || c.Network.NAT != "single" || c.zones() < 2 || len(c.privateTasks()) == 0 {
		return
	}
	c.report(model.At("network", "nat"), `nat: "perZone"`, "The NAT gateway of %s stands in one of %s: when that zone fails, no private task has a way out, and none can start.", c.Environment.Name, count(c.zones(), "zone"))
}

// unknownEndpoints is endpoint-unknown.
func (c *checker) unknownEndpoints() {
	for i, name := range c.Network.Endpoints {
		if !c.hasEndpoint(name) && name != bothECR && name != neededEndpoints {
			c.report(model.At("network", "endpoints", strconv.Itoa(i)), meant(name, c.facts.EndpointNames()), "%q is no AWS service with a VPC endpoint that is known here.", name)
		}
	}
}

// bothECR stands for the two endpoints of ECR, neededEndpoints for those that tasks need.
const bothECR, neededEndpoints = "ecr", "needed"

// hasEndpoint reports whether a service of AWS is reached through an endpoint.
func (c *checker) hasEndpoint(service string) bool {
	_, ok := c.facts.Endpoint(service)
	return ok
}

// endpoints are the endpoints of an own VPC, each by its own name.
func (c *checker) endpoints() (names []string) {
	if c.Network.VPC != "own" {
		return nil
	}
	for _, name := range c.Network.Endpoints {
		switch name {
		case bothECR:
			names = append(names, "ecr.api", "ecr.dkr")
		case neededEndpoints:
			for _, t := range c.tasks {
				for _, n := range c.endpointNeeds(t) {
					names = append(names, n.endpoint)
				}
			}
			for _, f := range c.Functions {
				if !c.Connected(f) {
					continue
				}
				for _, n := range c.functionNeeds(f) {
					names = append(names, n.endpoint)
				}
			}
		default:
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// countEndpoints counts those with a security group, and those that are routes.
func (c *checker) countEndpoints() (interfaces, gateways int) {
	for _, name := range c.endpoints() {
		if e, ok := c.facts.Endpoint(name); ok && e.Gateway() {
			gateways++
		} else if ok {
			interfaces++
		}
	}
	return interfaces, gateways
}
