package infra

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// Local is an environment that runs with docker compose.
type Local struct {
	Project  string // the compose project, and its network's base name
	Services []LocalService
	Volumes  []string
	StandIns []Parity // what runs here in place of what
	Missing  []Parity // what AWS does and nothing does here
}

// OutDir is the folder of the environment, from where people stand, with a slash at
// its end.
func (p Platform) OutDir() string { return "out/" + p.Name + "/" + p.Environment + "/" }

// Compose is docker compose for a local environment, told to work where people
// stand: folders to build and .env are theirs, and not below the generated files.
func (p Platform) Compose() string {
	return "docker compose -f " + p.OutDir() + "compose.yaml --project-directory ."
}

// LocalService is one container of a compose file.
type LocalService struct {
	Node        string // the node that it runs or stands in for
	Name        string // in the compose file
	Container   string // container_name
	Alias       string // the private DNS name that it has on AWS; empty: none
	Family      string // of the node: services, databases, caches, buckets
	Image       string // empty with Build
	Build       string // folder with the Dockerfile
	Command     []string
	EntryPoint  []string
	Environment []LocalVariable
	Port        int         // in the container; 0: none
	Published   int         // on this machine; 0: none
	Volumes     model.Pairs // volume to mount path
	ReadOnly    []string    // mount paths where nothing is written
	Health      *model.HealthCheck
	StopTimeout int      // seconds; 0: compose's own
	DependsOn   []string // names of services that must be healthy, or started where they have no check
	Once        bool     // it ends by itself, and whoever depends on it waits until it has
}

// LocalVariable is an environment variable of a compose service. A value that must
// not stand in a file is Asked: the compose file takes it from a variable of .env.
type LocalVariable struct {
	Name, Value string
	Asked       string // name in .env, or empty

	Before, After string // what stands around the value of one that is asked for
}

// Parity says what the local environment does otherwise than AWS.
type Parity struct {
	Node     string // empty: all of them
	On, Here string
}

// local decides an environment that runs with docker compose: a container for each
// service and each store, and what that cannot be. Services come first, as in a file
// that a person writes.
func (b *builder) local() {
	b.out.Local = &Local{Project: b.names.base()}
	for _, family := range slices.Backward(b.rows) {
		if family.local != nil {
			family.local(b)
		}
	}
	b.missingOfAll()
	slices.Sort(b.out.Local.Volumes)
	b.out.Local.Volumes = slices.Compact(b.out.Local.Volumes)
}

func (b *builder) addLocal(s LocalService) {
	for _, v := range s.Volumes {
		b.out.Local.Volumes = append(b.out.Local.Volumes, v.Key)
	}
	b.out.Local.Services = append(b.out.Local.Services, s)
}

func (b *builder) standIn(on string, s LocalService) {
	b.out.Local.StandIns = append(b.out.Local.StandIns, Parity{Node: s.Node, On: on, Here: cmp.Or(s.Image, "built from "+s.Build)})
}

func (b *builder) missing(node, on, here string) {
	b.out.Local.Missing = append(b.out.Local.Missing, Parity{Node: node, On: on, Here: here})
}

// composeNode is what the author says of a node here; nothing is said of most.
func (b *builder) composeNode(name string) model.ComposeNode {
	all := b.in.Environment.Compose
	i, ok := slices.BinarySearchFunc(all, name, func(n model.ComposeNode, name string) int { return strings.Compare(n.Name, name) })
	if !ok {
		return model.ComposeNode{}
	}
	return all[i]
}

func (b *builder) composePath(node string, field ...string) model.Path {
	return model.At("environments", b.in.Environment.Name, "compose", node).Then(field...)
}

// publish takes a port of this machine for a node. Two containers cannot have the same.
func (b *builder) publish(node string, port int, declared model.Path) int {
	if port == 0 {
		return 0
	}
	at := declared
	if b.composeNode(node).Port != 0 {
		at = b.composePath(node, "port")
	}
	first, taken := b.ports[port]
	if !taken {
		b.ports[port] = at
		return port
	}
	b.diags = append(b.diags, diag.Diagnostic{
		Code: "compose-port-clash", Pos: b.in.Origins.At(at), Path: at.String(),
		Summary: "two containers take the same port of this machine",
		Detail:  fmt.Sprintf("%s and %s would both be on port %d.", first, at, port),
		Hint:    fmt.Sprintf("%s: port: %d", b.composePath(node).Typed(), port+1),
		Related: []diag.Related{{Pos: b.in.Origins.At(first), Message: "the other one"}},
	})
	return port
}

