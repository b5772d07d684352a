package facts

import (
	"slices"
	"strings"
)

// RegistryKind is one form of the hosts of private registries of ECR.
type RegistryKind struct {
	Service   string   // between the account and the region: dkr.ecr
	Ends      []string // of the host
	DualStack bool     // reached by IPv6 as well
}

// Registry is a private registry of ECR.
type Registry struct {
	Account, Region string
	End             string // of the host: amazonaws.com
	DualStack       bool
}

// Registry reads the host of an image: "123456789012.dkr.ecr.eu-west-1.amazonaws.com". It is
// not ok for any but ECR's; the account may have too few digits, and the region be unknown.
func (s Set) Registry(host string) (Registry, bool) {
	account, rest, _ := strings.Cut(host, ".")
	if account == "" || strings.Trim(account, "0123456789") != "" {
		return Registry{}, false
	}
	for _, kind := range s.Regions.Registries {
		after, is := strings.CutPrefix(rest, kind.Service)
		after, dot := strings.CutPrefix(strings.TrimPrefix(after, "-fips"), ".")
		region, end, _ := strings.Cut(after, ".")
		if is && dot && slices.Contains(kind.Ends, end) {
			return Registry{account, region, end, kind.DualStack}, true
		}
	}
	return Registry{}, false
}
