package check

import (
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// pipelineTargets is pipeline-target.
func (c *checker) pipelineTargets() {
	for _, p := range c.Pipelines {
		at := model.At("pipelines", p.Name, "deploy")
		switch {
		case p.Deploy.Service == "" && p.Deploy.Frontend == "":
			c.report(at, `deploy: service: "web"`, "The pipeline %s deploys nothing: it needs a service or a frontend.", p.Name)
		case p.Deploy.Service != "" && p.Deploy.Frontend != "":
			c.report(at.Then("frontend"), "", "The pipeline %s deploys a service and a frontend, which are built in ways of their own: each has a pipeline.", p.Name)
		}
	}
}

// sharedTargets is pipeline-target-twice.
func (c *checker) sharedTargets() {
	first := map[string]model.Path{}
	for _, p := range c.Pipelines {
		at := model.At("pipelines", p.Name, "deploy")
		for _, target := range []struct{ field, name string }{{"service", p.Deploy.Service}, {"frontend", p.Deploy.Frontend}} {
			if target.name == "" {
				continue
			}
			if other, taken := first[target.name]; taken {
				c.report(at.Then(target.field), "", "%s is deployed by %s too: whichever runs last decides what is there.", target.name, other[1])
				c.also(other, "the other one")
				continue
			}
			first[target.name] = at.Then(target.field)
		}
	}
}

// pipelineImages is pipeline-image.
func (c *checker) pipelineImages() {
	for _, p := range c.Pipelines {
		s, ok := c.service(p.Deploy.Service)
		if !ok {
			continue // ref-unknown-node says so
		}
		at := model.At("services", s.Name, "image")
		own := func(r model.Repository) bool { return r.Name == s.Image.Repository }
		switch {
		case s.Image.Repository == "":
			c.report(at, `image: repository: "`+s.Name+`"`, "The pipeline %s pushes images of %s, whose image comes from no repository of the platform.", p.Name, s.Name)
		case !slices.ContainsFunc(c.Repositories, own):
			c.report(at.Then("repository"), "repositories: "+model.Label(s.Image.Repository)+": {}", "The pipeline %s pushes images of %s to %q, which is not among the platform's repositories.", p.Name, s.Name, s.Image.Repository)
		}
	}
}

// pathCounts is pipeline-paths-count.
func (c *checker) pathCounts() {
	most := c.facts.Delivery.Patterns
	for _, p := range c.Pipelines {
		if n := len(p.Source.Paths); n > most {
			c.report(model.At("pipelines", p.Name, "source", "paths"), "", "%s has %d paths, and %d are the most: a path with ** takes several.", p.Name, n, most)
		}
	}
}

// pathFolders is pipeline-paths-folder.
func (c *checker) pathFolders() {
	for _, p := range c.Pipelines {
		within := func(path string) bool { return reaches(path, p.Folder) }
		if p.Folder == "" || len(p.Source.Paths) == 0 || slices.ContainsFunc(p.Source.Paths, within) {
			continue
		}
		c.report(model.At("pipelines", p.Name, "source", "paths"), `paths: ["`+p.Folder+`/**/*"]`,
			"The pipeline %s builds %s, and a change in there does not start it.", p.Name, p.Folder)
	}
}

// reaches reports whether a pattern may stand for files in a folder: what comes before
// its first wildcard is a part of the folder's path, or goes on from it.
func reaches(pattern, folder string) bool {
	fixed, folder := pattern, folder+"/"
	if i := strings.IndexAny(pattern, "*?[{"); i >= 0 {
		fixed = pattern[:i]
	}
	return strings.HasPrefix(fixed, folder) || fixed != pattern && strings.HasPrefix(folder, fixed)
}

// buildVariables is pipeline-variable.
func (c *checker) buildVariables() {
	for _, p := range c.Pipelines {
		for _, v := range p.Environment {
			at := model.At("pipelines", p.Name, "environment", v.Key)
			if prefix := c.facts.Delivery.ReservedVariable(v.Key); prefix != "" {
				c.report(at, "", "CodeBuild keeps variables to itself that begin with %s.", prefix)
			}
			if p.Deploy.Service != "" && slices.Contains([]string{"REGISTRY", "REPOSITORY_URL"}, v.Key) {
				c.report(at, "", "%s says where the image of %s is pushed to, and is set for every build of one.", v.Key, p.Deploy.Service)
			}
		}
	}
}

// repositoryNames is repository-name.
func (c *checker) repositoryNames() {
	for _, r := range c.Repositories {
		if fault := c.facts.Name("ecr-repository").Fault(r.Name); fault != "" {
			c.report(model.At("repositories", r.Name), "", "The repository name %q %s.", r.Name, fault)
		}
	}
}

// idlePipelineFields is the part of field-without-effect for pipelines.
func (c *checker) idlePipelineFields(idle func(at model.Path, because string, args ...any)) {
	for _, p := range c.Pipelines {
		if p.Deploy.Service == "" {
			continue
		}
		idle(model.At("pipelines", p.Name, "output"), "%s makes an image, and output is where the files of a frontend are.", p.Name)
		if s, ok := c.service(p.Deploy.Service); ok && s.Deploy == "terraform" {
			idle(model.At("services", s.Name, "deploy"), "The pipeline %s brings out the revisions of %s, and Terraform leaves them alone.", p.Name, s.Name)
		}
	}
}
