package docs

import (
	"cmp"
	"strconv"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/model"
)

// localPage is the one page of an environment that runs with docker compose.
func localPage(v *view) []artifact.File {
	pg := v.page(sentence("%s: %s", text(v.Title), text(v.Environment)))
	pg.para("Runs on this machine with docker compose. %s", "[Every environment](../../README.md)")
	if parts := v.containerParts(); len(parts) <= mostCharts {
		for _, p := range parts {
			pg.chart(v.containerChart(p))
		}
	}
	pg.section("Containers")
	pg.table(containerTable(v.Local.Services))
	pg.section("Commands")
	pg.para("From the folder that holds %s, where folders to build and %s are looked for:", code("out"), code(".env"))
	compose := v.Compose()
	pg.shell(compose+" up --build --detach", compose+" ps", compose+" logs --follow", compose+" down  # add --volumes to throw the data away")
	if asked := askedTable(v.Local.Services); len(asked.rows) > 0 {
		pg.section("Values to give")
		pg.para("They stand in a file %s in that folder, and in no repository.", code(".env"))
		pg.table(asked)
	}
	paritySection(pg, "What stands in for AWS", v.Local.StandIns)
	paritySection(pg, "What cannot be had here", v.Local.Missing)
	files := []artifact.File{pg.file("docs/README.md")}
	return append(files, flowsPage(v)...)
}

func paritySection(pg *page, title md, rows []infra.Parity) {
	if len(rows) == 0 {
		return
	}
	pg.section(title)
	t := table{head: []md{"Node", "On AWS", "Here"}}
	for _, r := range rows {
		t.row(or(text(r.Node), "every service"), text(r.On), text(r.Here))
	}
	pg.table(t)
}

func containerTable(services []infra.LocalService) table {
	t := table{head: []md{"Container", "Image", "Port", "On this machine", "Volumes", "Waits for"}}
	for _, s := range services {
		image := sentence("built from %s", code(s.Build))
		if s.Build == "" {
			image = code(s.Image)
		}
		t.row(code(cmp.Or(s.Container, s.Name)), image, or(port(s.Port), "none"), or(code(address(s)), "not published"),
			or(join(each(s.Volumes, func(p model.Pair) md { return sentence("%s at %s", code(p.Key), code(p.Value)) })), "none"),
			or(join(each(s.DependsOn, code)), "nobody"))
	}
	return t
}

func port(n int) md {
	if n == 0 {
		return ""
	}
	return number(n)
}

func address(s infra.LocalService) string {
	if s.Published == 0 {
		return ""
	}
	return "localhost:" + strconv.Itoa(s.Published)
}

// askedTable lists the values that nothing stands in for.
func askedTable(services []infra.LocalService) table {
	t := table{head: []md{"Name in .env", "Container", "Variable"}}
	for _, s := range services {
		for _, x := range s.Environment {
			if x.Asked != "" && x.Value == "" {
				t.row(code(x.Asked), code(cmp.Or(s.Container, s.Name)), code(x.Name))
			}
		}
	}
	return t
}

// The keys of boxes that are no containers.
const (
	volumeKey = "volume " // and its name
)

// containerParts are the containers and volumes, in charts of a readable size.
func (v *view) containerParts() []part {
	var keys []string
	var arrows []arrow
	of := map[string]string{} // compose services by node
	for _, s := range v.Local.Services {
		of[s.Node] = s.Name
	}
	for _, s := range v.Local.Services {
		keys = append(keys, s.Name)
		if s.Published != 0 {
			arrows = append(arrows, arrow{from: infra.Internet, to: s.Name, label: address(s)})
		}
		for _, x := range s.Volumes {
			arrows = append(arrows, arrow{from: s.Name, to: volumeKey + x.Key, dotted: true})
		}
	}
	for _, e := range v.Edges {
		if from, to := of[e.From], of[e.To]; from != "" && to != "" {
			arrows = append(arrows, arrow{from: from, to: to, label: edgeLabel(e)})
		}
	}
	if all := whole(keys, arrows); !all.crowded() {
		return []part{all}
	}
	return split(keys, arrows)
}

// containerChart draws the containers on their network, the volumes beside it, and
// who works on this machine.
func (v *view) containerChart(p part) chart {
	boxes := map[string]node{infra.Internet: {infra.Internet, kindPerson, "You", []string{"on this machine"}}}
	for _, s := range v.Local.Services {
		boxes[s.Name] = containerBox(s)
		for _, x := range s.Volumes {
			boxes[volumeKey+x.Key] = node{volumeKey + x.Key, kindBucket, x.Key, []string{x.Value}}
		}
	}
	network := group{name: "Bridge network", border: borderNetwork}
	volumes := group{name: "Volumes", border: borderAccount}
	c := chart{arrows: p.arrows}
	for _, k := range p.keys {
		switch n := boxes[k]; {
		case n.kind == kindPerson:
			c.nodes = append(c.nodes, n)
		case k == volumeKey+n.name:
			volumes.nodes = append(volumes.nodes, n)
		default:
			network.nodes = append(network.nodes, n)
		}
	}
	c.groups = []group{network}
	if len(volumes.nodes) > 0 {
		c.groups = append(c.groups, volumes)
	}
	return c
}

func containerBox(s infra.LocalService) node {
	kinds := map[string]kind{"databases": kindDatabase, "caches": kindCache, "buckets": kindBucket}
	lines := []string{cmp.Or(s.Image, "built from "+s.Build)}
	if s.Port != 0 {
		lines = append(lines, "port "+strconv.Itoa(s.Port))
	}
	return node{s.Name, kinds[s.Family], cmp.Or(s.Container, s.Name), lines}
}
