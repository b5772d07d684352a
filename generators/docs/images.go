package docs

import (
	"slices"
	"strings"

	"groundplan.internal/internal/infra"
)

// awaited is an image that somebody pushes by hand into a repository of the platform.
type awaited struct {
	repository, tag string
	variable        bool // tag is the name of a variable of Terraform
	services        []infra.Service
}

// ownImage reports whether the image of a container is in a repository of the platform.
func ownImage(c infra.Container) bool {
	return len(c.Image) > 0 && c.Image[0].Attribute == infra.RepositoryURL
}

// awaitedImages are the images of own repositories that no pipeline pushes, each once.
func (v *view) awaitedImages() (out []awaited) {
	pushed := v.pushed()
	for _, s := range v.Tasks() {
		for _, c := range s.Task.Containers {
			if !ownImage(c) || slices.Contains(pushed, v.shown(c.Image)) {
				continue
			}
			x := v.awaits(c.Image)
			i := slices.IndexFunc(out, func(o awaited) bool {
				return o.repository == x.repository && o.tag == x.tag && o.variable == x.variable
			})
			if i < 0 {
				i, out = len(out), append(out, x)
			}
			if !s.Job {
				out[i].services = append(out[i].services, s)
			}
		}
	}
	return out
}

// awaits is an image in a repository of the platform.
func (v *view) awaits(image infra.Value) awaited {
	last := image[len(image)-1]
	x := awaited{repository: v.repository(image[0].Node), tag: strings.TrimPrefix(last.Text, ":")}
	if last.Attribute == infra.VariableValue {
		x.tag, x.variable = last.Node, true
	}
	return x
}

// pushing are the commands that bring an image into its repository.
func (v *view) pushing(x awaited) []string {
	tag := "tag=" + word(x.tag)
	if x.variable {
		tag = "tag=... # the value of " + x.tag
	}
	return []string{
		tag,
		"uri=$(aws ecr describe-repositories --repository-names " + word(x.repository) + " --query 'repositories[0].repositoryUri' --output text --region " + word(v.Region) + ")",
		"aws ecr get-login-password --region " + word(v.Region) + ` | docker login --username AWS --password-stdin "${uri%%/*}"`,
		"docker tag " + word(x.repository) + ` "$uri:$tag" && docker push "$uri:$tag"`,
	}
}

// imagesSection tells how the images get into the repositories that the platform makes.
func (v *view) imagesSection(pg *page) {
	images := v.awaitedImages()
	if len(images) == 0 {
		return
	}
	pg.section("Images")
	when := md("once the apply is through")
	if shared := v.Repositories[0].Stack; v.Layout == "stacks" && shared != images[0].services[0].Stack {
		when = sentence("after %s, and before the roots of the services", code(v.StackDir(shared)))
	}
	pg.para("An apply makes the repositories, empty, and does not wait for services whose images are still to come. Push each image %s:", when)
	var lines []string
	var services []infra.Service
	for _, x := range images[:min(len(images), mostRows)] {
		lines = append(lines, v.pushing(x)...)
		for _, s := range x.services {
			if !slices.ContainsFunc(services, func(o infra.Service) bool { return o.Name == s.Name }) {
				services = append(services, s)
			}
		}
	}
	pg.shell(lines...)
	if len(services) == 0 {
		return
	}
	pg.para("ECS gives up a deployment whose tasks cannot pull their image. Where the services came before their images, deploy them again:")
	var again []string
	for _, s := range services {
		again = append(again, v.deployAgain(s))
	}
	pg.shell(again...)
}
