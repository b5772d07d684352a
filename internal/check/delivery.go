package check

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// deliveryState is delivery-state.
func (c *checker) deliveryState() {
	if c.Delivery != nil && c.State == nil {
		c.report(model.At("delivery"), `state: bucket: "`+c.Name+`-state"`, "Workflows apply %s, and its state has no bucket: each would begin with nothing, and make everything again.", c.Name)
	}
}

// deliveryAccount is delivery-account.
func (c *checker) deliveryAccount() {
	if c.Delivery == nil || c.Account == "" {
		return
	}
	for _, role := range []struct{ field, arn string }{{"role", c.Delivery.Role}, {"planRole", c.Delivery.PlanRole}} {
		if account := accountOf(role.arn); account != "" && account != c.Account {
			at := model.At("delivery", role.field)
			own := strings.Replace(role.arn, ":"+account+":", ":"+c.Account+":", 1)
			c.report(at, model.At("environments", c.Environment.Name).Typed()+": "+at.Typed()+": "+strconv.Quote(own), "The role is in the account %s, and the platform in %s.", account, c.Account)
		}
	}
}

// deliveryPlanRole is delivery-plan-role.
func (c *checker) deliveryPlanRole() {
	if c.Delivery != nil && c.Delivery.PlanRole == c.Delivery.Role {
		c.report(model.At("delivery", "planRole"), "", "Plans and applies have one role, %s: who may open a pull request may change everything that it may.", c.Delivery.Role)
	}
}

// accountOf is the account of an ARN.
func accountOf(arn string) string {
	if parts := strings.Split(arn, ":"); len(parts) > 4 {
		return parts[4]
	}
	return ""
}

// deliveryTerraform is delivery-terraform.
func (c *checker) deliveryTerraform() {
	if c.Delivery == nil {
		return
	}
	older := func(than string) bool {
		return slices.Compare(versionParts(c.Delivery.Terraform), versionParts(than)) < 0
	}
	at := model.At("delivery", "terraform")
	if oldest := c.facts.Clients.Terraform; len(c.OwnDatabases()) > 0 && older(oldest) {
		c.report(at, `terraform: "`+oldest+`"`, "Terraform %s cannot draw the passwords of services' databases without keeping them; %s is the first that can.", c.Delivery.Terraform, oldest)
	} else if oldest := c.facts.CI.Terraform; older(oldest) {
		c.report(at, `terraform: "`+oldest+`"`, "Terraform %s cannot lock a state in S3 by itself; %s is the first that can.", c.Delivery.Terraform, oldest)
	}
}

// versionParts are the numbers of a version.
func versionParts(version string) (parts []int) {
	for _, p := range strings.Split(version, ".") {
		n, _ := strconv.Atoi(p)
		parts = append(parts, n)
	}
	return parts
}

// eachDelivered calls f with every image that is built, with where it is declared.
func (c *checker) eachDelivered(f func(model.DeliveryImage, model.Path)) {
	if c.Delivery == nil {
		return
	}
	for _, i := range c.Delivery.Images {
		f(i, model.At("delivery", "images", i.Name))
	}
}

// deliveryImages is delivery-image.
func (c *checker) deliveryImages() {
	c.eachDelivered(func(i model.DeliveryImage, at model.Path) {
		s, known := c.service(i.Service)
		switch {
		case i.Service == "" && i.Repository == "":
			c.report(at, c.placeFor(i.Name), "The image %s is pushed nowhere: it needs a service or a repository.", i.Name)
		case i.Service != "" && i.Repository != "":
			c.report(at.Then("repository"), "", "The image %s is pushed to the repository of %s, and to %s: it is one of them.", i.Name, i.Service, i.Repository)
		case i.Repository != "":
			c.ownRepository(at.Then("repository"), i.Repository, "The image "+i.Name)
		case known && s.Image.Repository == "":
			c.report(at.Then("service"), "", "The image of %s comes from no repository of this account: nothing that is pushed would run there.", s.Name)
		case known:
			c.ownRepository(at.Then("service"), s.Image.Repository, "The image of "+s.Name)
		}
	})
}

// placeFor is where an image may be meant to go, by its name.
func (c *checker) placeFor(image string) string {
	if s, ok := c.service(image); ok && s.Image.Repository != "" {
		return "service: " + strconv.Quote(image)
	}
	for _, r := range c.Repositories {
		if r.Name == image || strings.HasSuffix(r.Name, "/"+image) {
			return "repository: " + strconv.Quote(r.Name)
		}
	}
	return "repositories: " + model.Label(image) + ": {}, and here repository: " + strconv.Quote(image)
}

