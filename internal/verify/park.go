package verify

import (
	"fmt"
	"maps"
	"slices"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

var parkRules = []Rule{
	{"verify-parked", "platform that does not run until it is parked", "The variable by which a platform is parked is true or false, and false unless it is given, in every root; all that follows holds while it is false, and once more, of the platform as it is parked, while it is true."},
}

var keptRules = []Rule{
	{"verify-park-kept", "parking that takes away what stays", "Parked or not, everything is there but NAT gateways, the routes to them and instances of Aurora."},
}

// parkedVariable is the one switch.
const parkedVariable = "parked"

// parking makes sure that a platform runs unless somebody says otherwise.
func (o *output) parking() (found diag.List) {
	if !o.canPark() {
		return nil
	}
	for _, folder := range o.config.folders {
		b := o.config.modules[folder].at["var."+parkedVariable]
		if b == nil {
			continue
		}
		_, module := o.config.calls[folder]
		for _, a := range b.body.attributes {
			if !slices.Contains([]string{"type", "default", "description"}, a.name) {
				found = append(found, finding(parkRules, "verify-parked", b.pos, nil, fmt.Sprintf("%s in %s has %s.", b.address, folder, a.name)))
			}
		}
		if len(b.body.blocks) > 0 {
			found = append(found, finding(parkRules, "verify-parked", b.pos, nil, fmt.Sprintf("%s in %s refuses values.", b.address, folder)))
		}
		if typ := o.config.spelled(b.of(o.config.modules[folder], "type")); typ != "bool" || !module && b.body.text("default") != "false" {
			found = append(found, finding(parkRules, "verify-parked", b.pos, nil, fmt.Sprintf("%s in %s is a %s that begins with %q.", b.address, folder, typ, b.body.text("default"))))
		}
	}
	return found
}

func (o *output) canPark() bool { return o.declared.Park != nil && !o.declared.Environment.Local }

// read is the emitted Terraform, with the domain in the place of its variable.
func (o *output) read() *configuration {
	c := parse(o)
	c.hold(o.declared.DomainVariable)
	return c
}

// states are what Terraform says while the platform runs, and while it is parked.
func (o *output) states() []bool {
	if !o.canPark() {
		return []bool{false}
	}
	return []bool{false, true}
}

// become reads what Terraform says in one of the states.
func (o *output) become(parked bool) {
	if !o.canPark() {
		return
	}
	o.parked = parked
	o.config = o.read()
	everything := o.config.all()
	o.config.decide(parkedVariable, fmt.Sprint(parked))
	o.gone = nil
	left := o.config.all()
	for _, address := range slices.Sorted(maps.Keys(everything)) {
		if b := everything[address]; left[address] == nil && !slices.Contains(goes, b.typ) {
			o.gone = append(o.gone, b)
		}
	}
}

// goes is what parking may take away. All else holds something, or has an address that
// somebody may know.
var goes = []string{"aws_nat_gateway", "aws_route", "aws_rds_cluster_instance"}

// all are the blocks by folder and address.
func (c *configuration) all() map[string]*block {
	out := map[string]*block{}
	for _, folder := range c.folders {
		for address, b := range c.modules[folder].at {
			out[folder+" "+address] = b
		}
	}
	return out
}

// kept reports what goes in one state and must not.
func (o *output) kept() (found diag.List) {
	for _, b := range o.gone {
		found = append(found, finding(keptRules, "verify-park-kept", b.pos, nil, fmt.Sprintf("%s is not there while the platform is parked, or while it is not.", b.address)))
	}
	return found
}

// parks reports whether an alarm is silent while the platform is parked: one that watches
// what has stopped or stands before it, or that waits for too little of what programs count.
func (o *output) parks(a model.Alarm, node string) bool {
	named := func(names ...string) bool { return slices.Contains(names, node) }
	switch p := o.declared; {
	case !o.canPark():
		return false
	case a.Custom != nil:
		return a.Below != nil || slices.ContainsFunc(p.Tasks(), func(s model.Service) bool { return slices.Contains(s.Publishes, a.Custom.Namespace) })
	default:
		return slices.ContainsFunc(p.Services, func(s model.Service) bool { return named(s.Name) }) ||
			slices.ContainsFunc(p.Queues, func(q model.Queue) bool { return named(q.Name) }) ||
			slices.ContainsFunc(p.Balancers, func(b model.Balancer) bool { return named(b.Name) }) ||
			slices.ContainsFunc(p.Gateways, func(g model.Gateway) bool { return named(g.Name) }) ||
			slices.ContainsFunc(p.Distributions, func(d model.Distribution) bool { return named(d.Name) }) ||
			slices.ContainsFunc(p.Frontends, func(f model.Frontend) bool { return named(f.Name) && o.leadsToTasks(f) }) ||
			p.Park.Databases && slices.ContainsFunc(p.Databases, func(d model.Database) bool { return named(d.Name) })
	}
}

// leadsToTasks reports whether a path of a frontend leads to what stands before tasks.
func (o *output) leadsToTasks(f model.Frontend) bool {
	for _, path := range f.Paths {
		if slices.ContainsFunc(o.declared.Balancers, func(b model.Balancer) bool { return b.Name == path.To }) ||
			slices.ContainsFunc(o.declared.Gateways, func(g model.Gateway) bool { return g.Name == path.To }) {
			return true
		}
	}
	return false
}

// stopped reports whether databases are stopped now.
func (o *output) stopped() bool { return o.parked && o.declared.Park.Databases }

// instanceState is what an instance is to be, where it can be stopped.
func (o *output) instanceState(d model.Database) arguments {
	if o.aurora(d) || !o.canPark() || !o.declared.Park.Databases {
		return nil
	}
	state := "available"
	if o.stopped() {
		state = "stopped"
	}
	return arguments{"identifier": "aws_db_instance." + label(d.Name) + ".identifier", "state": state}
}

// nat is the way out of private subnets now.
func (o *output) nat() string {
	if o.parked && o.declared.Park.NAT && !slices.ContainsFunc(o.declared.Functions, o.inVPC) {
		return "none"
	}
	return o.declared.Network.NAT
}
