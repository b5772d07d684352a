// Package pipeline knows the order of the phases and nothing else: load, check,
// infra, generate, verify. What enters is a platform file, what leaves is the set of
// files to write and everything that was found on the way. It writes nothing itself.
package pipeline

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"groundplan.internal/generators/compose"
	"groundplan.internal/generators/delivery"
	"groundplan.internal/generators/docs"
	"groundplan.internal/generators/ecs"
	"groundplan.internal/generators/terraform"
	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/check"
	"groundplan.internal/internal/cost"
	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/ledger"
	"groundplan.internal/internal/load"
	"groundplan.internal/internal/model"
	"groundplan.internal/internal/verify"
)

// generators make an environment's files from what was decided for it. Their
// paths are relative to the environment's folder. Terraform goes before them, and the
// docs, which tell in which order its roots are applied, after.
var generators = []func(infra.Platform) []artifact.File{
	ecs.Emit,
	compose.Emit,
}

// Result is what came of one platform.
type Result struct {
	Name  string          // the platform's name; empty where it could not be read
	File  string          // the platform file
	Files []artifact.File // relative to the platform's folder, sorted by path; none with errors
	Found diag.List       // sorted, without the warnings that the platform accepts
}

// Input is one platform as it is asked for.
type Input struct {
	Root         fs.FS       // where files are read, and nothing outside
	File         string      // the platform file, below the root
	Data         []load.Data // what is unified with fields of the file; nil: what it was before
	Environments []string    // only these; all where there is none
	Written      Written     // what earlier compilations left
}

// Vet loads, checks and decides a platform, and generates nothing.
func Vet(in Input, f facts.Set) Result {
	return decide(in, f).Result
}

// Compile is Vet, and then generates every file and proves it. With environments,
// only theirs are made, and the pages that speak of all of them are left out.
func Compile(in Input, f facts.Set) Result {
	all := generated(in, f)
	result := all.Result
	if result.Found.HasErrors() {
		return result
	}
	for i, made := range all.made {
		result.Found = append(result.Found, verify.Files(all.models[i], f, made)...)
	}
	if len(in.Environments) == 0 {
		result.Found = append(result.Found, verify.Workflows(all.models, f, result.Files)...)
	}
	result.Found = result.Found.Sorted()
	if result.Found.HasErrors() {
		result.Files = nil
	}
	return result
}

// generated is a platform with its files, of which nothing is proven; with errors there are none.
func generated(in Input, f facts.Set) decided {
	if in.Data == nil {
		before, damaged := in.Written.data(in.File)
		if damaged.HasErrors() {
			return decided{Result: Result{File: in.File, Found: damaged}}
		}
		in.Data = before
	}
	all := decide(in, f)
	if all.Found.HasErrors() {
		return all
	}
	var deliverable []infra.Applied
	for i, p := range all.platforms {
		made, roots := generate(p, all.models[i], all.ledgers[i], all.estimates[i], shown(all.sizes[i], f))
		deliverable = append(deliverable, infra.Applied{Platform: p, Roots: roots})
		all.made = append(all.made, made)
		all.Files = append(all.Files, under(p.Environment, made)...)
	}
	if len(in.Environments) == 0 {
		all.Files = append(all.Files, docs.Overview(all.platforms, all.models, all.estimates)...)
		all.Files = append(all.Files, docs.DeliveryPage(deliverable)...)
		all.Files = append(all.Files, delivery.Emit(deliverable)...)
		all.Files = append(all.Files, recollect(in)...)
	}
	slices.SortFunc(all.Files, func(a, b artifact.File) int { return strings.Compare(a.Path, b.Path) })
	return all
}

// generate makes the files of one environment, and tells the roots of its Terraform.
func generate(p infra.Platform, m model.Platform, before ledger.Ledger, estimate *cost.Estimate, sizes docs.TaskSizes) ([]artifact.File, []infra.Root) {
	draft := terraform.Of(p)
	next := before.Next(m, p.Places(), draft.Addresses())
	files, roots := draft.Files(next.Moves())
	if p.Local == nil {
		files = append(files, artifact.File{Path: ledger.File, Data: next.Bytes()})
	}
	for _, emit := range generators {
		files = append(files, emit(p)...)
	}
	return append(files, docs.Emit(p, roots, estimate, sizes)...), roots
}

// under are files in a folder.
func under(folder string, files []artifact.File) []artifact.File {
	files = slices.Clone(files)
	for i := range files {
		files[i].Path = folder + "/" + files[i].Path
	}
	return files
}

// decided is a platform as it is decided and generated, environment by environment.
type decided struct {
	Result
	models    []model.Platform
	ledgers   []ledger.Ledger // of the models
	platforms []infra.Platform
	estimates []*cost.Estimate      // nil where none is asked for
	sizes     []map[string]ecs.Size // of task definitions
	made      [][]artifact.File     // relative to the environment's folder
}

// decide runs the phases before generation.
func decide(in Input, f facts.Set) decided {
	declared, found := load.Platform(in.Root, in.File, in.Data...)
	out := decided{Result: Result{Name: declared.Name, File: in.File}}
	if found.HasErrors() {
		out.Found = inNotation(together(found.Sorted()))
		return out
	}
	models, unknown := choose(declared, in.Environments)
	out.models = models
	found = append(found, unknown...)
	for i, m := range models {
		before, damaged := in.Written.ledger(m, f)
		found = append(found, damaged...)
		out.ledgers = append(out.ledgers, before)
		models[i].Past = before.Past()
	}
	var each []diag.List
	for _, m := range models {
		inEnvironment := slices.Concat(renamed(m), reused(m), forgotten(m), otherVariables(m), check.Run(m, f))
		if !inEnvironment.HasErrors() {
			p, more := infra.Build(m, f)
			out.platforms = append(out.platforms, p)
			out.estimates = append(out.estimates, cost.Of(p, f))
			out.sizes = append(out.sizes, sizes(p))
			inEnvironment = slices.Concat(inEnvironment, more, oversized(m, p, out.sizes[len(out.sizes)-1], f))
		}
		each = append(each, inEnvironment)
	}
	found = append(found, infra.Collisions(out.platforms)...)
	found = append(found, infra.MixedMetrics(out.platforms)...)
	found = append(found, infra.StateRegions(models, f)...)
	found = append(found, infra.ForeignDomains(models)...)
	if len(in.Environments) == 0 && len(out.platforms) == len(models) {
		found = append(found, infra.UnknownJobs(models, out.platforms)...)
		found = append(found, cost.Unused(models, out.estimates)...)
	}
	found, accepted := check.Accepted(declared.Environments[0], append(found, merge(models, each)...))
	if len(in.Environments) == 0 {
		found = append(found, check.Unused(models, accepted)...)
	}
	out.Found = inNotation(together(found.Sorted()))
	return out
}

// choose picks the environments that were asked for, or all.
func choose(d model.Declaration, environments []string) (models []model.Platform, found diag.List) {
	if len(environments) == 0 {
		return d.Environments, nil
	}
	var names []string
	for _, m := range d.Environments {
		names = append(names, m.Environment.Name)
		if slices.Contains(environments, m.Environment.Name) {
			models = append(models, m)
		}
	}
	for _, e := range environments {
		if !slices.Contains(names, e) {
			found = append(found, diag.Diagnostic{
				Code: "env-unknown", Pos: diag.Pos{File: d.File}, Path: "environments",
				Summary: "unknown environment",
				Detail:  fmt.Sprintf("%s has no environment %q; it has %s.", d.Name, e, strings.Join(names, ", ")),
			})
		}
	}
	return models, found
}
