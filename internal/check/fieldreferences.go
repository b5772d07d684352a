package check

import (
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// fields is told of every field that holds the name of a node of certain families.
type fields func(reference)

func (f fields) one(name, by string, at model.Path, families ...string) {
	if name != "" {
		f(reference{at, name, by, families})
	}
}

func (f fields) many(names []string, by string, at model.Path, families ...string) {
	for i, name := range names {
		f.one(name, by, at.Then(strconv.Itoa(i)), families...)
	}
}

// eachFieldReference calls f with every field that holds the name of a node of certain
// families.
func (c *checker) eachFieldReference(f fields) {
	c.wayReferences(f)
	c.workReferences(f)
	c.watchReferences(f)
}

// wayReferences are of what requests come through, and of who may send them.
func (c *checker) wayReferences(f fields) {
	for _, s := range c.Services {
		for i, r := range s.Routes {
			at, by := model.At("services", s.Name, "routes", strconv.Itoa(i)), "the service "+s.Name
			f.one(r.Balancer, by, at.Then("balancer"), "balancers")
			f.one(r.Gateway, by, at.Then("gateway"), "gateways")
			f.one(r.SignIn, by, at.Then("signIn"), "identityProviders")
		}
	}
	for _, b := range c.Balancers {
		at, by := model.At("balancers", b.Name), "the balancer "+b.Name
		f.one(b.Firewall, by, at.Then("firewall"), "firewalls")
		for i, r := range b.Redirects {
			f.one(r.To, by, at.Then("redirects", strconv.Itoa(i), "to"), "frontends", "distributions")
		}
	}
	for _, g := range c.Gateways {
		if g.Authorizer != nil {
			f.one(g.Authorizer.UserPool, "the gateway "+g.Name, model.At("gateways", g.Name, "authorizer", "userPool"), "userPools")
		}
	}
	for _, p := range c.IdentityProviders {
		name, _, _ := strings.Cut(p.ClientSecret, ":")
		f.one(name, "the identity provider "+p.Name, model.At("identityProviders", p.Name, "clientSecret"), "secrets")
	}
	for _, x := range c.Frontends {
		at, by := model.At("frontends", x.Name), "the frontend "+x.Name
		f.one(x.Firewall, by, at.Then("firewall"), "firewalls")
		for _, p := range x.Paths {
			f.one(p.To, by, at.Then("paths", p.Name, "to"), "balancers", "gateways", "buckets")
		}
	}
	for _, d := range c.Distributions {
		at, by := model.At("distributions", d.Name), "the distribution "+d.Name
		f.one(d.Firewall, by, at.Then("firewall"), "firewalls")
		f.one(d.To, by, at.Then("to"), "balancers", "gateways", "buckets")
		for _, p := range d.Paths {
			f.one(p.To, by, at.Then("paths", p.Name, "to"), "balancers", "gateways", "buckets")
		}
	}
}

// workReferences are of what runs, and of what brings it out.
func (c *checker) workReferences(f fields) {
	for _, t := range c.tasks {
		if t.Deploys != nil {
			f.many(t.Deploys.Balancers, "the "+t.What(), t.path.Then("deploys", "balancers"), "balancers")
		}
	}
	for _, n := range c.Functions {
		at, by := model.At("functions", n.Name), "the function "+n.Name
		if n.Zip != nil {
			f.one(n.Zip.Bucket, by, at.Then("zip", "bucket"), "buckets")
		}
		for _, s := range n.Secrets {
			f.one(s.Value, "the variable "+s.Key+" of "+n.Name, at.Then("secrets", s.Key), "secrets")
		}
		for i, t := range n.Triggers {
			f.one(t.Bucket, by, at.Then("triggers", strconv.Itoa(i), "bucket"), "buckets")
		}
	}
	for _, m := range c.Models {
		f.one(m.Guardrail, "the model "+m.Name, model.At("models", m.Name, "guardrail"), "guardrails")
	}
	for _, p := range c.Pipelines {
		at, by := model.At("pipelines", p.Name, "deploy"), "the pipeline "+p.Name
		f.one(p.Deploy.Service, by, at.Then("service"), "services")
		f.one(p.Deploy.Frontend, by, at.Then("frontend"), "frontends")
	}
	if c.Delivery != nil {
		for _, i := range c.Delivery.Images {
			f.one(i.Service, "the image "+i.Name, model.At("delivery", "images", i.Name, "service"), "services")
		}
	}
}

// watchReferences are of what is watched, and of who hears of it.
func (c *checker) watchReferences(f fields) {
	for _, a := range c.Alarms {
		at, by := model.At("alarms", a.Name), "the alarm "+a.Name
		f.many(a.On, by, at.Then("on"), c.watched(a).Families...)
		f.many(a.Notify, by, at.Then("notify"), "topics")
	}
	for _, t := range c.Topics {
		f.many(t.Queues, "the topic "+t.Name, model.At("topics", t.Name, "queues"), "queues")
	}
	f.many(c.Notify, "notify", model.At("notify"), "topics")
}

// unknownApps is ref-unknown-app.
func (c *checker) unknownApps() {
	var names []string
	known := map[string]bool{}
	for _, a := range c.Apps {
		known[a.Name] = true
		names = append(names, a.Name)
	}
	in := func(family, node, app string) {
		if app != "" && !known[app] {
			c.report(model.At(family, node, "app"), meant(app, names), "There is no app %q, which %s belongs to.", app, node)
		}
	}
	for _, n := range c.Nodes() {
		in(n.Family, n.Name, n.App)
	}
	for _, n := range c.Diagrams {
		in("diagrams", n.Name, n.App)
	}
}
