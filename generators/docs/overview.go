package docs

import (
	"slices"

	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/cost"
	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/model"
)

// Overview writes what is said of all environments of one platform together:
// README.md in the platform's folder. models are the same environments in the author's
// words, by which they are held against each other; estimates are what they cost, nil
// where nobody asks for it.
func Overview(environments []infra.Platform, models []model.Platform, estimates []*cost.Estimate) []artifact.File {
	if len(environments) == 0 {
		return nil
	}
	of := reference(environments)
	first := environments[of]
	pg := newPage(first.File, text(first.Title))
	if first.Description != "" {
		pg.para("%s", text(first.Description))
	}
	pg.section("Environments")
	pg.table(environmentTable(environments))
	if first.Local == nil {
		pg.section("Components")
		pg.para("As they are in %s.", text(first.Environment))
		v := newView(first)
		pg.table(components(v))
		appsSection(pg, v)
		if len(models) > 0 {
			differencesSection(pg, models[of], models)
		}
		costsSection(pg, environments, estimates)
		cloudSections(pg, first, environments)
	}
	acceptedSection(pg, environments)
	return []artifact.File{pg.file("README.md")}
}

func environmentTable(environments []infra.Platform) table {
	t := table{head: []md{"Environment", "Where", "Size", "Pages"}}
	for _, p := range environments {
		folder := p.Environment + "/docs/"
		if p.Local != nil {
			t.row(called(p.Environment, p.EnvironmentTitle), "this machine, with docker compose", count(len(p.Local.Services), "container", "containers"), link("local", folder+"README.md"))
			continue
		}
		t.row(called(p.Environment, p.EnvironmentTitle), sentence("AWS, %s", code(p.Region)), componentCount(p),
			sentence("%s, %s, %s", link("all pages", folder+"README.md"), link("architecture", folder+"architecture.md"), link("operations", folder+"operations.md")))
	}
	return t
}

func cloudSections(pg *page, first infra.Platform, environments []infra.Platform) {
	pg.section("Apply")
	pg.para("For %s; what must be done by hand before the first time is under %s.", text(first.Environment), link("operations", first.Environment+"/docs/operations.md#before-the-first-apply"))
	applySteps(pg, first, first.Environment+"/")
	pg.para("Changing the %s of a platform that runs replaces everything in it, data included, since nearly every name in AWS begins with it. So does changing its %s, unless the state is moved to the new addresses first.", code("name"), code("layout"))
	variableSection(pg, first.Variables)
	if slices.ContainsFunc(environments, func(p infra.Platform) bool { return p.CI != nil }) {
		pg.section("Delivery")
		pg.para("Changes of the platform itself are planned, approved and applied by workflows: %s.", link("delivery", "delivery.md"))
	}
	pg.section("On call")
	var lines []md
	for _, v := range environments {
		if v.Local != nil {
			continue
		}
		to := v.Environment + "/docs/operations.md"
		var items []md
		if len(v.Services) > 0 && v.Cluster != nil {
			items = append(items, link("when a service fails", to+"#when-a-service-fails"))
		}
		items = append(items, link("logs", to+"#logs"), link("a shell in a container", to+"#a-shell-in-a-container"), link("start new tasks", to+"#start-new-tasks"))
		if len(v.Databases) > 0 {
			items = append(items, link("restore a database", to+"#restore-a-database"))
		}
		if len(v.Caches) > 0 {
			items = append(items, link("restore a cache", to+"#restore-a-cache"))
		}
		if len(v.Queues) > 0 {
			items = append(items, link("dead messages", to+"#dead-messages"))
		}
		if slices.ContainsFunc(v.Volumes, func(x infra.Volume) bool { return x.Backup }) {
			items = append(items, link("restore files", to+"#restore-files"))
		}
		if slices.ContainsFunc(v.Buckets, func(b infra.Bucket) bool { return b.Versioning }) {
			items = append(items, link("restore an object", to+"#restore-an-object"))
		}
		lines = append(lines, sentence("%s: %s", text(v.Environment), join(items)))
	}
	pg.list(lines)
}

func variableSection(pg *page, variables []infra.Variable) {
	if len(variables) == 0 {
		return
	}
	pg.section("Terraform variables")
	t := table{head: []md{"Variable", "Default", "What it is"}}
	for _, x := range variables {
		t.row(code(x.Name), or(code(x.Default), "none, must be given"), text(x.Description))
	}
	pg.table(t)
}

// acceptedSection lists the warnings that the author lives with, each once.
func acceptedSection(pg *page, environments []infra.Platform) {
	t := table{head: []md{"Warning", "Node", "Reason"}}
	seen := map[[3]string]bool{}
	for _, p := range environments {
		for _, a := range p.Accepted {
			key := [3]string{a.Code, a.Node, a.Reason}
			if !seen[key] {
				seen[key] = true
				t.row(code(a.Code), or(text(a.Node), "every node"), text(a.Reason))
			}
		}
	}
	if len(t.rows) > 0 {
		pg.section("Accepted warnings")
		pg.table(t)
	}
}
