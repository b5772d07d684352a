package docs

import (
	"groundplan.internal/internal/artifact"
	"groundplan.internal/internal/infra"
)

// Overview writes what is said of all environments of one platform together:
// README.md in the platform's folder. The first environment on AWS is the one that
// the others are held against.
func Overview(environments []infra.Platform) []artifact.File {
	if len(environments) == 0 {
		return nil
	}
	var cloud []*view
	for _, p := range environments {
		if p.Local == nil {
			cloud = append(cloud, newView(p))
		}
	}
	first := environments[0]
	if len(cloud) > 0 {
		first = cloud[0].Platform
	}
	pg := newPage(first.File, text(first.Title))
	if first.Description != "" {
		pg.para("%s", text(first.Description))
	}
	pg.section("Environments")
	pg.table(environmentTable(environments))
	if len(cloud) > 0 {
		cloudSections(pg, cloud)
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

func cloudSections(pg *page, cloud []*view) {
	first := cloud[0]
	pg.section("Components")
	pg.para("As they are in %s.", text(first.Environment))
	pg.table(components(first))
	if len(cloud) > 1 {
		pg.section("Differences between environments")
		if t := differences(cloud); len(t.rows) > 0 {
			pg.table(t)
		} else {
			pg.para("None but their names.")
		}
	}
	pg.section("Apply")
	pg.para("For %s; what must be done by hand before the first time is under %s.", text(first.Environment), link("operations", first.Environment+"/docs/operations.md#before-the-first-apply"))
	applySteps(pg, first.Platform, first.Environment+"/")
	variableSection(pg, first.Variables)
	pg.section("On call")
	var lines []md
	for _, v := range cloud {
		to := v.Environment + "/docs/operations.md"
		items := []md{link("Logs", to+"#logs"), link("a shell in a container", to+"#a-shell-in-a-container"), link("start new tasks", to+"#start-new-tasks")}
		if len(v.Databases) > 0 {
			items = append(items, link("restore a database", to+"#restore-a-database"))
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
