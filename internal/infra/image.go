package infra

import (
	"fmt"
	"strings"

	"groundplan.internal/internal/model"
)

// imagePlan is what an author's image becomes.
type imagePlan struct {
	value      Value
	repository Value     // ARN of the ECR repository that it is pulled from; nil: not from ECR
	variable   *Variable // that holds it, or a part of it
}

// image decides where a container's image comes from, and what may be pulled.
//
// A variable whose default is in ECR stays in that repository, since the role may
// pull from no other. One without a default may be any repository of the account.
func (b *builder) image(owner string, c container) imagePlan {
	switch {
	case c.image.Repository != "":
		return b.repositoryImage(owner, c)
	case c.image.Variable != "":
		return b.variableImage(c)
	}
	plan := imagePlan{value: Text(c.image.URI)}
	if arn, _, ok := b.ecrRepository(c.image.URI); ok {
		plan.repository = arn
	}
	return plan
}

// ecrRepository is the repository in ECR that an image is in, by its ARN and its name. It is
// not ok for an image that is kept elsewhere.
func (b *builder) ecrRepository(image string) (arn Value, name string, ok bool) {
	host, rest, found := strings.Cut(image, "/")
	r, private := b.facts.Registry(host)
	name, _, _ = strings.Cut(rest, "@")
	name, _, _ = strings.Cut(name, ":")
	partition := "aws"
	if region, known := b.facts.Region(r.Region); known {
		partition = region.Partition
	}
	return Text("arn:" + partition + ":ecr:" + r.Region + ":" + r.Account + ":repository/" + name), name, found && private
}

// anyRepository is every ECR repository of this account and region.
func anyRepository() Value { return Of("*", RegistryARN) }

func (b *builder) variableImage(c container) imagePlan {
	v := &Variable{
		Name: c.image.Variable, Description: "Image of the " + c.what + ".",
		Default: c.image.Default,
	}
	plan := imagePlan{value: Of(v.Name, VariableValue), variable: v}
	arn, name, ok := b.ecrRepository(c.image.Default)
	switch {
	case ok:
		plan.repository = arn
		host, _, _ := strings.Cut(c.image.Default, "/")
		v.Prefix = host + "/" + name
		v.Message = fmt.Sprintf("%s must be an image of %s: tasks may pull from no other repository.", v.Name, v.Prefix)
	case c.image.Default == "":
		plan.repository = anyRepository()
	}
	return plan
}

// firstTag is the tag of the image that a service runs until its pipeline has pushed one.
// Nothing has it unless somebody pushes it: the service waits for the pipeline.
const firstTag = "initial"

// repositoryImage is an image of this account's registry in this region.
func (b *builder) repositoryImage(owner string, c container) imagePlan {
	host := "." + b.region().Registry + "/" + c.image.Repository + ":"
	plan := imagePlan{
		value:      Value{{Attribute: AccountID}, {Text: host}},
		repository: Of(c.image.Repository, RegistryARN),
	}
	if b.ownRepository(c.image.Repository) {
		label := repositoryLabel(c.image.Repository)
		plan.value = Value{{Node: label, Attribute: RepositoryURL}, {Text: ":"}}
		plan.repository = Of(label, RepositoryARN)
	}
	if c.image.Tag != "" {
		plan.value[1].Text += c.image.Tag
		return plan
	}
	words := []string{owner, c.name, "image", "tag"}
	if c.name == owner {
		words = words[1:]
	}
	plan.variable = &Variable{
		Name:        labelOf(words...),
		Description: "Tag of the image of the " + c.what + ", in the repository " + c.image.Repository + ".",
	}
	if p, ok := b.pipelineOf(owner); ok && c.own {
		plan.variable.Description = "Tag of the image of the " + c.what + ", until the pipeline " + p.Name + " has run."
		plan.variable.Default = firstTag
	}
	plan.value = append(plan.value, Part{Node: plan.variable.Name, Attribute: VariableValue})
	return plan
}

// addVariable keeps a variable once. Containers that name the same one mean the
// same, so that it cannot have two defaults.
func (b *builder) addVariable(v Variable, path model.Path) {
	i, ok := b.variable[v.Name]
	if !ok {
		b.variable[v.Name] = len(b.out.Variables)
		b.out.Variables = append(b.out.Variables, v)
		return
	}
	if known := b.out.Variables[i]; known.Default != v.Default {
		b.errorf("variable-conflict", path, "a variable has two defaults",
			"%.200s is %.200q elsewhere and %.200q here.", v.Name, known.Default, v.Default)
	}
}
