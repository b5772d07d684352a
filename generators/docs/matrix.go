package docs

import (
	"cmp"
	"strconv"

	"groundplan.internal/internal/infra"
)

// passage is traffic that the security groups let through: one or two rules, since
// a flow between two groups is let out of one and into the other.
type passage struct {
	From     end    `json:"from"`
	To       end    `json:"to"`
	Protocol string `json:"protocol"` // tcp, udp or all
	FromPort int    `json:"fromPort"` // 0 with all
	ToPort   int    `json:"toPort"`
	Why      string `json:"why"`
	Declared string `json:"declared,omitempty"` // path in the platform; none for what every task needs
	Egress   string `json:"egressRule,omitempty"`
	Ingress  string `json:"ingressRule,omitempty"`
}

// end is one side of a passage: a security group, addresses or a prefix list.
type end struct {
	Name       string `json:"name"` // what people call it
	Group      string `json:"securityGroup,omitempty"`
	CIDR       string `json:"cidr,omitempty"`
	PrefixList string `json:"prefixList,omitempty"`
}

func (e end) world() bool { return infra.Peer{CIDR: e.CIDR}.World() }

// passageKey is what tells passages apart.
type passageKey struct {
	from, to         infra.Peer
	protocol         string
	fromPort, toPort int
}

// passages are the rules of all groups, those for one flow together, in the order of
// the rules.
func (v *view) passages() []passage {
	purposes := map[string]string{}
	for _, e := range v.Edges {
		purposes[e.Path.String()] = plain(e.Purpose)
	}
	at := map[passageKey]int{}
	var out []passage
	for _, r := range v.Rules {
		from, to := infra.Peer{Group: r.Group}, r.Peer
		if !r.Egress {
			from, to = to, from
		}
		key := passageKey{from, to, r.Protocol, r.FromPort, r.ToPort}
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			path := ""
			if len(r.Path) > 0 {
				path = r.Path.String()
			}
			out = append(out, passage{
				From: v.end(from), To: v.end(to),
				Protocol: protocol(r.Protocol), FromPort: r.FromPort, ToPort: r.ToPort,
				Why: cmp.Or(purposes[path], r.Description), Declared: path,
			})
		}
		if r.Egress {
			out[i].Egress = r.Label
		} else {
			out[i].Ingress = r.Label
		}
	}
	return out
}

func (v *view) end(p infra.Peer) end {
	switch {
	case p.Group != "":
		return end{Name: v.groups[p.Group], Group: p.Group}
	case p.PrefixList != "":
		return end{Name: p.PrefixList + " prefix list", PrefixList: p.PrefixList}
	case p.CDN != "":
		return end{Name: v.cdnTitle(p.CDN), PrefixList: p.CDN}
	case p.World():
		return end{Name: "Internet", CIDR: p.CIDR}
	}
	return end{Name: p.CIDR, CIDR: p.CIDR}
}

// cdnTitle is what people call a CDN.
func (v *view) cdnTitle(word string) string {
	for _, l := range v.Network.PrefixLists {
		if l.CDN == word {
			return l.Title
		}
	}
	return word
}

func protocol(p string) string {
	if p == "-1" {
		return "all"
	}
	return p
}

// ports are the ports of a passage in words.
func (p passage) ports() string {
	switch {
	case p.Protocol == "all":
		return "all"
	case p.FromPort == p.ToPort:
		return strconv.Itoa(p.FromPort)
	}
	return strconv.Itoa(p.FromPort) + " to " + strconv.Itoa(p.ToPort)
}

// sides says which of the two sides of a passage has a rule.
func (p passage) sides() string {
	switch {
	case p.Egress != "" && p.Ingress != "":
		return "out and in"
	case p.Egress != "":
		return "out"
	}
	return "in"
}
