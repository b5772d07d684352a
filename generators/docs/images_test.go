package docs_test

import (
	"strings"
	"testing"

	"groundplan.internal/generators/docs"
	"groundplan.internal/internal/infra"
)

// TestImages looks at what is said of an image in a repository that the platform makes.
func TestImages(t *testing.T) {
	for _, c := range []struct {
		name, layout string
		stack        infra.Stack // of the service
		tag          infra.Part
		want         []string
	}{
		{"one root", "single", "compute", infra.Part{Text: "1.0.0"}, []string{"Push each image once the apply is through:", "tag=1.0.0\n"}},
		{"a root for each stack", "stacks", "backend-strapi", infra.Part{Node: "api_image_tag", Attribute: infra.VariableValue},
			[]string{"tag=... # the value of api_image_tag\n", "Push each image after `terraform/6-compute`, and before the roots of the services:"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := strapi()
			p.Layout = c.layout
			p.Repositories = []infra.Repository{{Name: "team/api", Label: "team_api", Stack: "compute"}}
			p.Services[0].Stack = c.stack
			image := infra.Value{{Node: "team_api", Attribute: infra.RepositoryURL}, {Text: ":"}, c.tag}
			if c.tag.Attribute == "" {
				image = infra.Value{image[0], {Text: ":" + c.tag.Text}}
			}
			p.Services[0].Task.Containers[0].Image = image
			page := ""
			for _, f := range docs.Emit(p, roots(p), nil, docs.TaskSizes{}) {
				if f.Path == "docs/operations.md" {
					page = string(f.Data)
				}
			}
			for _, want := range append(c.want, "is pushed after the first apply, which makes its repository: see [images](#images).", "\n## Images\n", "--repository-names team/api ") {
				if !strings.Contains(page, want) {
					t.Errorf("%q is missing in\n%s", want, page)
				}
			}
			if strings.Contains(page, "must be in its registry") {
				t.Error("the image has to be where it cannot be yet")
			}
		})
	}
}
