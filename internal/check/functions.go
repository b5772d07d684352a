package check

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// functionPrograms is function-program: Lambda takes an image, or an archive with what
// runs it.
func (c *checker) functionPrograms() {
	for _, f := range c.Functions {
		at := model.At("functions", f.Name)
		switch {
		case f.Image == nil && f.Zip == nil:
			c.report(at, `image: {repository: "`+f.Name+`", tag: "1.0.0"}`, "%s has no program: it needs an image or a zip.", f.Name)
		case f.Image != nil && f.Zip != nil:
			c.report(at.Then("zip"), "", "%s has an image and a zip: only one of them can be its program.", f.Name)
		case f.Zip != nil && f.Runtime == "":
			c.report(at.Then("zip"), `runtime: "`+c.newestRuntime("python")+`"`, "%s is an archive, and nothing says what it is written for.", f.Name)
		case f.Zip != nil && f.Handler == "":
			c.report(at.Then("zip"), `handler: "app.handler"`, "%s is an archive, and nothing says what in it is called.", f.Name)
		}
	}
}

// newestRuntime is the runtime of a language that has no successor.
func (c *checker) newestRuntime(language string) string {
	for _, name := range c.facts.Lambda.RuntimeNames() {
		if strings.HasPrefix(name, language) && c.facts.Lambda.Runtimes[name].Successor == "" {
			return name
		}
	}
	return ""
}

// functionRegistries is function-image-registry: Lambda fetches images from nowhere else.
func (c *checker) functionRegistries() {
	for _, f := range c.Functions {
		if f.Image == nil {
			continue
		}
		at, text := imageReference(container{model.Sidecar{Name: f.Name, Image: *f.Image}, model.At("functions", f.Name)})
		host, _, _ := strings.Cut(text, "/")
		registry, private := c.facts.Registry(host)
		switch {
		case text == "" || strings.Contains(host, ".dkr.ecr") && !private:
		case !private || registry.DualStack:
			c.report(at, `repository: "`+f.Name+`"`, "The image of %s is at %q: Lambda fetches images from private repositories of ECR alone.", f.Name, host)
		case registry.Region != c.Region:
			c.report(at, "", "The image of %s is in %s, and the function in %s: Lambda fetches images from its own region.", f.Name, registry.Region, c.Region)
		}
	}
}

// unknownRuntimes is function-runtime-unknown, endedRuntimes function-runtime-deprecated.
func (c *checker) unknownRuntimes() {
	lambda := c.facts.Lambda
	for _, f := range c.Functions {
		at := model.At("functions", f.Name, "runtime")
		switch r, known := lambda.Runtimes[f.Runtime]; {
		case f.Runtime == "" || f.Zip == nil || lambda.Offered(f.Runtime):
		case known:
			c.report(at, `runtime: "`+r.Successor+`"`, "Lambda takes no new function for %s since %s.", f.Runtime, r.Refused)
		default:
			c.report(at, meant(f.Runtime, lambda.RuntimeNames()), "Lambda has no runtime %q that is known here, of %s.", f.Runtime, lambda.Checked)
		}
	}
}

func (c *checker) endedRuntimes() {
	lambda := c.facts.Lambda
	for _, f := range c.Functions {
		if f.Zip == nil || !lambda.Offered(f.Runtime) || !lambda.Ended(f.Runtime) {
			continue
		}
		r, refused := lambda.Runtimes[f.Runtime], ""
		if r.Refused != "" {
			refused = ", and from " + r.Refused + " on Lambda takes no new function for it"
		}
		c.report(model.At("functions", f.Name, "runtime"), `runtime: "`+r.Successor+`"`,
			"%s gets no security patches since %s%s.", f.Runtime, r.Deprecated, refused)
	}
}

// functionVariables is function-variable: names that Lambda refuses.
func (c *checker) functionVariables() {
	form := regexp.MustCompile(c.facts.Lambda.VariableName)
	for _, f := range c.Functions {
		for _, from := range []struct {
			field string
			pairs model.Pairs
		}{{"environment", f.Environment}, {"secrets", f.Secrets}} {
			for _, v := range from.pairs {
				at := model.At("functions", f.Name, from.field, v.Key)
				switch {
				case slices.Contains(c.facts.Lambda.ReservedVariables, v.Key):
					c.report(at, "", "%s sets %s, which Lambda sets itself, and refuses from anybody else.", f.Name, v.Key)
				case !form.MatchString(v.Key):
					c.report(at, "", "%s sets %s: in Lambda a variable has a letter first, and two characters or more of letters, digits and _.", f.Name, v.Key)
				}
			}
		}
	}
}

// functionEnvironments is function-environment-size. What only deployment knows counts
// with its name alone, so that there may be less room than this.
func (c *checker) functionEnvironments() {
	most := c.facts.Lambda.EnvironmentBytes
	for _, f := range c.Functions {
		total := 0
		for _, v := range f.Environment {
			total += len(v.Key) + len(v.Value)
		}
		for _, v := range f.Secrets {
			total += len(v.Key) + c.arnLength(v.Value)
		}
		if total > most {
			c.report(model.At("functions", f.Name, "environment"), "", "The variables of %s have %d bytes with their names, and Lambda takes %d.", f.Name, total, most)
		}
	}
}

// shutInFunctions is function-no-way-out: a function in the VPC has no address of its own.
func (c *checker) shutInFunctions() {
	if c.Network.VPC == "own" && c.Network.NAT != "none" {
		return
	}
	there := c.endpoints()
	for _, f := range c.Functions {
		if !c.Connected(f) {
			continue
		}
		for _, n := range c.functionNeeds(f) {
			if slices.Contains(there, n.endpoint) {
				continue
			}
			hint, why := `network: nat: "single"`, "there is no NAT gateway"
			switch {
			case c.Network.VPC == "default":
				hint, why = "", "the default VPC has no way out for what has no public address, and a function never has one"
			case n.endpoint != "":
				hint, why = "network: endpoints: "+quoted(append(slices.Clone(c.Network.Endpoints), n.endpoint)), why+" and no endpoint "+n.endpoint
			}
			c.report(n.at, hint, "%s stands in the VPC, since what it uses is there; it also needs a way out %s, and %s.", f.Name, n.why, why)
			break // the others would follow from the same
		}
	}
}

func quoted(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strconv.Quote(w)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// functionNeeds are what a function in the VPC calls outside of it.
func (c *checker) functionNeeds(f model.Function) (needs []need) {
	at := model.At("functions", f.Name)
	for _, v := range f.Secrets {
		secret, _ := c.secret(v.Value)
		needs = append(needs, c.secretNeeds(secret, at.Then("secrets", v.Key))...)
	}
	for _, u := range f.Uses {
		needs = append(needs, c.useNeeds(u, at.Then("uses", u.Name))...)
		if c.family[u.Name] == "externals" && !c.hasEndpoint(c.Externals[c.place[u.Name]].AWS) {
			needs = append(needs, need{"", "to " + u.Name, at.Then("uses", u.Name)})
		}
	}
	return needs
}

// stoppedFunctions is function-stopped.
func (c *checker) stoppedFunctions() {
	for _, f := range c.Functions {
		if f.Concurrency != nil && *f.Concurrency == 0 && len(f.Triggers) > 0 {
			c.report(model.At("functions", f.Name, "concurrency"), "functions: "+model.Label(f.Name)+": concurrency: 1",
				"%s may not run at all, and has triggers: what they are for ends in the queue of what failed.", f.Name)
		}
	}
}
