package check

import (
	"slices"
	"strings"

	"groundplan.internal/internal/model"
)

// profiledModels is model-profile.
func (c *checker) profiledModels() {
	for _, m := range c.Models {
		if c.facts.Bedrock.NeedsProfile(m.ID) {
			c.report(model.At("models", m.Name, "id"), "",
				"Bedrock takes calls of %s by an inference profile alone. The id of one begins with where it calls the model, such as us, eu or global, and a dot.", m.ID)
		}
	}
}

// strangeModels is model-unverified. Of an id that leaves the version to Bedrock, or says
// how much text the model takes, the rest is known.
func (c *checker) strangeModels() {
	known := c.facts.Bedrock.ModelIDs()
	for _, m := range c.Models {
		id, _ := c.facts.Bedrock.Model(m.ID)
		alike := func(model string) bool {
			return model == id || strings.HasPrefix(model, id+":") || strings.HasPrefix(id, model+":")
		}
		if slices.ContainsFunc(known, alike) {
			continue
		}
		profile, among := strings.TrimSuffix(m.ID, id), []string{}
		for _, model := range known {
			among = append(among, profile+model)
		}
		c.report(model.At("models", m.Name, "id"), meant(m.ID, among), "No model %s was known on %s: unless it is newer, Bedrock refuses every call.", id, c.facts.Bedrock.Checked)
	}
}

// distantModels is model-region: a model that the platform's region does not have, as far
// as is known.
func (c *checker) distantModels() {
	for _, m := range c.Models {
		if in, known := c.facts.Bedrock.Offered[m.ID]; known && !slices.Contains(in, c.Region) {
			c.report(model.At("models", m.Name, "id"), "", "Bedrock has %s in %s, and not in %s, as far as was known on %s.", m.ID, list(in), c.Region, c.facts.Bedrock.Checked)
			c.also(model.At("region"), "the region")
		}
	}
}

// distantProfiles is model-profile-region.
func (c *checker) distantProfiles() {
	near := c.facts.Bedrock.ProfilesIn(c.Region)
	for _, m := range c.Models {
		name, profile := c.facts.Bedrock.Model(m.ID)
		prefix := strings.TrimSuffix(m.ID, "."+name)
		if !profile || len(near) == 0 || slices.Contains(near, prefix) {
			continue // without any, region-service says more
		}
		c.report(model.At("models", m.Name, "id"), `id: "`+near[0]+"."+name+`"`, "The inference profile %s is not called from %s: there they begin with %s.", m.ID, c.Region, list(near))
		c.also(model.At("region"), "the region")
	}
}
