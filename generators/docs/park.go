package docs

import (
	"slices"

	"groundplan.internal/internal/infra"
)

// parkSection tells how to park an environment and bring it back, and what that saves.
func (v *view) parkSection(pg *page) {
	if v.Park == nil {
		return
	}
	pg.section("Park and unpark")
	pg.para("While the variable %s is true, nothing runs, and whatever costs money by the hour is stopped, as far as nothing is lost. Unparked, everything is as it was: the same resources, names, addresses and data.", code(v.Park.Variable))
	v.parkCommands(pg)
	t := table{head: []md{"What", "While it is parked", "What it still costs"}}
	for _, row := range v.parkRows() {
		t.row(row...)
	}
	pg.table(t)
	var silent []md
	for _, a := range v.Alarms {
		if name := text(a.Declared); a.Parks && !slices.Contains(silent, name) {
			silent = append(silent, name)
		}
	}
	if len(silent) > 0 {
		pg.para("Silent while it is parked, since nothing that they watch runs: %s. The other alarms speak on.", join(silent))
	}
	if v.ParksDatabases() {
		pg.para("RDS changes nothing that is stopped: unpark before you apply a change of a database.")
	}
}

// parkCommands park from the last root to the first, so that nothing goes before what
// uses it, and unpark in the order of applying.
func (v *view) parkCommands(pg *page) {
	set, unset := "export TF_VAR_"+v.Park.Variable+"=true", "unset TF_VAR_"+v.Park.Variable
	started := md("")
	if len(v.Stopped()) > 0 {
		started = ", once the databases run, which Terraform can stop and not start"
	}
	if v.Layout == "stacks" {
		pg.para("Park from the last root to the first, so that nothing goes before what uses it:")
		pg.shell(append([]string{set}, eachRoot(`terraform -chdir="terraform/$root" apply`, "$(jq -r 'reverse[].folder' terraform/stacks.json)")...)...)
		pg.para("Unpark in the order of applying%s:", started)
		pg.shell(append(append(v.startCommands(), unset), eachRoot(`terraform -chdir="$root" apply`, "terraform/*/")...)...)
	} else {
		pg.para("Park:")
		pg.shell(set, "terraform -chdir=terraform apply")
		pg.para("Unpark%s:", started)
		pg.shell(append(v.startCommands(), unset, "terraform -chdir=terraform apply")...)
	}
	pg.para("Until it is unparked, every apply must set the variable: one without it unparks. A service with scaling comes back with its fewest tasks.")
	if v.Layout != "stacks" && (v.ParksDatabases() || v.ParksNAT()) {
		pg.para("The apply may take away databases and ways out before it stops the tasks, which then fail for some minutes. If they must not, stop them first:")
		pg.shell(v.stopCommands()...)
	}
}

// startCommands start the instances of RDS, and wait for them.
func (v *view) startCommands() (lines []string) {
	for _, verb := range []string{"start-db-instance", "wait db-instance-available"} {
		for _, d := range v.Stopped() {
			lines = append(lines, "aws rds "+verb+" --db-instance-identifier "+word(d.Identifier)+" --region "+word(v.Region))
		}
	}
	return lines
}

// stopCommands stop all tasks, by the count or by what decides it.
func (v *view) stopCommands() (lines []string) {
	region := " --region " + word(v.Region)
	for _, s := range v.Services[:min(len(v.Services), mostRows)] {
		if s.Scaling == nil {
			lines = append(lines, "aws ecs update-service --cluster "+word(v.Cluster.Name)+" --service "+word(v.Known(s.Name))+" --desired-count 0"+region)
			continue
		}
		lines = append(lines,
			"aws application-autoscaling register-scalable-target --service-namespace ecs --scalable-dimension ecs:service:DesiredCount \\",
			"  --resource-id "+word("service/"+v.Cluster.Name+"/"+v.Known(s.Name))+" --min-capacity 0 --max-capacity 0"+region)
	}
	return lines
}

// parkRows say of each kind of thing what becomes of it.
func (v *view) parkRows() (rows [][]md) {
	row := func(what, parked, costs md) { rows = append(rows, []md{what, parked, costs}) }
	if len(v.Services) > 0 {
		row(join(each(v.Services, func(s infra.Service) md { return text(s.Name) })), "no task; scaling stands still", "nothing")
	}
	if len(v.Jobs) > 0 {
		row(join(each(v.Jobs, func(j infra.Job) md { return text(j.Name) })), "is not started", "nothing")
	}
	if len(v.Functions) > 0 {
		row(join(each(v.Functions, func(f infra.Function) md { return text(f.Name) })), "runs when it is called", "its calls")
	}
	for _, d := range v.Databases {
		switch name := text(d.Name); {
		case !v.Park.Databases:
			row(name, "runs on", "as before")
		case d.Aurora():
			row(name, "its instances are deleted, which hold nothing; the cluster stays, with its address and its data", "storage and backups")
		default:
			row(name, sentence("stopped; RDS starts it by itself after %s, and the next apply stops it again", count(v.Park.StoppedDays, "day", "days")), "disk and backups")
		}
		if d.Proxy != nil {
			row(sentence("the proxy of %s", text(d.Name)), "stays", "as before")
		}
	}
	if len(v.Caches) > 0 {
		row(join(each(v.Caches, func(c infra.Cache) md { return text(c.Name) })), "runs on: ElastiCache cannot stop, and what is deleted has lost what it held", "as before")
	}
	if len(v.Volumes) > 0 {
		row(join(each(v.Volumes, func(x infra.Volume) md { return text(x.Name) })), "stays, with its mount targets and its files", "what it holds, and its backups")
	}
	for _, q := range v.Queues {
		row(text(q.Name), sentence("keeps messages for %s, and no task receives them", count(q.Kept/secondsOfDay, "day", "days")), "what is sent")
	}
	switch {
	case v.ParksNAT():
		row("NAT gateways", "deleted, with the routes to them", "their addresses, which stay the same")
	case v.Network.NAT != "none" && slices.ContainsFunc(v.Functions, infra.Function.Connected):
		row("NAT gateways", "stay, since functions leave through them", "as before")
	case v.Network.NAT != "none":
		row("NAT gateways", "stay", "as before")
	}
	if len(v.Balancers) > 0 {
		row(join(each(v.Balancers, func(b infra.Balancer) md { return text(b.Name) })), "answers with 503", "as before, by the hour")
	}
	if slices.ContainsFunc(v.Network.Endpoints, func(e infra.Endpoint) bool { return !e.Gateway }) {
		row("interface endpoints", "stay", "as before, by the hour")
	}
	row("everything else", "stays as it is", "what it holds, and what is asked of it")
	return rows
}
