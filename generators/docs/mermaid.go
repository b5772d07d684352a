package docs

import (
	"strconv"
	"strings"
)

// label is a text within a diagram, in quotes or after the colon of a sequence: what
// is shown is plain(s). Letters, digits, space and comma stand for themselves, and
// "-", "." and "/" between two of them; everything else is a decimal entity. Mermaid
// reads some words as statements even within quotes, makes links of addresses that
// begin with www, and shows an empty label badly.
func label(s string) string {
	runes := []rune(plain(s))
	var b strings.Builder
	for i, r := range runes {
		if alphanumeric(r) || r == ' ' || r == ',' || strings.ContainsRune("-./", r) && within(runes, i) && !links(runes, i) {
			b.WriteRune(r)
		} else {
			b.WriteString("#" + strconv.Itoa(int(r)) + ";")
		}
	}
	if b.Len() == 0 {
		return "#160;"
	}
	return strings.ReplaceAll(b.String(), "direction", "#100;irection")
}

// kind is what a node is: how it is drawn.
type kind int

const (
	kindService kind = iota
	kindFunction
	kindDatabase
	kindCache
	kindBucket
	kindVolume
	kindQueue
	kindTopic
	kindSecret
	kindExternal
	kindBalancer
	kindGateway
	kindEdge // CloudFront
	kindModel
	kindUserPool
	kindPipeline
	kindInternet
	kindNetwork
	kindRole
	kindPerson
	kindCode // a repository of source
	kindJob
	kindFlow // a program's own, in steps
	kindMany // stands for several
)

// style is how a kind is drawn. Colours are a light fill with dark text, which read
// on a white page and on a black one.
type style struct {
	class       string
	open, close string // the shape
	colours     string
}

var styles = [...]style{
	kindService:  {"service", "(", ")", "fill:#ffedd5,stroke:#c2410c,color:#431407"},
	kindFunction: {"function", "{{", "}}", "fill:#fef3c7,stroke:#b45309,color:#451a03"},
	kindDatabase: {"database", "[(", ")]", "fill:#dbeafe,stroke:#1d4ed8,color:#172554"},
	kindCache:    {"cache", "[(", ")]", "fill:#cffafe,stroke:#0e7490,color:#083344"},
	kindBucket:   {"bucket", "[(", ")]", "fill:#dcfce7,stroke:#15803d,color:#052e16"},
	kindVolume:   {"volume", "[(", ")]", "fill:#ecfccb,stroke:#4d7c0f,color:#1a2e05"},
	kindQueue:    {"queue", "[[", "]]", "fill:#e0f2fe,stroke:#0369a1,color:#082f49"},
	kindTopic:    {"topic", ">", "]", "fill:#e0f2fe,stroke:#0369a1,color:#082f49"},
	kindSecret:   {"secret", "{{", "}}", "fill:#fef9c3,stroke:#a16207,color:#422006"},
	kindExternal: {"external", "([", "])", "fill:#f1f5f9,stroke:#475569,color:#0f172a"},
	kindBalancer: {"balancer", "[/", "\\]", "fill:#ede9fe,stroke:#6d28d9,color:#2e1065"},
	kindGateway:  {"gateway", "[/", "\\]", "fill:#ede9fe,stroke:#6d28d9,color:#2e1065"},
	kindEdge:     {"edge", "([", "])", "fill:#ede9fe,stroke:#6d28d9,color:#2e1065"},
	kindModel:    {"model", "{{", "}}", "fill:#ccfbf1,stroke:#0f766e,color:#042f2e"},
	kindUserPool: {"userpool", "[[", "]]", "fill:#fce7f3,stroke:#be185d,color:#500724"},
	kindPipeline: {"pipeline", ">", "]", "fill:#f1f5f9,stroke:#475569,color:#0f172a"},
	kindInternet: {"internet", "([", "])", "fill:#fee2e2,stroke:#b91c1c,color:#450a0a"},
	kindNetwork:  {"network", "[", "]", "fill:#ede9fe,stroke:#6d28d9,color:#2e1065"},
	kindRole:     {"role", "[[", "]]", "fill:#fce7f3,stroke:#be185d,color:#500724"},
	kindPerson:   {"person", "([", "])", "fill:#f1f5f9,stroke:#475569,color:#0f172a"},
	kindCode:     {"code", "[/", "/]", "fill:#f1f5f9,stroke:#475569,color:#0f172a"},
	kindJob:      {"job", "(", ")", "fill:#e0e7ff,stroke:#4338ca,color:#1e1b4b"},
	kindFlow:     {"flow", "[[", "]]", "fill:#e0e7ff,stroke:#4338ca,color:#1e1b4b"},
	kindMany:     {"many", "[[", "]]", "fill:#f1f5f9,stroke:#475569,color:#0f172a"},
}

