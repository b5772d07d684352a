package model

import "slices"

// Park is what stops while the platform is parked, beside its services.
type Park struct {
	Databases bool          `json:"databases"`
	NAT       bool          `json:"nat"`
	Schedule  *ParkSchedule `json:"schedule"` // nil: by hand
}

// ParkSchedule is when the platform is parked and unparked, in the five fields of cron.
type ParkSchedule struct {
	Park     string `json:"park"`
	Unpark   string `json:"unpark"`
	Timezone string `json:"timezone"` // of the IANA database; empty: UTC
}

// LeavesParked reports whether somebody still leaves through NAT gateways while the
// platform is parked: functions in the VPC run whenever they are called.
func (p Platform) LeavesParked() bool { return slices.ContainsFunc(p.Functions, p.Connected) }