func (b *builder) localServices() {
	for _, s := range b.in.Services {
		here := b.composeNode(s.Name)
		out := LocalService{
			Node: s.Name, Name: s.Name, Container: here.Container, Alias: b.discoveryName(s), Family: "services",
			Command: s.Command, EntryPoint: s.EntryPoint, Port: s.Port, Volumes: here.Volumes, Health: s.HealthCheck, StopTimeout: s.StopTimeout,
		}
		if len(here.Command) > 0 {
			out.Command = here.Command
		}
		out.Image, out.Build = b.localSource(s, here)
		out.Published = b.publish(s.Name, cmp.Or(here.Port, s.Port), model.At("services", s.Name, "port"))
		out.Environment, out.DependsOn = b.localEnvironment(s)
		out.Volumes, out.ReadOnly = b.localMounts(s, here.Volumes)
		b.addLocal(out)
		b.standIn(tasksOf(s), out)
		b.missingOfService(s)
	}
}

// localSource is where a service's image comes from here. One that stands in the
// account's own registry is not at hand, and has to be built.
func (b *builder) localSource(s model.Service, here model.ComposeNode) (image, build string) {
	if here.Build != "" {
		return "", here.Build
	}
	if image = cmp.Or(here.Image, s.Image.URI, s.Image.Default); image == "" {
		at := model.At("services", s.Name, "image")
		b.diags = append(b.diags, diag.Diagnostic{
			Code: "compose-source-missing", Pos: b.in.Origins.At(at), Path: at.String(),
			Summary: "a local container has no source",
			Detail:  fmt.Sprintf("The image of %s is known only when it is deployed.", s.Name),
			Hint:    fmt.Sprintf("%s: build: %q", b.composePath(s.Name).Typed(), "."),
		})
	}
	return image, ""
}

// localEnvironment is a service's variables here, and the containers that it waits
// for. Secrets are asked for, and never stand in the file.
func (b *builder) localEnvironment(s model.Service) (out []LocalVariable, waits []string) {
	known := map[string]bool{}
	add := func(v LocalVariable) {
		if !known[v.Name] {
			known[v.Name] = true
			out = append(out, v)
		}
	}
	for _, p := range s.Environment {
		add(LocalVariable{Name: p.Key, Value: p.Value})
	}
	for _, p := range s.Secrets {
		secret, key, _ := strings.Cut(p.Value, ":")
		asked := capitals(secret)
		if key != "" {
			asked = capitals(secret, key)
		}
		add(LocalVariable{Name: p.Key, Asked: asked})
	}
	b.eachUse(serviceUser(s), func(f family, u use) {
		if f.localUse == nil {
			return
		}
		variables, containers := f.localUse(b, u)
		for _, v := range variables {
			add(v)
		}
		waits = append(waits, containers...)
	})
	slices.SortFunc(out, func(x, y LocalVariable) int { return strings.Compare(x.Name, y.Name) })
	slices.Sort(waits)
	return out, slices.Compact(waits)
}

// localUseService says where a service is, if it is said on AWS. Nobody waits for it:
// services may use each other in a circle, which compose could not start.
func (b *builder) localUseService(u use) ([]LocalVariable, []string) {
	target := b.in.Services[u.at]
	if b.discoveryName(target) == "" {
		return nil, nil
	}
	return sortedVariables(
		LocalVariable{Name: u.prefix() + "_HOST", Value: target.Name},
		LocalVariable{Name: u.prefix() + "_PORT", Value: strconv.Itoa(target.Port)},
	), nil
}

// localUseFunction says nothing of a function that runs on AWS alone: whoever has one of
// another environment gives its name.
func (b *builder) localUseFunction(u use) ([]LocalVariable, []string) {
	return []LocalVariable{{Name: u.prefix() + "_FUNCTION", Asked: capitals(u.Name) + "_FUNCTION"}}, nil
}

// localUseModel tells which model is meant. Its guardrail is made on AWS, by another
// environment: only whoever has one knows it.
func (b *builder) localUseModel(u use) ([]LocalVariable, []string) {
	in, prefix := b.in.Models[u.at], u.prefix()
	out := []LocalVariable{{Name: prefix + "_MODEL_ID", Value: in.ID}}
	if in.Guardrail != "" {
		guardrail := capitals(in.Guardrail)
		out = append(out,
			LocalVariable{Name: prefix + "_GUARDRAIL_ID", Asked: guardrail + "_ID"},
			LocalVariable{Name: prefix + "_GUARDRAIL_VERSION", Asked: guardrail + "_VERSION"})
	}
	return out, nil
}
