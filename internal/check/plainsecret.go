package check

import (
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// plainSecrets is secret-value-in-plain-input.
func (c *checker) plainSecrets() {
	c.eachContainer(func(_ task, one container) {
		const where = "the state or the task definition"
		for _, v := range one.Environment {
			c.plainVariable(one.path.Then("environment", v.Key), one.Name, v, c.secretHint(one.path, v.Key), where)
		}
		c.plainArguments(one.path.Then("entryPoint"), "the entry point of "+one.Name, one.EntryPoint, where)
		c.plainArguments(one.path.Then("command"), "the command of "+one.Name, one.Command, where)
		if one.HealthCheck != nil {
			c.plainArguments(one.path.Then("healthCheck", "command"), "the health check of "+one.Name, one.HealthCheck.Command, where)
		}
	})
	for _, f := range c.Functions {
		const where = "the state or the function's configuration"
		at := model.At("functions", f.Name)
		for _, v := range f.Environment {
			c.plainVariable(at.Then("environment", v.Key), f.Name, v, c.secretHint(at, v.Key), where)
		}
		c.plainArguments(at.Then("command"), "the command of "+f.Name, f.Command, where)
	}
	if c.Delivery != nil {
		for _, v := range c.Delivery.Variables {
			c.plainVariable(model.At("delivery", "variables", v.Key), "delivery", v, "", "the workflows")
		}
	}
	for _, p := range c.Pipelines {
		for _, v := range p.Environment {
			c.plainVariable(model.At("pipelines", p.Name, "environment", v.Key), p.Name, v, "", "the state or the build")
		}
	}
	for _, t := range c.Tags {
		c.plainSecret(model.At("tags", t.Key), "The tag "+t.Key, secretValue(t.Value), "", "the state or the tags of any resource")
	}
}

// secretHint is how a variable of a program takes its value from a secret: what is to be
// declared, and what names it.
func (c *checker) secretHint(program model.Path, variable string) string {
	name := strings.Join(strings.FieldsFunc(strings.ToLower(variable), func(r rune) bool { return r == '_' }), "-")
	hint := program.Then("secrets", variable).Typed() + ": " + strconv.Quote(name)
	if _, declared := c.secret(name); declared {
		return hint
	}
	return model.At("secrets", name).Typed() + ": {} on the platform, and " + hint
}

// plainVariable reports a variable that is a secret.
func (c *checker) plainVariable(at model.Path, name string, v model.Pair, hint, where string) {
	why := secretName(v.Key, v.Value)
	if why == "" {
		why = secretValue(v.Value)
	}
	c.plainSecret(at, v.Key+" of "+name, why, hint, where)
}

// plainArguments reports the arguments of a program that hold secrets.
func (c *checker) plainArguments(at model.Path, of string, arguments []string, where string) {
	for i, argument := range arguments {
		next := ""
		if i+1 < len(arguments) {
			next = arguments[i+1]
		}
		what, found := sentenceCase(of), c.secretArgument(argument, next)
		if found.word != "" {
			what = found.word + " in " + of
		}
		c.plainSecret(at.Then(strconv.Itoa(i)), what, found.why, "", where)
	}
}

// spoken is why an argument holds a secret: all of it, or a word.
type spoken struct{ word, why string }

// secretArgument says why an argument holds a secret. Many programs are started by the same
// long script, which is read once.
func (c *checker) secretArgument(argument, next string) (out spoken) {
	at := [2]string{argument, next}
	if known, ok := c.arguments[at]; ok {
		return known
	}
	if out.why = secretValue(argument); out.why == "" {
		out.word, out.why = secretWord(argument, next)
	}
	if c.arguments == nil {
		c.arguments = map[[2]string]spoken{}
	}
	c.arguments[at] = out
	return out
}

// plainSecret reports what is a secret, if anything says why; where is what else shows
// its value.
func (c *checker) plainSecret(at model.Path, what, why, hint, where string) {
	if why == "" {
		return
	}
	c.report(at, hint,
		"%s has a value in plain text, and %s. Whoever may read this file, %s may read it.", what, why, where)
	c.found[len(c.found)-1].Secret = true
}
