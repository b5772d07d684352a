package verify

import (
	"fmt"
	"path"
	"regexp"
	"slices"

	"groundplan.internal/internal/diag"
)

var domainRules = []Rule{
	{"verify-domain", "domain other than by its variable", "Where a variable holds the platform's domain, no value in Terraform and no task definition mentions it otherwise; the variable begins with the declared domain, takes no other text than a domain, and reaches every module."},
}

// domain proves that a variable holds the domain. What the other proofs then read is what
// the texts are while nobody gives another.
func (o *output) domain() (found diag.List) {
	name, domain := o.declared.DomainVariable, o.declared.Domain
	if name == "" || domain == "" || o.declared.Environment.Local {
		return nil
	}
	wrong := func(at diag.Pos, format string, args ...any) {
		found = append(found, finding(domainRules, "verify-domain", at, nil, fmt.Sprintf(format, args...)))
	}
	mention := regexp.MustCompile(`(^|[^A-Za-z0-9@-])` + regexp.QuoteMeta(domain) + `([^A-Za-z0-9.-]|[.][^A-Za-z0-9-]|[.]?$)`)
	for _, folder := range o.config.folders {
		m := o.config.modules[folder]
		for _, b := range m.blocks {
			if slices.Contains([]string{"variable", "terraform"}, b.kind) || b.typ == "terraform_remote_state" {
				continue // where Terraform takes literal texts alone, or they must be as they are there
			}
			b.body.literals(func(argument, text string, at diag.Pos) {
				if mention.MatchString(text) && !(b.kind == "output" && argument == "description") {
					wrong(at, "%s of %s says %q and not var.%s.", argument, b.address, text, name)
				}
			})
		}
		if b := m.at["var."+name]; b != nil {
			if held := o.config.held(folder, name); held != domain {
				wrong(b.pos, "var.%s holds %q in %s, and must hold %q.", name, held, folder, domain)
			}
			if _, called := o.config.calls[folder]; !called && !guards(b, domain) {
				wrong(b.pos, "%s takes more than domains, or fewer.", b.address)
			}
		}
	}
	for _, file := range o.under("terraform/", ".json") {
		if path.Base(path.Dir(file)) == "ecs" && mention.Match(o.files[file]) {
			wrong(diag.Pos{File: file}, "%s is mentioned, and must be a placeholder.", domain)
		}
	}
	return found
}

// guards reports whether a variable takes a domain, and no text that is none.
func guards(variable *block, domain string) bool {
	for _, v := range variable.body.all("validation") {
		condition, _ := v.get("condition")
		taken := false
		condition.literals(func(text string) {
			pattern, err := regexp.Compile(text)
			taken = err == nil && pattern.MatchString(domain) && !slices.ContainsFunc([]string{"", "word", "*." + domain, domain + ".", domain + `"`, "${" + domain + "}", domain + "/"}, pattern.MatchString)
		})
		if taken {
			return true
		}
	}
	return false
}

// held is what a variable is in a folder while nobody gives it another value.
func (c *configuration) held(folder, name string) string {
	v := c.resolve(value{folder, expression{kind: ref, text: "var." + name}})
	if b := c.modules[v.folder].at["var."+name]; b != nil && v.kind == ref {
		return b.body.text("default")
	}
	return c.spelled(v)
}

// hold puts what a variable holds in the place of every reference to it, which stays as a
// part of what it has become.
func (c *configuration) hold(name string) {
	if name == "" {
		return
	}
	held := map[string]string{}
	for _, folder := range c.folders {
		held[folder] = c.held(folder, name)
	}
	for _, folder := range c.folders {
		for _, b := range c.modules[folder].blocks {
			if b.kind != "variable" {
				b.body.hold("var."+name, held[folder])
			}
		}
	}
	c.calls = c.called()
}

func (b body) hold(variable, text string) {
	for i, a := range b.attributes {
		b.attributes[i].value = a.value.held(variable, text)
	}
	for _, n := range b.blocks {
		n.body.hold(variable, text)
	}
}

func (e expression) held(variable, text string) expression {
	if e.kind == ref && e.text == variable {
		return expression{kind: literal, text: text, parts: []expression{e}}
	}
	if len(e.parts) == 0 {
		return e
	}
	parts, whole := make([]expression, len(e.parts)), ""
	for i, p := range e.parts {
		parts[i] = p.held(variable, text)
		whole += parts[i].text
	}
	e.parts = parts
	if e.kind == template && !slices.ContainsFunc(parts, func(p expression) bool { return p.kind != literal }) {
		e.kind, e.text = literal, whole
	}
	return e
}

// literals calls f with every text of a body as it is written, the argument that it is
// of, and where.
func (b body) literals(f func(argument, text string, at diag.Pos)) {
	for _, a := range b.attributes {
		a.value.literals(func(text string) { f(a.name, text, a.pos) })
	}
	for _, n := range b.blocks {
		n.body.literals(f)
	}
}

func (e expression) literals(f func(string)) {
	if e.kind == literal && len(e.parts) == 0 {
		f(e.text)
	}
	for _, p := range e.parts {
		p.literals(f)
	}
}
