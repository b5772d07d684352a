package docs

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// matrixVersion counts the changes of security-groups.json that a reader would notice.
const matrixVersion = 1

// securityGroupPages are the matrix for people, for spreadsheets and for programs.
func securityGroupPages(v *view) []artifact.File {
	if len(v.SecurityGroups) == 0 {
		return nil
	}
	passages := v.passages()
	return []artifact.File{
		v.matrixPage(passages).file("docs/security-groups.md"),
		{Path: "docs/security-groups.csv", Data: matrixCSV(passages)},
		{Path: "docs/security-groups.json", Data: v.matrixJSON(passages)},
	}
}

func (v *view) matrixPage(passages []passage) *page {
	pg := v.page(sentence("Security groups of %s: %s", text(v.Title), text(v.Environment)))
	pg.para("What is not in a row is refused. A row that says \"out and in\" has two rules: one lets the traffic out of the first group, one into the second. The same as %s and %s.",
		link("CSV", "security-groups.csv"), link("JSON", "security-groups.json"))
	pg.section("Who may reach whom")
	v.passageTable(pg, passages, func(p passage) bool { return !p.From.world() && !p.To.world() }, "No group may reach another.")
	pg.section("Open to the world")
	v.passageTable(pg, passages, func(p passage) bool { return p.From.world() }, "Nothing can be reached from the internet.")
	pg.section("May reach the world")
	v.passageTable(pg, passages, func(p passage) bool { return p.To.world() }, "Nothing may reach the internet.")
	if lists := v.prefixListTable(); len(lists.rows) > 0 {
		pg.section("Addresses of others")
		pg.table(lists)
	}
	pg.section("Groups")
	pg.table(v.groupTable())
	return pg
}

func (v *view) passageTable(pg *page, passages []passage, keep func(passage) bool, none md) {
	t := table{head: []md{"From", "To", "Protocol", "Ports", "Rules", "Why", "Declared at"}}
	for _, p := range passages {
		if keep(p) {
			t.row(text(p.From.Name), text(p.To.Name), text(p.Protocol), text(p.ports()), text(p.sides()), text(p.Why), or(code(p.Declared), "every task"))
		}
	}
	if len(t.rows) == 0 {
		pg.para("%s", none)
		return
	}
	pg.table(t)
}

// prefixListTable is whose addresses rules name as one, and who keeps them up to date.
func (v *view) prefixListTable() table {
	t := table{head: []md{"Of", "Prefix list", "Ranges", "Kept up to date"}}
	for _, l := range v.Network.PrefixLists {
		if len(l.Ranges) == 0 {
			t.row(text(l.Title), code(l.Name), "those of AWS's list", "by AWS")
			continue
		}
		t.row(text(l.Title), code(l.Name), join(each(l.Ranges, code)),
			sentence("by hand: they are those of %s on %s. Where the page has others, Groundplan's table of them is to be changed, and what it compiles applied; until then whoever comes from a new range is refused.", code(l.Source), text(l.Checked)))
	}
	return t
}

func (v *view) groupTable() table {
	in, out := map[string]int{}, map[string]int{}
	for _, r := range v.Rules {
		if r.Egress {
			out[r.Group]++
		} else {
			in[r.Group]++
		}
	}
	t := table{head: []md{"Group", "Name in AWS", "Members", "Rules in", "Rules out"}}
	for _, g := range v.SecurityGroups {
		t.row(text(g.Label), code(g.Name), v.members(g), number(in[g.Label]), number(out[g.Label]))
	}
	return t
}

// members lists who is in a group.
func (v *view) members(g infra.SecurityGroup) md {
	return join(each(g.Nodes, func(n string) md {
		if n == infra.EndpointsNode {
			return "VPC endpoints"
		}
		return text(n)
	}))
}

// matrixCSV is the matrix for a spreadsheet.
func matrixCSV(passages []passage) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	rows := [][]string{{"from", "to", "protocol", "from port", "to port", "why", "declared at", "egress rule", "ingress rule"}}
	for _, p := range passages {
		from, to := strconv.Itoa(p.FromPort), strconv.Itoa(p.ToPort)
		if p.Protocol == "all" {
			from, to = "all", "all"
		}
		rows = append(rows, []string{p.From.Name, p.To.Name, p.Protocol, from, to, p.Why, p.Declared, p.Egress, p.Ingress})
	}
	for _, row := range rows {
		for i := range row {
			row[i] = field(row[i])
		}
	}
	if err := w.WriteAll(rows); err != nil {
		panic("docs: a buffer refused to be written to: " + err.Error())
	}
	return b.Bytes()
}

// field is a text in a spreadsheet, on one line. What a spreadsheet would take for a
// formula gets an apostrophe before it, which shows that it is text.
// https://owasp.org/www-community/attacks/CSV_Injection
func field(s string) string {
	s = plain(s)
	if s != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}

// matrixDocument is the matrix for programs.
type matrixDocument struct {
	Comment     string          `json:"comment"`
	Version     int             `json:"version"`
	Platform    string          `json:"platform"`
	Environment string          `json:"environment"`
	Flows       []passage       `json:"flows"`
	Groups      []groupDocument `json:"securityGroups"`
}

type groupDocument struct {
	Label string         `json:"label"` // of the Terraform resource
	Name  string         `json:"name"`  // in AWS
	Nodes []string       `json:"nodes"`
	Rules []ruleDocument `json:"rules"`
}

type ruleDocument struct {
	Label       string `json:"label"`
	Direction   string `json:"direction"` // ingress or egress
	Peer        end    `json:"peer"`
	Protocol    string `json:"protocol"`
	FromPort    int    `json:"fromPort"`
	ToPort      int    `json:"toPort"`
	Description string `json:"description"`
}

func (v *view) matrixJSON(passages []passage) []byte {
	doc := matrixDocument{
		Comment: infra.Header(v.File), Version: matrixVersion,
		Platform: v.Name, Environment: v.Environment, Flows: append([]passage{}, passages...),
	}
	rules := map[string][]ruleDocument{}
	for _, r := range v.Rules {
		direction := "ingress"
		if r.Egress {
			direction = "egress"
		}
		rules[r.Group] = append(rules[r.Group], ruleDocument{
			r.Label, direction, v.end(r.Peer), protocol(r.Protocol), r.FromPort, r.ToPort, r.Description,
		})
	}
	for _, g := range v.SecurityGroups {
		own := append([]ruleDocument{}, rules[g.Label]...)
		doc.Groups = append(doc.Groups, groupDocument{g.Label, g.Name, append([]string{}, g.Nodes...), own})
	}
	data, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		panic("docs: the matrix is no JSON: " + err.Error())
	}
	return append(data, '\n')
}