// node is a box.
type node struct {
	key     string // what arrows call it; never written
	kind    kind
	name    string
	details []string // lines below the name
}

// group is a frame around boxes and other frames. Without a name it has no frame.
type group struct {
	name   string
	border string // colour and dashes of the frame
	nodes  []node
	groups []group
}

// longestTitle is how long a frame's title may be: mermaid 11 breaks longer ones, and
// the second line covers what is within.
const longestTitle = 26

// longestLabel is how many characters stand beside an arrow.
const longestLabel = 60

// The frames.
const (
	borderAccount = "stroke:#64748b"
	borderNetwork = "stroke:#7c3aed"
	borderSubnet  = "stroke:#0d9488"
	borderGuard   = "stroke:#dc2626,stroke-dasharray:5 4" // of a security group
)

// arrow leads from one box to another.
type arrow struct {
	from, to string // keys
	label    string
	dotted   bool
	unseen   bool // for the layout alone
}

// chart is a flowchart.
type chart struct {
	group
	arrows  []arrow
	down    bool // from top to bottom; otherwise from left to right
	inOrder bool // boxes stay in their order, though arrows may cross for it
}

// frontmatter asks for a layout that keeps frames apart; a host without it uses
// mermaid's own. Hops where arrows cross would draw the dotted ones solid (mermaid 12.3).
func (c chart) frontmatter() string {
	order := ""
	if c.inOrder {
		order = "    forceNodeModelOrder: true\n"
	}
	return `---
config:
  flowchart:
    nodeSpacing: 24
    wrappingWidth: 300
  layout: elk
  elk:
    lineHops: false
` + order + "---\n"
}

// String is the chart in mermaid's language. Ids are counted, so that no text of the
// author is ever read as one. An arrow to a box that is not drawn is left out.
func (c chart) String() string {
	d := drawing{ids: map[string]string{}}
	d.b.WriteString(c.frontmatter())
	if c.down {
		d.b.WriteString("flowchart TB\n")
	} else {
		d.b.WriteString("flowchart LR\n")
	}
	d.group(c.group, "  ")
	for _, a := range c.arrows {
		d.arrow(a)
	}
	d.classes()
	return d.b.String()
}

// drawing is a chart on its way.
type drawing struct {
	b      strings.Builder
	ids    map[string]string
	used   [len(styles)]bool
	frames []string // style lines
	arrows int
}

func (d *drawing) group(g group, indent string) {
	inner := indent
	if g.name != "" {
		id := "g" + strconv.Itoa(len(d.frames))
		d.b.WriteString(indent + "subgraph " + id + `["` + label(short(plain(g.name), longestTitle)) + `"]` + "\n")
		d.frames = append(d.frames, "  style "+id+" fill:none,"+g.border+"\n")
		inner += "  "
	}
	for _, n := range g.nodes {
		d.node(n, inner)
	}
	for _, child := range g.groups {
		d.group(child, inner)
	}
	if g.name != "" {
		d.b.WriteString(indent + "end\n")
	}
}

func (d *drawing) node(n node, indent string) {
	id := "n" + strconv.Itoa(len(d.ids))
	d.ids[n.key] = id
	d.used[n.kind] = true
	s := styles[n.kind]
	d.b.WriteString(indent + id + s.open + `"<b>` + label(short(plain(n.name), 60)) + "</b>")
	for _, line := range n.details {
		d.b.WriteString("<br/>" + label(short(plain(line), 60)))
	}
	d.b.WriteString(`"` + s.close + ":::" + s.class + "\n")
}

func (d *drawing) arrow(a arrow) {
	from, to := d.ids[a.from], d.ids[a.to]
	if from == "" || to == "" {
		return
	}
	line := " --> "
	switch {
	case a.unseen:
		line = " ~~~ "
	case a.dotted:
		line = " -.-> "
	}
	if a.label != "" {
		line = strings.TrimRight(line, " ") + `|"` + label(short(plain(a.label), longestLabel)) + `"| `
	}
	d.b.WriteString("  " + from + line + to + "\n")
	d.arrows++
}

func (d *drawing) classes() {
	for k, used := range d.used {
		if used {
			d.b.WriteString("  classDef " + styles[k].class + " " + styles[k].colours + "\n")
		}
	}
	for _, f := range d.frames {
		d.b.WriteString(f)
	}
	if d.arrows > 0 {
		d.b.WriteString("  linkStyle default stroke:#64748b\n")
	}
}
