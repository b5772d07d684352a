package infra

import (
	"cmp"
	"fmt"
	"strings"

	"groundplan.internal/internal/model"
)

// ruleQuota reports groups with more rules than AWS takes.
func (b *builder) ruleQuota() {
	known := b.facts.Quota("rulesPerSecurityGroup")
	quota := cmp.Or(b.in.Quotas.RulesPerSecurityGroup, known.Value)
	count, peers := map[bool]map[string]int{false: {}, true: {}}, map[bool]map[string]int{false: {}, true: {}}
	for _, r := range b.out.Rules {
		count[r.Egress][r.Group] += b.weight(r)
		if r.Peer.Group != "" {
			peers[r.Egress][r.Group]++
		}
	}
	for _, g := range b.out.SecurityGroups {
		for _, egress := range []bool{false, true} {
			if n := count[egress][g.Label]; n > quota {
				raised, hint := "AWS raises it on request", fmt.Sprintf("quotas: rulesPerSecurityGroup: %d", n)
				if known.Most > 0 && n > known.Most {
					raised, hint = fmt.Sprintf("AWS raises it to %d at most", known.Most), ""
				}
				if peers[egress][g.Label] > quota {
					raised += ". Nodes that name one security group, as in securityGroup: name: \"sites\", need one rule together"
				}
				b.errorf("sg-rule-quota", b.memberPath(g), "a security group has more rules than its quota",
					"The security group of %s gets %d %s rules%s; the quota is %d, and %s.",
					some(g.Nodes), n, direction(egress), b.listed(g, egress), quota, raised)
				b.diags[len(b.diags)-1].Hint = hint
			}
		}
	}
}

// some are the first of many names.
func some(names []string) string {
	const most = 5
	if more := len(names) - most; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), more)
	}
	return strings.Join(names, ", ")
}

// listed says that prefix lists are among the rules of a group, which are more than one sees.
func (b *builder) listed(g SecurityGroup, egress bool) string {
	for _, r := range b.out.Rules {
		if r.Group == g.Label && r.Egress == egress && r.Peer.CDN != "" {
			return ", where each that names a prefix list counts with all entries of the list"
		}
	}
	return ""
}

// weight is as how many rules one counts: a prefix list counts with all that it has room
// for.
func (b *builder) weight(r Rule) int { return max(1, b.facts.CDNs.Networks[r.Peer.CDN].Entries()) }

// memberPath is where the first member of a group is declared.
func (b *builder) memberPath(g SecurityGroup) model.Path {
	name, _, _ := strings.Cut(g.Nodes[0], "/")
	if n, ok := b.nodes[name]; ok {
		return model.At(b.rows[n.family].name, name)
	}
	return model.At("network")
}