// ownRepository reports a repository that is not the platform's.
func (c *checker) ownRepository(at model.Path, name, what string) {
	var names []string
	for _, r := range c.Repositories {
		names = append(names, r.Name)
	}
	if slices.Contains(names, name) {
		return
	}
	hint := "repositories: " + model.Label(name) + ": {}"
	pos, removed := c.Origins.Removed(model.At("repositories", name))
	switch {
	case removed: // another environment makes it, and builds for it
		hint = model.At("environments", c.Environment.Name).Typed() + ": " + at[:len(at)-1].Typed() + ": null"
	case at[len(at)-1] == "repository" && len(names) > 0:
		hint = meant(name, names)
	}
	c.report(at, hint, "%s is pushed to %q, which is not among the platform's repositories.", what, name)
	if removed {
		c.found[len(c.found)-1].Related = append(c.found[len(c.found)-1].Related, diag.Related{Pos: pos, Message: "taken away here"})
	}
}

// deliveredTwice is delivery-image-pipeline.
func (c *checker) deliveredTwice() {
	c.eachDelivered(func(i model.DeliveryImage, at model.Path) {
		for _, p := range c.Pipelines {
			if i.Service != "" && p.Deploy.Service == i.Service {
				c.report(at.Then("service"), "", "The pipeline %s builds and deploys %s already.", p.Name, i.Service)
				c.also(model.At("pipelines", p.Name, "deploy", "service"), "the pipeline")
			}
		}
	})
}

// movingTags is delivery-image-tag.
func (c *checker) movingTags() {
	c.eachDelivered(func(i model.DeliveryImage, at model.Path) {
		name, tags := i.Repository, i.Tags
		if s, ok := c.service(i.Service); ok {
			name = s.Image.Repository
			if tags == nil && s.Image.Tag != "" {
				tags, at = []string{s.Image.Tag}, at.Then("service")
			}
		}
		immutable := slices.ContainsFunc(c.Repositories, func(r model.Repository) bool { return r.Name == name && r.ImmutableTags })
		if immutable && len(tags) > 0 {
			if len(i.Tags) > 0 {
				at = at.Then("tags")
			}
			c.report(at, "", "The image %s is pushed as %s each time it is built, and tags of the repository %s are immutable: the second push fails.", i.Name, list(tags), name)
		}
	})
}

// deliverySchedules is delivery-schedule.
func (c *checker) deliverySchedules() {
	c.eachDelivered(func(i model.DeliveryImage, at model.Path) {
		if i.Schedule == "" {
			return
		}
		said, why := parseCron(c.facts.Scheduler.Crontab, i.Schedule)
		if why != "" {
			c.report(at.Then("schedule"), `schedule: "0 5 * * 1"`, "The time is %q: %s.", i.Schedule, why)
		} else if day := leastDay(said[cronDay], said[cronMonth], nil); day > 0 && len(said[cronWeekday]) == 0 {
			c.report(at.Then("schedule"), "", "The time is %q, and no month that it names has a day %d: it never comes.", i.Schedule, day)
		}
	})
}

// deliveryBranch is delivery-branch.
func (c *checker) deliveryBranch() {
	if c.Delivery == nil || c.Delivery.System != "github" || c.Delivery.Branch == c.facts.CI.DefaultBranch {
		return
	}
	scheduled := c.Park != nil && c.Park.Schedule != nil
	c.eachDelivered(func(i model.DeliveryImage, _ model.Path) { scheduled = scheduled || i.Schedule != "" })
	if scheduled {
		c.report(model.At("delivery", "branch"), "", "Something of %s runs on a schedule, which GitHub has run for the default branch alone. Unless that is %s, no time of it ever comes.", c.Name, c.Delivery.Branch)
	}
}

// deliveryZone is delivery-zone.
func (c *checker) deliveryZone() {
	if c.Delivery == nil || c.Delivery.System != "circleci" || c.Park == nil || c.Park.Schedule == nil {
		return
	}
	if zone := c.Park.Schedule.Timezone; zone != "" && zone != "UTC" {
		c.report(model.At("park", "schedule", "timezone"), `timezone: "UTC"`, "CircleCI runs workflows at times of UTC, and does not know %s.", zone)
	}
}

// verifiedHosts is delivery-verify.
func (c *checker) verifiedHosts() {
	if c.Delivery == nil {
		return
	}
	var hosts []string
	c.eachHost(func(host, _ string, _ model.Path) { hosts = append(hosts, c.fullName(host)) })
	for i, address := range c.Delivery.Verify {
		u, err := url.Parse(address)
		if err != nil || u.Hostname() == "" {
			c.report(model.At("delivery", "verify", strconv.Itoa(i)), "", "%q is no address.", address)
			continue
		}
		if !slices.ContainsFunc(hosts, func(h string) bool { return standsFor(h, u.Hostname()) }) {
			c.report(model.At("delivery", "verify", strconv.Itoa(i)), "", "Nothing of the platform answers for %s.", u.Hostname())
		}
	}
}

// standsFor reports whether a host, or what stands for one label, is that of an address.
func standsFor(host, name string) bool {
	if rest, wild := strings.CutPrefix(host, "*."); wild {
		_, below, _ := strings.Cut(name, ".")
		return below == rest
	}
	return host == name
}
