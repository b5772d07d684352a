package infra

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// ForeignDomains finds variables of services that name a host of another environment, in
// environments with a domain of their own: programs of staging would call production.
func ForeignDomains(environments []model.Platform) (found diag.List) {
	for _, p := range environments {
		if p.Environment.Local || p.Domain == "" {
			continue
		}
		for _, s := range p.Services {
			at := model.At("services", s.Name)
			found = append(found, foreignDomains(p, environments, at, s.Environment)...)
			for _, c := range s.Sidecars {
				found = append(found, foreignDomains(p, environments, at.Then("sidecars", c.Name), c.Environment)...)
			}
		}
	}
	return found
}

func foreignDomains(p model.Platform, environments []model.Platform, at model.Path, variables model.Pairs) (found diag.List) {
	for _, v := range variables {
		for _, other := range environments {
			host := hostBelow(v.Value, other.Domain, p.Domain)
			if host == "" || other.Environment.Local {
				continue
			}
			path, own := at.Then("environment", v.Key), strings.TrimSuffix(host, other.Domain)+p.Domain
			found = append(found, diag.Diagnostic{
				Code: "env-domain-foreign", Severity: diag.Warning, Pos: p.Origins.At(path), Path: path.String(), Summary: "a variable names a host of another environment",
				Detail: fmt.Sprintf("%s is given %s in %s, which is a host of %s; %s has the domain %s.", path[1], host, p.Environment.Name, other.Environment.Name, p.Environment.Name, p.Domain),
				Hint:   append(model.At("environments", p.Environment.Name), path...).Typed() + ": " + strconv.Quote(strings.ReplaceAll(v.Value, host, own)),
			})
			break
		}
	}
	return found
}

// hosts are the names of DNS in a text that are not of a mail address.
var hosts = regexp.MustCompile(`(^|[^A-Za-z0-9.@-])([A-Za-z0-9-]+([.][A-Za-z0-9-]+)+)`)

// hostBelow is the first host in a text that is a domain or below it, and not of another
// domain, which may itself be below the first.
func hostBelow(text, domain, unless string) string {
	under := func(host, domain string) bool { return host == domain || strings.HasSuffix(host, "."+domain) }
	if domain == "" || domain == unless || under(domain, unless) || !strings.Contains(text, domain) {
		return ""
	}
	all := hosts.FindAllStringSubmatch(text, -1)
	i := slices.IndexFunc(all, func(m []string) bool { return under(m[2], domain) && !under(m[2], unless) })
	if i < 0 {
		return ""
	}
	return all[i][2]
}
