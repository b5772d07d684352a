package check

import (
	"strconv"
	"strings"

	"groundplan.internal/internal/model"
)

// brokenSteps is flow-step: half an arrow, or one beside alternatives.
func (c *checker) brokenSteps() {
	for _, flow := range c.Flows {
		for i, step := range flow.Steps {
			at := model.At("flows", flow.Name, "steps", strconv.Itoa(i))
			if len(step.Alternatives) == 0 {
				if missing := unsaid(step); len(missing) > 0 {
					c.report(at, "", "Step %d of %s has no %s.", i+1, flow.Name, strings.Join(missing, " and no "))
				}
				continue
			}
			for _, field := range []string{"from", "to", "label", "reply"} {
				if c.written(at.Then(field)) {
					c.report(at.Then(field), "", "Step %d of %s has alternatives, and %s of an arrow: what comes before them is a step of its own.", i+1, flow.Name, field)
					c.also(at.Then("alternatives"), "the alternatives")
					break
				}
			}
		}
	}
}

// unsaid are the fields that a step lacks for an arrow.
func unsaid(s model.Step) (missing []string) {
	for _, field := range []struct{ name, value string }{{"from", s.From}, {"to", s.To}, {"label", s.Label}} {
		if field.value == "" {
			missing = append(missing, field.name)
		}
	}
	return missing
}
