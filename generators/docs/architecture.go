package docs

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// architecturePage shows what runs and what talks to what, and the views that the
// author asked for.
func architecturePage(v *view) []artifact.File {
	pg := v.page(sentence("Architecture of %s: %s", text(v.Title), text(v.Environment)))
	v.architecture(pg)
	for _, d := range v.Diagrams {
		pg.section(text(cmp.Or(d.Title, d.Name)))
		v.declaredView(pg, d)
	}
	if len(v.Edges) > 0 {
		pg.section("Connections")
		pg.table(v.edgeTable(v.Edges))
	}
	return []artifact.File{pg.file("docs/architecture.md")}
}

// architecture draws the whole environment, or where that would be crowded its
// outline and then a part at a time.
func (v *view) architecture(pg *page) {
	keys, arrows := v.visible()
	if all := whole(keys, arrows); !all.crowded() {
		pg.chart(v.placed(all))
		pg.para("%s", legend)
		return
	}
	parts := split(keys, arrows)
	pg.chart(v.outline())
	pg.para("%s", legend)
	if len(parts) > mostCharts {
		pg.para("The platform is too large to draw service by service: %s and %s. The connections are in the table below.",
			count(len(v.Services), "service", "services"), count(len(arrows), "connection", "connections"))
		return
	}
	for i, p := range parts {
		pg.section(sentence("Part %s of %s: %s", number(i+1), number(len(parts)), v.span(p)))
		pg.chart(v.placed(p))
	}
}

// legend explains what a chart's lines mean.
const legend = "A solid arrow is a connection with its port; security groups let it through wherever one end has them. A dotted one is a permission, tokens that are asked for, or a way through what is left out. A dashed frame is a security group; where boxes are many it is left out."

// span names the first and the last service of a part.
func (v *view) span(p part) md {
	var first, last string
	for _, k := range p.keys {
		if n := v.nodes[k]; n.kind == kindService {
			first, last = cmp.Or(first, n.name), n.name
		}
	}
	if first == last {
		return or(text(first), "other nodes")
	}
	return sentence("%s to %s", text(first), text(last))
}

// visible are the boxes and arrows of the architecture. Secrets have a page of
// their own.
func (v *view) visible() ([]string, []arrow) {
	connected := map[string]bool{}
	for _, e := range v.Edges {
		connected[e.From], connected[e.To] = true, true
	}
	apart := map[string]bool{} // externals that nobody connects to
	for _, e := range v.Externals {
		apart[e.Name] = e.Port == 0 && !connected[e.Name]
	}
	var keys []string
	for _, n := range drawn(v.Platform) {
		if !apart[n.key] && n.kind != kindSecret && n.kind != kindInternet && n.kind != kindPipeline {
			keys = append(keys, n.key)
		}
	}
	return keys, v.arrows(func(e infra.Edge) bool { return e.Family != "secrets" && v.nodes[e.From].kind != kindPipeline })
}

// arrows are the edges that are kept, several between the same two as one.
func (v *view) arrows(keep func(infra.Edge) bool) []arrow {
	at := map[[2]string]int{}
	var out []arrow
	for _, e := range v.Edges {
		if !keep(e) {
			continue
		}
		a := arrow{from: e.From, to: e.To, label: edgeLabel(e), dotted: e.Port == 0}
		key := [2]string{e.From, e.To}
		if i, ok := at[key]; ok {
			if a.label != "" && a.label != out[i].label {
				out[i].label += ", " + a.label
			}
			continue
		}
		at[key] = len(out)
		out = append(out, a)
	}
	return out
}

func edgeLabel(e infra.Edge) string {
	switch {
	case e.Label != "":
		return e.Label
	case e.Port != 0:
		return strconv.Itoa(e.Port)
	}
	return e.Access
}

