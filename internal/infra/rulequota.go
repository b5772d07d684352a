package infra

import (
	"fmt"
	"strings"

	"groundplan.internal/internal/model"
)

// ruleQuota reports groups with more rules than AWS takes.
func (b *builder) ruleQuota() {
	quota := b.facts.Quota("rulesPerSecurityGroup").Value
	if raised := b.in.Quotas.RulesPerSecurityGroup; raised > 0 {
		quota = raised
	}
	count := map[bool]map[string]int{false: {}, true: {}}
	for _, r := range b.out.Rules {
		count[r.Egress][r.Group] += b.weight(r)
	}
	for _, g := range b.out.SecurityGroups {
		for _, egress := range []bool{false, true} {
			if n := count[egress][g.Label]; n > quota {
				b.errorf("sg-rule-quota", b.memberPath(g), "a security group has more rules than its quota",
					"The security group of %s gets %d %s rules%s; the quota is %d, and AWS raises it on request.",
					strings.Join(g.Nodes, ", "), n, direction(egress), b.listed(g, egress), quota)
				b.diags[len(b.diags)-1].Hint = fmt.Sprintf("quotas: rulesPerSecurityGroup: %d", n)
			}
		}
	}
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
