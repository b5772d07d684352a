package check

import (
	"slices"

	"groundplan.internal/internal/model"
)

// user is a service, a job or a function: what it uses, and the variables of its own program.
type user struct {
	name                 string
	path                 model.Path
	uses                 []model.Use
	environment, secrets model.Pairs
	all                  []model.Pairs // plain variables of every container
	what                 string        // "the service web"
	deploys              *model.Deploys
	function             bool
}

// users are all that use other nodes.
func (c *checker) users() (out []user) {
	for _, t := range c.tasks {
		u := user{what: "the " + t.What(), name: t.Name, path: t.path, uses: t.Uses, environment: t.Environment, secrets: t.Secrets, deploys: t.Deploys}
		for _, one := range t.containers {
			u.all = append(u.all, one.Environment)
		}
		out = append(out, u)
	}
	for _, f := range c.Functions {
		out = append(out, user{
			what: "the function " + f.Name, name: f.Name, path: model.At("functions", f.Name), uses: f.Uses,
			environment: f.Environment, secrets: f.Secrets, all: []model.Pairs{f.Environment}, function: true,
		})
	}
	return out
}

// eachUse calls f with every use of every user.
func (c *checker) eachUse(f func(by user, u model.Use, at model.Path)) {
	for _, by := range c.users() {
		for _, u := range by.uses {
			f(by, u, by.path.Then("uses", u.Name))
		}
	}
}

// ofContainer is whose the variables are, where that is worth saying.
func (by user) ofContainer() string {
	if by.function {
		return ""
	}
	return " of a container"
}

// knows reports whether a variable speaks of one of these hosts.
func (by user) knows(hosts []string) bool {
	for _, environment := range by.all {
		for _, v := range environment {
			if slices.ContainsFunc(hosts, func(host string) bool { return speaksOf(v.Value, host) }) {
				return true
			}
		}
	}
	return false
}

// given reports whether the author gives a variable of the user's own program.
func (by user) given(name string) bool {
	_, plain := by.environment.Get(name)
	_, secret := by.secrets.Get(name)
	return plain || secret
}
