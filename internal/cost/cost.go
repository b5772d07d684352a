// Package cost estimates what an environment costs in a month. What enters is the decided
// platform and the facts about AWS; what leaves is lines, each a quantity times a unit
// price, by component. What has no price is listed, never taken for nothing. It knows no
// Terraform and no Markdown.
package cost

import (
	"groundplan.internal/internal/decimal"
	"groundplan.internal/internal/facts"
	"groundplan.internal/internal/infra"
	"groundplan.internal/internal/model"
)

// Estimate is a month of one environment, in US dollars, without tax, free tiers and
// discounts.
type Estimate struct {
	Region      string
	Base        string       // the region whose prices stand in for those that are not known
	Checked     string       // the day that the table of prices was last compared: 2026-11-21
	Hours       int          // of the month
	Parks       *Parks       // nil: the platform cannot be parked, and no amount of that means anything
	Assumptions []Assumption // those that lines rest on
	Components  []Component  // those that cost something
	Missing     []Missing
	Total       Amounts
}

// Parks is what goes while the platform is parked, beside tasks.
type Parks struct {
	Instances bool // of RDS stop
	Clusters  bool // of Aurora have no instance
	NAT       bool
}

// Assumption is an amount that the declaration cannot tell.
type Assumption struct {
	Name  string // the field of the declaration
	Value int
	Title string
}

// Component is a node, or what several share.
type Component struct {
	Kind  string // service
	Name  string
	Lines []Line
	Total Amounts
}

// Line is a quantity of one thing.
type Line struct {
	Price    Price
	Quantity Amounts
	Cost     Amounts // in whole cents
	How      string  // the quantity is reckoned
}

// Price is what one unit costs.
type Price struct {
	facts.Price
	Own bool // the author's, in place of the table's
}

// Amounts are what something comes to: with the fewest tasks, with the most, and parked.
type Amounts struct{ Least, Most, Parked decimal.Number }

// Missing is something that costs and is not estimated.
type Missing struct{ Component, What, Why string }

func (a Amounts) plus(b Amounts) Amounts {
	return Amounts{a.Least.Plus(b.Least), a.Most.Plus(b.Most), a.Parked.Plus(b.Parked)}
}

func (a Amounts) times(n decimal.Number) Amounts {
	return Amounts{a.Least.Times(n), a.Most.Times(n), a.Parked.Times(n)}
}

func (a Amounts) cents() Amounts {
	return Amounts{a.Least.Cents(), a.Most.Cents(), a.Parked.Cents()}
}

// always is an amount that parking does not change, running one that it takes away.
func always(n decimal.Number) Amounts  { return Amounts{n, n, n} }
func running(n decimal.Number) Amounts { return Amounts{n, n, 0} }

// runningIf is running where a condition holds, and otherwise always.
func runningIf(parked bool, n decimal.Number) Amounts {
	if parked {
		return running(n)
	}
	return always(n)
}

// Of is the estimate of an environment; nil where nobody asks for one, and on a machine
// of one's own.
func Of(p infra.Platform, f facts.Set) *Estimate {
	if p.Costs == nil || p.Local != nil {
		return nil
	}
	e := &estimator{Platform: p, facts: f, in: *p.Costs, used: map[string]bool{}}
	e.out = Estimate{
		Region: p.Region, Base: f.Prices.Base, Checked: f.Prices.Checked, Hours: p.Costs.HoursPerMonth,
	}
	if p.Park != nil {
		stopped := len(p.Stopped())
		e.out.Parks = &Parks{Instances: stopped > 0, Clusters: p.ParksDatabases() && stopped < len(p.Databases), NAT: p.ParksNAT()}
	}
	for _, family := range families {
		family(e)
	}
	e.end()
	for _, a := range assumptions(e.in.Assumptions) {
		if e.used[a.Name] {
			e.out.Assumptions = append(e.out.Assumptions, a)
		}
	}
	return &e.out
}

// families are what costs, in the order of the estimate.
var families = []func(*estimator){
	(*estimator).services, (*estimator).jobs, (*estimator).functions, (*estimator).databases, (*estimator).caches, (*estimator).volumes, (*estimator).queues, (*estimator).balancers, (*estimator).gateways,
	(*estimator).distributions, (*estimator).firewalls, (*estimator).buckets, (*estimator).secrets, (*estimator).repositories,
	(*estimator).userPools, (*estimator).pipelines, (*estimator).network, (*estimator).logs, (*estimator).monitoring,
	(*estimator).unpriced,
}

// assumptions are all of them, by their name in the language.
func assumptions(a model.Assumptions) []Assumption {
	return []Assumption{
		{"requests", a.Requests, "requests to each gateway, distribution and web ACL"},
		{"outGB", a.OutGB, "GB that each of them, and each public service, sends to the internet"},
		{"lcu", a.LCU, "capacity units of each load balancer, on average"},
		{"natGB", a.NATGB, "GB through each NAT gateway"},
		{"endpointGB", a.EndpointGB, "GB through each interface endpoint"},
		{"auroraGB", a.AuroraGB, "GB in each cluster of Aurora"},
		{"auroraRequests", a.AuroraRequests, "I/O requests of each cluster of Aurora"},
		{"backupGB", a.BackupGB, "GB of backups of each database, and of snapshots of each cache, beyond those that come with them"},
		{"bucketGB", a.BucketGB, "GB in each bucket"},
		{"bucketReads", a.BucketReads, "GET requests to each bucket"},
		{"bucketWrites", a.BucketWrites, "PUT requests to each bucket"},
		{"volumeGB", a.VolumeGB, "GB in each volume, and of its backups"},
		{"volumeReadGB", a.VolumeReadGB, "GB read from each elastic volume"},
		{"volumeWriteGB", a.VolumeWriteGB, "GB written to each elastic volume"},
		{"messages", a.Messages, "messages to each queue"},
		{"imageGB", a.ImageGB, "GB of images in each repository"},
		{"logGB", a.LogGB, "GB that each log group takes in"},
		{"insightsMetrics", a.InsightsMetrics, "metrics that Container Insights keeps of each service"},
		{"starts", a.Starts, "starts of each job"},
		{"jobMinutes", a.JobMinutes, "minutes that each start runs"},
		{"calls", a.Calls, "calls of each function"},
		{"callMilliseconds", a.CallMilliseconds, "milliseconds of each call, on average"},
		{"builds", a.Builds, "runs of each pipeline"},
		{"buildMinutes", a.BuildMinutes, "minutes of each build"},
		{"users", a.Users, "people who sign in at each user pool"},
	}
}
