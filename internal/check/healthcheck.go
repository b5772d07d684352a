package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// healthForms is health-check-form.
func (c *checker) healthForms() {
	c.eachContainer(func(_ task, one container) {
		h := one.HealthCheck
		if h == nil {
			return
		}
		at := one.path.Then("healthCheck", "command")
		line := strings.Join(h.Command, " ")
		switch forms := c.facts.ECS.HealthForms; {
		case !slices.Contains(forms, h.Command[0]):
			c.report(at, fmt.Sprintf(`command: ["CMD-SHELL", %q]`, line), "The health check of %s begins with %q; ECS wants %s first.", one.Name, h.Command[0], strings.Join(forms, " or "))
		case strings.TrimSpace(strings.Join(h.Command[1:], "")) == "":
			c.report(at, "", "The health check of %s is %s with nothing to run.", one.Name, h.Command[0])
		case h.Command[0] == "CMD-SHELL" && len(h.Command) > 2:
			c.report(at, fmt.Sprintf(`command: ["CMD-SHELL", %q]`, strings.Join(h.Command[1:], " ")),
				"The health check of %s has %d texts behind CMD-SHELL; the shell takes one, and the others are lost.", one.Name, len(h.Command)-1)
		}
	})
}

// bareImages are references of images that come without curl, by what they say of themselves.
var bareImages = regexp.MustCompile(`(^|[/:._-])(alpine[0-9.]*|slim|distroless|scratch|busybox)($|[/:._@-])`)

var curl = regexp.MustCompile(`(^|[\s/;&|(])curl($|\s)`)

// missingBinaries is health-check-binary.
func (c *checker) missingBinaries() {
	c.eachContainer(func(_ task, one container) {
		if one.HealthCheck == nil || !curl.MatchString(strings.Join(one.HealthCheck.Command, " ")) {
			return
		}
		image := one.Image.Repository + ":" + one.Image.Tag
		if _, text := imageReference(one); text != "" {
			image = text
		}
		if _, own := c.facts.ECS.HealthCommandOf(image); own {
			return // health-check-no-shell says more
		}
		found := bareImages.FindStringSubmatch(image)
		if found == nil {
			return
		}
		c.report(one.path.Then("healthCheck", "command"), c.probe(one),
			"The health check of %s runs curl, and %s images such as %q come without it: the container would never be healthy.", one.Name, found[2], image)
	})
}

// probe is a health check that needs nothing but what a small image has.
func (c *checker) probe(one container) string {
	port := one.Port
	if port == 0 {
		port = 8080
	}
	return fmt.Sprintf(`command: ["CMD-SHELL", "wget -qO- http://localhost:%d/ || exit 1"]`, port)
}

// ownProbes is health-check-no-shell: images that bring a program for it, and no shell.
func (c *checker) ownProbes() {
	c.eachContainer(func(_ task, one container) {
		_, text := imageReference(one)
		want, known := c.facts.ECS.HealthCommandOf(text)
		if !known || one.HealthCheck == nil || slices.Equal(one.HealthCheck.Command, want) {
			return
		}
		hint := fmt.Sprintf(`command: ["%s"]`, strings.Join(want, `", "`))
		c.report(one.path.Then("healthCheck", "command"), hint,
			"The health check of %s runs %q in %q, an image without a shell and without curl: its own program is %s.", one.Name, strings.Join(one.HealthCheck.Command, " "), text, want[len(want)-1])
	})
}
