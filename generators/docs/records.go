package docs

import (
	"slices"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// recordsPage lists the records that somebody else keeps.
func recordsPage(v *view) []artifact.File {
	if !v.ExternalDNS || len(v.Aliases)+len(v.Certificates) == 0 {
		return nil
	}
	pg := v.page(sentence("DNS records of %s: %s", text(v.Title), text(v.Environment)))
	pg.para("None of these is managed here: whoever manages the domain makes them. Terraform shows them, once it has made what they lead to, as the output %s:", code("dns_records"))
	pg.shell(v.recordCommands()...)
	v.hostRecords(pg)
	v.proofRecords(pg)
	return []artifact.File{pg.file("docs/dns.md")}
}

// recordCommands print the records of each root that has some.
func (v *view) recordCommands() (lines []string) {
	if v.Layout != "stacks" {
		return []string{"terraform -chdir=terraform output -json dns_records"}
	}
	for _, s := range v.Stacks {
		if v.hasRecords(s) {
			lines = append(lines, "terraform -chdir="+word(v.StackDir(s))+" output -json dns_records")
		}
	}
	return lines
}

// hasRecords reports whether a stack makes something that records lead to or prove.
func (v *view) hasRecords(s infra.Stack) bool {
	return slices.ContainsFunc(v.Aliases, func(a infra.Alias) bool { return a.Stack == s }) ||
		slices.ContainsFunc(v.Certificates, func(c infra.Certificate) bool { return c.Stack == s })
}

// hostRecords lead people to what answers.
func (v *view) hostRecords(pg *page) {
	t := table{head: []md{"Name", "Type", "Value", "Leads to", "Made in"}}
	apex := false
	for _, a := range v.Aliases {
		typ := md("CNAME")
		if a.Name == v.Domain.Name {
			typ, apex = "CNAME, or what stands for one", true
		}
		t.row(code(a.Name), typ, recordValue(a.Target), text(aliasTitle(a.Target)), code(v.StackDir(a.Stack)))
	}
	if len(t.rows) == 0 {
		return
	}
	pg.section("Hosts")
	pg.table(t)
	if apex {
		pg.para("Beside the other records of a domain itself DNS allows no CNAME. If %s is one, its keeper has something in its place, called ALIAS, ANAME or flattening.", code(v.Domain.Name))
	}
	for _, b := range v.Balancers {
		for _, l := range v.Network.PrefixLists {
			if len(l.Ranges) > 0 && slices.Contains(b.From, l.Title) {
				pg.para("The hosts of %s are proxied records of %s, which alone reaches it.", text(b.Name), text(l.Title))
			}
		}
	}
}

// recordValue is the name at AWS that a record has for its value.
func recordValue(t infra.AliasTarget) md {
	if t.Kind == "userPools" {
		return "the name of CloudFront's that Cognito gives"
	}
	suffix := map[string]string{"balancers": "_dns_name", "distributions": "_domain_name"}[t.Kind]
	return sentence("the output %s", code(t.Label+suffix))
}

// proofRecords prove certificates to ACM.
func (v *view) proofRecords(pg *page) {
	t := table{head: []md{"Certificate", "Region", "One record for each of", "Made in"}}
	var regions []string
	for _, c := range v.Certificates {
		t.row(text(c.Label), code(c.Region), join(each(c.Domains, code)), code(v.StackDir(c.Stack)))
		if !slices.Contains(regions, c.Region) {
			regions = append(regions, c.Region)
		}
	}
	if len(t.rows) == 0 {
		return
	}
	pg.section("Certificates")
	pg.para("Each name is proven by a CNAME that ACM asks for, whose name begins with an underscore; a name and the wildcard below it have one in common, and so have two certificates of one account. They stay: ACM renews certificates for as long as they stand. They are never proxied.")
	pg.table(t)
	pg.para("The first apply waits for them, so that no output is there yet. Meanwhile ACM says what it waits for:")
	var lines []string
	for _, r := range regions {
		in := " --region " + word(r)
		lines = append(lines,
			"for arn in $(aws acm list-certificates --certificate-statuses PENDING_VALIDATION --query 'CertificateSummaryList[].CertificateArn' --output text"+in+"); do",
			"  aws acm describe-certificate --certificate-arn \"$arn\" --query 'Certificate.DomainValidationOptions[].ResourceRecord' --output table"+in,
			"done")
	}
	pg.shell(lines...)
	pg.para("Terraform gives up after 75 minutes. Nothing is lost: another apply continues where it stopped.")
}

// recordsByHand is what must be done about them before the first apply ends.
func (v *view) recordsByHand() (out []md) {
	if len(v.Aliases)+len(v.Certificates) == 0 {
		return nil
	}
	out = append(out, sentence("DNS is not managed here. The first apply waits for its certificates until somebody has made their validation records, and hosts lead nowhere until their own records exist: see %s.", link("DNS records", "dns.md")))
	for _, u := range v.UserPools {
		if u.Domain != "" {
			out = append(out, sentence("The name above %s must have an address before %s is applied: Cognito refuses the host otherwise.", code(u.Domain), code(v.StackDir(u.Stack))))
		}
	}
	return out
}
