package infra

import (
	"slices"

	"groundplan.internal/internal/model"
)

// Park is what stops while the platform is parked, beside its services, their scaling
// and the alarms that would go off.
type Park struct {
	Variable    string // of Terraform, by which it is parked
	Databases   bool
	NAT         bool                // the gateways, where nobody runs on who leaves through them; their addresses stay
	StoppedDays int                 // after which RDS starts by itself what was stopped
	Schedule    *model.ParkSchedule // nil: by hand
}

// parkedVariable is the one switch.
const parkedVariable = "parked"

func (b *builder) park() {
	in := b.in.Park
	if in == nil || b.in.Environment.Local {
		return
	}
	b.out.Park = &Park{Variable: parkedVariable, Databases: in.Databases, NAT: in.NAT && !b.in.LeavesParked(), StoppedDays: b.facts.RDS.StoppedDays, Schedule: in.Schedule}
	b.addVariable(Variable{
		Name: parkedVariable, Bool: true, Default: "false",
		Description: "Whether the platform is parked: nothing runs, and what costs money by the hour is stopped.",
	}, model.At("park"))
}

// parks reports whether an alarm would go off only since the platform is parked: what it
// watches has stopped or stands before what has, or waits for too little of what programs count.
func (b *builder) parks(a Alarm) bool {
	switch {
	case b.out.Park == nil:
		return false
	case a.Node == "":
		return a.Bound == "below" || slices.ContainsFunc(a.Publishers, func(node string) bool { return b.familyOf(node) == "services" || b.familyOf(node) == "jobs" })
	}
	switch b.familyOf(a.Node) {
	case "services", "queues", "balancers", "gateways", "distributions":
		return true
	case "frontends":
		return slices.ContainsFunc(b.in.Frontends, func(f model.Frontend) bool {
			return f.Name == a.Node && slices.ContainsFunc(f.Paths, func(p model.Behavior) bool {
				return b.familyOf(p.To) == "balancers" || b.familyOf(p.To) == "gateways"
			})
		})
	case "databases":
		return b.out.Park.Databases
	}
	return false
}

// ParksNAT reports whether the NAT gateways go while the platform is parked.
func (p Platform) ParksNAT() bool { return p.Park != nil && p.Park.NAT && p.Network.NAT != "none" }

// ParksDatabases reports whether the databases stop while the platform is parked.
func (p Platform) ParksDatabases() bool {
	return p.Park != nil && p.Park.Databases && len(p.Databases) > 0
}

// Stopped are the instances of RDS that stop while the platform is parked. They are
// started before it is unparked: Terraform can stop them and not start them.
func (p Platform) Stopped() (out []Database) {
	for _, d := range p.Databases {
		if p.ParksDatabases() && !d.Aurora() {
			out = append(out, d)
		}
	}
	return out
}
