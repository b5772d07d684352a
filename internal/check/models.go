package check

import (
	"cmp"
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

// modelRegion is where the region is written that a model is called in.
func (c *checker) modelRegion(m model.Model) model.Path {
	if m.Region != "" {
		return model.At("models", m.Name, "region")
	}
	return model.At("region")
}

// distantModels is model-region: a model that the region that it is called in does not have, as far
// as is known.
func (c *checker) distantModels() {
	for _, m := range c.Models {
		region := cmp.Or(m.Region, c.Region)
		if in, known := c.facts.Bedrock.Offered[m.ID]; known && !slices.Contains(in, region) {
			c.report(model.At("models", m.Name, "id"), `region: "`+in[0]+`"`, "Bedrock has %s in %s, and not in %s, as far as was known on %s.", m.ID, list(in), region, c.facts.Bedrock.Checked)
			c.also(c.modelRegion(m), "the region")
		}
	}
}

// distantGuardrails is model-guardrail-region: Bedrock looks for a guardrail where the model
// is called.
func (c *checker) distantGuardrails() {
	for _, m := range c.Models {
		if m.Region != "" && m.Region != c.Region && m.Guardrail != "" {
			c.report(model.At("models", m.Name, "guardrail"), "", "%s is called in %s, and the guardrail %s is made in %s.", m.Name, m.Region, m.Guardrail, c.Region)
		}
	}
}

// distantProfiles is model-profile-region.
func (c *checker) distantProfiles() {
	for _, m := range c.Models {
		region := cmp.Or(m.Region, c.Region)
		near := c.facts.Bedrock.ProfilesIn(region)
		name, profile := c.facts.Bedrock.Model(m.ID)
		prefix := strings.TrimSuffix(m.ID, "."+name)
		if !profile || len(near) == 0 || slices.Contains(near, prefix) {
			continue // without any, region-service says more
		}
		c.report(model.At("models", m.Name, "id"), `id: "`+near[0]+"."+name+`"`, "The inference profile %s is not called from %s: there they begin with %s.", m.ID, region, list(near))
		c.also(c.modelRegion(m), "the region")
	}
}
