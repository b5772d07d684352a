package check

import "groundplan.internal/internal/model"

// profiledModels is model-profile.
func (c *checker) profiledModels() {
	for _, m := range c.Models {
		if c.facts.Bedrock.NeedsProfile(m.ID) {
			c.report(model.At("models", m.Name, "id"), "",
				"Bedrock takes calls of %s by an inference profile alone. The id of one begins with where it calls the model, such as us, eu or global, and a dot.", m.ID)
		}
	}
}
