package docs

import (
	"maps"
	"slices"

	"groundplan.internal/internal/infra"
)

// applySteps tells how to apply an environment for the first time, from the folder that
// contains dir.
func applySteps(pg *page, p infra.Platform, dir string) {
	if p.Layout != "stacks" {
		in := "terraform -chdir=" + dir + "terraform "
		pg.shell(in+"init", in+"plan -out plan", in+"apply plan")
		return
	}
	pg.para("Each stack is a root of its own. They are applied in the order of their folders, since each reads only those before it:")
	pg.steps(each(p.Stacks, func(s infra.Stack) md {
		return sentence("%s: %s", code(dir+p.StackDir(s)), standing(p, s))
	}))
	pg.shell(eachRoot(`terraform -chdir="$root" init && terraform -chdir="$root" apply`, dir+"terraform/*/")...)
}

// eachRoot runs a command in one root after the other, up to the first that fails.
func eachRoot(command, roots string) []string {
	return []string{"for root in " + roots + "; do", "  " + command + " || break", "done"}
}

// lockFile is what becomes of the one file that Terraform itself writes beside the code.
const lockFile = md("Commit the `.terraform.lock.hcl` that `terraform init` writes: every later run then takes the same version of the provider.")

// applySection is applySteps with what each root reads, and where its state is.
func (v *view) applySection(pg *page) {
	if v.Layout != "stacks" {
		v.clientSecretsFirst(pg)
		applySteps(pg, v.Platform, "")
		pg.para("%s", lockFile)
		return
	}
	pg.para("Each stack is a root of its own. They are applied in the order of their folders: each reads the outputs of some before it, which must be there at its first plan, and of none after it.")
	t := table{head: []md{"Root", "What stands in it", "Needs"}}
	if v.State != nil {
		t.head = append(t.head, "State")
	}
	for _, r := range v.roots {
		row := []md{code(v.StackDir(r.Stack)), standing(v.Platform, r.Stack), or(join(each(r.Needs, func(s infra.Stack) md { return code(string(s)) })), "nothing")}
		if v.State != nil {
			row = append(row, code(r.Key))
		}
		t.row(row...)
	}
	pg.table(t)
	pg.shell(eachRoot(`terraform -chdir="$root" init && terraform -chdir="$root" apply`, "terraform/*/")...)
	pg.para("For programs, %s has the same list, in the same order. After the first time, a root is planned and applied on its own; those that read it follow where its outputs change.", code("terraform/stacks.json"))
	pg.para("%s", lockFile)
	v.clientSecretsFirst(pg)
}

// changeSection tells in which order to take things away.
func (v *view) changeSection(pg *page) {
	if len(v.Services) == 0 {
		return
	}
	pg.subsection("Remove or rename a service")
	if v.Layout == "stacks" {
		pg.para("Removals are applied in the opposite order: a security group in %s cannot be deleted while a task, a database or a rule still uses it. Apply the service's own root first, then those before it, %s last.", code("network"), code("network"))
	} else {
		pg.para("Before Terraform deletes the security group of a service that is removed, it stops the tasks, which takes some minutes.")
	}
	pg.para("A service that is renamed says what it was, as %s: what AWS has of it keeps its first name, and the plan shows moves and a new revision of its task definition. Without that, AWS gets a new service, and the old one is deleted.", code("was: "+v.Services[0].Name))
	v.renamedTable(pg)
}

// renamedTable lists the nodes that AWS knows by another name.
func (v *view) renamedTable(pg *page) {
	t := table{head: []md{"Node", "What AWS knows it by"}}
	for _, node := range slices.Sorted(maps.Keys(v.First)) {
		t.row(text(node), code(v.First[node]))
	}
	if len(v.First) > 0 {
		pg.para("These have been renamed; their names in AWS keep the old word:")
		pg.table(t)
	}
}

// destroySection tells in which order to destroy, and what stands in the way.
func (v *view) destroySection(pg *page) {
	pg.section("Destroy")
	if v.Layout == "stacks" {
		pg.para("In the opposite order of applying: a root can go once nothing reads it.")
		pg.shell(eachRoot(`terraform -chdir="terraform/$root" destroy`, "$(jq -r 'reverse[].folder' terraform/stacks.json)")...)
	} else {
		pg.shell("terraform -chdir=terraform destroy")
	}
	if len(v.Tasks()) > 0 {
		pg.para("Revisions of task definitions stay registered, and cost nothing.")
	}
	if kept := v.protected(); len(kept) > 0 {
		pg.para("What prevents it, on purpose:")
		pg.list(kept)
	}
}

// protected lists what AWS does not delete just like that.
func (v *view) protected() (out []md) {
	guarded := func(kind md, name string, on bool) {
		if on {
			out = append(out, sentence("%s %s is protected: apply %s first.", kind, text(name), code("deletionProtection: false")))
		}
	}
	for _, d := range v.Databases {
		guarded("The database", d.Name, d.DeletionProtection)
	}
	for _, x := range v.Volumes {
		guarded("The volume", x.Name, x.Protected)
	}
	for _, b := range v.Balancers {
		guarded("The balancer", b.Name, b.DeletionProtection)
	}
	for _, u := range v.UserPools {
		guarded("The user pool", u.Name, u.DeletionProtection)
	}
	for _, b := range v.Buckets {
		if !b.ForceDestroy {
			out = append(out, sentence("The bucket %s must be empty, of old versions too: apply %s first, or empty it.", text(b.Name), code("forceDestroy: true")))
		}
	}
	for _, d := range v.Distributions {
		if d.Bucket != nil {
			out = append(out, sentence("The bucket of the frontend %s must be empty, of old versions too.", text(d.Name)))
		}
	}
	if v.Delivery != nil {
		out = append(out, sentence("The bucket %s must be empty.", text(v.Delivery.Artifacts.Name)))
	}
	return out
}
