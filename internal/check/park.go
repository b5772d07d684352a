package check

import "groundplan.internal/internal/model"

// runningOn is park-function: functions are called whether or not the platform is parked.
func (c *checker) runningOn() {
	if c.Park == nil {
		return
	}
	for _, f := range c.Functions {
		for _, u := range f.Uses {
			why, hint := "", ""
			switch c.family[u.Name] {
			case "databases":
				if !c.Park.Databases {
					continue
				}
				why, hint = "stops", "park: databases: false"
			case "services":
				why = "has no task"
			default:
				continue
			}
			c.report(model.At("functions", f.Name, "uses", u.Name), hint,
				"%s is called while the platform is parked, when %s %s: its calls fail, are tried again, and end in the queue of what it failed at.", f.Name, u.Name, why)
		}
	}
}
