package load

import (
	"slices"
	"strconv"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// openedRoutes are routes that ask nobody to sign in where an environment has written its
// own, and the platform's do ask: a list in a patch is taken as a whole.
func openedRoutes(written, p model.Platform, patch *value) (found diag.List) {
	asked := map[string][]model.Route{}
	for _, s := range written.Services {
		asked[s.Name] = s.Routes
	}
	for _, s := range p.Services {
		if patch.at(model.At("services", s.Name, "routes")) == nil {
			continue // the platform's own list
		}
		for j, r := range s.Routes {
			k := slices.IndexFunc(asked[s.Name], func(o model.Route) bool {
				return o.SignIn != "" && o.Balancer == r.Balancer && o.Host == r.Host && o.Path == r.Path
			})
			if r.SignIn != "" || k < 0 {
				continue
			}
			at := model.At("services", s.Name, "routes", strconv.Itoa(j))
			d := diag.Diagnostic{
				Code: "env-sign-in", Severity: diag.Warning, Pos: p.Origins.At(at), Path: at.String(), Summary: "an environment asks nobody to sign in",
				Detail: "A list in an environment stands in place of the platform's, and this route of " + s.Name + " does not say signIn: " + p.Environment.Name + " is open to everybody.",
				Hint:   "signIn: " + strconv.Quote(asked[s.Name][k].SignIn),
			}
			found = append(found, d)
		}
	}
	return found
}
