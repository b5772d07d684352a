package infra

import (
	"cmp"
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// Certificate is a certificate of ACM, validated by records in DNS.
type Certificate struct {
	Label   string // Terraform label
	Region  string // CloudFront and Cognito want theirs in one of their own
	Domains []string
	Stack   Stack
}

// Alias is a name of something that AWS gives addresses to: in the platform's zone for IPv4
// and IPv6, or kept by somebody else.
type Alias struct {
	Label  string // Terraform label
	Name   string // the full name
	Target AliasTarget
	Stack  Stack
}

// AliasTarget is what a name leads to.
type AliasTarget struct {
	Kind  string // balancers, distributions (frontends too) or userPools
	Label string // Terraform label of the load balancer, distribution or user pool domain
}

// certificate makes a certificate for hosts and returns its label.
func (b *builder) certificate(owner model.Path, stack Stack, region string, hosts []string, words ...string) string {
	var domains []string
	for _, h := range hosts {
		if name := b.fullName(h); !slices.Contains(domains, name) {
			domains = append(domains, name)
		}
	}
	label := b.names.label("certificate", owner, words...)
	b.out.Certificates = append(b.out.Certificates, Certificate{Label: label, Region: region, Domains: domains, Stack: stack})
	return label
}

// alias gives a host to a target. Its label is made of the host, without the domain.
func (b *builder) alias(owner model.Path, stack Stack, host string, target AliasTarget) {
	name := b.fullName(host)
	label := b.hostLabel(name)
	b.names.unique(b.names.labels, "record", label, label, owner)
	b.names.used = append(b.names.used, Name{Kind: hostName, Name: name, Key: name, Within: "global", Path: owner, Pos: b.names.pos(owner)})
	b.out.Aliases = append(b.out.Aliases, Alias{Label: label, Name: name, Target: target, Stack: stack})
}

// hostLabel is a name of DNS as part of a label: without the domain, which alone is
// apex; what stands for every name is all.
func (b *builder) hostLabel(name string) string {
	below := strings.TrimSuffix(strings.TrimSuffix(name, b.in.Domain), ".")
	return freeLabel(cmp.Or(strings.NewReplacer(".", "-", "*", "all").Replace(below), "apex"))
}

// fullName is a host as DNS knows it: a word stands below the platform's domain.
func (b *builder) fullName(host string) string {
	switch {
	case host == "@":
		return b.in.Domain
	case host == "*" || !strings.Contains(host, "."):
		return host + "." + b.in.Domain
	}
	return host
}
