package cost

import (
	"fmt"

	"groundplan.internal/internal/decimal"
	"groundplan.internal/internal/infra"
)

// days are those of a month, by which logs cost.
const days = 30

// logs are what all log groups take in and keep.
func (e *estimator) logs() {
	e.begin("logs", "logs")
	groups := e.logGroups()
	if len(groups) == 0 {
		return
	}
	gb, kept := e.assume("logGB"), 0
	for _, g := range groups {
		kept += gb * g.RetentionDays
	}
	of := some(len(groups), "log group", "log groups")
	e.add("log-ingestion", running(decimal.Of(len(groups)*gb)), "%s × %d GB", of, gb)
	e.add("log-storage", always(decimal.Fraction(kept, days)), "%s × %d GB a month for as long as each is kept", of, gb)
	if len(e.Services) > 0 {
		e.missing("logs", "performance logs of Container Insights", "how much they are follows from tasks and minutes, and no amount is known")
	}
}

// logGroups are all log groups that the platform makes.
func (e *estimator) logGroups() []infra.LogGroup {
	groups := e.ServingLogs()
	for _, x := range e.Pipelines {
		for _, project := range x.Projects() {
			groups = append(groups, project.LogGroup)
		}
	}
	if e.StoppedTasks != nil {
		groups = append(groups, e.StoppedTasks.LogGroup)
	}
	return groups
}

// monitoring is alarms and dashboards. An alarm costs by the metrics that it watches, and
// one for an anomaly by the two sides of its band as well.
func (e *estimator) monitoring() {
	e.begin("monitoring", "monitoring")
	slow, fast, limits := 0, 0, e.facts.Metrics.Alarm
	for _, a := range e.Alarms {
		n := len(a.Series)
		if a.Bound == "anomaly" {
			n *= limits.AnomalyMetrics
		}
		if a.Period < limits.FastBelow {
			fast += n
		} else {
			slow += n
		}
	}
	of := some(len(e.Alarms), "alarm", "alarms")
	if slow > 0 {
		e.add("alarm", always(decimal.Of(slow)), "%s of %s", some(slow, "metric", "metrics"), of)
	}
	if fast > 0 {
		e.add("alarm-fast", always(decimal.Of(fast)), "%s of %s", some(fast, "metric", "metrics"), of)
	}
	if n := len(e.Dashboards); n > 0 {
		e.add("dashboard", always(decimal.Of(n)), "%s", some(n, "dashboard", "dashboards"))
	}
}

// unpriced lists what costs and is not estimated.
func (e *estimator) unpriced() {
	for _, d := range e.Databases {
		if d.MaxStorage > d.Storage {
			e.missing(d.Name, "growth of the disk", fmt.Sprintf("it begins with %d GB and may grow to %d", d.Storage, d.MaxStorage))
		}
		if d.MonitoringInterval > 0 {
			e.missing(d.Name, "logs of Enhanced Monitoring", "how much it writes is not known")
		}
	}
	for _, m := range e.Models {
		e.missing(m.Name, "tokens", "Bedrock asks for what is read and written, by model")
	}
	for _, g := range e.Guardrails {
		e.missing(g.Name, "texts", "Bedrock asks for what a guardrail reads, by filter")
	}
	for _, u := range e.UserPools {
		if u.Texts != nil {
			e.missing(u.Name, "text messages", "their price goes by country")
		}
	}
	for _, t := range e.Topics {
		if t.Programs() {
			e.missing(t.Name, "messages and mails", "nobody knows how much is published")
			continue
		}
		e.missing(t.Name, "mails", "nobody knows how often an alarm goes off")
	}
	for _, s := range e.Tasks() {
		for _, c := range s.Task.Containers {
			if c.Name == e.facts.Tracing.Container {
				e.missing(s.Name, "traces", "X-Ray asks for what is recorded and read")
			}
		}
	}
	if len(e.Published) > 0 {
		e.missing("monitoring", "metrics that programs publish", "how many there are is not known")
	}
	if e.Insights != nil {
		e.missing("monitoring", "Application Insights", "it makes alarms of its own")
	}
	if len(e.Tasks()) > 0 {
		e.missing("network", "data between zones, and from tasks to the internet", "how much there is is not known")
	}
	e.missing("", "requests to KMS, Secrets Manager, Parameter Store, Route 53 and CloudWatch", "they are few")
	e.missing("", "tax, support and what stands outside of this Terraform", "they are not the platform's")
}
