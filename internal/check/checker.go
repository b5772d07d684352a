package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/model"
)

// checker is a platform under examination, with what several rules look up.
type checker struct {
	model.Platform
	facts  facts.Set
	family map[string]string // of each node, by name; the first where two share a name
	names  []string          // of all nodes, in the order of families
	place  map[string]int    // of each node in its family
	shared map[string]bool   // names that two nodes have, which name-not-unique reports
	tasks  []task
	asked  map[string][]asked // the rules of each balancer

	arguments map[[2]string]spoken // that were looked at, with what follows each

	rule  Rule // that is run
	found diag.List
}

// task is a service with its containers.
type task struct {
	*model.Service
	path       model.Path
	containers []container // the service's own first
}

// container is one container of a task. That of the service itself has no CPU and
// no memory of its own.
type container struct {
	model.Sidecar
	path model.Path
}

func newChecker(p model.Platform, f facts.Set) *checker {
	if !p.Environment.Local {
		p = p.WithOwnDatabases(clients(f))
	}
	c := &checker{Platform: p, facts: f, family: map[string]string{}, place: map[string]int{}, shared: map[string]bool{}}
	for _, n := range p.Nodes() {
		if _, taken := c.family[n.Name]; taken {
			c.shared[n.Name] = true
			continue
		}
		c.family[n.Name], c.place[n.Name] = n.Family, n.Place
		c.names = append(c.names, n.Name)
	}
	traced := p
	if !p.Environment.Local {
		traced = p.WithCollectors(model.Collector(f.Tracing.Collector))
	}
	tasks := traced.Tasks()
	for i := range tasks {
		c.tasks = append(c.tasks, taskOf(&tasks[i]))
	}
	c.asked = c.rulesAsked()
	return c
}

// clients are what makes databases of services' own.
func clients(f facts.Set) model.Clients {
	return model.Clients{Provisioner: f.Clients.Provisioner, Schedule: f.Clients.Schedule, Of: func(engine string) (model.Client, bool) {
		c, ok := f.Client(engine)
		return model.Client(c), ok
	}}
}

func taskOf(s *model.Service) task {
	t := task{Service: s, path: s.Path()}
	t.containers = append(t.containers, container{path: t.path, Sidecar: model.Sidecar{
		Name: s.Name, Image: s.Image, Port: s.Port, Essential: true,
		Command: s.Command, EntryPoint: s.EntryPoint, StopTimeout: s.StopTimeout,
		ReadonlyRootFilesystem: s.ReadonlyRootFilesystem,
		Environment:            s.Environment, Secrets: s.Secrets,
		HealthCheck: s.HealthCheck, DependsOn: s.DependsOn,
	}})
	for _, sidecar := range s.Sidecars {
		t.containers = append(t.containers, container{sidecar, t.path.Then("sidecars", sidecar.Name)})
	}
	return t
}

// eachContainer calls f with every container of every task.
func (c *checker) eachContainer(f func(task, container)) {
	for _, t := range c.tasks {
		for _, one := range t.containers {
			f(t, one)
		}
	}
}

// report notes a finding of the current rule at a field. The detail is whole
// sentences; the hint is something to type, or empty.
func (c *checker) report(at model.Path, hint, detail string, args ...any) {
	if utf8.RuneCountInString(hint) > readable {
		hint = "" // nobody types that, and cut short it would be wrong
	}
	c.found = append(c.found, diag.Diagnostic{
		Code: c.rule.Code, Severity: c.rule.Severity, Summary: c.rule.Summary,
		Pos: c.Origins.At(at), Path: at.String(),
		Detail: fmt.Sprintf(detail, clipped(args)...), Hint: c.typed(at, hint),
	})
}

// typed is a hint as it is typed where the finding is shown. A field that nobody wrote
// is shown at what it stands in, maybe further up than one field's name tells.
func (c *checker) typed(at model.Path, hint string) string {
	shown := len(at)
	for shown > 0 && !c.written(at[:shown]) {
		shown--
	}
	if shown+1 >= len(at) || !strings.HasPrefix(hint, model.Label(at[len(at)-1])+": ") {
		return hint
	}
	return at[shown:len(at)-1].Typed() + ": " + hint
}

// readable is how many characters of the author's a message repeats at most.
const readable = 200

// clipped are the arguments of a detail with texts no longer than one can read.
func clipped(args []any) []any {
	out := slices.Clone(args)
	for i, a := range args {
		if s, ok := a.(string); ok && utf8.RuneCountInString(s) > readable {
			out[i] = string([]rune(s)[:readable-1]) + "…"
		}
	}
	return out
}

// also adds a further place to the last finding.
func (c *checker) also(at model.Path, message string) {
	last := &c.found[len(c.found)-1]
	last.Related = append(last.Related, diag.Related{Pos: c.Origins.At(at), Message: message})
}

// written reports whether the author wrote a field, rather than left it to its
// default: then it has a place of its own.
func (c *checker) written(at model.Path) bool {
	return c.Origins.At(at) != c.Origins.At(at[:len(at)-1])
}

// service finds a service by name.
func (c *checker) service(name string) (model.Service, bool) {
	if c.family[name] != "services" {
		return model.Service{}, false
	}
	return c.Services[c.place[name]], true
}

// secret finds a secret by name.
func (c *checker) secret(name string) (model.Secret, bool) {
	if c.family[name] != "secrets" {
		return model.Secret{}, false
	}
	return c.Secrets[c.place[name]], true
}

// list joins words as a sentence does: "a, b and c".
func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// numbers is list for numbers, ascending.
func numbers(ns []int) string {
	words := make([]string, len(ns))
	for i, n := range slices.Sorted(slices.Values(ns)) {
		words[i] = fmt.Sprint(n)
	}
	return list(words)
}
