package verify

import (
	"fmt"
	"slices"

	"groundplan.internal/internal/diag"
	"groundplan.internal/internal/model"
)

var parkRules = []Rule{
	{"verify-parked", "platform that does not run until it is parked", "The variable by which a platform is parked is true or false, and false unless it is given, in every root; all that follows holds while it is false, and once more, of the platform as it is parked, while it is true."},
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
	o.config.decide(parkedVariable, fmt.Sprint(parked))
}

// parks reports whether an alarm is silent while the platform is parked: one that watches
// what has stopped or stands before it, or that waits for too little of something.
func (o *output) parks(a model.Alarm, node string) bool {
	named := func(names ...string) bool { return slices.Contains(names, node) }
	switch p := o.declared; {
	case !o.canPark():
		return false
	case a.Below != nil:
		return true
	case a.Custom != nil:
		return slices.ContainsFunc(p.Tasks(), func(s model.Service) bool { return slices.Contains(s.Publishes, a.Custom.Namespace) })
	default:
		return slices.ContainsFunc(p.Services, func(s model.Service) bool { return named(s.Name) }) ||
			slices.ContainsFunc(p.Balancers, func(b model.Balancer) bool { return named(b.Name) }) ||
			slices.ContainsFunc(p.Gateways, func(g model.Gateway) bool { return named(g.Name) }) ||
			slices.ContainsFunc(p.Distributions, func(d model.Distribution) bool { return named(d.Name) }) ||
			p.Park.Databases && slices.ContainsFunc(p.Databases, func(d model.Database) bool { return named(d.Name) })
	}
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
	if o.parked && o.declared.Park.NAT && !o.declared.LeavesParked() {
		return "none"
	}
	return o.declared.Network.NAT
}
