package pipeline

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

// holding are the families whose nodes hold what is gone with them.
var holding = []string{"buckets", "databases", "userPools", "volumes"}

// forgotten finds nodes that are new where one that holds data goes in the same
// compilation: most often it is the same one with another name.
func forgotten(p model.Platform) (found diag.List) {
	claimed := map[string]bool{}
	for _, n := range p.Named() {
		claimed[n.Family+" "+n.Was] = true
	}
	left := map[string][]string{} // what goes, by family
	for _, family := range holding {
		left[family] = slices.DeleteFunc(gone(p, family), func(name string) bool { return claimed[family+" "+name] })
	}
	for _, n := range p.Named() {
		if _, there := p.Past.Former[n.Family][n.Name]; there || n.Was != "" || len(left[n.Family]) == 0 {
			continue
		}
		meant := cmp.Or(diag.Nearest(n.Name, left[n.Family]), left[n.Family][0])
		found = append(found, diag.Diagnostic{
			Code: "name-was-missing", Pos: p.Origins.At(n.Path()), Path: n.Path().String(), Summary: "one goes that holds data, and another is new",
			Detail: fmt.Sprintf("%s was there when %s was last compiled. If %s is the same with another name, it has to say so: Terraform would delete the one with what it holds, and make the other empty.", model.At(n.Family, meant), p.Environment.Name, n.Name),
			Hint:   fmt.Sprintf("was: %q; or, where it is to go, compile without %s first", meant, n.Name),
		})
	}
	return found
}

// otherVariables finds nodes whose names have just changed, and with them the variables by
// which programs know them.
func otherVariables(p model.Platform) (found diag.List) {
	if !p.Past.Known {
		return nil
	}
	users := map[string][]string{}
	use := func(name string, uses []model.Use) {
		for _, u := range uses {
			if u.As == "" {
				users[u.Name] = append(users[u.Name], name)
			}
		}
	}
	for _, s := range p.Tasks() {
		use(s.Name, s.Uses)
	}
	for _, f := range p.Functions {
		use(f.Name, f.Uses)
	}
	for _, n := range p.Named() {
		_, there := p.Past.Former[n.Family][n.Name]
		if there || n.Was == "" || len(users[n.Name]) == 0 {
			continue
		}
		before := model.VariableOf(n.Was)
		found = append(found, diag.Diagnostic{
			Code: "name-was-variables", Severity: diag.Warning, Pos: p.Origins.At(n.Path().Then("was")), Path: n.Path().Then("was").String(), Summary: "variables of programs have other names",
			Detail: fmt.Sprintf("The variables that tell %s of %s began with %s, and begin with its new name now.", strings.Join(users[n.Name], " and "), n.Name, before),
			Hint:   fmt.Sprintf("uses: %s: as: %q, where the program still reads the old names", model.Path{n.Name}, before),
		})
	}
	return found
}
