package docs

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/model"
)

// deploysSection tells of what programs make by themselves, which Terraform does not know.
func (v *view) deploysSection(pg *page) {
	tasks := slices.DeleteFunc(v.Tasks(), func(s infra.Service) bool { return s.Deploys == nil })
	if len(tasks) == 0 {
		return
	}
	pg.section("What programs make by themselves")
	pg.para("Programs make these through AWS's API, beside Terraform: no plan shows them, no apply changes them, and no compile knows of them. Their roles let programs create them, but neither change nor delete them: that is left to whoever operates the platform. The page on %s has the roles in full.", link("IAM", "iam.md#permissions"))
	for _, s := range tasks {
		v.deploysOf(pg, s)
	}
	stranded := md("services that a program made hold the cluster")
	if slices.ContainsFunc(tasks, func(s infra.Service) bool { return len(s.Deploys.Balancers) > 0 }) {
		stranded += ", and their target groups the balancer and the VPC"
	}
	pg.para("Before the platform is destroyed, what programs made must be deleted by hand: %s. A service declared under a name that a program has taken cannot be applied until that one is gone.", stranded)
}

func (v *view) deploysOf(pg *page, s infra.Service) {
	d := s.Deploys
	pg.subsection(text(s.Name))
	tags := each(d.Tags, func(t model.Pair) md { return code(t.Key + "=" + t.Value) })
	items := []md{
		sentence("Services of the cluster %s that are called %s, of task definitions that are called %s.", code(v.Cluster.Name), alternatives(each(d.Services, code)), alternatives(each(d.Families, code))),
		sentence("Their tasks have the two roles of a declared service with such a name, and may do all that it may. There are %s of these; only a declared service has roles of its own.", number(len(d.Like))),
	}
	if len(d.Balancers) > 0 {
		items = append(items,
			sentence("Target groups that are called %s, with at most %s, and rules of %s. Rules that the compiler places stand from %s on; lower priorities are free where no route has them.", alternatives(each(d.Services, code)), count(d.LongestGroup, "character", "characters"), join(each(d.Balancers, text)), number(model.FirstChosenPriority)),
			"A host that no declared route has needs a record in DNS, and a name in the balancer's certificate that covers it, such as a wildcard: neither comes with a rule.")
	}
	pg.list(append(items, sentence("All of it carries the tags %s, and no others, by which it is found:", join(tags))))
	filters := each(d.Tags, func(t model.Pair) string { return word("Key=" + t.Key + ",Values=" + t.Value) })
	pg.shell("aws resourcegroupstaggingapi get-resources --tag-filters " + strings.Join(filters, " ") + " --query 'ResourceTagMappingList[].ResourceARN' --region " + word(v.Region))
	pg.para("Variables tell the program what it needs. The names of families begin with one of them and the ARNs of roles with another; the name of the service follows, and for a role %s or %s.", code("-execution"), code("-task"))
	t := table{head: []md{"Variable", "Holds"}}
	for _, e := range d.Environment {
		t.row(code(e.Name), v.shown(e.Value))
	}
	pg.table(t)
}

// alternatives are things of which one is meant.
func alternatives(of []md) md {
	if len(of) < 2 {
		return join(of)
	}
	return join(of[:len(of)-1]) + " or " + of[len(of)-1]
}

// tagsOf are conditions on the tags of a request in words, and what is left of all.
func tagsOf(all []infra.Condition) (tagged md, rest []infra.Condition) {
	var tags []md
	for _, c := range all {
		key, tag := strings.CutPrefix(c.Variable, "aws:RequestTag/")
		value, known := "", len(c.Values) == 1
		if known {
			value, known = c.Values[0].Literal()
		}
		switch {
		case tag && known:
			tags = append(tags, code(key+"="+value))
		case c.Variable != "aws:TagKeys":
			rest = append(rest, c)
		}
	}
	if len(tags) == 0 {
		return "", all
	}
	return sentence("it is tagged %s, and nothing else", join(tags)), rest
}

// standsFor is the box of what is called by a pattern: the end of its ARN, and whose it is.
func (v *view) standsFor(s infra.Statement, service string) (node, bool) {
	for _, p := range slices.Concat(s.Resources...) {
		switch p.Attribute {
		case infra.ListenerARN, infra.BalancerSuffix:
			return node{"balancer " + p.Node, kindBalancer, strings.ReplaceAll(p.Node, "_", "-"), []string{"rules"}}, true
		}
	}
	_, full := v.parts(s.Resources[0])
	_, end, found := strings.Cut(full, ":"+cmp.Or(v.Account, "{account}")+":")
	if !found {
		return node{}, false
	}
	end = strings.TrimSuffix(end, ":*") // whichever of it
	if more := len(s.Resources) - 1; more > 0 {
		end += " and " + strconv.Itoa(more) + " more"
	}
	return node{"arn " + end, kindNetwork, end, []string{"in " + service}}, true
}
