package docs

import (
	"slices"

	"groundplan.internal/internal/infra"
)

// releaseSection tells how another version of a program is brought out, where no pipeline
// does it.
func (v *view) releaseSection(pg *page) {
	images := v.awaitedImages()
	if len(images) == 0 {
		return
	}
	fixed := func(x awaited) bool { return !x.variable }
	pg.section("Deploy another version")
	steps := []md{sentence("Push the image under a new tag, with the commands of %s. Never move the tag that runs: ECS goes back to it where the new one does not become healthy.", link("images", "#images"))}
	if slices.ContainsFunc(images, fixed) {
		steps = append(steps, sentence("Set the %s of the image in %s, and compile.", code("tag"), code(v.File)))
	}
	if !slices.ContainsFunc(images, fixed) || slices.ContainsFunc(images, func(x awaited) bool { return x.variable }) {
		steps = append(steps, "Give Terraform the new tag where a variable holds it.")
	}
	where := md("Apply. ")
	if v.Layout == "stacks" {
		where = sentence("Apply %s. ", join(each(stacksOf(images), func(s infra.Stack) md { return code(v.StackDir(s)) })))
	}
	steps = append(steps, where+"Each service gets a new revision, whose tasks replace the old ones step by step.")
	pg.steps(steps)
}

// stacksOf are the stacks of the services that wait for images, each once.
func stacksOf(images []awaited) (out []infra.Stack) {
	for _, x := range images {
		for _, s := range x.services {
			if !slices.Contains(out, s.Stack) {
				out = append(out, s.Stack)
			}
		}
	}
	return out
}

// onceSection tells how a command is run a single time, as a migration is, in a task like
// those of a service.
func (v *view) onceSection(pg *page) {
	if len(v.Services) == 0 || v.Cluster == nil {
		return
	}
	pg.section("Run a command once")
	pg.para("This starts a task like those of a service, with its image, network, roles, variables and secrets, but another command: a migration, or a look into a database. For example:")
	s := v.exampleService()
	if len(s.Task.Containers) == 0 {
		return
	}
	region := " --region " + word(v.Region)
	pg.shell(
		"cluster="+word(v.Cluster.Name)+" service="+word(v.Known(s.Name)),
		`network=$(aws ecs describe-services --cluster "$cluster" --services "$service" --query 'services[0].networkConfiguration' --output json`+region+")",
		`aws ecs run-task --cluster "$cluster" --launch-type FARGATE --network-configuration "$network" --task-definition `+word(s.Task.Family)+` \`,
		`  --overrides '{"containerOverrides": [{"name": "`+s.Task.Containers[0].Name+`", "command": ["..."]}]}'`+region,
	)
	pg.para("Its output is in the log of that service: see %s.", link("logs", "#logs"))
}

// exampleService is one that uses a database, and that people reach, if there is any.
func (v *view) exampleService() infra.Service {
	reads := func(s infra.Service) bool {
		return slices.ContainsFunc(v.Edges, func(e infra.Edge) bool { return e.From == s.Name && e.Family == "databases" })
	}
	reached := func(s infra.Service) bool { return reads(s) && len(s.TargetGroups) > 0 }
	for _, fits := range []func(infra.Service) bool{reached, reads} {
		if i := slices.IndexFunc(v.Services, fits); i >= 0 {
			return v.Services[i]
		}
	}
	return v.Services[0]
}
