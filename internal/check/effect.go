package check

import (
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// idleFields is field-without-effect: what the author wrote, and another field
// makes pointless. Defaults are silent.
func (c *checker) idleFields() {
	idle := func(at model.Path, because string, args ...any) {
		if c.written(at) {
			c.report(at, "", because, args...)
		}
	}
	if c.Network.VPC == "default" {
		for _, field := range []string{"cidr", "nat", "subnets", "endpoints", "flowLogs"} {
			idle(model.At("network", field), "The account's default VPC is looked up and never changed, so that %s does nothing.", field)
		}
	}
	if c.Park != nil && len(c.Databases) == 0 {
		idle(model.At("park", "databases"), "There is no database that could be stopped.")
	}
	if c.Park != nil && (c.Network.VPC == "default" || c.Network.NAT == "none") {
		idle(model.At("park", "nat"), "There is no NAT gateway that could go.")
	} else if c.Park != nil && c.LeavesParked() {
		idle(model.At("park", "nat"), "A function stands in the VPC, runs on, and leaves through the NAT gateways.")
	}
	if c.Park != nil && c.Delivery == nil {
		idle(model.At("park", "schedule"), "Nothing delivers the platform, and so nobody parks it at these times; delivery names a system that does.")
	}
	for _, j := range c.Jobs {
		if strings.HasPrefix(j.Schedule, "rate(") {
			idle(model.At("jobs", j.Name, "timezone"), "%s starts after so much time, whatever the clock says.", j.Name)
		}
	}
	c.idleTaskFields(idle)
	c.idleStoreFields(idle)
	c.idleExternalFields(idle)
	for _, a := range c.Alarms {
		if a.Custom != nil {
			idle(model.At("alarms", a.Name, "on"), "%s watches what a program publishes, which its dimensions tell apart and not the nodes.", a.Name)
		}
	}
	if c.Domain == "" {
		idle(model.At("domainVariable"), "The platform has no domain that it could hold.")
	}
	c.idlePipelineFields(idle)
	c.idleBalancerFields(idle)
	c.idleComposeFields(idle)
}

func (c *checker) idleTaskFields(idle func(at model.Path, because string, args ...any)) {
	c.eachUse(func(_ user, u model.Use, at model.Path) {
		family, known := c.family[u.Name]
		if family == "secrets" {
			return // ref-wrong-kind says more
		}
		for _, f := range []struct {
			name     string
			families []string
		}{{"access", withAccess()}, {"path", []string{"volumes"}}, {"prefix", []string{"buckets"}}, {"suffix", []string{"buckets"}}, {"writePrefix", []string{"buckets"}}} {
			if known && !slices.Contains(f.families, family) {
				idle(at.Then(f.name), "%s is %s: %s is for %s.", u.Name, aKind(family), f.name, list(f.families))
			}
		}
		if family == "buckets" && u.Access != "readwrite" {
			idle(at.Then("writePrefix"), "%s is not both read and written: prefix says of which objects.", u.Name)
		}
		if brought, _ := c.brings(u); known && len(brought) == 0 {
			idle(at.Then("as"), "Using %s, %s, brings no variables that could be named.", u.Name, aKind(family))
		}
	})
	for _, t := range c.tasks {
		if !slices.ContainsFunc(t.Uses, func(u model.Use) bool { return c.family[u.Name] == "databases" }) {
			idle(t.path.Then("pool"), "%s uses no database: its connections count nowhere.", t.Name)
		}
	}
	c.idleFunctionFields(idle)
	for _, s := range c.Services {
		if s.Port == 0 {
			idle(model.At("services", s.Name, "protocol"), "%s listens on no port.", s.Name)
		}
	}
}

func (c *checker) idleFunctionFields(idle func(at model.Path, because string, args ...any)) {
	for _, f := range c.Functions {
		at := model.At("functions", f.Name)
		if f.Zip == nil {
			for _, field := range []string{"runtime", "handler"} {
				idle(at.Then(field), "%s is an image, which knows its %s itself.", f.Name, field)
			}
		} else {
			idle(at.Then("command"), "%s is an archive: its handler is called.", f.Name)
		}
		if !c.Connected(f) {
			idle(at.Then("securityGroup"), "%s uses nothing within the VPC, and does not stand in it.", f.Name)
		}
	}
}

func (c *checker) idleStoreFields(idle func(at model.Path, because string, args ...any)) {
	for _, d := range c.Databases {
		if engine, _ := c.facts.RDS.Engine(d.Engine); !engine.Extensions {
			idle(model.At("databases", d.Name, "extensions"), "%s is no PostgreSQL: it has no extensions.", d.Name)
		}
		if d.BackupDays == 0 {
			idle(model.At("databases", d.Name, "backupWindow"), "%s has no backups (backupDays is 0), so that the window is never used.", d.Name)
		}
	}
	for _, n := range c.Caches {
		if n.SnapshotDays == 0 {
			idle(model.At("caches", n.Name, "snapshotWindow"), "%s has no snapshots (snapshotDays is 0), so that the window is never used.", n.Name)
		}
	}
	for _, b := range c.Buckets {
		if !b.Versioning {
			idle(model.At("buckets", b.Name, "noncurrentDays"), "%s keeps no versions, so that nothing is ever noncurrent.", b.Name)
		}
	}
	for _, s := range c.Secrets {
		if s.Existing || s.Store == "ssm" {
			idle(model.At("secrets", s.Name, "recoveryDays"), "%s is only looked up, so that it is never deleted from here.", s.Name)
		}
	}
}

func (c *checker) idleExternalFields(idle func(at model.Path, because string, args ...any)) {
	for _, e := range c.Externals {
		if !e.Runtime {
			for _, field := range []string{"port", "aws", "actions"} {
				idle(model.At("externals", e.Name, field), "Nobody connects to %s (runtime is false), so that %s does nothing.", e.Name, field)
			}
		}
		if e.AWS != "" {
			idle(model.At("externals", e.Name, "port"), "%s is a service of AWS, which is called over HTTPS on 443.", e.Name)
		}
	}
}

func (c *checker) idleComposeFields(idle func(at model.Path, because string, args ...any)) {
	for _, n := range c.Environment.Compose {
		if c.family[n.Name] != "buckets" {
			continue
		}
		at, first := c.composePath(n.Name), c.Buckets[0].Name
		if n.Name != first {
			c.report(at, "", "One store holds all buckets here, and %s speaks for it.", first)
			continue
		}
		for _, field := range []string{"build", "command"} {
			idle(at.Then(field), "One store holds all buckets here, and is started in its own way, so that %s does nothing.", field)
		}
	}
}

// doubleEntries is list-duplicate: lists in which each entry counts once.
func (c *checker) doubleEntries() {
	c.twice(c.Network.AvailabilityZones, model.At("network", "availabilityZones"))
	for _, f := range c.Firewalls {
		c.twice(f.Managed, model.At("firewalls", f.Name, "managed"))
		c.twice(f.BlockCountries, model.At("firewalls", f.Name, "blockCountries"))
	}
	c.twice(c.Network.Endpoints, model.At("network", "endpoints"))
	for _, s := range c.Platform.Tasks() {
		c.twice(s.Publishes, s.Path().Then("publishes"))
		if s.Deploys != nil {
			c.twice(s.Deploys.Services, s.Path().Then("deploys", "services"))
			c.twice(s.Deploys.Balancers, s.Path().Then("deploys", "balancers"))
		}
	}
	for _, t := range c.triggers() {
		c.twice(t.Events, t.at.Then("events"))
	}
	for _, b := range c.Balancers {
		c.twice(b.From, model.At("balancers", b.Name, "from"))
	}
	for _, d := range c.Databases {
		c.twice(d.Logs, model.At("databases", d.Name, "logs"))
	}
	for _, s := range c.Secrets {
		c.twice(s.Keys, model.At("secrets", s.Name, "keys"))
	}
	for _, d := range c.Diagrams {
		c.twice(d.Nodes, model.At("diagrams", d.Name, "nodes"))
		var framed []string
		for _, f := range d.Frames {
			framed = append(framed, f.Nodes...)
		}
		c.twice(framed, model.At("diagrams", d.Name, "frames"))
	}
	if c.Delivery != nil {
		c.twice(c.Delivery.Verify, model.At("delivery", "verify"))
		for _, i := range c.Delivery.Images {
			c.twice(i.Tags, model.At("delivery", "images", i.Name, "tags"))
		}
	}
	for _, a := range c.Alarms {
		c.twice(a.On, model.At("alarms", a.Name, "on"))
		c.twice(a.Notify, model.At("alarms", a.Name, "notify"))
	}
	c.twice(c.Notify, model.At("notify"))
	for _, t := range c.Topics {
		c.twice(t.Email, model.At("topics", t.Name, "email"))
		c.twice(t.Queues, model.At("topics", t.Name, "queues"))
	}
}

func (c *checker) twice(entries []string, at model.Path) {
	if len(entries) < 2 {
		return
	}
	first := map[string]int{}
	for i, e := range entries {
		if j, seen := first[e]; seen {
			c.report(at.Then(strconv.Itoa(i)), "", "%q stands twice in %s.", e, at)
			c.also(at.Then(strconv.Itoa(j)), "the first")
			continue
		}
		first[e] = i
	}
}
