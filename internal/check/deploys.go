package check

import (
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// eachDeploy calls f with every pattern of what a program makes by itself.
func (c *checker) eachDeploy(f func(t task, pattern string, at model.Path)) {
	for _, t := range c.tasks {
		if t.Deploys == nil {
			continue
		}
		for i, pattern := range t.Deploys.Services {
			f(t, pattern, t.path.Then("deploys", "services", strconv.Itoa(i)))
		}
	}
}

// like are the declared services that a pattern stands for.
func (c *checker) like(pattern string) (names []string) {
	one := model.Deploys{Services: []string{pattern}}
	for _, s := range c.Services {
		if one.Called(s.Name) {
			names = append(names, s.Name)
		}
	}
	return names
}

// wideDeploys is deploys-wide: a program that may make whatever it likes, or run tasks
// with the role of one that makes services.
func (c *checker) wideDeploys() {
	c.eachDeploy(func(t task, pattern string, at model.Path) {
		if begins, _, open := strings.Cut(pattern, "*"); open && begins == "" {
			c.report(at, "", "%q stands for services of every kind, and %s could run tasks with the roles of them all. A pattern begins as the services are called that it is for, as in \"site-*\".", pattern, t.Name)
			return
		}
		one := model.Deploys{Services: []string{pattern}}
		for _, other := range c.tasks {
			if other.Deploys != nil && !other.Job && one.Called(other.Name) {
				c.report(at, "", "%q stands for %s too, which makes services itself: %s could run tasks with its role.", pattern, other.Name, t.Name)
				c.also(other.path.Then("deploys"), "what it makes")
			}
		}
	})
}

// idleDeploys is deploys-nothing.
func (c *checker) idleDeploys() {
	c.eachDeploy(func(t task, pattern string, at model.Path) {
		if len(c.like(pattern)) > 0 {
			return
		}
		var names []string
		for _, s := range c.Services {
			names = append(names, s.Name)
		}
		hint := ""
		if !strings.Contains(pattern, "*") {
			hint = meant(pattern, names)
		}
		c.report(at, hint, "No service is called %s: what %s makes has the roles, subnets and security groups of a declared one.", pattern, t.Name)
	})
}

// deployGroups is deploys-groups.
func (c *checker) deployGroups() {
	most := c.facts.ECS.SecurityGroups.Max
	for _, t := range c.tasks {
		if t.Deploys == nil {
			continue
		}
		groups := map[string]bool{}
		for _, s := range c.Services {
			switch {
			case !t.Deploys.Called(s.Name):
			case s.SecurityGroup != nil:
				groups[s.SecurityGroup.Name] = true
			default:
				groups[" "+s.Name] = true // its own
			}
		}
		if n := len(groups); n > most {
			c.report(t.path.Then("deploys", "services"), "", "The services like those that %s makes are in %d security groups, and tasks are in %d at most. Services that share a group name it, as in securityGroup: name: \"sites\".", t.Name, n, most)
		}
	}
}
