package infra

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Stack is a part that can be planned and applied on its own, by its name:
// network, backend-shop.
type Stack string

// Layer is what a stack is for. A stack needs layers before its own, and of its own
// only stacks whose names come before: the policy of a bucket that several apps serve
// stands with the last of them, and pipelines share what stands in cicd.
type Layer int

// The layers, in the order in which they are applied.
const (
	LayerNetwork   Layer = iota + 1 // VPC, subnets, endpoints, security groups and rules
	LayerSecrets                    // places for the values that nobody may read
	LayerData                       // databases, caches, buckets, volumes and messages
	LayerEdge                       // certificates, firewalls, balancers, names
	LayerAuth                       // user pools
	LayerCluster                    // what services share: cluster, repositories, guardrails, discovery
	LayerServices                   // services and functions with their roles, gateways, what buckets tell functions
	LayerFrontends                  // frontends and distributions
	LayerDelivery                   // pipelines, alarms, dashboards: what nothing else needs
)

// stackRows say in which stack a kind of thing stands: in a platform as a whole, and
// in one with apps, where a name that ends in a hyphen takes the app's.
var stackRows = []struct {
	part        part
	layer       Layer
	whole, apps string
}{
	{partNetwork, LayerNetwork, "network", "network"},
	{partSecrets, LayerSecrets, "secrets", "secrets"},
	{partDatabases, LayerData, "data", "database"},
	{partCaches, LayerData, "data", "database"},
	{partBuckets, LayerData, "data", "storage"},
	{partVolumes, LayerData, "data", "storage"},
	{partMessages, LayerData, "data", "storage"},
	{partEdge, LayerEdge, "edge", "edge"},
	{partAuth, LayerAuth, "auth", "auth"},
	{partCluster, LayerCluster, "compute", "compute"},
	{partServices, LayerServices, "compute", "backend-"},
	{partNotifications, LayerServices, "compute", "notifications"},
	{partFrontends, LayerFrontends, "frontend", "frontend-"},
	{partDelivery, LayerDelivery, "cicd", "cicd"},
	{partPipelines, LayerDelivery, "cicd", "cicd-"},
	{partMonitoring, LayerDelivery, "monitoring", "monitoring"},
}

// part is a kind of thing that stands in one stack together.
type part string

const (
	partNetwork       part = "network"
	partSecrets       part = "secrets"
	partDatabases     part = "databases"
	partCaches        part = "caches"
	partBuckets       part = "buckets"
	partVolumes       part = "volumes"
	partMessages      part = "messages" // queues, and the topics that programs speak to
	partEdge          part = "edge"
	partAuth          part = "auth"
	partCluster       part = "cluster"
	partServices      part = "services"
	partNotifications part = "notifications" // what buckets tell functions: one list, whoever is told
	partFrontends     part = "frontends"
	partDelivery      part = "delivery" // what pipelines share
	partPipelines     part = "pipelines"
	partMonitoring    part = "monitoring"
)

// The stacks whose name is the same in every platform.
const (
	StackNetwork    Stack = "network"
	StackSecrets    Stack = "secrets"
	StackEdge       Stack = "edge"
	StackAuth       Stack = "auth"
	StackCompute    Stack = "compute"
	StackMonitoring Stack = "monitoring"
)

// Root is a stack in the layout of stacks, where each is planned and applied on its own.
type Root struct {
	Stack Stack
	Needs []Stack // that must be there before, in the order of applying
	Key   string  // of its state in the platform's bucket; empty: its state is in its folder
	Parks bool    // something in it stops while the platform is parked
}

// stack is where a thing of an app stands, which from then on holds something; app is
// empty for what belongs to none.
func (b *builder) stack(p part, app string) Stack {
	for _, row := range stackRows {
		name, perApp := strings.CutSuffix(row.apps, "-")
		switch {
		case row.part != p:
			continue
		case len(b.in.Apps) == 0:
			name = row.whole
		case perApp && app != "":
			name = row.apps + app
		}
		if !slices.Contains(b.out.Stacks, Stack(name)) {
			b.out.Stacks = append(b.out.Stacks, Stack(name))
		}
		return Stack(name)
	}
	panic("infra: no stack has " + string(p))
}

// Layer is what the stack is for.
func (s Stack) Layer() Layer {
	for _, row := range stackRows {
		perApp := strings.HasSuffix(row.apps, "-")
		if s == Stack(row.whole) || s == Stack(strings.TrimSuffix(row.apps, "-")) || perApp && strings.HasPrefix(string(s), row.apps) {
			return row.layer
		}
	}
	panic("infra: no layer has the stack " + string(s))
}

// Prefix begins the name of the stack's root, so that roots in the order of their
// names are in the order of applying.
func (s Stack) Prefix() string { return strconv.Itoa(int(s.Layer())) + "-" }

// Before puts stacks into the order of applying.
func (s Stack) Before(other Stack) int {
	return cmp.Or(cmp.Compare(s.Layer(), other.Layer()), strings.Compare(string(s), string(other)))
}
