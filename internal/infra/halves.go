package infra

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// unlisted reports derived flows that a written list does not let through. Where the
// other side lets it through, only one half was forgotten.
func (b *builder) unlisted(derived []Rule, written map[string][]Rule) {
	for _, r := range derived {
		rules, ok := written[r.Group]
		if !ok || b.anyCovers(rules, r) {
			continue
		}
		if r.Peer.Group != "" && b.anyCovers(b.out.Rules, mirror(r)) {
			b.half(r, "declared "+r.Path.String())
			continue
		}
		need := "every task needs that"
		if len(r.Path) > 0 {
			need = r.Path.String() + " needs that"
		}
		b.errorf("sg-edge-unlisted", model.At("securityGroups", b.groupName(r.Group), direction(r.Egress)), "a declared edge is not among the rules",
			"The rules of %s do not let %s, and %s.", b.groupName(r.Group), b.flowText(r), need)
		b.diags[len(b.diags)-1].Hint = b.entry(r)
	}
}

// oneSided reports written rules whose other side does not answer.
func (b *builder) oneSided(written map[string][]Rule) {
	for _, g := range b.out.SecurityGroups {
		for _, r := range written[g.Label] {
			if r.Peer.Group == "" || b.anyCovers(b.out.Rules, mirror(r)) {
				continue
			}
			b.half(mirror(r), r.Path.String())
		}
	}
}

// half reports that a group lacks a rule whose other half is there.
func (b *builder) half(missing Rule, by string) {
	at := model.At("securityGroups", b.groupName(missing.Group), direction(missing.Egress))
	detail := fmt.Sprintf("%s does not let %s: the other half stands in %s, and traffic needs both.", b.groupName(missing.Group), b.flowText(missing), by)
	for _, d := range b.diags {
		if d.Code == "sg-one-sided" && d.Path == at.String() && d.Hint == b.entry(missing) {
			return // two ways to the same gap
		}
	}
	b.diags = append(b.diags, diag.Diagnostic{
		Code: "sg-one-sided", Pos: b.in.Origins.At(at), Path: at.String(), Summary: "an edge is let through on one side only",
		Detail: detail, Hint: b.entry(missing),
	})
}

// entry is a rule as one types it into a list.
func (b *builder) entry(r Rule) string {
	peer := r.Peer.CIDR
	switch {
	case r.Peer.Group != "":
		peer = b.groupName(r.Peer.Group)
	case r.Peer.CDN != "":
		peer = r.Peer.CDN
	case r.Peer.World(), r.Peer.PrefixList != "":
		peer = "internet"
	}
	text := fmt.Sprintf("{%s: %q", map[bool]string{false: "from", true: "to"}[r.Egress], peer)
	if r.Protocol != "-1" {
		text += fmt.Sprintf(", port: %d", r.FromPort)
	}
	return direction(r.Egress) + ": [" + text + "}]"
}

// flowText says what a rule lets through, after "let".
func (b *builder) flowText(r Rule) string {
	what := strings.ToUpper(r.Protocol) + " " + strconv.Itoa(r.FromPort)
	if r.Protocol == "-1" {
		what = "everything"
	}
	peer := r.Peer.CIDR + r.Peer.PrefixList + r.Peer.CDN
	if r.Peer.Group != "" {
		peer = b.groupName(r.Peer.Group)
	}
	if r.Egress {
		return what + " out to " + peer
	}
	return what + " in from " + peer
}

// direction is the field that a rule stands in.
func direction(egress bool) string {
	if egress {
		return "egress"
	}
	return "ingress"
}

// groupName is the name in AWS of a group.
func (b *builder) groupName(label string) string {
	for _, g := range b.out.SecurityGroups {
		if g.Label == label {
			return g.Name
		}
	}
	panic("infra: no security group has the label " + label)
}

// mirror is the other half of a rule between two groups.
func mirror(r Rule) Rule {
	r.Group, r.Peer.Group, r.Egress = r.Peer.Group, r.Group, !r.Egress
	return r
}

func (b *builder) anyCovers(rules []Rule, r Rule) bool {
	return slices.ContainsFunc(rules, func(x Rule) bool { return b.covers(x, r) })
}

// covers reports whether a rule lets through all that another does. Members of groups
// have addresses of the VPC.
func (b *builder) covers(x, r Rule) bool {
	if x.Group != r.Group || x.Egress != r.Egress {
		return false
	}
	if x.Protocol != "-1" && (x.Protocol != r.Protocol || r.FromPort < x.FromPort || r.ToPort > x.ToPort) {
		return false
	}
	switch {
	case x.Peer == r.Peer || x.Peer.World():
		return true
	case x.Peer.CIDR == "":
		return false
	case r.Peer.Group != "":
		return x.Peer.CIDR == b.out.Network.CIDR
	}
	outer, err1 := netip.ParsePrefix(x.Peer.CIDR)
	inner, err2 := netip.ParsePrefix(r.Peer.CIDR)
	return err1 == nil && err2 == nil && outer.Bits() <= inner.Bits() && outer.Contains(inner.Addr())
}
