package docs

import (
	"slices"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// securityPage is what the author says of concerns, and what the platform itself
// answers: each line is of something that is declared, and that Terraform makes.
func securityPage(v *view) []artifact.File {
	sections := []struct {
		title md
		about md
		table table
	}{
		{"Concerns", "In the words of those who declared them. Nothing here can check what a program does.", v.concernTable()},
		{"Encrypted at rest", "", v.atRestTable()},
		{"Encrypted on the way", "", v.inTransitTable()},
		{"Open to the internet", sentence("Which ports the network lets in is under %s.", link("security groups", "security-groups.md#open-to-the-world")), v.wayInTable()},
		{"Open beside sign-in", "Hosts on which people sign in answer these paths to everybody.", v.openTable()},
		{"Against deletion and loss", v.aboutStores(), v.lossTable()},
		{"Permissions and secrets", "", v.accessTable()},
		{"Logs", "", v.retentionTable()},
	}
	pg := v.page(sentence("Security of %s: %s", text(v.Title), text(v.Environment)))
	written := false
	for _, s := range sections {
		if len(s.table.rows) == 0 {
			continue
		}
		written = true
		pg.section(s.title)
		if s.about != "" {
			pg.para("%s", s.about)
		}
		pg.table(s.table)
	}
	if !written {
		return nil
	}
	return []artifact.File{pg.file("docs/security.md")}
}

func (v *view) concernTable() table {
	t := table{head: []md{"Concern", "What answers it"}}
	for _, c := range v.Concerns {
		t.row(text(c.Key), text(c.Value))
	}
	return t
}

// atRestTable is true of every store, since no store is made without encryption.
func (v *view) atRestTable() table {
	t := table{head: []md{"What", "With which key"}}
	all := func(names []md, what, key md) {
		if len(names) > mostRows {
			t.row(sentence("%s %s", number(len(names)), what), key)
			return
		}
		if len(names) > 0 {
			t.row(sentence("%s: %s", what, join(names)), key)
		}
	}
	all(each(v.Databases, func(d infra.Database) md { return text(d.Name) }), "Databases", "the account's for RDS, with their backups")
	all(each(v.Caches, func(c infra.Cache) md { return text(c.Name) }), "Caches", "ElastiCache's own, with their snapshots")
	for _, x := range v.Volumes {
		t.row(sentence("Volume: %s", text(x.Name)), or(code(x.KMSKey), "the account's for EFS"))
	}
	all(each(v.Buckets, func(b infra.Bucket) md { return text(b.Name) }), "Buckets", "S3's own")
	all(each(v.Queues, func(q infra.Queue) md { return text(q.Name) }), "Queues, with those for their dead messages", "SQS's own")
	all(each(v.programsTopics(), func(x infra.Topic) md { return text(x.Name) }), "Topics that programs speak to", "the account's for SNS")
	for _, d := range v.Distributions {
		if d.Bucket != nil {
			t.row(sentence("Files of %s", text(d.Name)), "S3's own")
		}
	}
	all(each(v.Functions, func(f infra.Function) md { return text(f.Name) }), "Queues for what functions failed at", "SQS's own")
	all(each(v.Jobs, func(j infra.Job) md { return text(j.Name) }), "Queues for starts of jobs that failed", "SQS's own")
	var usual []md
	for _, s := range v.Secrets {
		switch {
		case s.KMSKey != "":
			t.row(sentence("Secret: %s", text(s.Name)), code(s.KMSKey))
		case !s.Existing:
			usual = append(usual, text(s.Name))
		}
	}
	parameters := each(v.Caches, func(c infra.Cache) md { return sentence("%s password", text(c.Name)) })
	for _, made := range v.madeSecrets() {
		if made.store == "Secrets Manager" {
			usual = append(usual, made.name)
		} else {
			parameters = append(parameters, made.name)
		}
	}
	all(usual, "Secrets", "the account's for Secrets Manager")
	all(parameters, "Parameters", "the account's for Parameter Store")
	return t
}

// wayInTable lists where the internet gets in, and what looks at it first.
func (v *view) wayInTable() table {
	t := table{head: []md{"Where", "On", "Firewall"}}
	for _, e := range v.Edges {
		switch {
		case e.From == infra.Internet && e.Family != "externals":
			t.row(v.nodeName(e.To), text(edgeLabel(e)), v.guardedBy(e.To))
		case v.nodes[e.From].kind == kindExternal:
			t.row(v.nodeName(e.To), sentence("%s, from %s", text(edgeLabel(e)), v.nodeName(e.From)), v.guardedBy(e.To))
		}
	}
	for _, g := range v.Gateways {
		t.row(text(g.Name), "HTTPS 443, under an address of its own too", "none")
	}
	return t
}

// openTable lists what nobody need sign in for, on hosts where people do.
func (v *view) openTable() table {
	t := table{head: []md{"Host", "Path", "Who answers", "Declared at"}}
	asks := map[string]bool{} // by host
	for _, b := range v.Balancers {
		for _, r := range b.Rules {
			asks[r.Host] = asks[r.Host] || r.SignIn != nil
		}
	}
	for _, b := range v.Balancers {
		for _, r := range b.Rules {
			if asks[r.Host] && r.Redirect == "" && (r.SignIn == nil || r.SignIn.Unauthenticated == "allow") {
				t.row(or(code(r.Host), "every host"), or(code(r.Path), "every path"), text(r.Service), code(r.Declared.String()))
			}
		}
	}
	for _, d := range v.Distributions {
		for _, h := range d.Hosts {
			for _, x := range d.Behaviors {
				if asks[h] && !slices.ContainsFunc(v.Balancers, func(b infra.Balancer) bool { return b.Name == x.Origin }) {
					t.row(code(h), code(x.Path), text(x.Origin), code(x.Declared.String()))
				}
			}
		}
	}
	return t
}

// guardedBy is the firewall before a balancer or a distribution.
func (v *view) guardedBy(node string) md {
	for _, b := range v.Balancers {
		for _, f := range v.Firewalls {
			if b.Name == node && slices.Contains(f.Balancers, b.Label) {
				return link(text(f.Name), "firewalls.md")
			}
		}
	}
	for _, d := range v.Distributions {
		if d.Name == node && d.Firewall != "" {
			return link(v.firewallOf(d), "firewalls.md")
		}
	}
	return "none"
}

// aboutStores leads to the page on data stores, where there is one.
func (v *view) aboutStores() md {
	if len(v.Databases)+len(v.Caches)+len(v.Volumes)+len(v.Buckets) == 0 {
		return ""
	}
	return sentence("More is on the page on %s.", link("data stores", "data.md"))
}

func (v *view) lossTable() table {
	t := table{head: []md{"What", "Deletion protection", "Can be restored"}}
	for _, d := range v.Databases {
		t.row(text(d.Name), onOff(d.DeletionProtection), backups(d))
	}
	for _, c := range v.Caches {
		t.row(text(c.Name), "there is none", sentence("snapshots: %s", snapshots(c)))
	}
	for _, x := range v.Volumes {
		t.row(text(x.Name), fileProtection(x), fileCopies(x))
	}
	for _, b := range v.Buckets {
		kept := md("nothing")
		switch {
		case b.Versioning && b.NoncurrentDays == 0:
			kept = "old versions"
		case b.Versioning:
			kept = sentence("old versions, for %s", count(b.NoncurrentDays, "day", "days"))
		}
		t.row(text(b.Name), emptied(b), kept)
	}
	for _, b := range v.Balancers {
		t.row(text(b.Name), onOff(b.DeletionProtection), "keeps nothing")
	}
	for _, u := range v.UserPools {
		t.row(text(u.Name), onOff(u.DeletionProtection), "nothing")
	}
	return t
}

// emptied says what keeps a bucket from being deleted.
func emptied(b infra.Bucket) md {
	if b.ForceDestroy {
		return "off"
	}
	return "while anything is in it"
}

// accessTable counts who may do what, and leads to where it is told.
func (v *view) accessTable() table {
	t := table{head: []md{"What", "How many", "Where"}}
	if n := len(v.roles()); n > 0 {
		t.row("IAM roles, two of them for each service", number(n), link("IAM roles", "iam.md"))
	}
	if n := len(v.inventory()); n > 0 {
		t.row("Secrets, each with those who read it", number(n), link("secrets", "secrets.md#readers"))
	}
	return t
}

// retentionTable counts log groups by how long they keep what is written, but for those
// of builds.
func (v *view) retentionTable() table {
	t := table{head: []md{"Kept for", "What"}}
	groups := map[int]int{}
	var days []int
	for _, l := range v.ServingLogs() {
		if groups[l.RetentionDays]++; groups[l.RetentionDays] == 1 {
			days = append(days, l.RetentionDays)
		}
	}
	slices.Sort(days)
	for _, d := range days {
		t.row(count(d, "day", "days"), count(groups[d], "log group", "log groups"))
	}
	for _, b := range v.Balancers {
		if b.Logs != nil {
			t.row(count(b.Logs.ExpireDays, "day", "days"), sentence("access logs of %s", text(b.Name)))
		}
	}
	return t
}
