package catalogue

import (
	"fmt"
	"strings"
)

// Chapter is a group of diagnostics on the page.
type Chapter struct {
	Title       string
	Intro       string // a paragraph, or empty
	Diagnostics []Diagnostic
}

// Diagnostic is a code that the compiler can report.
type Diagnostic struct {
	Code, Severity   string
	Summary, Purpose string
	Example          string // as it is printed, or empty
}

// Page is docs/rules.md: what the compiler reports, then how it answers for every
// rule of the catalogue.
func Page(chapters []Chapter, rules []Rule) []byte {
	var b strings.Builder
	b.WriteString("# Rules\n\n" +
		"What `compile` reports, code by code, and how it answers for every rule of AWS, Terraform and experience in its catalogue.\n" +
		"This page is written from the tables of `internal/check` and `internal/verify` by their tests.\n\n" +
		"An error means that nothing is written. A warning is printed, and makes `compile vet` exit with 2 until it is mended\n" +
		"or accepted: `accept: [{code: \"sg-open-container\", node: \"web\", reason: \"…\"}]`.\n\n")
	counts(&b, chapters, rules)
	b.WriteString("\n# Diagnostics\n")
	for _, c := range chapters {
		fmt.Fprintf(&b, "\n## %s\n", c.Title)
		if c.Intro != "" {
			fmt.Fprintf(&b, "\n%s\n", c.Intro)
		}
		for _, d := range c.Diagnostics {
			diagnostic(&b, d)
		}
	}
	b.WriteString("\n# Catalogue\n\nPain says how often a rule hurts, and how late, from 1 to 5. A source marked with ? was not found to say so.\n")
	for _, family := range Families(rules) {
		table(&b, family, rules)
	}
	return []byte(b.String())
}

func diagnostic(b *strings.Builder, d Diagnostic) {
	fmt.Fprintf(b, "\n### %s\n\n%s: %s. %s\n", d.Code, capital(d.Severity), plain(d.Summary), plain(d.Purpose))
	if d.Example != "" {
		fmt.Fprintf(b, "\n```text\n%s\n```\n", strings.TrimRight(d.Example, "\n"))
	}
}

// counts says how much is covered, family by family.
func counts(b *strings.Builder, chapters []Chapter, rules []Rule) {
	codes := 0
	for _, c := range chapters {
		codes += len(c.Diagnostics)
	}
	fmt.Fprintf(b, "There are %d diagnostics, and %d rules in the catalogue:\n\n", codes, len(rules))
	b.WriteString("| Family | Rules | Covered | Of pain 3 and more | Cannot be declared | Not yet |\n| --- | --: | --: | --: | --: | --: |\n")
	total := tally{family: "all"}
	for _, family := range Families(rules) {
		t := tally{family: family}
		for _, r := range rules {
			if r.Family == family {
				t.add(r)
				total.add(r)
			}
		}
		t.row(b)
	}
	total.row(b)
}

// tally counts the rules of a family.
type tally struct {
	family                                       string
	rules, covered, sore, cured, absent, pending int
}

func (t *tally) add(r Rule) {
	t.rules++
	answered := r.Answered()
	switch {
	case answered:
		t.covered++
	case len(r.Names(Absent)) > 0:
		t.absent++
	default:
		t.pending++
	}
	if r.Pain >= 3 {
		t.sore++
		if answered {
			t.cured++
		}
	}
}

func (t tally) row(b *strings.Builder) {
	fmt.Fprintf(b, "| %s | %d | %d | %d of %d | %d | %d |\n", t.family, t.rules, t.covered, t.cured, t.sore, t.absent, t.pending)
}

// table lists the rules of one family, those that hurt most first as in the data.
func table(b *strings.Builder, family string, rules []Rule) {
	fmt.Fprintf(b, "\n## %s\n\n| Rule | Pain | What it says | How it is seen to |\n| --- | --: | --- | --- |\n", family)
	for _, r := range rules {
		if r.Family != family {
			continue
		}
		var how []string
		for _, c := range r.Covered {
			how = append(how, c.text())
		}
		says := cell(r.Rule)
		if r.Note != "" {
			says += "<br>*" + cell(r.Note) + "*"
		}
		fmt.Fprintf(b, "| %s %s | %d | %s | %s |\n", r.ID, r.sources(), r.Pain, says, strings.Join(how, "<br>"))
	}
}

// sources links to where a rule comes from. What stands behind a source's URL says
// where on the page.
func (r Rule) sources() string {
	doubt := ""
	if !r.Verified {
		doubt = "?"
	}
	if !strings.HasPrefix(r.Source, "https://") {
		return "(" + r.Source + ")"
	}
	url, where, _ := strings.Cut(r.Source, " ")
	if where != "" {
		where = fmt.Sprintf(" %q", strings.Trim(where, "()"))
	}
	links := fmt.Sprintf("([source](%s%s)%s", url, where, doubt)
	if r.Evidence != "" {
		links += fmt.Sprintf(", [evidence](%s)", r.Evidence)
	}
	return links + ")"
}

func (c Cover) text() string {
	switch c.By {
	case NotYet:
		return "not yet"
	case Absent:
		return cell(c.What)
	case Construction:
		return "by construction: " + cell(c.What)
	case Schema:
		return "schema `" + c.What + "`"
	}
	return fmt.Sprintf("%s [%s](#%s)", c.By, c.What, c.What)
}

// plain escapes what Markdown would take for HTML.
func plain(s string) string { return strings.ReplaceAll(s, "<", "&lt;") }

// cell escapes a text for a cell of a Markdown table.
func cell(s string) string {
	return strings.NewReplacer("|", "\\|", "<", "&lt;", "*", "\\*", "_", "\\_", "\n", " ", "`", "\\`").Replace(s)
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
