package infra

import (
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// traffic is one flow that must get through: from where, to where, on what, and why.
type traffic struct {
	from, to side
	protocol string // tcp, or -1 for everything
	port     int
	why      string
	path     model.Path
}

// side is one end of a flow: how a rule's label speaks of it, and who it is.
type side struct {
	label string
	peer  Peer
}

const world = "0.0.0.0/0"

// internet is the side that everybody stands on.
func internet() side { return side{"internet", Peer{CIDR: world}} }

// groupSide is the side of a node with a security group.
func (b *builder) groupSide(node string) side { return side{b.group[node], Peer{Group: b.group[node]}} }

// ruleKey is what AWS tells rules apart by.
type ruleKey struct {
	group    string
	egress   bool
	peer     Peer
	protocol string
	port     int
}

// allow lets a flow through on both of its sides: out of a group that sends it, and
// into a group that gets it. The world has no rules.
func (b *builder) allow(t traffic) {
	if t.from.peer.Group != "" {
		b.addRule(t, t.from, t.to, true)
	}
	if t.to.peer.Group != "" {
		b.addRule(t, t.to, t.from, false)
	}
}

func (b *builder) addRule(t traffic, own, other side, egress bool) {
	key := ruleKey{own.peer.Group, egress, other.peer, t.protocol, t.port}
	if i, ok := b.rule[key]; ok {
		b.out.Rules[i] = b.joined(b.out.Rules[i], t)
		return
	}
	b.rule[key] = len(b.out.Rules)
	b.out.Rules = append(b.out.Rules, Rule{
		Label: ruleLabel(own.label, other.label, egress, t.port),
		Group: own.peer.Group, Egress: egress, Peer: other.peer,
		Protocol: t.protocol, FromPort: t.port, ToPort: t.port,
		Description: b.clean(t.why), Path: t.path,
	})
}

// joined is a rule that stands for one more flow. A declared edge takes the place
// of a need that every task has.
func (b *builder) joined(r Rule, t traffic) Rule {
	if len(r.Path) == 0 {
		r.Path = t.path
	}
	if strings.HasSuffix(r.Description, ellipsis) && len(r.Description)+len("; ") > b.facts.Name("security-group-rule-description").Max {
		return r // which says by its end that there are more
	}
	why := b.clean(t.why)
	for _, known := range strings.Split(r.Description, "; ") {
		if known == why {
			return r
		}
	}
	r.Description = b.clean(r.Description + "; " + why)
	return r
}

// ruleLabel names a rule after both of its sides, and its port unless it is for all.
// A node whose own name says "to" or "from" could be read in two ways, so that a
// hash tells it apart.
func ruleLabel(own, other string, egress bool, port int) string {
	word := "from"
	if egress {
		word = "to"
	}
	l := own + "_" + word + "_" + other
	if port != 0 {
		l += "_" + strconv.Itoa(port)
	}
	for _, side := range []string{own, other} {
		padded := "_" + side + "_"
		if strings.Contains(padded, "_to_") || strings.Contains(padded, "_from_") {
			return l + "_" + hash(own + " " + other)[:6]
		}
	}
	return l
}

// serviceTraffic is what every task needs beside what it declares: the APIs of AWS
// for its image, its logs and its secrets, or everything where the author says so.
func (b *builder) serviceTraffic(s model.Service) {
	own := b.groupSide(s.Name)
	path := s.Path()
	if s.Public && s.Port != 0 {
		b.allow(traffic{internet(), own, "tcp", s.Port, "Internet to " + b.spoken(s.Name), path.Then("public")})
	}
	if s.Egress == "all" {
		b.allow(traffic{own, internet(), "-1", 0, b.spoken(s.Name) + " to anywhere", path.Then("egress")})
	} else if b.hasWayOut(s) {
		b.allow(traffic{own, internet(), "tcp", 443, b.spoken(s.Name) + " to AWS APIs, images and logs", nil})
	}
	b.endpointTraffic(s.Name, b.hasWayOut(s) || s.Egress == "all")
}

// endpointTraffic is the way of a node to the endpoints. Who has a way out reaches what
// gateways lead to without a rule of its own.
func (b *builder) endpointTraffic(node string, wayOut bool) {
	own, path := b.groupSide(node), model.At("network", "endpoints")
	if b.hasInterfaceEndpoints() {
		b.allow(traffic{own, b.groupSide(EndpointsNode), "tcp", 443, b.spoken(node) + " to VPC endpoints", path})
	}
	for _, e := range b.out.Network.Endpoints {
		if e.Gateway && !wayOut {
			to := side{labelOf(e.Name), Peer{PrefixList: e.Name}}
			b.allow(traffic{own, to, "tcp", 443, b.spoken(node) + " to " + e.Name + " through its gateway", path})
		}
	}
}

// hasWayOut reports whether a task of the service reaches the internet: on an
// address of its own, or through a NAT gateway.
func (b *builder) hasWayOut(s model.Service) bool {
	return b.out.Network.Default || s.Public || b.out.Network.NAT != "none"
}

// ellipsis is how a description ends that is too long.
const ellipsis = "..."

// clean brings a description into AWS's alphabet and length.
func (b *builder) clean(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if !b.plain.MatchString(text) {
		text = strings.Map(func(r rune) rune {
			if b.plain.MatchString(string(r)) {
				return r
			}
			return '-'
		}, text)
	}
	if most := b.facts.Name("security-group-rule-description").Max; len(text) > most {
		return strings.TrimSpace(text[:most-len(ellipsis)]) + ellipsis
	}
	return text
}
