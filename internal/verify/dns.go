package verify

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
)

var nameRules = []Rule{
	{"verify-certificate", "certificate that does not cover a name", "Whatever answers for a name over TLS has a certificate that covers it, validated by records in DNS and kept in the region where it is wanted."},
	{"verify-alias", "name that leads elsewhere", "Every declared host leads to what answers for it, and no other name is made; where somebody else keeps the records, the output dns_records has them all, with those that prove the certificates, and no others."},
}

// answering is a node that answers for names over TLS.
type answering struct {
	node, region string
	certified    []string // names of its certificate
	hosts        []string // names that it must be reached by
	kind         string   // of the resource that the names lead to
	edge         bool     // through CloudFront, which comes before a balancer
}

// answerers are all nodes that answer for names, those of CloudFront first.
func (o *output) answerers() (out []answering) {
	p := o.declared
	for _, x := range p.Frontends {
		out = append(out, answering{x.Name, o.edgeRegion(), o.fullNames(x.Hosts), o.fullNames(x.Hosts), "aws_cloudfront_distribution", true})
	}
	for _, x := range p.Distributions {
		out = append(out, answering{x.Name, o.edgeRegion(), o.fullNames(x.Hosts), o.fullNames(x.Hosts), "aws_cloudfront_distribution", true})
	}
	for _, u := range p.UserPools {
		if u.Domain != "" {
			names := o.fullNames([]string{u.Domain})
			out = append(out, answering{u.Name, o.edgeRegion(), names, names, "aws_cognito_user_pool_domain", false})
		}
	}
	for _, b := range p.Balancers {
		hosts := o.balancerHosts(b.Name)
		certified := hosts
		if b.Certificate != nil {
			certified = o.fullNames(b.Certificate.Domains)
		}
		out = append(out, answering{b.Name, p.Region, certified, hosts, "aws_lb", false})
	}
	return out
}

// fullName is a host as DNS knows it.
func (o *output) fullName(host string) string {
	if host == "@" {
		return o.declared.Domain
	}
	if !strings.Contains(host, ".") {
		return host + "." + o.declared.Domain
	}
	return host
}

func (o *output) fullNames(hosts []string) (out []string) {
	for _, h := range hosts {
		if name := o.fullName(h); !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// names proves that certificates cover the names, and that names lead where declared.
func (o *output) names() (found diag.List) {
	if o.declared.Environment.Local {
		return nil
	}
	if o.declared.ExternalDNS() {
		return append(o.uncovered(), o.recordsByHand()...)
	}
	found = o.uncovered()
	wanted := map[string]string{} // target by name
	missing := map[string]bool{}  // "name type"
	for _, a := range o.answerers() {
		for _, host := range a.hosts {
			if wanted[host] != "" {
				continue
			}
			wanted[host] = a.kind + "." + label(a.node)
			missing[host+" A"] = true
			if a.edge { // has addresses of both kinds
				missing[host+" AAAA"] = true
			}
		}
	}
	o.config.each("resource", "aws_route53_record", func(m *module, b *block) {
		for _, alias := range b.body.all("alias") {
			name, target := b.body.text("name"), strings.Join(o.said(m, alias, "name"), ",")
			want := wanted[name]
			typ, _, _ := strings.Cut(want, ".")
			if zone := strings.Join(o.said(m, alias, "zone_id"), ","); want == "" || target != want+"."+addresses[typ].name || zone != want+"."+addresses[typ].zone {
				found = append(found, finding(nameRules, "verify-alias", b.pos, nil, fmt.Sprintf("%s leads %s to %s, and must lead it to %s.", b.address, name, target, orNothing(want))))
			}
			delete(missing, name+" "+b.body.text("type"))
		}
	})
	for _, name := range slices.Sorted(maps.Keys(missing)) {
		host, typ, _ := strings.Cut(name, " ")
		found = append(found, finding(nameRules, "verify-alias", diag.Pos{File: o.declared.File}, nil, fmt.Sprintf("No name of type %s leads %s to %s.", typ, host, wanted[host])))
	}
	return found
}

// uncovered are the names that no certificate of whatever answers for them covers.
func (o *output) uncovered() (found diag.List) {
	for _, a := range o.answerers() {
		for _, host := range a.hosts {
			if !slices.ContainsFunc(a.certified, func(domain string) bool { return covers(domain, host) }) {
				found = append(found, finding(nameRules, "verify-certificate", diag.Pos{File: o.declared.File}, nil,
					fmt.Sprintf("The certificate of %s is for %s, which does not cover %s.", a.node, strings.Join(a.certified, ", "), host)))
			}
		}
	}
	return found
}

// addresses are the attributes of what names lead to: its own name at AWS, and the zone
// of that.
var addresses = map[string]struct{ name, zone string }{
	"aws_lb":                       {"dns_name", "zone_id"},
	"aws_cloudfront_distribution":  {"domain_name", "hosted_zone_id"},
	"aws_cognito_user_pool_domain": {"cloudfront_distribution", "cloudfront_distribution_zone_id"},
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

// covers reports whether a certificate for a domain is good for a host: a wildcard
// stands for one word.
func covers(domain, host string) bool {
	if base, wildcard := strings.CutPrefix(domain, "*."); wildcard {
		_, parent, _ := strings.Cut(host, ".")
		return parent == base
	}
	return domain == host
}

// certificates are those of all that answers, by label.
func (o *output) certificates() map[string]arguments {
	out := map[string]arguments{}
	for _, a := range o.answerers() {
		out[label(a.node)] = arguments{
			"domain_name": a.certified[0], "subject_alternative_names": strings.Join(a.certified[1:], ","), "validation_method": "DNS",
			"lifecycle.create_before_destroy": true, "provider": o.providerIn(a.region),
		}
	}
	return out
}

// validations wait for ACM to have seen the records of every name.
func (o *output) validations() map[string]arguments {
	out := map[string]arguments{}
	for _, a := range o.answerers() {
		records := "aws_route53_record." + label(a.node) + "_validation" + "record.fqdn"
		if o.declared.ExternalDNS() {
			records = "" // whoever keeps them
		}
		out[label(a.node)] = arguments{
			"certificate_arn": "aws_acm_certificate." + label(a.node) + ".arn", "validation_record_fqdns": records, "provider": o.providerIn(a.region),
		}
	}
	return out
}

// records are all names in the zone; those that lead somewhere are proven by names.
func (o *output) records() map[string]arguments {
	out := map[string]arguments{}
	if o.declared.ExternalDNS() {
		return out
	}
	zone := "data.aws_route53_zone.main.zone_id"
	for _, a := range o.answerers() {
		// What for expressions say is spelled as the names and texts in them, in their order.
		out[label(a.node)+"_validation"] = arguments{
			"for_each": "aws_acm_certificate." + label(a.node) + ".domain_validation_options" + "option.domain_name" + "*." + "option",
			"zone_id":  zone, "name": "each.value[0].resource_record_name", "type": "each.value[0].resource_record_type",
			"records": "each.value[0].resource_record_value", "allow_overwrite": true, "ttl": 300,
		}
	}
	o.config.each("resource", "aws_route53_record", func(m *module, b *block) {
		for _, alias := range b.body.all("alias") {
			balanced := strings.HasPrefix(strings.Join(o.said(m, alias, "name"), ","), "aws_lb.") // Route 53 asks no others
			out[b.label] = arguments{"zone_id": zone, "alias.evaluate_target_health": balanced}
		}
	})
	return out
}
