package check

import (
	"fmt"
	"slices"

	"groundplan.internal/internal/model"
)

// retentions is log-retention.
func (c *checker) retentions() {
	days, offered := c.Logs.RetentionDays, c.facts.Logs.RetentionDays
	if slices.Contains(offered, days) {
		return
	}
	i := slices.IndexFunc(offered, func(d int) bool { return d > days })
	hint := ""
	if i >= 0 {
		hint = fmt.Sprintf("retentionDays: %d", offered[i])
	}
	c.report(model.At("logs", "retentionDays"), hint, "CloudWatch does not keep events for %d days; it offers %s.", days, numbers(offered[1:]))
}

// logGroupNames is log-group-name.
func (c *checker) logGroupNames() {
	if name := c.Logs.Group; name != "" {
		if fault := c.facts.Name("log-group").Fault(name); fault != "" {
			c.report(model.At("logs", "group"), "", "The log group %q %s.", name, fault)
		}
	}
}
