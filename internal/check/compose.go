package check

// composeSources is compose-source.
func (c *checker) composeSources() {
	for _, n := range c.Environment.Compose {
		if n.Build != "" && n.Image != "" {
			c.report(c.composePath(n.Name).Then("image"), "", "%s has a folder to build (%q) and an image (%q): only one of them can run.", n.Name, n.Build, n.Image)
			c.also(c.composePath(n.Name).Then("build"), "build")
		}
	}
}
