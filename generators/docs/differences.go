package docs

import (
	"strconv"
	"strings"

	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/model"
)

// fact is one decided value of an environment that another may have otherwise.
// Names are no facts: they hold the environment, so that all of them differ.
type fact struct{ component, field, value string }

// present is the field that says that a component is there.
const present = "present"

// differences compares environments by their facts, with a column for each; the
// first is what the others are held against.
func differences(views []*view) table {
	t := table{head: []md{"Component", "What"}}
	values := make([]map[fact]string, len(views)) // of facts without their value
	var order []fact
	seen := map[fact]bool{}
	for i, v := range views {
		t.head = append(t.head, text(v.Environment))
		values[i] = map[fact]string{}
		for _, f := range facts(v) {
			key := fact{component: f.component, field: f.field}
			values[i][key] = f.value
			if !seen[key] {
				seen[key] = true
				order = append(order, key)
			}
		}
	}
	for _, key := range order {
		if row := difference(values, key); row != nil {
			t.row(append([]md{text(key.component), text(key.field)}, row...)...)
		}
	}
	return t
}

// difference is what the environments say of a fact, or nil where they agree. What a
// component that is not there would say does not count.
func difference(values []map[fact]string, key fact) []md {
	said := map[string]bool{}
	var row []md
	for _, of := range values {
		value, ok := of[key]
		switch _, there := of[fact{component: key.component, field: present}]; {
		case ok:
			said[value] = true
			row = append(row, text(short(plain(value), 80)))
		case there:
			said[""] = true
			row = append(row, "not set")
		case key.field == present:
			said[""] = true
			row = append(row, "no")
		default:
			row = append(row, "absent")
		}
	}
	if len(said) < 2 {
		return nil
	}
	return row
}

// facts are the values of an environment, in the order of the docs.
func facts(v *view) []fact {
	out := networkFacts(v)
	for _, s := range v.Services {
		out = append(out, serviceFacts(v, s)...)
	}
	for _, d := range v.Databases {
		out = append(out, databaseFacts(d)...)
	}
	for _, b := range v.Buckets {
		out = append(out, of("bucket "+b.Name, []fact{
			{field: "versioning", value: string(onOff(b.Versioning))},
			{field: "old versions kept", value: string(count(b.NoncurrentDays, "day", "days"))},
			{field: "objects expire after days", value: strconv.Itoa(b.ExpireDays)},
			{field: "can be deleted when full", value: string(yesNo(b.ForceDestroy))},
		})...)
	}
	for _, s := range v.Secrets {
		out = append(out, of("secret "+s.Name, []fact{
			{field: "kept in", value: storeTitle(s.Store)},
			{field: "existing", value: string(yesNo(s.Existing))},
		})...)
	}
	for _, e := range v.Externals {
		out = append(out, of("external "+e.Name, []fact{
			{field: "hosts", value: strings.Join(e.Hosts, ", ")},
			{field: "port", value: strconv.Itoa(e.Port)},
		})...)
	}
	return out
}

// of puts facts under a component.
func of(component string, list []fact) []fact {
	out := []fact{{component, present, "yes"}}
	for _, f := range list {
		out = append(out, fact{component, f.field, f.value})
	}
	return out
}

func networkFacts(v *view) []fact {
	n := v.Network
	var endpoints []string
	for _, e := range n.Endpoints {
		endpoints = append(endpoints, e.Name)
	}
	retention := map[int]bool{}
	var kept []string
	for _, l := range v.LogGroups {
		if !retention[l.RetentionDays] {
			retention[l.RetentionDays] = true
			kept = append(kept, string(count(l.RetentionDays, "day", "days")))
		}
	}
	return append(of("platform", []fact{
		{field: "account", value: v.Account},
		{field: "region", value: v.Region},
		{field: "layout", value: v.Layout},
		{field: "logs kept", value: strings.Join(kept, ", ")},
	}), of("network", []fact{
		{field: "VPC", value: v.vpcTitle()},
		{field: "range", value: n.CIDR},
		{field: "zones", value: strconv.Itoa(len(n.Zones))},
		{field: "NAT gateways", value: n.NAT},
		{field: "endpoints", value: strings.Join(endpoints, ", ")},
		{field: "flow logs", value: string(onOff(n.FlowLogs != nil))},
	})...)
}

func serviceFacts(v *view, s infra.Service) []fact {
	list := []fact{
		{field: "CPU", value: strconv.Itoa(s.Task.CPU)},
		{field: "memory", value: strconv.Itoa(s.Task.Memory) + " MiB"},
		{field: "architecture", value: s.Task.Architecture},
		{field: "tasks", value: tasks(s)},
		{field: "scaling", value: scaling(s.Scaling)},
		{field: "capacity", value: capacityTitle(s.Capacity)},
		{field: "open to the internet", value: string(yesNo(s.Public))},
		{field: "subnets", value: string(s.Tier)},
		{field: "revisions from", value: revisions(s)},
		{field: "ECS Exec", value: string(onOff(s.Exec))},
	}
	if len(s.Publishes) > 0 {
		list = append(list, fact{field: "publishes metrics to", value: strings.Join(s.Publishes, ", ")})
	}
	for _, c := range s.Task.Containers {
		list = append(list, fact{field: c.Name + ": image", value: v.inWords(c.Image)})
		for _, e := range c.Environment {
			list = append(list, fact{field: c.Name + ": " + e.Name, value: v.inWords(e.Value)})
		}
		for _, e := range c.Secrets {
			list = append(list, fact{field: c.Name + ": " + e.Name, value: v.inWords(e.Source)})
		}
	}
	return of("service "+s.Name, list)
}

// inWords is a value as text.
func (v *view) inWords(value infra.Value) string {
	kind, name := v.parts(value)
	if kind == "" {
		return name
	}
	return kind + " " + name
}

func databaseFacts(d infra.Database) []fact {
	return of("database "+d.Name, []fact{
		{field: "engine", value: engineTitle(d.Engine) + " " + d.Version},
		{field: "class", value: d.Class},
		{field: "storage", value: storage(d)},
		{field: "standby in another zone", value: string(yesNo(d.MultiAZ || len(d.Instances) > 1))},
		{field: "backups kept", value: string(backups(d))},
		{field: "deletion protection", value: string(onOff(d.DeletionProtection))},
		{field: "snapshot when deleted", value: string(yesNo(d.FinalSnapshot != ""))},
		{field: "Performance Insights", value: string(onOff(d.PerformanceInsights))},
		{field: "monitoring interval", value: strconv.Itoa(d.MonitoringInterval) + " s"},
	})
}

func scaling(s *model.Scaling) string {
	if s == nil {
		return "off"
	}
	out := strconv.Itoa(s.Min) + " to " + strconv.Itoa(s.Max)
	if s.CPU > 0 {
		out += ", CPU " + strconv.Itoa(s.CPU) + " %"
	}
	if s.Memory > 0 {
		out += ", memory " + strconv.Itoa(s.Memory) + " %"
	}
	if s.Requests > 0 {
		out += ", " + strconv.Itoa(s.Requests) + " requests a minute for each task"
	}
	if q := s.QueueDepth; q != nil {
		out += ", " + strconv.Itoa(q.Target) + " messages for each task"
	}
	return out
}

func revisions(s infra.Service) string {
	if s.Pipeline {
		return "a pipeline"
	}
	return "Terraform"
}