// placed draws a part with every box where it stands: in its security group, its
// subnets and the VPC, or outside.
func (v *view) placed(p part) chart {
	in := map[string]bool{}
	for _, k := range p.keys {
		in[k] = true
	}
	vpc := group{name: v.vpcTitle() + " in " + v.Region, border: borderNetwork}
	for _, t := range []infra.Tier{infra.Public, infra.Private, infra.DatabaseNet} {
		if g := v.tier(t, in, len(p.keys) <= mostGuards); len(g.nodes)+len(g.groups) > 0 {
			vpc.groups = append(vpc.groups, g)
		}
	}
	c := chart{arrows: p.arrows, down: deep(p.arrows)}
	for _, k := range p.keys {
		if n := v.nodes[k]; !v.withinVPC(n) {
			c.nodes = append(c.nodes, n)
		}
	}
	if len(vpc.groups) > 0 {
		c.groups = []group{vpc}
	}
	return c
}

// withinVPC reports whether a box stands in one of the frames.
func (v *view) withinVPC(n node) bool {
	switch n.kind {
	case kindService, kindDatabase, kindCache, kindVolume, kindBalancer:
		return true
	case kindFunction:
		return slices.ContainsFunc(v.Functions, func(f infra.Function) bool { return f.Name == n.key && f.Connected() })
	}
	return false
}

// tier is the frame of a kind of subnet with its services, jobs, functions, databases, caches and volumes.
// Security groups have frames where there is room for them.
func (v *view) tier(t infra.Tier, in map[string]bool, guards bool) group {
	g := group{name: v.subnetTitle(t), border: borderSubnet}
	guard := map[string]int{}
	put := func(where infra.Tier, key, label string) {
		if where != t || !in[key] {
			return
		}
		if !guards || label == "" {
			g.nodes = append(g.nodes, v.nodes[key])
			return
		}
		i, ok := guard[label]
		if !ok {
			i = len(g.groups)
			guard[label] = i
			g.groups = append(g.groups, group{name: guardTitle(v.groups[label]), border: borderGuard})
		}
		g.groups[i].nodes = append(g.groups[i].nodes, v.nodes[key])
	}
	for _, b := range v.Balancers {
		put(b.Tier, b.Name, b.SecurityGroup)
	}
	for _, s := range v.Tasks() {
		put(s.Tier, s.Name, strings.Join(s.SecurityGroups[:min(1, len(s.SecurityGroups))], ""))
	}
	for _, f := range v.Functions {
		put(f.Tier, f.Name, f.SecurityGroup)
	}
	for _, d := range v.Databases {
		put(d.Tier, d.Name, d.SecurityGroup)
	}
	for _, c := range v.Caches {
		put(c.Tier, c.Name, c.SecurityGroup)
	}
	for _, x := range v.Volumes {
		put(x.Tier, x.Name, x.SecurityGroup)
	}
	return g
}

// guardTitle names the frame of a security group.
func guardTitle(name string) string {
	const what = "Security group "
	if len(what+name) > longestTitle {
		return name
	}
	return what + name
}

func (v *view) vpcTitle() string {
	if v.Network.Default {
		return "Default VPC"
	}
	return "VPC"
}

// subnetTitle names a kind of subnet with the letters of its zones.
func (v *view) subnetTitle(t infra.Tier) string {
	var zones []string
	for _, s := range v.Network.Subnets {
		z := strings.TrimPrefix(strings.TrimPrefix(s.Zone, v.Region), "-")
		if s.Tier == t && z != "" && !slices.Contains(zones, z) {
			zones = append(zones, z)
		}
	}
	title, names := v.plainTier(t), strings.Join(zones, ", ")
	switch {
	case len(zones) == 0:
		return title
	case len(zones) > 3:
		return title + ", " + strconv.Itoa(len(zones)) + " zones"
	case v.Network.Default:
		return title + " in zones " + names
	}
	return title + " " + names
}

// edgeTable lists declared edges.
func (v *view) edgeTable(edges []infra.Edge) table {
	t := table{head: []md{"From", "To", "On", "Purpose", "Declared at"}}
	for _, e := range edges {
		t.row(v.nodeName(e.From), v.nodeName(e.To), or(text(edgeLabel(e)), "use"), text(e.Purpose), code(e.Path.String()))
	}
	return t
}

// nodeName is what the pages call a node.
func (v *view) nodeName(name string) md {
	if name == infra.Internet {
		return "Internet"
	}
	if n, ok := v.nodes[name]; ok {
		return text(n.name)
	}
	return text(name)
}
