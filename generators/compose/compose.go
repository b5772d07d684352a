// Package compose writes the file with which docker compose runs a platform on one
// machine, and an example of the values that it asks for. What enters is a decided
// local environment, what leaves are files; it decides nothing and knows no AWS.
package compose

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/model"
	"groundplan.internal/internal/yamltext"
)

// Emit makes compose.yaml, and .env.example where a value has to come from outside.
// Paths are relative to the environment's folder. An environment on AWS has neither.
func Emit(p infra.Platform) []artifact.File {
	if p.Local == nil {
		return nil
	}
	files := []artifact.File{{Path: "compose.yaml", Data: file(p)}}
	if example := environment(p); example != nil {
		files = append(files, artifact.File{Path: ".env.example", Data: example})
	}
	return files
}

// file is the whole compose file.
func file(p infra.Platform) []byte {
	var root mapping
	root.set("name", text(p.Local.Project))
	ready := map[string]string{} // what to wait for, by the names of services
	for _, s := range p.Local.Services {
		ready[s.Name] = condition(s)
	}
	var services mapping
	for _, s := range p.Local.Services {
		services.set(s.Name, service(s, ready).node())
	}
	root.set("services", services.node())
	root.set("networks", networks())
	root.set("volumes", volumes(p.Local.Volumes))
	return []byte(yamltext.Visible(comment(header(p)) + "\n" + spaced(root.node())))
}

// header tells who made the file and how it is used. Folders to build are the
// author's own, so that they start where the author stands and not at this file.
func header(p infra.Platform) string {
	lines := []string{
		infra.Header(p.File),
		"",
		"Folders to build are relative to where docker compose is told to work:",
		"  " + p.Compose() + " up --build",
	}
	if environment(p) != nil {
		lines = append(lines, "Values that stand in no file come from .env in that folder:",
			"  cp "+p.OutDir()+".env.example .env")
	}
	return strings.Join(lines, "\n")
}

// service is one container, its keys in the order in which people write them.
func service(s infra.LocalService, ready map[string]string) *mapping {
	var m mapping
	if s.Build != "" {
		m.set("build", literal(s.Build))
	} else {
		m.set("image", literal(s.Image))
	}
	if s.Container != "" {
		m.set("container_name", literal(s.Container))
	}
	m.list("entrypoint", s.EntryPoint)
	m.list("command", s.Command)
	m.set("environment", variables(s.Environment))
	if s.Published != 0 {
		m.set("ports", sequence(published(s)))
	}
	m.set("volumes", mounts(s))
	m.set("networks", joined(s))
	m.set("depends_on", dependencies(s, ready))
	m.set("healthcheck", health(s.Health))
	if s.StopTimeout > 0 {
		m.set("stop_grace_period", seconds(s.StopTimeout))
	}
	return &m
}

// network joins all containers. Compose puts the project's name before it.
const network = "platform"

// joined is the network, in which a container is known by its name here, and by its name
// on AWS where it has one.
func joined(s infra.LocalService) *yaml.Node {
	if s.Alias == "" {
		return sequence(text(network))
	}
	var here, all mapping
	here.list("aliases", []string{s.Alias})
	all.set(network, here.node())
	return all.node()
}

func networks() *yaml.Node {
	var all, bridge mapping
	bridge.set("driver", text("bridge"))
	all.set(network, bridge.node())
	return all.node()
}

func volumes(names []string) *yaml.Node {
	var m mapping
	for _, name := range names {
		m.set(name, nothing())
	}
	return m.node()
}

func variables(all []infra.LocalVariable) *yaml.Node {
	var m mapping
	for _, v := range all {
		m.set(v.Name, value(v))
	}
	return m.node()
}

// value is a variable's text, or the question for it. One without an answer of its
// own must be answered, if only with nothing: .env.example asks by an empty line.
func value(v infra.LocalVariable) *yaml.Node {
	asked := "?give it in .env}"
	switch {
	case v.Asked == "":
		return literal(v.Value)
	case v.Value != "":
		asked = ":-" + dollars(v.Value) + "}"
	}
	return text(dollars(v.Before) + "${" + v.Asked + asked + dollars(v.After))
}

// mounts are volumes in the short form, unless a path has the mark that parts it.
func mounts(s infra.LocalService) *yaml.Node {
	var nodes []*yaml.Node
	for _, v := range s.Volumes {
		readOnly := slices.Contains(s.ReadOnly, v.Value)
		if !strings.Contains(v.Value, ":") {
			short := v.Key + ":" + v.Value
			if readOnly {
				short += ":ro"
			}
			nodes = append(nodes, literal(short))
			continue
		}
		var m mapping
		m.set("type", text("volume"))
		m.set("source", literal(v.Key))
		m.set("target", literal(v.Value))
		nodes = append(nodes, m.node())
	}
	return sequence(nodes...)
}

// condition is how far a service must have come for those that depend on it.
func condition(s infra.LocalService) string {
	switch {
	case s.Once:
		return "service_completed_successfully"
	case s.Health != nil:
		return "service_healthy"
	}
	return "service_started"
}

// dependencies are what a service waits for.
func dependencies(s infra.LocalService, ready map[string]string) *yaml.Node {
	var m mapping
	for _, name := range s.DependsOn {
		var one mapping
		one.set("condition", text(ready[name]))
		m.set(name, one.node())
	}
	return m.node()
}

func health(h *model.HealthCheck) *yaml.Node {
	if h == nil {
		return nil
	}
	var m mapping
	m.list("test", h.Command)
	m.set("interval", seconds(h.Interval))
	m.set("timeout", seconds(h.Timeout))
	m.set("retries", number(h.Retries))
	if h.StartPeriod > 0 {
		m.set("start_period", seconds(h.StartPeriod))
	}
	return m.node()
}

// environment is an example of .env: the names of what is asked for, and never a value.
// It is nil where nothing is asked.
func environment(p infra.Platform) []byte {
	var asked []string
	first := map[string]infra.LocalVariable{}
	users := map[string][]asking{}
	within := map[string]string{} // the URL that a value is a part of
	for _, s := range p.Local.Services {
		for _, v := range s.Environment {
			if v.Asked == "" {
				continue
			}
			if _, known := first[v.Asked]; !known {
				asked, first[v.Asked] = append(asked, v.Asked), v
			}
			if v.Before != "" {
				within[v.Asked] = v.Name
			}
			users[v.Asked] = ask(users[v.Asked], v.Name, s.Name)
		}
	}
	if len(asked) == 0 {
		return nil
	}
	var out strings.Builder
	for _, name := range asked {
		out.WriteByte('\n')
		for _, u := range users[name] {
			out.WriteString("# " + u.variable + " of " + strings.Join(u.services, ", ") + "\n")
		}
		if url := within[name]; url != "" {
			out.WriteString("# a part of the URL in " + url + ": letters, digits, - and _ need no escapes there\n")
		}
		if value := first[name].Value; value != "" {
			out.WriteString("# " + value + " unless given:\n# ")
		}
		out.WriteString(name + "=\n")
	}
	return []byte(comment(infra.Header(p.File)) + out.String())
}

// asking is a variable that takes its value from .env, and the services that have it.
type asking struct {
	variable string
	services []string
}

func ask(all []asking, variable, service string) []asking {
	i := slices.IndexFunc(all, func(a asking) bool { return a.variable == variable })
	if i < 0 {
		return append(all, asking{variable, []string{service}})
	}
	all[i].services = append(all[i].services, service)
	return all
}
