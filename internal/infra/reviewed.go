package infra

import (
	"fmt"
	"slices"
	"strconv"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// reviewed puts the rules that an author has written out in the place of those that
// were derived. Every derived flow must still get through, and every written rule that
// speaks of another group must be answered there.
func (b *builder) reviewed() {
	if len(b.in.SecurityGroups) == 0 {
		return
	}
	written := map[string][]Rule{} // by label of the group
	named := map[string]bool{}
	for _, g := range b.out.SecurityGroups {
		if list, ok := b.reviewedRules(g.Name); ok {
			written[g.Label], named[g.Name] = b.writtenRules(g, list), true
		}
	}
	for _, list := range b.in.SecurityGroups {
		if !named[list.Name] {
			b.errorf("sg-unused", model.At("securityGroups", list.Name), "nothing is in a security group",
				"No node names the security group %q: securityGroup: name: %q puts one in.", list.Name, list.Name)
		}
	}
	derived := b.out.Rules
	b.out.Rules = nil
	for _, g := range b.out.SecurityGroups {
		rules, ok := written[g.Label]
		if !ok {
			rules = slices.DeleteFunc(slices.Clone(derived), func(r Rule) bool { return r.Group != g.Label })
		}
		b.out.Rules = append(b.out.Rules, rules...)
	}
	b.unlisted(derived, written)
	b.oneSided(written)
}

// reviewedRules are the rules that the author has written out for a group.
func (b *builder) reviewedRules(name string) (model.SecurityGroupRules, bool) {
	for _, g := range b.in.SecurityGroups {
		if g.Name == name {
			return g, true
		}
	}
	return model.SecurityGroupRules{}, false
}

// writtenRules are an author's rules of one group as decisions.
func (b *builder) writtenRules(g SecurityGroup, list model.SecurityGroupRules) (out []Rule) {
	at := model.At("securityGroups", list.Name)
	add := func(egress bool, field, peer, protocol, description string, port, i int) {
		path := at.Then(field, strconv.Itoa(i))
		other, ok := b.writtenSide(path, peer)
		if !ok {
			return
		}
		r := Rule{
			Label: ruleLabel(g.Label, other.label, egress, port), Group: g.Label, Egress: egress, Peer: other.peer,
			Protocol: "-1", FromPort: port, ToPort: port, Description: b.clean(description), Path: path,
		}
		if port != 0 || protocol != "" {
			r.Protocol = protocol
		}
		if r.Protocol == "" {
			r.Protocol = "tcp"
		}
		if r.Protocol != "-1" && port == 0 {
			r.ToPort = 65535
		}
		for _, known := range out {
			if known.Egress == egress && known.Peer == r.Peer && known.Protocol == r.Protocol && known.FromPort == r.FromPort {
				b.errorf("sg-rule-twice", path, "a security group has a rule twice", "%s says the same: AWS takes a rule once.", known.Path)
				return
			}
			if known.Label == r.Label { // the same port of another protocol
				r.Label += "_" + r.Protocol
			}
		}
		out = append(out, r)
	}
	for i, r := range list.Ingress {
		add(false, "ingress", r.From, r.Protocol, r.Description, r.Port, i)
	}
	for i, r := range list.Egress {
		add(true, "egress", r.To, r.Protocol, r.Description, r.Port, i)
	}
	return out
}

// writtenSide is who an author speaks of in a rule: a group by its name, a node, or
// addresses.
func (b *builder) writtenSide(path model.Path, peer string) (side, bool) {
	if s, ok := b.sender(peer); ok {
		return s, true
	}
	var names []string
	for _, g := range b.out.SecurityGroups {
		if g.Name == peer {
			return side{g.Label, Peer{Group: g.Label}}, true
		}
		names = append(names, g.Name)
	}
	if label, ok := b.group[peer]; ok {
		return side{label, Peer{Group: label}}, true
	}
	field := path.Then(map[string]string{"ingress": "from", "egress": "to"}[path[2]])
	b.diags = append(b.diags, diag.Diagnostic{
		Code: "sg-unknown-peer", Pos: b.in.Origins.At(field), Path: field.String(),
		Summary: "a rule speaks of nobody",
		Detail:  fmt.Sprintf("%q is no security group, no node with one, no IPv4 range, not \"internet\", \"cloudflare\" or \"cloudfront\", and not \"vpc\" of an own VPC.", peer),
		Hint:    hintOf(diag.Nearest(peer, names)),
	})
	return side{}, false
}

func hintOf(name string) string {
	if name == "" {
		return ""
	}
	return fmt.Sprintf("did you mean %q?", name)
}
